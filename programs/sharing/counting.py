"""Counts of the program's cases by the plan of figures across programs: each case in one cell of each table.

What a case is counted as is decided here alone; `definitions` has the same in words. A case counts once in its life:
in the first year that is counted while it is closed. Nothing but ids, choices of lists and dates is read.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from network.reporting.models import Kind
from network.reporting.plan import MET, Stage
from programs.figures.cases import Participation, with_money, with_outcomes
from programs.models import EligibilityCheck, MediationCase, Offence, Participant, Program, Survey
from programs.models.agreement import AgreementState
from programs.models.case import GROUP_OF, ClosureGroup
from programs.models.eligibility import EligibilityResult
from programs.models.participant import RESPONSIBLE_SIDE
from programs.models.referral import OffenceClass as Class
from programs.models.referral import OffenceGrade
from programs.models.survey import Moment, Side
from programs.sharing.quality import cases_to_count
from programs.surveys.counting import SATISFIED_FROM, WAS_ASKED
from programs.surveys.instruments import NOT_KNOWN

MODES = {
    Participation.DIRECT: "direct",
    Participation.SURROGATE: "surrogate",
    Participation.INDIRECT: "indirect",
}
GROUPS: dict[str, str] = {
    **dict.fromkeys(
        (Class.HOMICIDE, Class.SEXUAL, Class.PARTNER, Class.TRAFFICKING, Class.ROBBERY), "serious_violence"
    ),
    **dict.fromkeys((Class.ASSAULT, Class.THREATS, Class.STALKING), "minor_assault"),
    **dict.fromkeys((Class.THEFT, Class.BURGLARY, Class.FRAUD, Class.ARSON), "property"),
    Class.PROPERTY_DAMAGE: "vandalism",
    **dict.fromkeys((Class.DRIVING, Class.PROTECTION_ORDER, Class.NEIGHBOUR, Class.OTHER), "other"),
}
"""The group of each kind of offense; an assault that the law grades a felony is serious violence."""
GRAVEST_FIRST = ("serious_violence", "minor_assault", "property", "vandalism", "other")
NEW_OFFENCES = (1, 2, 3)
"""Answers of `new_offence` that say there was one."""


@dataclass(frozen=True)
class Counted:
    """The counts of a period, and the cases that are counted by it (of what comes later none: they were before)."""

    counts: dict[str, dict[str, dict[str, int]]]
    cases: list[UUID]

    @property
    def size(self) -> int:
        """Return how many cases it is of: each stands in one cell of each table."""
        table = next(iter(self.counts.values()), {})
        return sum(sum(columns.values()) for columns in table.values())


def count_year(program: Program, year: int, first_year: int) -> Counted:
    """Return the counts of the cases of a year: closed by its end, since taking part began, and never counted.

    `first_year` is when taking part began. One that was closed in an earlier year and came in late, or was open again
    when that year was counted, is in this one.
    """
    cases = cases_to_count(program, year, first_year)
    return _counted(program, cases, ZoneInfo(program.time_zone), year)


def _counted(program: Program, cases: Any, zone: ZoneInfo, year: int) -> Counted:
    checks = EligibilityCheck.objects.filter(case=OuterRef("pk"))
    open_checks = checks.filter(result__in=(EligibilityResult.FAIL, EligibilityResult.UNKNOWN))
    found = with_money(with_outcomes(cases)).annotate(is_screened_in=Exists(checks) & ~Exists(open_checks))
    rows = list(
        found.order_by().values(
            *("pk", "closed_at", "closure_reason", "participation", "agreement_state"),
            *("is_screened_in", "owed", "paid", "referral_id", "referral__stage"),
        )
    )
    told = _Told.of(rows)
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for row in rows:
        for table, cell in _cells(program, row, told, zone, year):
            columns = counts.setdefault(table, {}).setdefault(cell[0], {})
            columns[cell[1]] = columns.get(cell[1], 0) + 1
    return Counted(counts, [row["pk"] for row in rows])


def count_later(year: int) -> dict[str, dict[str, dict[str, int]]]:
    """Return of the cases that were counted in a year, whether there was a new offense within twelve months."""
    cases = MediationCase.objects.real().filter(counted_in=year)
    ids = list(cases.order_by().values_list("pk", flat=True))
    juvenile = _juvenile(ids)
    surveys = Survey.objects.real().filter(case__in=ids, moment=Moment.FOLLOW_UP, state__in=WAS_ASKED)
    answers = defaultdict[UUID, list[int]](list)
    for case, given in surveys.filter(answers__has_key="new_offence").values_list("case_id", "answers"):
        answers[case].append(given["new_offence"])
    counts: dict[str, dict[str, int]] = {}
    for case in ids:
        row = counts.setdefault("juvenile" if case in juvenile else "adult", {})
        column = _new_offence(answers[case])
        row[column] = row.get(column, 0) + 1
    return {"new_offence": counts} if counts else {}


def counts_of(program: Program, kind: str, year: int, first_year: int) -> Counted:
    """Return the counts of a period of either kind."""
    if kind == Kind.YEAR:
        return count_year(program, year, first_year)
    return Counted(count_later(year), [])


@dataclass(frozen=True)
class _Told:
    """What other tables say of some cases, each read by one query."""

    juvenile: frozenset[UUID]
    offences: Mapping[UUID, list[tuple[str, str]]]
    satisfied: Mapping[tuple[UUID, str], list[bool]]
    fear: Mapping[UUID, list[int]]
    """Of each person harmed who answered before and after: how much more afraid they are."""

    @classmethod
    def of(cls, rows: list[dict[str, Any]]) -> "_Told":
        ids = [row["pk"] for row in rows]
        offences = defaultdict[UUID, list[tuple[str, str]]](list)
        there = Offence.objects.filter(referral__in=[row["referral_id"] for row in rows])
        for referral, kind, grade in there.values_list("referral_id", "offence_class", "grade"):
            offences[referral].append((kind, grade))
        satisfied = defaultdict[tuple[UUID, str], list[bool]](list)
        before: dict[UUID, int] = {}
        after: dict[UUID, tuple[UUID, int]] = {}
        surveys = Survey.objects.real().filter(case__in=ids, state__in=WAS_ASKED)
        told = surveys.exclude(moment=Moment.FOLLOW_UP)
        for case, pair, side, moment, given in told.values_list(
            "case_id", "pair", "side", "moment", "answers"
        ):
            if moment == Moment.AFTER and "justice" in given:
                satisfied[case, side].append(given["justice"] >= SATISFIED_FROM)
            if side == Side.HARMED and "fear" in given:
                if moment == Moment.BEFORE:
                    before[pair] = given["fear"]
                else:
                    after[pair] = (case, given["fear"])
        fear = defaultdict[UUID, list[int]](list)
        for pair, (case, later) in after.items():
            if pair in before:
                fear[case].append(later - before[pair])
        return cls(_juvenile(ids), offences, satisfied, fear)


def _juvenile(ids: list[UUID]) -> frozenset[UUID]:
    rows = Participant.objects.filter(case__in=ids, role__in=RESPONSIBLE_SIDE, is_minor=True)
    return frozenset(rows.values_list("case_id", flat=True))


def _cells(
    program: Program, row: dict[str, Any], told: _Told, zone: ZoneInfo, year: int
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the cell of each table of the year in which a case stands."""
    stage = _stage(row)
    age = "juvenile" if row["pk"] in told.juvenile else "adult"
    yield "type", (program.type, stage)
    yield "offence", (_offence(told.offences[row["referral_id"]]), stage)
    yield "age", (age, stage)
    yield "legal_stage", (row["referral__stage"], stage)
    yield "mode", (MODES[row["participation"]] if stage in MET else "none", stage)
    yield "quarter", (_quarter(row["closed_at"].astimezone(zone), year), stage)
    yield "restitution", (age, _restitution(row))
    for table, side in (("victim_satisfied", Side.HARMED), ("offender_satisfied", Side.RESPONSIBLE)):
        yield table, (age, _answer(told.satisfied[row["pk"], side]))
    yield "fear", ("all", _fear(told.fear[row["pk"]]))


