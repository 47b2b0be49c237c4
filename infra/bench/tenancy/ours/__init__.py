"""The first arm: Amends itself, with its own middleware and engine."""
