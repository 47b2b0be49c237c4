"""The year of a network: who joined and left, and how its members stand; sections, each a table.

What else a network does adds its section to `SECTIONS`; accreditation, with its pipeline, comes after the members.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network.accreditation.register import counts_of
from network.oversight.models import Membership, MembershipState, Network, Share
from network.oversight.roster import KINDS, LISTINGS, NOT_SHARED, listing_state
from network.reporting.reported import shares_of


@dataclass(frozen=True)
class Section:
    """A table of the report: what it is called, its headings, its rows, and what has to be known to read it."""

    title: str
    head: list[str]
    rows: list[list[Any]]
    note: str = ""


@dataclass(frozen=True)
class Year:
    """What every section is made from: the memberships that touched a year, read once."""

    network: Network
    number: int
    today: dt.date
    memberships: list[Membership]

    def joined(self) -> list[Membership]:
        """Return those that began in the year."""
        return [row for row in self.memberships if _year(row.joined_at) == self.number]

    def ended(self) -> list[Membership]:
        """Return those that ended in the year."""
        return [row for row in self.memberships if _year(row.ended_at) == self.number]

    def members_at(self, moment: dt.datetime) -> int:
        """Return how many members there were."""
        return sum(
            1
            for row in self.memberships
            if row.joined_at and row.joined_at < moment and (row.ended_at is None or row.ended_at >= moment)
        )

    def now(self) -> list[Membership]:
        """Return who is a member today, in this year's report alone: what is shared says nothing of others."""
        is_this_year = self.number == self.today.year
        return [row for row in self.memberships if is_this_year and row.state == MembershipState.MEMBER]


def year_of(network: Network, number: int, today: dt.date) -> Year:
    """Read what a report of a year is made from, in one query."""
    rows = network.memberships.filter(joined_at__isnull=False, joined_at__lt=_begins(number + 1))
    rows = rows.filter(Q(ended_at=None) | Q(ended_at__gte=_begins(number)))
    return Year(network, number, today, list(rows.select_related("tenant").order_by("tenant__name", "pk")))


def years_of(network: Network, today: dt.date) -> list[int]:
    """Return the years of which there is something to report, the latest first."""
    first = network.memberships.filter(joined_at__isnull=False).order_by("joined_at").first()
    return list(range(today.year, (_year(first.joined_at) if first else today.year) - 1, -1))


def sections_of(year: Year) -> list[Section]:
    """Return the whole report."""
    return [section for make in SECTIONS if (section := make(year)) is not None]


def rows_of(sections: list[Section]) -> list[list[Any]]:
    """Return the report as one table for a file: a row for each row of a section."""
    width = max(len(section.head) for section in sections)
    rows: list[list[Any]] = []
    for section in sections:
        rows.append([_("Table"), *section.head, *[""] * (width - len(section.head))])
        rows += [[section.title, *row, *[""] * (width - len(row))] for row in section.rows]
    return rows


def _members(year: Year) -> Section:
    rows = [
        [_("Members on January 1"), year.members_at(_begins(year.number))],
        [_("Joined in the year"), len(year.joined())],
        [_("Left or ended in the year"), len(year.ended())],
        [
            _("Members today") if year.number == year.today.year else _("Members on December 31"),
            year.members_at(min(_begins(year.number + 1), timezone.now())),
        ],
    ]
    return Section(_("Members"), [_("What"), _("Number")], rows)


def _joined(year: Year) -> Section:
    rows = [[row.tenant.name, _day(row.joined_at)] for row in year.joined()]
    return Section(_("Joined"), [_("Program"), _("Day")], rows)


def _ended(year: Year) -> Section:
    rows = [[row.tenant.name, _day(row.ended_at), row.get_state_display()] for row in year.ended()]
    return Section(_("Left or ended"), [_("Program"), _("Day"), _("How")], rows)


def _kinds(year: Year) -> Section | None:
    if year.number != year.today.year:
        return None
    counts = Counter(row.told.get("program", {}).get("type", "") for row in year.now())
    rows = [[str(KINDS.get(kind, _("Not said yet"))), count] for kind, count in counts.most_common()]
    return Section(_("Members today by kind"), [_("Kind"), _("Number")], rows)


def _listings(year: Year) -> Section | None:
    if year.number != year.today.year:
        return None
    counts = Counter(
        listing_state(row.told, year.today) if Share.LISTING in row.shares else "" for row in year.now()
    )
    rows = [[str(words), counts[state]] for state, words in LISTINGS.items()]
    rows.append([str(NOT_SHARED), counts[""]])
    note = _("As the members share it today. A listing is to be confirmed every half year.")
    return Section(_("Listings of the members"), [_("Listing"), _("Number")], rows, note)


def _accreditations(year: Year) -> Section | None:
    """Return how what the network accredits stands today; what it decided in other years is in its pipeline."""
    if year.number != year.today.year:
        return None
    rows = [[str(state.label), count] for state, count in counts_of(year.network, year.today)]
    return Section(_("Accreditations today"), [_("How it stands"), _("Number")], rows) if rows else None


def _figures(year: Year) -> Section | None:
    """Return what was published of its members' cases together; of no year before it is sealed."""
    rows = shares_of(year.network.pk, year.number)
    note = _("Of all members together that take part, with a range of 95 % and chance added on purpose.")
    return Section(_("What came of mediation"), [_("What"), _("Share")], rows, note) if rows else None


SECTIONS: tuple[Callable[[Year], Section | None], ...] = (
    *(_members, _joined, _ended, _kinds, _listings),
    *(_accreditations, _figures),
)
"""What a report has, in its order."""


def _begins(year: int) -> dt.datetime:
    return dt.datetime(year, 1, 1, tzinfo=timezone.get_current_timezone())


def _year(moment: dt.datetime | None) -> int:
    return timezone.localtime(moment).year if moment else 0


def _day(moment: Any) -> str:
    return date_format(moment, "DATE_FORMAT") if moment else ""
