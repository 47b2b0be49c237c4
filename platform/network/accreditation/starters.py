"""Three standards that a network can start from: ours, in our own words; the sources name what they follow.

They are data: a network publishes one as version 1 of its own, and changes it by publishing the next version. The
criteria themselves are in `starters.json` beside this, in every language.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from network.accreditation.criteria import Document, in_language


@dataclass(frozen=True)
class Starter:
    """A standard that a network can take over."""

    slug: str
    title: Mapping[str, str]
    document: Document
    renewal_months: int
    has_annual_return: bool

    @property
    def name(self) -> str:
        """Return its title in the language of whoever reads."""
        return in_language(self.title)


def _read() -> dict[str, Starter]:
    raw = json.loads(Path(__file__).with_name("starters.json").read_text(encoding="utf-8"))
    return {
        each["slug"]: Starter(
            slug=each["slug"],
            title=each["title"],
            document=Document.read(each),
            renewal_months=each["renewal_months"],
            has_annual_return=each["has_annual_return"],
        )
        for each in raw
    }


STARTERS = _read()
"""By their slugs."""
