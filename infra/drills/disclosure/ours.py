"""Our side: worlds are handed in, released by the real jobs' actions year by year, and fetched as audiences fetch them.

Programs are rows without a schema: their counts are made here, and handed in as the job in each program does. After
each sealing some hand in again with a case that came late, and the release is begun again; both change nothing.
"""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from random import Random
from typing import Any
from uuid import UUID, uuid4

from infra.drills.disclosure.reading import Seen
from infra.drills.disclosure.worlds import YEAR_TABLES, Program, Records, World, handed
from network.reporting.plan import TABLES, Level

LATER_TABLES = tuple(table for table in TABLES if table.is_late)
DAY = dt.timedelta(days=1)
LATE_ONES = 5
"""Programs of a year that hand in again."""


@contextmanager
def logged_in(login: str) -> Iterator[None]:
    """Let this process be the worker or the web, in the public schema."""
    from django.test.utils import override_settings

    from tenants.context import platform
    from tests import databases

    # Everybody asks for hundreds of pages at once, signed in by a password alone.
    unhindered = {"AMENDS_REQUIRE_SECOND_FACTOR": False, "OWN_PAGE_LIMIT": None}
    with override_settings(TENANCY_LOGIN=login, **unhindered):
        databases.close()
        with platform():
            yield
        databases.close()


class Ours:
    """One world in our database; `seen` is what could be fetched, by level, code, year and kind."""

    def __init__(self, world: World, *, again: int = 1) -> None:
        self.world, self.again, self.chance = world, again, Random(world.chance.random())
        self.seen: dict[tuple[str, str, int, str], Seen] = {}
        self.late: list[tuple[Seen, dict[str, Any], Any]] = []
        """What was fetched before a late case, and that case."""
        self.refused = self.fetched = 0
        self._settle()

    def live(self, *, has_later: bool = True) -> None:
        """Let all years pass: count, seal, hand in late, begin again, fetch; then what became of each year's cases."""
        for year in self.world.years:
            self._period("year", year, YEAR_TABLES)
        for year in self.world.years if has_later else ():
            self._period("later", year, LATER_TABLES)

    def _settle(self) -> None:
        from network.reporting.actions import hear_contributor
        from tenants.context import as_owner
        from tests.network.reporting.made import made_programs

        numbers = sorted({each.network for each in self.world.programs if each.network is not None})
        with as_owner():
            made = {number: _network(f"{self.world.name} {number}") for number in numbers}
            self.operator = _person("operator", self.world.name)
        self.networks = {number: network for number, (network, _officer) in made.items()}
        self.officers = {str(network.pk): officer for network, officer in made.values()}
        self.tenants = dict(zip(self._numbers(), made_programs(len(self.world.programs)), strict=True))
        self.number_of = {tenant.pk: number for number, tenant in self.tenants.items()}
        with logged_in("amends_worker"):
            for each in self.world.programs:
                hear_contributor(
                    actor=None,
                    tenant=self.tenants[each.number],
                    said=self._said(each),
                    now=_begin(each.first),
                )

    def _numbers(self) -> list[int]:
        return [each.number for each in self.world.programs]

    def _said(self, program: Program) -> dict[str, Any]:
        network = None if program.network is None else self.networks[program.network].pk
        last = None if program.last == self.world.years[-1] else program.last
        said = {"version": 1, "words": 1, "given_at": _begin(program.first)}
        return said | {
            "region": program.region,
            "network": network,
            "first_year": program.first,
            "last_year": last,
        }

    def _period(self, kind: str, year: int, tables: Any) -> None:
        from network.reporting.actions import ask_programs, open_periods, release_period
        from network.reporting.models import Period
        from network.reporting.periods import seals_on

        now = dt.datetime.combine(seals_on(kind, year), dt.time(6), dt.UTC)
        with logged_in("amends_worker"):
            open_periods(actor=None, today=now.date())
            period = Period.objects.get(kind=kind, year=year)
            while ask_programs(actor=None, period=period, now=now):
                pass
            for each in self.world.programs:
                if each.first <= year <= each.last:
                    self._hand_in(period, each.number, self._cases(each.number, year), tables)
            period.refresh_from_db()
            release_period(actor=None, period=period, now=now + 8 * DAY)
        self._fetch(period)
        if kind == "year":
            self._come_late(period)
        for _ in range(self.again):
            self._begin_again(period, now + 9 * DAY)
            self._fetch(period)

    def _cases(self, number: int, year: int) -> Records:
        records = self.world.records
        return records[(records["program"] == number) & (records["year"] == year)]

    def _hand_in(self, period: Any, number: int, cases: Records, tables: Any) -> bool:
        from network.reporting import intake

        counts = handed(cases, tables)
        return intake.hand_in(
            period_id=period.pk, tenant_id=self.tenants[number].pk, kind=period.kind, counts=counts
        )

    def _come_late(self, period: Any) -> None:
        """Have programs hand in again, each with one case more: refused, as all that comes after sealing."""
        import numpy as np

        there = [each for each in self.world.programs if each.first <= period.year <= each.last]
        with logged_in("amends_worker"):
            for each in self.chance.sample(there, min(LATE_ONES, len(there))):
                cases = self._cases(each.number, period.year)
                if len(cases):
                    more = np.append(cases, cases[self.chance.randrange(len(cases))])
                    self.refused += not self._hand_in(period, each.number, more, YEAR_TABLES)
        for seen in self.of(period.year, "year"):
            if not seen.is_published:
                continue
            for case in self._some_cases(seen):
                self.late.append((seen, dict(seen.documents[0]), case))

    def _some_cases(self, seen: Seen) -> list[Any]:
        records = self.truth(seen)
        return [records[self.chance.randrange(len(records))] for _ in range(min(60, len(records)))]

    def _begin_again(self, period: Any, now: dt.datetime) -> None:
        from amends.actions import Refused
        from network.reporting.actions import releasing

        with logged_in("amends_worker"):
            try:
                releasing.release_period(actor=None, period=period, now=now)
            except Refused:
                self.refused += 1

    def make_anew(self, seen: Seen) -> None:
        """Withdraw a release and make it anew from the reserve."""
        from network.reporting.actions import reissue_release, withdraw_release
        from network.reporting.models import Release

        with logged_in("amends_web"):
            row = Release.objects.select_related("period").get(
                period__year=seen.year, period__kind=seen.kind, level=seen.level, domain=self.domain_of(seen)
            )
            now = row.published_at + DAY
            withdraw_release(actor=self.operator, release=row, words="Counted wrongly.", now=now)
        with logged_in("amends_worker"):
            reissue_release(actor=None, release_id=row.pk, now=now + DAY)
        self._fetch(row.period)

    def _fetch(self, period: Any) -> None:
        """Fetch every release of a period: what is public over HTTP, a network's as its officer is served it."""
        from network.reporting.models import Release

        with logged_in("amends_web"):
            rows = list(Release.objects.filter(period=period))
            cells = _stored(period)
            documents = [(row, self._document(row)) for row in rows]
        for row, document in documents:
            if document is None:
                continue
            code = row.domain
            if row.level == Level.NETWORK:
                code = str(next(n for n, network in self.networks.items() if str(network.pk) == row.domain))
            key = (row.level, code, period.year, period.kind)
            members = tuple(sorted(self.number_of[each] for each in row.members))
            seen = self.seen.setdefault(key, Seen(Level(row.level), code, period.year, period.kind, members))
            before = len(seen.documents)
            seen.read(document)
            if len(seen.documents) > before and cells.get(row.pk):
                seen.stored.append(cells[row.pk])

    def _document(self, row: Any) -> dict[str, Any] | None:
        """Return a release as its audience is served it; None where it was withdrawn."""
        from django.test import Client
        from django.urls import reverse

        client, name = Client(), "figures-release-file"
        if row.level == Level.NETWORK:
            client, name = self.browsers[row.domain], "network-figures-file"
        self.fetched += 1
        address = reverse(name, "amends.urls_public", args=[row.pk, "json"])
        answer = client.get(address, headers={"host": "localhost"})
        if answer.status_code == 410 and row.state == "withdrawn":
            return None
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}.")
        return dict(json.loads(answer.content))

    @cached_property
    def browsers(self) -> dict[str, Any]:
        """Return a browser of each network's officer, by the network's id."""
        from django.test import Client

        made = {}
        for network, officer in self.officers.items():
            made[network] = Client()
            made[network].force_login(officer)
        return made

    def domain_of(self, seen: Seen) -> str:
        """Return the domain of a release in the database."""
        return str(self.networks[int(seen.code)].pk) if seen.level == Level.NETWORK else seen.code

    def of(self, year: int, kind: str) -> list[Seen]:
        """Return what was seen of a period."""
        return [each for each in self.seen.values() if (each.year, each.kind) == (year, kind)]

    def truth(self, seen: Seen, since: int | None = None) -> Records:
        """Return the cases that are in a release; with `since` those of all years from that one on."""
        import numpy as np

        records = self.world.records
        years = [seen.year] if since is None else range(since, seen.year + 1)
        return records[np.isin(records["year"], years) & np.isin(records["program"], seen.members)]


