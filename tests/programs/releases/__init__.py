"""Releases of information: given freely, for a time, taken back at once, and never asked for by a case."""
