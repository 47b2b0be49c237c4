"""The file of places is the one that the build wrote, and says whose data it is."""

import hashlib
import json
from collections import Counter

import pytest

from infra.geography.sources import SOURCES
from network.places import attributions, countries, states
from network.places.file import PATH, ask

pytestmark = pytest.mark.no_db
LARGEST = 5_000_000  # bytes; it lies in the repository and in the image


def test_it_works():
    manifest = json.loads(PATH.with_name("MANIFEST.json").read_text())
    assert manifest["sha256"] == hashlib.sha256(PATH.read_bytes()).hexdigest()
    assert manifest["sources"] == {
        key: {"package": source.name, "version": source.version, "sha256": source.sha256}
        for key, source in SOURCES.items()
    }


def test_the_file_names_the_same_sources():
    rows = ask("SELECT * FROM source")
    assert {row[0]: row for row in rows} == {key: source.row(key) for key, source in SOURCES.items()}


def test_geonames_is_credited_with_its_licence_and_what_was_changed():
    credited = [each for each in attributions() if "GeoNames" in each.notice]
    assert {each.notice.split(":")[0] for each in credited} == {"Towns", "Points of US ZIP codes"}
    for each in credited:
        assert "CC BY 4.0" in each.notice
        assert "by us" in each.notice
        assert each.licence_address == "https://creativecommons.org/licenses/by/4.0/"
        assert each.address == "https://www.geonames.org/"


def test_licences_that_ask_for_their_text_have_it():
    texts = {each.licence: each.terms for each in attributions()}
    assert "Free Law Project" in texts["BSD-2-Clause"]
    assert "Michael Bostock" in texts["ISC"]
    assert all(each.notice and each.licence for each in attributions())


def test_the_file_is_whole_and_small():
    assert ask("PRAGMA integrity_check") == [("ok",)]
    assert PATH.stat().st_size < LARGEST


def test_it_has_every_state_and_country():
    assert len(states()) == 50 + 1 + 5
    assert {each.code for each in countries()} == {
        f"country:{code}" for code in ("us", "ca", "gb", "au", "nz")
    }


@pytest.mark.parametrize(
    ("question", "least"),
    [
        ("SELECT COUNT(*) FROM zip WHERE county IS NOT NULL", 41_900),
        ("SELECT COUNT(*) FROM county", 3_232),
        ("SELECT COUNT(*) FROM fsa", 1_645),
        ("SELECT COUNT(*) FROM town WHERE country = 'US'", 21_900),
        ("SELECT COUNT(*) FROM town WHERE country = 'CA'", 3_240),
        ("SELECT COUNT(*) FROM town WHERE country = 'GB'", 5_900),
        ("SELECT COUNT(*) FROM court WHERE county IS NOT NULL", 1_370),
    ],
)
def test_it_holds(question, least):
    assert ask(question)[0][0] >= least


def test_every_reference_leads_somewhere():
    for table in ("zip", "town", "court"):
        orphans = f"SELECT COUNT(*) FROM {table} WHERE county NOT IN (SELECT fips FROM county)"
        assert ask(orphans) == [(0,)], table
    for kind, table, column in (("r", "region", "code"), ("c", "county", "fips"), ("t", "town", "number")):
        lost = f"SELECT COUNT(*) FROM name WHERE kind = ? AND ref NOT IN (SELECT {column} FROM {table})"
        assert ask(lost, [kind]) == [(0,)], kind


def test_no_two_places_are_called_the_same():
    from network.places import place

    every = place.towns([row[0] for row in ask("SELECT number FROM town")][:30_000])
    every |= place.towns([row[0] for row in ask("SELECT number FROM town")][30_000:])
    names = [each.name for each in every.values()]
    alike = [name for name, count in Counter(names).items() if count > 1]
    assert alike == []
