"""The pages of participants that name nothing in their addresses, and what names a paper."""

from typing import Any

_NAMES = (
    "exit", "closed", "home", "about", "answer", "stop", "choices", "ways", "dates", "calendar", "progress", "releases",
    "complaint", "leave", "statement", "payments",
)  # fmt: skip
OWN_PAGES = dict.fromkeys(f"own-{name}" for name in _NAMES)


def in_english(row: Any) -> dict[str, Any]:
    """Return what the address of a paper about a row takes."""
    return {"pk": row.pk, "language": "en"}
