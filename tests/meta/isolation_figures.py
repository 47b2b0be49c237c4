"""A program that takes part in figures across programs and has handed in a year; and what addresses of these name."""

import datetime as dt
from typing import Any

from django.utils import timezone

from network.reporting.models import Kind
from programs.actions.sharing import count_figures, share_figures
from programs.sharing.consent import WORDS
from tenants.ids import uuid7

YEAR = 2025


def handed_in(actor: Any) -> None:
    """Have the program that is entered take part since a year, and count it."""
    now = dt.datetime(YEAR - 1, 6, 1, tzinfo=dt.UTC)
    share_figures(actor=actor, words=WORDS, region="us-state:MN", network="", now=now)
    count_figures(actor=None, period_id=uuid7(), kind=Kind.YEAR, year=YEAR, now=timezone.now())


class _handed:  # noqa: N801 - read as a function
    """What was handed in of a year has the same name in every program."""

    of_all = True

    def __call__(self, _scene: Any) -> dict[str, Any]:
        return {"key": f"{Kind.YEAR}-{YEAR}"}


OF_FIGURES: dict[str, Any] = {
    **dict.fromkeys(("figures-shared", "figures-share", "figures-stop", "figures-quality", "figures-peers")),
    "figures-handed": _handed(),
}
