"""Whatever rows there are, the report says what comes out by hand (acceptance 2 of part 6)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from programs.figures.periods import Period, quarter, year
from programs.figures.report import Kind, report_of
from programs.figures.tables import Row
from programs.models import Program
from tests.programs.figures.by_hand import figures
from tests.programs.figures.rows import Promise, Told, make

NOW = dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC)
DAYS = st.dates(dt.date(2024, 6, 1), dt.date(2025, 12, 31))
REASONS = (
    *("victim_declined", "victim_withdrew", "victim_unreachable", "offender_declined", "other"),
    "completed_dialogue_no_agreement",
)


@st.composite
def told(draw):
    """A referral of those days, whatever became of it, in an order of days that can be."""
    came = draw(DAYS)

    def later(than, most=200):
        return than + dt.timedelta(days=draw(st.integers(0, most)))

    answer = draw(st.sampled_from(["accepted"] * 5 + ["declined", "forwarded", "withdrawn", "submitted"]))
    first = {
        "came": came,
        "stage": draw(st.sampled_from(["pre_charge", "post_charge", "post_sentence"])),
        "offences": tuple(
            draw(st.sets(st.sampled_from(["theft", "assault", "arson"]), min_size=1, max_size=3))
        ),
        "answer": answer,
        "answered": None if answer == "submitted" else later(came, 30),
        "is_minor": draw(st.sampled_from([None, True, False])),
        "has_victim": draw(st.integers(0, 5)) > 0,
        "is_sample": draw(st.integers(0, 9)) == 0,
    }
    if answer != "accepted":
        return Told(**first)
    reached = draw(st.none() | st.just(later(came, 60)))
    mode = draw(st.sampled_from(["", "face_to_face", "video_live", "shuttle", "surrogate", "message"]))
    held = later(reached or came) if mode else None
    signed = later(held, 20) if held and draw(st.booleans()) else None
    promises = tuple(draw(st.lists(promise(signed), min_size=1, max_size=3))) if signed else ()
    is_closed = draw(st.integers(0, 4)) > 0
    return Told(
        **first,
        reached=reached,
        mode=mode,
        held=held,
        signed=signed,
        promises=promises,
        is_fulfilled=draw(st.booleans()),
        closed=later(signed or held or came) if is_closed else None,
        reason=draw(st.sampled_from(REASONS)) if is_closed else "",
    )


@st.composite
def promise(draw, signed):
    kind = draw(st.sampled_from(["money", "personal", "community", "apology"]))
    if kind == "apology":
        return Promise(kind)
    whole = Decimal(draw(st.integers(1, 900)))
    done = draw(st.sampled_from([Decimal(0), whole, whole / 2 if kind == "money" else whole]))
    return Promise(kind, whole, done, signed + dt.timedelta(days=draw(st.integers(0, 120))))


def said(row: Row):
    """Return a number as `by_hand` has it."""
    return (
        (row.value, row.of)
        if row.of is not None or (row.unit in ("share", "days") and not row.is_part)
        else row.value
    )


# Not shrunk: each try costs seconds, and an example here is small.
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(everything=st.lists(told(), max_size=12), period=st.sampled_from([year(2025), quarter(2025, 1)]))
def test_any_rows(world, everything, period):
    with transaction.atomic():
        program = Program.objects.get()
        for each in everything:
            make(each, world.cora)
        report = report_of(Kind.FIGURES, period, program, NOW)
        found = {row.key: said(row) for table in report.tables for row in table.rows}
        for key, number in figures(everything, period).items():
            assert found[key] == number, key
        earlier = figures(everything, period.before)
        assert {key: said(report.earlier[key]) for key in earlier} == earlier
        transaction.set_rollback(True)


@pytest.mark.no_db
def test_periods():
    assert year(2025).before == year(2024)
    assert quarter(2025, 1).before == quarter(2024, 4)
    assert Period(dt.date(2025, 3, 5), dt.date(2025, 3, 9)).before == Period(
        dt.date(2025, 2, 28), dt.date(2025, 3, 4)
    )
    with pytest.raises(ValueError, match="ends"):
        Period(dt.date(2025, 3, 5), dt.date(2025, 3, 4))
