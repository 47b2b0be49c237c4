"""Figures across programs: sealed, with noise, published once (decision 0035)."""
