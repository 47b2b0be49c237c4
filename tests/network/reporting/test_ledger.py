"""What a case spends never passes the cap, whatever happens, and nothing is drawn twice: against a ledger by hand."""

import contextlib
import datetime as dt
from collections import defaultdict
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from amends import audit
from amends.accounts.models import User
from amends.actions import Refused
from network.reporting import intake, ledger
from network.reporting.actions import (
    ask_programs,
    open_periods,
    reissue_release,
    release_period,
    withdraw_release,
)
from network.reporting.models import Kind, Period, PeriodState, Release, ReleaseState, Spent
from network.reporting.periods import seals_on
from network.reporting.plan import GATES, HARD_CAP, PLANNED, TABLES, Level, cost_of
from tenants.context import as_owner
from tests.network.oversight.made import made_network
from tests.network.reporting.made import MINNESOTA, WISCONSIN, alike, made_programs, take_part


class Crash(Exception):
    """The process dies."""


def die(dies: bool) -> None:
    if dies:
        raise Crash


YEARS = (2026, 2027, 2028)
PROGRAMS = 7


class Lives(RuleBasedStateMachine):
    """Programs join, leave, move, answer late or not at all; jobs die and are done again; figures are made anew.

    The model keeps, for each year and domain, what a case of it has spent: it is told only that something was
    published, and adds up the plan's costs by itself.
    """

    def __init__(self) -> None:
        super().__init__()
        with as_owner(), transaction.atomic():
            self.network = made_network(f"Network {Period.objects.count()} {id(self)}")
            self.operator, _ = User.objects.get_or_create(
                email="ledger@platform.example", defaults={"name": "Op", "roles": ["operator"]}
            )
        self.tenants = made_programs(PROGRAMS)
        self.versions = dict.fromkeys((each.pk for each in self.tenants), 0)
        for each in self.tenants:
            self.says(each, 2026, None, MINNESOTA)
        # The first year is due at once: few steps lead to something published.
        self.now = dt.datetime(2027, 3, 2, tzinfo=dt.UTC)
        open_periods(actor=None, today=self.now.date())
        self.spent: dict[tuple[int, str, str], Fraction] = defaultdict(Fraction)
        self.drawn: set[tuple[str, int, str, str, int]] = set()
        self.gates: set[int] = set()

    def teardown(self) -> None:
        # The next life begins with nothing published.
        with as_owner(), transaction.atomic():
            from django.db import connection

            with connection.cursor() as cursor:
                cursor.execute(
                    "TRUNCATE reporting_cell, reporting_spent, reporting_release, reporting_handing,"
                    " reporting_period, reporting_contributor, stats_intake.rollup, stats_intake.gate CASCADE"
                )

    def says(self, tenant, first, last, region):
        self.versions[tenant.pk] += 1
        take_part(
            [tenant],
            network=self.network,
            version=self.versions[tenant.pk],
            first_year=first,
            last_year=last,
            region=region,
        )

    @rule(number=st.integers(0, PROGRAMS - 1), region=st.sampled_from((MINNESOTA, WISCONSIN)))
    def a_program_joins_or_moves(self, number, region):
        self.says(self.tenants[number], self.now.year + 1, None, region)

    @rule(number=st.integers(0, PROGRAMS - 1))
    def a_program_leaves(self, number):
        self.says(self.tenants[number], self.now.year + 1, self.now.year - 1, MINNESOTA)

    @rule(months=st.integers(1, 14))
    def time_passes(self, months):
        self.now += dt.timedelta(days=30 * months)
        open_periods(actor=None, today=self.now.date())

    def due(self):
        return (
            Period.objects.exclude(state=PeriodState.SEALED)
            .filter(seals_on__lte=self.now.date())
            .order_by("seals_on", "year")
        )

    @rule(cases=st.integers(0, 200), silent=st.sets(st.integers(0, PROGRAMS - 1), max_size=2))
    def programs_are_asked_and_answer(self, cases, silent):
        for period in self.due():
            ask_programs(actor=None, period=period, now=self.now)
            for number, tenant in enumerate(self.tenants):
                if number not in silent:
                    counts = alike(cases + number) if period.kind == Kind.YEAR else later(cases + number)
                    told = {"period_id": period.pk, "tenant_id": tenant.pk, "kind": period.kind}
                    intake.hand_in(**told, counts=counts)

    @rule(crashes=st.booleans(), again=st.booleans())
    def what_is_due_is_released(self, crashes, again):
        for period in self.due():
            for dies in (crashes, False, *([False] if again else [])):
                self.released(period, dies)

    def released(self, period, dies):
        try:
            with transaction.atomic():
                releases = release_period(actor=None, period=period, now=self.now + dt.timedelta(days=8))
                die(dies)
        except (Crash, Refused):
            return
        if period.kind == Kind.YEAR:
            assert period.year not in self.gates, "the gate is drawn once"
            self.gates.add(period.year)
        for each in releases:
            if each.state == ReleaseState.PUBLISHED:
                self.note(each)

    def note(self, each):
        key = (each.period.kind, each.period.year, each.level, each.domain, each.attempt)
        assert key not in self.drawn, "nothing is drawn twice"
        self.drawn.add(key)
        late = each.period.kind == Kind.LATER
        level = Level(each.level)
        self.spent[each.period.year, each.level, each.domain] += sum(
            cost_of(table, level, each.attempt)
            for table in TABLES
            if table.is_late == late and level in table.levels
        )

    # No precondition: noise decides what is published, and hypothesis wants the same choices twice.
    @rule(pick=st.integers(0, 50), anew=st.integers(0, 2))
    def figures_are_withdrawn_and_made_anew(self, pick, anew):
        rows = list(Release.objects.exclude(state=ReleaseState.WITHHELD).order_by("pk"))
        if not rows:
            return
        row = rows[pick % len(rows)]
        with contextlib.suppress(Refused), as_owner(), audit.gathering(), transaction.atomic():
            withdraw_release(actor=self.operator, release=row, words="A count was wrong.", now=self.now)
        for _ in range(anew):
            with contextlib.suppress(Refused):
                self.note(reissue_release(actor=None, release_id=row.pk, now=self.now))

    @invariant()
    def no_case_spends_more_than_the_cap(self):
        for year in YEARS:
            gate = GATES if year in self.gates else Fraction(0)
            most = dict.fromkeys(Level, Fraction(0))
            for (of, level, _code), rho in self.spent.items():
                if of == year:
                    most[Level(level)] = max(most[Level(level)], rho)
            by_hand = gate + sum(most.values(), Fraction(0))
            assert ledger.spent_on_a_case(year) == by_hand
            assert by_hand <= HARD_CAP


