"""Each closed case is counted once in its life, in one cell of each table, as somebody would by hand."""

import datetime as dt
import uuid
from collections import Counter
from decimal import Decimal
from random import Random

import pytest

from network.reporting import intake
from network.reporting.models import Kind
from network.reporting.plan import AGES, LEGAL_STAGES, OFFENCES, TABLES
from programs.models import MediationCase, Offence, Participant, Program, Referral, Survey
from programs.models.referral import OffenceClass
from programs.sharing.counting import GRAVEST_FIRST, GROUPS, count_later, count_year
from tests.programs.cast import NOW, make_case, make_item, parties, pay, propose_and_sign

YEAR = NOW.year


def counted(year: int = YEAR, first_year: int = YEAR) -> dict:
    return count_year(Program.objects.get(), year, first_year).counts


def cell(counts: dict, table: str) -> tuple[str, str]:
    """Return the only cell of a table that has a case."""
    ((row, columns),) = counts[table].items()
    ((column, n),) = columns.items()
    assert n == 1
    return row, column


def close(case: MediationCase, reason: str = "completed_dialogue_no_agreement", **changes) -> MediationCase:
    told = {"state": "closed", "closed_at": NOW, "closure_reason": reason}
    for name, value in (told | changes).items():
        setattr(case, name, value)
    case.save(update_fields=[*told, *changes])
    return case


@pytest.mark.no_db
def test_every_kind_of_offense_has_its_group():
    assert set(GROUPS) == set(OffenceClass)
    assert set(GROUPS.values()) == set(GRAVEST_FIRST) == set(OFFENCES)


def test_an_open_case_is_not_counted(world):
    make_case(world, "monitoring")
    assert counted() == {}


def test_a_case_stands_in_one_cell_of_each_table(world):
    close(make_case(world, "held"))
    counts = counted()
    assert intake.check(Kind.YEAR, counts) == 1
    assert set(counts) == {table.id for table in TABLES if not table.is_late}
    assert {name: cell(counts, name) for name in ("type", "mode", "quarter", "restitution", "fear")} == {
        "type": ("church", "mediated"),
        "mode": ("direct", "mediated"),
        "quarter": (f"q{(NOW.month + 2) // 3}", "mediated"),
        "restitution": ("adult", "none"),
        "fear": ("all", "no_answer"),
    }


@pytest.mark.parametrize(
    ("state", "reason", "stage"),
    [
        ("intake", "victim_declined", "referred"),
        ("intake", "screened_out_legal", "screened_out"),
        ("preparing", "offender_withdrew", "screened_in"),
        ("preparing", "screened_out_safety", "screened_out"),
        ("scheduled", "offender_withdrew", "screened_in"),
        ("held", "completed_dialogue_no_agreement", "mediated"),
        ("held", "screened_out_safety", "mediated"),
        ("monitoring", "agreement_unfulfilled_returned", "agreed"),
    ],
)
def test_the_furthest_stage_that_was_reached_counts(world, state, reason, stage):
    close(make_case(world, state), reason)
    counts = counted()
    assert cell(counts, "type") == ("church", stage)
    assert cell(counts, "mode")[0] == ("direct" if stage in ("mediated", "agreed") else "none")


@pytest.mark.parametrize(("payments", "stage", "paid"), [(1, "agreed", "part"), (2, "completed", "full")])
def test_an_agreement_that_was_kept_is_completed_and_its_money_full(world, payments, stage, paid):
    case = make_case(world, "agreement_pending")
    item = make_item(case, world, amount=Decimal("90.00"))
    propose_and_sign(world, case)
    for _ in range(payments):
        pay(world, case, item, "45.00")
    if stage == "completed":
        agreement = case.agreements.get()
        agreement.state = "fulfilled"
        agreement.save(update_fields=["state"])
    close(case)
    counts = counted()
    assert (cell(counts, "type")[1], cell(counts, "restitution")[1]) == (stage, paid)


def test_money_of_which_nothing_was_paid(world):
    case = make_case(world, "agreement_pending")
    make_item(case, world, amount=Decimal("90.00"))
    propose_and_sign(world, case)
    close(case)
    assert cell(counted(), "restitution") == ("adult", "unpaid")


def test_a_young_person_responsible_makes_it_a_case_of_juveniles(world):
    case = close(make_case(world, "held"))
    Participant.objects.filter(pk=parties(case)[1].pk).update(is_minor=True)
    counts = counted()
    assert {cell(counts, name)[0] for name in ("age", "restitution", "victim_satisfied")} == {"juvenile"}


def test_the_gravest_offense_counts(world):
    case = close(make_case(world, "held", offences=["theft"]))
    assert cell(counted(), "offence")[0] == "property"
    Offence.objects.create(referral=case.referral, offence_class="threats")
    assert cell(counted(), "offence")[0] == "minor_assault"
    Offence.objects.create(referral=case.referral, offence_class="homicide")
    assert cell(counted(), "offence")[0] == "serious_violence"


def test_an_assault_that_the_law_grades_a_felony_is_serious(world):
    case = close(make_case(world, "held", offences=["property_damage"]))
    assert cell(counted(), "offence")[0] == "vandalism"
    Offence.objects.create(referral=case.referral, offence_class="assault", grade="felony")
    assert cell(counted(), "offence")[0] == "serious_violence"


