"""An agency's own numbers: counted by hand here, small ones withheld, and none that others give away."""

import datetime as dt
import itertools
import uuid
from types import SimpleNamespace

import pytest

from network.agencies.figures import LEAST, Figures, figures_of
from network.agencies.models import Receipt
from tenants.context import as_owner, platform
from tests.amends.console.conftest import browser_of
from tests.network.agencies.made import made_member, made_receipt

DAY = dt.date(2026, 3, 2)


def rows(sent, *, accepted=0, declined=0, days=3):
    """Return receipts of one program: some accepted, some declined, the others waiting."""
    answer = {"decided_on": DAY + dt.timedelta(days=days)}
    yield from ({"status": "accepted", **answer} for _number in range(accepted))
    yield from ({"status": "declined", **answer} for _number in range(declined))
    yield from ({"status": "received"} for _number in range(sent - accepted - declined))


class Seen(list):
    """Receipts as `figures_of` asks for them, without a database: thousands of tables are tried below."""

    def filter(self, **_where):
        return self

    def values_list(self, *names):
        return [tuple(getattr(each, name) for name in names) for each in self]


def figures(*programs):
    seen = Seen()
    for number, told in enumerate(programs):
        for each in told:
            facts = {"tenant_id": uuid.UUID(int=number), "received_on": DAY, "decided_on": None} | each
            seen.append(SimpleNamespace(**facts))
    each, total = figures_of(seen, 2026)
    return [each[key] for key in sorted(each)], total


@pytest.fixture
def sent(committed, alpha, beta):
    with platform():
        clara = made_member()
    with as_owner():
        for told in rows(20, accepted=8, declined=6):
            made_receipt(alpha, clara, **told)
        for told in rows(3, accepted=3):
            made_receipt(beta, clara, **told)
        made_receipt(alpha, clara, received_on=dt.date(2025, 7, 1))
    return clara


def test_it_works(sent):
    page = browser_of(sent.user).get("/agency/figures/", {"year": "2026"}).content.decode()
    text = " ".join(page.split())
    assert "Alpha Mediation" in text
    for number in (20, 14, 8, 3):
        assert f">{number}<" in text or f"> {number} <" in text or f"{number}</span>" in text
    assert "Fewer than 5" in text
    assert "Not shown" in text
    assert "How to read this" in text
    with platform():
        each, total = figures_of(Receipt.objects.seen_by(sent), 2026)
    assert min(each.values(), key=str) == Figures(20, 14, 8, 3)
    assert total == Figures(None, None, None, None)


def test_without_receipts_there_is_nothing_to_show(court):
    page = court.at_sender.get("/agency/figures/").content.decode()
    assert "Nothing was sent in this year" in page


def test_numbers_are_those_that_are_counted():
    told, total = figures(rows(20, accepted=8, declined=6), rows(30, accepted=10, declined=10, days=9))
    assert told == [Figures(20, 14, 8, 3), Figures(30, 20, 10, 9)]
    assert total == Figures(50, 34, 18, 9)


def test_small_numbers_are_withheld():
    told, total = figures(rows(4, accepted=4))
    assert told == [Figures(None, None, None, None)] and total == told[0]
    assert figures(rows(20, accepted=2, declined=8))[0] == [Figures(20, 10, None, 3)]


def test_what_is_left_over_is_not_small():
    assert figures(rows(12, accepted=6, declined=5))[0][0].answered is None, "one waits, who could be named"
    assert figures(rows(12, accepted=7, declined=5))[0][0] == Figures(12, 12, 7, 3)
    assert figures(rows(12, accepted=9, declined=3))[0][0].accepted is None, "three were declined"


def test_what_was_taken_back_is_no_answer():
    taken_back = [{"status": "withdrawn", "decided_on": DAY} for _number in range(6)]
    assert figures([*rows(10, accepted=10), *taken_back])[0] == [Figures(16, 10, 10, 3)]


def test_no_small_number_can_be_worked_out():
    """Every table of two programs with up to 11 referrals: whatever is told fits more than one small number."""
    shapes = [(n, c, d) for n in range(1, 12) for c in range(n + 1) for d in range(n - c + 1)]
    one = {shape: figures(rows(shape[0], accepted=shape[1], declined=shape[2]))[0][0] for shape in shapes}
    for (n, c, d), told in one.items():
        small = [number for number in (n, c + d, c, n - c - d, d) if 0 < number < LEAST]
        if told.sent is not None and told.answered is not None and told.accepted is not None:
            # All is told: then nothing in it is small, neither what was counted nor what is left.
            assert not small, (n, c, d)
    for first, second in itertools.product(shapes[::7], repeat=2):
        told, total = figures(
            rows(first[0], accepted=first[1], declined=first[2]),
            rows(second[0], accepted=second[1], declined=second[2]),
        )
        for place in range(3):
            if total.counts[place] is not None:
                assert all(part.counts[place] is not None for part in told)
