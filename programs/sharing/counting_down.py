"""How long a year's cases can still be completed before they are counted."""

import datetime as dt
from typing import Any

from network.reporting.models import Kind
from network.reporting.periods import seals_on
from programs.models import Program
from programs.sharing.consent import Consent
from programs.sharing.handing import Handed


def counting_of(program: Program, today: dt.date) -> dict[str, Any] | None:
    """Return the year that is completed now and until when, within sixty days of being counted; None else."""
    year = today.year - 1
    last = seals_on(Kind.YEAR, year)
    if not Consent.of(program).holds_for(year) or today >= last or Handed.of(program, Kind.YEAR, year):
        return None
    return {"year": year, "until": last, "days": (last - today).days}
