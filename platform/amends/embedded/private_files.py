"""Secrets that this machine makes for itself, once, in files that only their owner can read."""

import json
import os
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

from amends.embedded.troubles import plainly


def random_text() -> str:
    """Return 256 random bits that fit into an address."""
    return secrets.token_urlsafe(32)


def read_secrets(
    path: Path, names: Iterable[str], *, make: Callable[[], str] = random_text
) -> dict[str, str]:
    """Return a random text of 256 bits for each name, the same at every call; what is missing is made and kept."""
    with plainly(path):
        try:
            known: dict[str, str] = json.loads(path.read_text())
        except FileNotFoundError:
            known = {}
        missing = [name for name in names if name not in known]
        if missing:
            known |= {name: make() for name in missing}
            path.parent.mkdir(parents=True, exist_ok=True)
            write_privately(path, json.dumps(known, indent=1))
    return known


def write_privately(path: Path, text: str) -> None:
    """Replace the file in one step; nobody else can read it at any moment."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.replace(path)
