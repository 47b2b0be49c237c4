"""What the program handed in of a period: its own copy, exact, by the plan's tables."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from programs.models import Program


@dataclass(frozen=True)
class Handed:
    """The counts of a period as they were handed in, when, and their digest."""

    kind: str
    year: int
    period: str
    """The id of the period."""
    counts: Mapping[str, Mapping[str, Mapping[str, int]]]
    cases: int
    at: str
    digest: str

    @classmethod
    def of(cls, program: Program, kind: str, year: int) -> Self | None:
        """Return what was handed in of a period; None before it was counted."""
        raw = program.shared_figures.get("handed", {}).get(f"{kind}-{year}")
        return cls(**raw) if raw else None

    @classmethod
    def all(cls, program: Program) -> list[Self]:
        """Return all that was ever handed in, the newest first."""
        found = [cls(**raw) for raw in program.shared_figures.get("handed", {}).values()]
        return sorted(found, key=lambda each: each.at, reverse=True)


def digest_of(counts: Mapping[str, Any]) -> str:
    """Return SHA-256 of counts, as the program and whoever audits it can work it out."""
    return hashlib.sha256(json.dumps(counts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def keep(program: Program, handed: Handed) -> None:
    """Write what was counted into the program's row, which the caller has locked."""
    program.shared_figures.setdefault("handed", {})[f"{handed.kind}-{handed.year}"] = asdict(handed)
    program.save(update_fields=["shared_figures"])
