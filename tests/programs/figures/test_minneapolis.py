"""A year of a real program goes in as a spreadsheet, and the report says what was published of it (3.13).

Minneapolis 1989: 379 referred; 56 % misdemeanors, 44 % felonies; 50 % met, 9 % indirectly, 41 % not; agreements in
96 %; 23,328 dollars, 403 hours of personal and 787 of community service, 17 apologies alone; 81 % completed.
"""

from decimal import Decimal

import pytest

from programs.figures.periods import year
from programs.figures.report import Kind, report_of
from programs.models import Program
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import NOW, at, make_world
from tests.programs.importing.rig import row, run

REFERRED, MET, INDIRECT = 379, 190, 34
AGREED, COMPLETED, APOLOGIES = 215, 174, 17
MISDEMEANORS = 212
DOLLARS, PERSONAL, COMMUNITY = 23_328, 403, 787
NOTHING = {"Amount": "", "Paid": "", "Personal_service": "", "Community_service": "", "Apology_only": ""}


def rows():
    """Return a row for each referral of the year, whose sums are those of the report."""
    # Of the agreements that are no apology alone: 138 in money, 20 of personal and 40 of community service.
    figures = [{"Amount": str(each)} for each in parted(DOLLARS, 138)]
    figures += [{"Personal_service": str(each)} for each in parted(PERSONAL, 20)]
    figures += [{"Community_service": str(each)} for each in parted(COMMUNITY, 40)]
    figures += [{"Apology_only": "yes"}] * APOLOGIES
    assert len(figures) == AGREED
    return [row(number, **told(number, figures)) for number in range(REFERRED)]


def told(number, figures):
    said = NOTHING | {
        "Date_referred": "1989-03-01",
        "Session_date": "",
        "Held": "no",
        "Agreement": "no",
        "Completed": "",
        "Closed": "1989-11-30",
        "Class": "M" if number < MISDEMEANORS else "F",
        "Mode": "not at all",
    }
    if number < MET:
        said |= {"Mode": "face to face", "Held": "yes", "Session_date": "1989-05-02"}
    elif number < MET + INDIRECT:
        said |= {"Mode": "indirect"}
    if number < AGREED:
        is_done = number < COMPLETED
        said |= {"Agreement": "yes", "Completed": "yes" if is_done else "no"} | figures[number]
        said |= {"Paid": said["Amount"] if is_done else ""}
    return said


def parted(whole, among):
    """Return whole numbers that come to a sum, none of them 0."""
    return [whole // among + (number < whole % among) for number in range(among)]


@pytest.mark.takes(seconds=40)
def test_it_works(alpha, worker):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
    batch = run(alpha, world, worker, rows())
    assert batch.counts.get("failed", 0) == 0
    with at(alpha):
        report = report_of(Kind.ANNUAL, year(1989), Program.objects.get(), NOW)
    found = {each.key: each for table in report.tables for each in table.rows}
    counts = {
        "referrals_received": REFERRED,
        "referrals_received/grade:misdemeanor": MISDEMEANORS,
        "referrals_received/grade:felony": REFERRED - MISDEMEANORS,
        "sessions_held": MET,
        "money_agreed": Decimal(DOLLARS),
        "hours_personal_agreed": Decimal(PERSONAL),
        "hours_community_agreed": Decimal(COMMUNITY),
    }
    assert {key: found[key].value for key in counts} == counts
    shares = {
        "participation/direct": (MET, REFERRED, 50),
        "participation/indirect": (INDIRECT, REFERRED, 9),
        "participation/informed_only": (155, REFERRED, 41),
        "agreements_reached": (AGREED, 224, 96),
        "agreements_fulfilled": (COMPLETED, AGREED, 81),
        "apology_only": (APOLOGIES, AGREED, 8),
    }
    assert {key: (found[key].value, found[key].of, found[key].percent()) for key in shares} == shares
