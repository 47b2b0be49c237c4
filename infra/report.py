"""What a journey, benchmark or drill is asked, and what it found."""

import argparse
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Report:
    """`ok` says whether what is measured holds; `figures` is JSON, with units in the names."""

    ok: bool
    figures: dict[str, Any] = field(default_factory=dict)


def asked(name: str, about: str | None) -> argparse.ArgumentParser:
    """Return a parser for what follows `./amends NAME`, such as "bench files"; its `--help` says `about`."""
    return argparse.ArgumentParser(
        f"./amends {name}",
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="With --json its report is one line of JSON.",
        allow_abbrev=False,
    )
