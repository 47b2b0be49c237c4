"""Agencies that refer, and the receipts of what they sent: an opaque reference, a status and dates."""
