"""The names of the benchmark's models."""

COUNT = 30
NAMES = [f"Entry{number:02}" for number in range(COUNT)]


def parent_of(number: int) -> str:
    """Return the model that model `number` points to: a tree, three children to each."""
    return NAMES[(number - 1) // 3]
