"""The operator sees how far each year is, withdraws figures with a reason for all to read, and has them made anew."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from amends import audit
from amends.outbox.models import Outbox
from network.reporting import ledger
from network.reporting.actions import reissue_release
from network.reporting.models import Period, Release, ReleaseState
from network.reporting.plan import HARD_CAP
from tenants.context import as_owner, platform
from tests.amends.console.conftest import browser_of, make_person
from tests.network.oversight.made import made_network
from tests.network.reporting.made import counted, made_programs, released, take_part
from tests.network.reporting.shown import made_figures

YEAR = 2025


@pytest.fixture
def made(committed):
    """A year of figures, as jobs published them, and the operator's browser."""
    with as_owner(), audit.gathering():
        figures = made_figures(made_network("State Network"), YEAR)
    return SimpleNamespace(at=browser_of(make_person()), **figures)


def path(release):
    return reverse("console-release", "amends.urls_public", args=[release.pk])


def test_it_works(made):
    listed = made.at.get("/console/figures/").content.decode()
    assert "Minnesota" in listed
    assert str(YEAR) in listed
    assert made.at.post(path(made.region), {"words": ""}).status_code == 200
    answer = made.at.post(path(made.region), {"words": "One table was counted twice."})
    assert answer.status_code == 302
    with platform():
        row = Release.objects.get(pk=made.region.pk)
    assert (row.state, row.withdrawn_for) == (ReleaseState.WITHDRAWN, "One table was counted twice.")
    assert "One table was counted twice." in made.at.get(f"/figures/releases/{row.pk}/").content.decode()
    assert made.at.post(path(made.region), {"anew": "1"}).status_code == 302
    with platform():
        assert Outbox.objects.filter(job="reporting.reissue").count() == 1


def test_what_is_withdrawn_already_is_not_withdrawn_again(made):
    made.at.post(path(made.region), {"words": "Wrong."})
    answer = made.at.post(path(made.region), {"words": "Wrong again."})
    assert (answer.status_code, b"were withdrawn meanwhile" in answer.content) == (409, True)


def test_what_is_published_is_not_made_anew(made):
    answer = made.at.post(path(made.region), {"anew": "1"})
    assert (answer.status_code, b"Withdraw them first" in answer.content) == (409, True)


def test_counts_that_are_gone_make_nothing_anew(made):
    made.at.post(path(made.region), {"words": "Wrong."})
    with as_owner():
        Period.objects.update(purged_at=timezone.now())
    answer = made.at.post(path(made.region), {"anew": "1"})
    assert (answer.status_code, b"90 days after sealing" in answer.content) == (409, True)


def test_figures_are_made_anew_once_with_wider_noise_and_within_the_cap(worker):
    tenants = made_programs(7)
    take_part(tenants)
    period = counted(tenants, {each.pk: 100 for each in tenants})
    released(period)
    first = Release.objects.get(level="nation", state="published")
    with as_owner():
        Release.objects.filter(pk=first.pk).update(
            state="withdrawn", withdrawn_at=timezone.now(), withdrawn_for="Wrong."
        )
    second = reissue_release(actor=None, release_id=first.pk, now=dt.datetime(2027, 3, 20, tzinfo=dt.UTC))
    assert (second.attempt, second.state) == (2, ReleaseState.PUBLISHED)
    assert {*second.members} == {*first.members}
    widths = [{table["id"]: table["sd"] for table in each.document["tables"]} for each in (first, second)]
    assert all(widths[1][name] > 2 * widths[0][name] for name in widths[0])
    assert ledger.spent_on_a_case(2026) <= HARD_CAP
    with pytest.raises(Exception, match="release_is_"):
        reissue_release(actor=None, release_id=first.pk, now=timezone.now())
