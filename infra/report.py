"""What a journey, benchmark or drill found."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Report:
    """`ok` says whether what is measured holds; `figures` is JSON, with units in the names."""

    ok: bool
    figures: dict[str, Any] = field(default_factory=dict)
