"""Accounts: people, invitations, sign-in, second steps, and what one place's things are worth in another."""
