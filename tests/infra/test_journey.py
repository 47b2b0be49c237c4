"""The journey goes through each preset, and is not content with a refusal whose remedy nobody showed."""

import pytest

from infra.journey import FORBIDDEN, _holds
from infra.journey.browser import Page as BrowserPage
from infra.journey.film import MAKER, PLACE, is_film, short_film
from infra.journey.founding import Founded
from infra.journey.kinds import KINDS, PROVIDERS
from infra.journey.presets import OF_PRESET, walk_of
from infra.journey.proving import NotProved, Proof
from infra.journey.surveyed import COUNTED, _number
from programs.figures.definitions import DEFINITIONS
from programs.guards import GUARDS
from programs.models.case import ClosureReason
from programs.presets import PRESETS
from programs.signup.forms import preset_of

pytestmark = pytest.mark.no_db
KIND_OF = {kind.preset: kind for kind in KINDS}


class Page:
    """An answer that refuses by these rules."""

    url, status, text, errors = "http://alpha.localhost/", 409, "Refused.", ()

    def __init__(self, **guards: str):
        self.guards = guards


def walk(preset: str):
    return walk_of(Founded(KIND_OF[preset], "", Proof(preset, lambda _line: None)), way=None)


def test_it_works():
    church = walk("church")
    church.proof.refused_here(Page(no_connection="She is his aunt. Choose another."), "no_connection")
    assert not _holds(church)
    church.proof.remedied("no_connection")
    assert _holds(church)


def test_there_is_a_program_and_a_way_for_each_preset():
    assert {kind.preset for kind in KINDS} == set(OF_PRESET) == set(PRESETS)


def test_each_preset_ends_by_a_road_of_its_own():
    """No two roads give the same figures, and each says in words where it leads."""
    roads = list(OF_PRESET.values())
    assert len({each.road for each in roads} - {""}) == len(roads)
    ends = {tuple(sorted(each.counts.items())) for each in roads}
    assert len(ends) == len(roads)
    assert {each.reason for each in roads} <= {reason.value for reason in ClosureReason}


def test_a_road_waits_for_numbers_that_are_counted():
    """A count that no figure has would be waited for in vain, and one that is left out would not be seen."""
    for road in OF_PRESET.values():
        assert {name.partition("/")[0] for name in road.counts} <= set(COUNTED)
    assert set(COUNTED) <= DEFINITIONS.keys()


def test_a_figure_begins_with_its_number():
    assert [_number(shown) for shown in ("1 50 % of 2", "1,120.00 USD", "10 hours", "none", "")] == [
        1,
        1120,
        10,
        None,
        None,
    ]


def test_a_film_is_one_and_says_where_it_was_taken():
    film = short_film()
    assert is_film(film)
    assert not is_film(film[:100])
    assert MAKER.encode() in film
    assert PLACE.encode() in film


def test_a_page_has_rows_and_named_buttons():
    """What is hidden from those who listen is in no cell."""
    page = BrowserPage(
        "http://a.localhost/",
        200,
        '<table><tr><th>Form</th></tr><tr><td><span aria-hidden="true">Form</span> <a href="/s/1/">7F</a></td></tr>'
        '</table><dl><dt>Received</dt><dd>Yes</dd></dl><form><button name="offer" value="yes">Ask</button></form>',
    )
    assert page.rows == [["Form"], ["7F"], ["Received", "Yes"]]
    assert page.form_with("offer").values == {}


def test_there_are_the_four_providers_of_the_field():
    assert [kind.type for kind in PROVIDERS] == [kind.preset for kind in PROVIDERS]
    assert len(PROVIDERS) == 4


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.preset)
def test_sign_up_makes_a_program_of_the_preset(kind):
    assert preset_of(kind.type, kind.track) == kind.preset
    assert kind.type in PRESETS[kind.preset].types
    assert kind.stage in PRESETS[kind.preset].policy.stages


def test_the_severe_track_has_to_refuse_all_that_is_forbidden_there():
    assert GUARDS.keys() >= FORBIDDEN
    severe = walk("severe_violence")
    severe.proof.remedied(*FORBIDDEN - {"agreement_allowed"})
    assert not _holds(severe)
    severe.proof.remedied("agreement_allowed")
    assert _holds(severe)


def test_a_refusal_without_a_word_is_none():
    with pytest.raises(NotProved):
        walk("church").proof.refused_here(Page(no_connection=""), "no_connection")
