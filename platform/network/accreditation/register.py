"""Who is accredited, as everybody may read it: a badge on a listing, and a network's register."""

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from network.accreditation.criteria import in_language
from network.accreditation.models import Accreditation, State
from network.accreditation.states import GOOD, state_on
from network.oversight.models import Network


@dataclass(frozen=True)
class Badge:
    """That a program is accredited, by whom, since when and until when."""

    name: str
    network: str
    network_slug: str
    state: State
    decided_on: dt.date
    valid_until: dt.date


def badges_of(tenant: uuid.UUID | None, today: dt.date) -> list[Badge]:
    """Return what a program may show on its listing today."""
    if tenant is None:
        return []
    rows = holding(today).filter(tenant=tenant).order_by("decided_at")
    return [badge_of(each, today) for each in rows]


def register_of(network: Network, today: dt.date) -> QuerySet[Accreditation]:
    """Return everything that a network accredited and that holds today, by name."""
    return holding(today).filter(network=network).select_related("tenant").order_by("tenant__name", "pk")


def holding(today: dt.date) -> QuerySet[Accreditation]:
    """Return what holds on a day, whether or not the job that writes what time did has run."""
    rows = Accreditation.objects.filter(state__in=GOOD, valid_until__gte=today)
    return rows.select_related("by", "network")


def counts_of(network: Network, today: dt.date) -> list[tuple[State, int]]:
    """Return how many accreditations of a network stand how today, in the order of the states."""
    rows = Accreditation.objects.filter(network=network).only("state", "valid_until")
    counts = Counter(state_on(each, today) for each in rows.iterator())
    return [(state, counts[state]) for state in State if counts[state]]


def badge_of(row: Accreditation, today: dt.date) -> Badge:
    """Return what is told of one that holds."""
    decided, until = row.decided_at, row.valid_until
    if decided is None or until is None:
        raise ValueError("What holds was decided, and has an end.")
    return Badge(
        name=in_language(row.by.title),
        network=row.network.name,
        network_slug=row.network.slug,
        state=state_on(row, today),
        decided_on=decided.date(),
        valid_until=until,
    )