def _stage(row: dict[str, Any]) -> str:
    """Return the furthest stage that a case reached."""
    if row["participation"] in MODES:
        if row["agreement_state"] is None:
            return Stage.MEDIATED.value
        is_done = row["agreement_state"] == AgreementState.FULFILLED
        return (Stage.COMPLETED if is_done else Stage.AGREED).value
    if GROUP_OF.get(row["closure_reason"]) == ClosureGroup.SCREENING:
        return Stage.SCREENED_OUT.value
    return (Stage.SCREENED_IN if row["is_screened_in"] else Stage.REFERRED).value


def _offence(told: Iterable[tuple[str, str]]) -> str:
    """Return the gravest group of a case's offenses; "other" where none is named."""
    groups = {
        "serious_violence" if (kind, grade) == (Class.ASSAULT, OffenceGrade.FELONY) else GROUPS[kind]
        for kind, grade in told
    }
    return next((group for group in GRAVEST_FIRST if group in groups), "other")


def _quarter(closed: dt.datetime, year: int) -> str:
    """Return the quarter in which a case was closed; one of an earlier year is in the first."""
    return f"q{(closed.month + 2) // 3}" if closed.year == year else "q1"


def _restitution(row: dict[str, Any]) -> str:
    """Return how much of the money that was agreed was paid."""
    if not row["owed"]:
        return "none"
    if row["paid"] >= row["owed"]:
        return "full"
    return "part" if row["paid"] > 0 else "unpaid"


def _answer(satisfied: list[bool]) -> str:
    """Return what the people of a side said: yes where everybody who answered did."""
    if not satisfied:
        return "no_answer"
    return "yes" if all(satisfied) else "no"


def _fear(changes: list[int]) -> str:
    """Return how fear changed: of several people harmed by the one who is most afraid now, compared with before."""
    if not changes:
        return "no_answer"
    worst = max(changes)
    return "more" if worst > 0 else "same" if worst == 0 else "less"


def _new_offence(answers: list[int]) -> str:
    if any(answer in NEW_OFFENCES for answer in answers):
        return "yes"
    return "no" if any(answer != NOT_KNOWN for answer in answers) else "not_known"
