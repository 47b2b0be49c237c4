"""Payers, plans and limits, for part 7. Billing knows opaque owner ids only, and paying grants no access."""