def answer(case, who, moment="after", **answers):
    side = "harmed" if who == 0 else "responsible"
    person = parties(case)[who]
    return Survey.objects.create(
        id=uuid.uuid4(),
        pair=person.pk,
        case=case,
        participant=person,
        side=side,
        moment=moment,
        state="answered",
        counted_on=NOW.date(),
        answers=answers,
    )


def test_what_people_said(world):
    case = close(make_case(world, "held"))
    Survey.objects.filter(case=case).delete()
    assert {cell(counted(), name)[1] for name in ("victim_satisfied", "fear")} == {"no_answer"}
    answer(case, 0, justice=4, fear=2)
    answer(case, 0, "before", fear=4)
    answer(case, 1, justice=3)
    counts = counted()
    assert cell(counts, "victim_satisfied") == ("adult", "yes")
    assert cell(counts, "offender_satisfied") == ("adult", "no")
    assert cell(counts, "fear") == ("all", "less")


def test_a_sample_is_never_counted(world):
    case = close(make_case(world, "held"))
    MediationCase.objects.filter(pk=case.pk).update(is_sample=True)
    assert counted() == {}


def test_what_was_closed_before_taking_part_is_never_counted(world):
    close(make_case(world, "held"))
    assert counted(YEAR + 1, YEAR + 1) == {}


def test_what_was_open_when_its_year_was_counted_counts_when_it_is_closed(world):
    """As does what came in late: in the next year that is counted, and in its first quarter."""
    close(make_case(world, "held"))
    counts = counted(YEAR + 1)
    assert cell(counts, "quarter")[0] == "q1"


def test_a_case_counts_once_in_its_life(world):
    case = close(make_case(world, "held"))
    first = count_year(Program.objects.get(), YEAR, YEAR)
    assert first.cases == [case.pk]
    MediationCase.objects.filter(pk=case.pk).update(counted_in=YEAR)
    assert count_year(Program.objects.get(), YEAR, YEAR) == first, "a job that is done twice"
    close(case, closed_at=NOW + dt.timedelta(days=366))
    assert counted(YEAR + 1) == {}, "it was open again, and is closed in another year"


def test_the_year_is_the_programs(world):
    close(make_case(world, "held"), closed_at=dt.datetime(YEAR + 1, 1, 1, 3, tzinfo=dt.UTC))
    Program.objects.update(time_zone="America/Chicago")
    assert cell(counted(), "quarter")[0] == "q4"
    Program.objects.update(time_zone="UTC")
    assert counted() == {}


@pytest.mark.parametrize(
    ("answers", "said"), [([], "not_known"), ([4], "not_known"), ([0], "no"), ([4, 0], "no"), ([0, 2], "yes")]
)
def test_a_new_offense_of_the_cases_that_were_counted(world, answers, said):
    case = close(make_case(world, "held"))
    other = close(make_case(world, "held"))
    Survey.objects.filter(case__in=[case, other]).delete()
    MediationCase.objects.filter(pk=case.pk).update(counted_in=YEAR)
    for each in answers:
        answer(case, 1, "follow_up", new_offence=each)
    counts = count_later(YEAR)
    assert intake.check(Kind.LATER, counts) == 1
    assert cell(counts, "new_offence") == ("adult", said)


def test_many_cases_are_counted_as_by_hand(world, django_assert_max_num_queries):
    """Random cases, read again one by one and in other ways than the counts are made."""
    chance = Random(20261123)
    begun = [
        make_case(world, chance.choice(("intake", "preparing", "held", "monitoring"))) for _ in range(12)
    ]
    for case in begun:
        Referral.objects.filter(pk=case.referral_id).update(stage=chance.choice(LEGAL_STAGES))
        if chance.random() < 0.4:
            Participant.objects.filter(pk=parties(case)[1].pk).update(is_minor=True)
        month = chance.randrange(1, 13)
        close(case, "offender_withdrew", closed_at=dt.datetime(YEAR, month, 9, 12, tzinfo=dt.UTC))
    expected = Counter()
    for case in MediationCase.objects.all():
        stage = by_hand(case)
        young = any(each.is_minor for each in case.participants.all() if each.role == "offender")
        expected[case.referral.stage, stage] += 1
        expected["age", AGES[0] if young else AGES[1], stage] += 1
        expected[f"q{1 + (case.closed_at.month - 1) // 3}", stage] += 1
    with django_assert_max_num_queries(12):
        counts = counted()
    found = Counter()
    for row, columns in counts["legal_stage"].items():
        found.update({(row, column): n for column, n in columns.items()})
    for row, columns in counts["age"].items():
        found.update({("age", row, column): n for column, n in columns.items()})
    for row, columns in counts["quarter"].items():
        found.update({(row, column): n for column, n in columns.items()})
    assert found == expected
    assert intake.check(Kind.YEAR, counts) == 12


def by_hand(case) -> str:
    if case.agreements.exclude(signed_at=None).exists():
        return "agreed"
    if case.sessions.filter(state="held").exists():
        return "mediated"
    return "screened_in" if case.checks.exists() else "referred"
