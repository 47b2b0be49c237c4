"""Every write to agencies: themselves, their people, the programs they keep, and the receipts that arrive."""
