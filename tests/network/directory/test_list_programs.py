"""`manage list_programs`: listings from public sources, checked line by line; a file that is wrong stores nothing."""

import json
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from amends import outbox
from network.directory.models import ListedSite, Listing, Serves
from network.directory.public_sources import read_line
from network.directory.samples import sample_places
from network.directory.tasks import AT_ONCE, SAMPLES
from tenants.context import as_owner, platform
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture

LINE = {
    "slug": "lantern-hill",
    "source": "State list of 2025, page 4",
    "name": "Lantern Hill Mediation",
    "serves": ["us-county:27123"],
    "sites": [{"address": "1 Lantern Street", "city": "Saint Paul", "state": "MN", "postal_code": "55104"}],
    "answers": {"language": {"en": "yes", "es": "no"}, "offence": {"sexual": "assess"}},
    "telephone": "555 0100 11",
}


@pytest.fixture
def file(tmp_path, committed):
    """A file of lines, in a database whose changes are kept, because the command writes as its owner."""

    def written(*lines):
        path = tmp_path / "lines.jsonl"
        path.write_text(
            "".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in lines)
        )
        return path

    return written


def listed():
    with platform():
        return {each.slug: each for each in Listing.objects.defer("words")}


def test_it_works_and_twice_is_once(file, capsys):
    path = file(LINE, "", LINE | {"slug": "second", "name": "Second"})
    call_command("list_programs", str(path))
    assert "2 listed, 0 as they were" in capsys.readouterr().out
    before = listed()
    row = before["lantern-hill"]
    assert (row.origin, row.source, row.tenant_id, row.is_published) == (
        "public_sources",
        "State list of 2025, page 4",
        None,
        True,
    )
    assert row.stated.answer("offence", "sexual") == "assess"
    assert round(row.stated.sites[0].latitude) == 45
    with platform():
        assert Serves.objects.count() == ListedSite.objects.count() == 2
    call_command("list_programs", str(path))
    assert "0 listed, 2 as they were" in capsys.readouterr().out
    assert {slug: each.updated_at for slug, each in listed().items()} == {
        slug: each.updated_at for slug, each in before.items()
    }
    call_command("list_programs", str(file(LINE | {"telephone": "555 0100 12"})))
    assert listed()["lantern-hill"].stated.telephone == "555 0100 12"
    # A program that has taken its listing over is not spoken for.
    with as_owner():
        Listing.objects.filter(slug="second").update(tenant_id=uuid.uuid4())
    call_command("list_programs", str(file(LINE | {"slug": "second", "name": "Other"})))
    assert "second: left as its program keeps it" in capsys.readouterr().out
    assert listed()["second"].stated.name == "Second"
    with pytest.raises(CommandError) as refused:
        call_command(
            "list_programs", str(file(LINE | {"slug": "third"}, "nonsense", LINE | {"serves": ["x"]}))
        )
    assert "line 2: This is no JSON" in str(refused.value)
    assert "line 3: There is no place x." in str(refused.value)
    assert "third" not in listed()
    with pytest.raises(CommandError, match="earlier line"):
        call_command("list_programs", str(file(LINE, LINE)))


@pytest.mark.no_db
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"slug": "Not A Slug"}, "A slug has"),
        ({"slug": 4}, "A slug has"),
        ({"source": ""}, "Say in source"),
        ({"name": ""}, "has a name"),
        ({"name": 4}, "name cannot be 4"),
        ({"name": "x" * 201}, "at most 200"),
        ({"nonsense": 1}, "no such fact"),
        ({"serves": "us-county:27123"}, "list of texts"),
        ({"serves": ["us-county:99999"]}, "no place us-county:99999"),
        ({"sites": ["here"]}, "list of objects"),
        ({"sites": [{"latitude": "north"}]}, "latitude cannot be"),
        ({"sites": [{"is_confidential": True, "address": "1 Lantern Street"}]}, "confidential site"),
        ({"answers": {"language": "en"}}, "object of objects"),
        ({"answers": {"language": {"en": "perhaps"}}}, "no answer"),
        ({"answers": {"color": {"red": "yes"}}}, "no facet"),
        ({"website": "javascript:alert(1)"}, "no address of the web"),
        ({"refer_url": "//elsewhere.example"}, "no address of the web"),
        ({"capacity": "some"}, "none of"),
        ({"waiting_days": "soon"}, "waiting_days cannot be"),
        ({"confirmed_on": "yesterday"}, "is no day"),
    ],
)
def test_what_is_wrong_is_said(change, why):
    from network.directory.facts import NotAFact

    with pytest.raises(NotAFact, match=why):
        read_line(json.dumps(LINE | change))


def test_the_demonstration_invents_its_listings_a_few_at_a_time(settings, worker):  # noqa: F811
    settings.AMENDS_DEMO = True
    with platform(), transaction.atomic():
        outbox.queue("directory.list_samples", number=SAMPLES - AT_ONCE)
    worker.drain()
    with platform():
        made = list(Listing.objects.defer("words"))
        assert len(made) == AT_ONCE
        assert all(each.is_sample and each.origin == "public_sources" and each.source for each in made)
    with platform(), transaction.atomic():
        outbox.queue("directory.list_samples", number=SAMPLES - 2 * AT_ONCE)
    worker.drain()
    with platform():
        assert Listing.objects.count() == 2 * AT_ONCE, "and the next are as they were"


def test_where_nothing_is_a_demonstration_nothing_is_invented(settings, worker):  # noqa: F811
    settings.AMENDS_DEMO = False
    with platform(), transaction.atomic():
        outbox.queue("directory.list_samples", number=0)
    worker.drain()
    with platform():
        assert not Listing.objects.exists()


@pytest.mark.no_db
def test_invented_programs_are_in_every_state():
    places = sample_places()
    states = {place.state for place in places if place.code.startswith("us-")}
    assert len(states) >= 51
    assert {place.code[:2] for place in places} == {"us", "ca", "gb"}
