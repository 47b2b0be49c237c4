"""How the benchmark's tenants are called, in every arm."""

MARK = "entry of"


def host_of(number: int) -> str:
    """Return the host of tenant `number`."""
    return f"t{number:05}.bench.localhost"


def title_of(number: int) -> str:
    """Return how the rows of tenant `number` begin; the client looks for it in each answer."""
    return f"{MARK} t{number:05}"
