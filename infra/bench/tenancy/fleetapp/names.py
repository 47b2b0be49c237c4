"""The names of the benchmark's models."""

COUNT = 30
NAMES = [f"Entry{number:02}" for number in range(COUNT)]
