"""The audit: an append-only record of who changed, read, exported or was refused what.

Code that acts says so with `record`, `read`, `export` or `denied`; the entries of a request are gathered
(`gathering.py`) and appended once, last in the transaction (`appending.py`), so that the chain is locked for
microseconds. Each entry carries a MAC over itself and the one before, under a key that is derived from the tenant's
key in the vault: whoever owns the database can change the rows, but cannot make the chain fit again (`chain.py`).
Signed checkpoints outside the tenant's schema, and outside the database, show when its end was cut off or rewritten
(`checkpoints/`). `verify.py` finds all of that.

Entries hold ids, enumerations, dates and numbers, never personal data (`facts.py`).
"""

from amends.audit.facts import UnfitFact
from amends.audit.gathering import (
    NotGathering,
    denied,
    export,
    flush,
    gathering,
    read,
    record,
    say_with_all,
    scope,
)

__all__ = [
    "NotGathering",
    "UnfitFact",
    "denied",
    "export",
    "flush",
    "gathering",
    "read",
    "record",
    "say_with_all",
    "scope",
]
