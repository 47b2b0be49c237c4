"""Referrals: those that came, and sending one."""