def later(cases):
    return {"new_offence": {"adult": {"no": cases}}} if cases else {}


@pytest.mark.takes(seconds=25)
def test_no_life_spends_more_than_the_cap(worker, every):
    examples, steps = (200, 40) if every else (5, 12)
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_release_that_would_pass_the_cap_is_refused_whole(worker):
    """Whatever went wrong before: a row of the ledger too many stops what would be drawn on top of it."""
    tenants = made_programs(7)
    take_part(tenants)
    now = dt.datetime.combine(seals_on(Kind.YEAR, 2026), dt.time(6), dt.UTC)
    open_periods(actor=None, today=now.date())
    period = Period.objects.get(kind=Kind.YEAR, year=2026)
    ask_programs(actor=None, period=period, now=now)
    for each in tenants:
        intake.hand_in(period_id=period.pk, tenant_id=each.pk, kind=Kind.YEAR, counts=alike(100))
    with transaction.atomic():
        row = Spent(period=period, plan=1, level="nation", domain="country:us", table="x", attempt=1)
        row.numerator, row.denominator, row.spent_at = 1, 4, now
        row.save()
    assert Fraction(1, 4) > HARD_CAP - PLANNED
    with pytest.raises(ledger.OverBudget):
        release_period(actor=None, period=period, now=now)
    assert not Release.objects.exists()
    period.refresh_from_db()
    assert period.state == PeriodState.COUNTING
