"""Writes to accounts: people, invitations, signing in, passwords, addresses, second factors."""

from amends.accounts.actions.people import create_user
from amends.accounts.actions.signing_in import note_sign_in, note_sign_out

__all__ = ["create_user", "note_sign_in", "note_sign_out"]