def spent(years: tuple[int, ...]) -> dict[int, Any]:
    """Return what the ledger says each year spent on a case."""
    from network.reporting import ledger

    with logged_in("amends_web"):
        return {year: ledger.spent_on_a_case(year) for year in years}


def clear() -> None:
    """Take all that was counted and published out of the drill's database, so that another world can begin."""
    from django.db import connection

    from amends.outbox.models import Outbox
    from network.reporting.models import Cell, Contributor, Handing, Period, Release, Spent
    from tenants.context import as_owner
    from tests import databases

    tables = [model._meta.db_table for model in (Cell, Spent, Release, Handing, Period, Contributor)]
    databases.close()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)}, stats_intake.rollup, stats_intake.gate")
        Outbox.objects.all().delete()
    databases.close()


def _stored(period: Any) -> dict[UUID, dict[tuple[str, str, str], tuple[float, float]]]:
    from network.reporting.models import Cell

    made: dict[UUID, dict[tuple[str, str, str], tuple[float, float]]] = {}
    for cell in Cell.objects.filter(release__period=period):
        made.setdefault(cell.release_id, {})[cell.table, cell.row, cell.column] = (cell.value, cell.deviation)
    return made


def _network(name: str) -> tuple[Any, Any]:
    """Return a network that is new, and somebody who acts for it."""
    from tests.network.oversight.made import made_network, made_officer

    network = made_network(name)
    return network, made_officer(network)


def _person(role: str, of: str) -> Any:
    from amends.accounts.actions import create_user

    return create_user(
        actor=None,
        email=f"{role}-{uuid4().hex}@platform.example",
        name=f"{role} {of}",
        roles=[role],
        is_confirmed=True,
    )


def _begin(year: int) -> dt.datetime:
    return dt.datetime(year - 1, 11, 3, 9, tzinfo=dt.UTC)
