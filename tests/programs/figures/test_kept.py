"""What is sealed, anonymized or purged is still counted."""

import datetime as dt

import pytest

from programs.figures.periods import Period
from programs.figures.report import Kind, report_of
from programs.models import MediationCase, Program
from tests.programs.cast import NOW
from tests.programs.retention.keeping import closed_case, keep, purged, sealed

EVER = Period(dt.date(2000, 1, 1), dt.date(2030, 12, 31))


def counts():
    """Return every count, sum and share; days are known to the month only after a case is destroyed."""
    report = report_of(Kind.FIGURES, EVER, Program.objects.get(), NOW)
    rows = [row for table in report.tables for row in table.rows if row.unit != "days"]
    return {row.key: (row.value, row.of) for row in rows}


def seal(world, case):
    sealed(world, case)


def purge(world, case):
    purged(world, case)


def anonymise(world, case):
    purged(world, case, kind="anonymise")


@pytest.mark.parametrize("how", [seal, anonymise, purge])
def test_the_counts_stay(world, how):
    keep(world)
    case = closed_case(world)
    before = counts()
    assert before["cases_ended"] == (1, None)
    assert before["participation"] == (1, 1)
    how(world, case)
    assert not MediationCase.objects.filter(pk=case.pk).exists()
    assert counts() == before
