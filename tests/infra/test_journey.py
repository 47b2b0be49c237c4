"""The journey goes through each preset, and is not content with a refusal whose remedy nobody showed."""

import pytest

from infra.journey import FORBIDDEN, _holds
from infra.journey.founding import Founded
from infra.journey.kinds import KINDS, PROVIDERS
from infra.journey.presets import OF_PRESET, walk_of
from infra.journey.proving import NotProved, Proof
from programs.guards import GUARDS
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
