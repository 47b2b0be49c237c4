"""Reference codes that people read over the phone: no meaning, no order, about 53 random bits."""

import secrets

# No vowels, so that no word appears; no 0/O, 1/I/L, 5/S, 2/Z, 8/B to mishear or misread.
ALPHABET = "34679CDFGHJKMNPQRTVWXY"
LENGTH = 12

SAMPLE = "SAMPLE"
"""How the reference of a sample begins, in every language: what is printed or read out is known for what it is."""

SAMPLES_MAY_GO = ("SELECT", "INSERT", "UPDATE", "DELETE")
"""Rights in a table whose rows stay, unless they belong to a sample: a row policy of each table sees to that."""


def new_sample_reference() -> str:
    """Return a fresh code of a sample, such as `SAMPLE-K7QM-3XPD`."""
    return f"{SAMPLE}-{new_reference()[:9]}"


def new_reference() -> str:
    """Return a fresh code such as `K7QM-3XPD-V9TC` (22**12, about 53 bits)."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def new_return_code() -> str:
    """Return a fresh code such as `K7QM-3XPD`, which opens a saved form (22**8, about 35 bits)."""
    return new_reference()[:9]


def tidied(code: str) -> str:
    """Return a code as it was made, whatever was typed between its letters and however large they are."""
    return "".join(letter for letter in code.upper() if letter in ALPHABET)
