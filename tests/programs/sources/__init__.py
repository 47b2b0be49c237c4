"""Referral sources: what is agreed with each, what it is asked for, who is told, what it is told back."""
