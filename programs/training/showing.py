"""Statements and what became of them, as pages show them."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.models import Mediator
from programs.policy.vocabulary import Level
from programs.training.checking import Checked
from programs.training.saying import Statement


def lines_of(said: Statement) -> list[tuple[Any, Any]]:
    """Return everything that a statement says, but for its id and signature."""
    training = said.training
    return [
        (_("Program that says it"), said.issuer_name),
        (_("Name"), said.name),
        (_("E-mail address"), said.email),
        (_("Level of training"), training.level_label),
        (_("Hours of training"), training.hours),
        (_("Last supervision"), _day(training.supervised_on)),
        (_("Last observation of practice"), _day(training.observed_on)),
        (_("Background check counts until"), _day(training.checked_until)),
        (_("Mediator there since"), _day(training.since)),
        (_("Noted by"), _noted(said)),
        (_("Also taken from statements of"), ", ".join(training.taken_from) or _("No other program")),
        (_("Closed cases that they mediated"), _("Not said") if said.cases is None else said.cases),
        (_("Made on"), _moment(said.issued_at)),
        (_("Counts until"), _moment(said.expires_at)),
    ]


def checks_of(checked: Checked) -> dict[str, Any]:
    """Return what a page shows of the checks of a statement."""
    return {
        "checks": [(each.asked, each.found is None) for each in checked.checks],
        "text": checked.text if checked.holds else "",
        "said": lines_of(checked.statement) if checked.statement else [],
    }


def running(mediator: Mediator, now: dt.datetime) -> list[dict[str, Any]]:
    """Return the statements of a mediator that have not run out, the newest first."""
    rows = [each for each in mediator.statements if dt.datetime.fromisoformat(each["until"]) > now]
    return [
        {
            "id": each["id"],
            "made": _moment(dt.datetime.fromisoformat(each["issued_at"])),
            "until": _moment(dt.datetime.fromisoformat(each["until"])),
            "is_ended": each["ended_at"] is not None,
        }
        for each in reversed(rows)
    ]


def handed_in(mediator: Mediator) -> list[dict[str, Any]]:
    """Return the statements of other programs that a mediator brought, the newest first."""
    return [
        {
            "id": each["id"],
            "state": each["state"],
            "from": each["issuer_name"],
            "issued": _day(dt.date.fromisoformat(each["issued_on"])),
            "handed_in": _moment(dt.datetime.fromisoformat(each["handed_in_at"])),
            "verified": _moment(dt.datetime.fromisoformat(each["verified_at"]))
            if each.get("verified_at")
            else "",
            "level": Level(each["level"]).label,
            "hours": each["hours"],
        }
        for each in reversed(mediator.carried)
    ]


def _noted(said: Statement) -> str:
    told = {"program": said.training.verified_by}
    if said.training.noted_on is None:
        return _("%(program)s; it came with a file") % told
    return _("%(program)s, on %(day)s") % (told | {"day": _day(said.training.noted_on)})


def _day(value: dt.date | None) -> str:
    return date_format(value, "DATE_FORMAT") if value else _("Nothing noted")


def _moment(value: dt.datetime) -> str:
    return date_format(timezone.localtime(value), "DATE_FORMAT")
