"""The rungs of a lapse: how far a program without a payer has come down, and which kinds of work each leaves.

Source: the lapse ladder of the design (experience, 1.5). Nothing that protects a person ever stops, and while a case
is open the ladder ends at `export_only`, where open cases are worked to their end.
"""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rung(models.TextChoices):
    """How far down; in this order."""

    CURRENT = "current", _("Paid for")
    PAST_DUE = "past_due", _("Payment is late")
    RESTRICTED = "restricted", _("No new cases")
    EXPORT_ONLY = "export_only", _("Open cases to their end, and exports")
    ARCHIVED = "archived", _("Archived")


class Work(models.TextChoices):
    """Kinds of work, as the ladder tells them apart."""

    INTAKE = "intake", _("New referrals and cases")
    CASEWORK = "casework", _("Open cases, sessions, exchanges, ledgers")
    # Withdrawal, participants' pages, safety, audit; accounts and sign-in; what the platform itself does.
    PROTECTION = "protection", _("Withdrawal, participants’ pages, safety, records of who did what")
    RUNNING = "running", _("Policy, staff, the listing")
    EXPORT = "export", _("Exports")


RESTRICTED_AFTER = timedelta(days=15)
EXPORT_ONLY_AFTER = timedelta(days=75)
ARCHIVED_AFTER = EXPORT_ONLY_AFTER + timedelta(days=90)
FROM_DAY = {
    Rung.PAST_DUE: timedelta(0),
    Rung.RESTRICTED: RESTRICTED_AFTER,
    Rung.EXPORT_ONLY: EXPORT_ONLY_AFTER,
    Rung.ARCHIVED: ARCHIVED_AFTER,
}

ALL = frozenset(Work)
LEAVES: dict[Rung, frozenset[Work]] = {
    Rung.CURRENT: ALL,
    Rung.PAST_DUE: ALL,
    Rung.RESTRICTED: ALL - {Work.INTAKE},
    Rung.EXPORT_ONLY: ALL - {Work.INTAKE, Work.RUNNING},
    # Links answer in plain words where to turn; exports are by request to the operator, until retention ends.
    Rung.ARCHIVED: frozenset(),
}


def rung_at(lapsed_since: datetime | None, *, now: datetime, has_open_cases: bool) -> Rung:
    """Return the rung of a program that nobody has paid for since `lapsed_since`; None or a day ahead: CURRENT."""
    if lapsed_since is None or now < lapsed_since:
        return Rung.CURRENT
    late = now - lapsed_since
    reached = [rung for rung, first in FROM_DAY.items() if late >= first]
    if has_open_cases and reached[-1] == Rung.ARCHIVED:
        return Rung.EXPORT_ONLY
    return reached[-1]


def leaves(rung: Rung, work: Work) -> bool:
    """Return whether a program on this rung may do this kind of work."""
    return work in LEAVES[rung]
