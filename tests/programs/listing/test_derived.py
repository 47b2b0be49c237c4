"""What the policy holds is not typed again: checked for each preset, against a description of its own."""

import pytest

from network.directory.vocabulary import FACETS
from programs.listing.derived import OFFENCES_OF, answers_of
from programs.models.program import ProgramType
from programs.policy.document import OFFENCES, Policy
from programs.presets import ALL_TAKEN, PRESETS

# As the presets are described in words: who may refer, whether young people, what of sexual violence, which process.
EXPECTED = {
    "church": ("yes", "yes", "no", "vom"),
    "community_agency": ("yes", "yes", "no", "voc"),
    "probation": ("yes", "yes", "no", "vom"),
    "dispute_settlement": ("yes", "yes", "no", "vom"),
    "severe_violence": ("no", "no", "yes", "vod"),
    "correctional": ("yes", "no", "yes", "vom"),
}


@pytest.mark.parametrize("preset", PRESETS)
def test_each_preset_says_what_it_is(preset):
    said = answers_of(PRESETS[preset].policy, preset)
    judge, juvenile, sexual, process = EXPECTED[preset]
    assert said["referrer"]["judge"] == judge
    assert said["referrer"]["victim_self"] == "yes"
    assert said["age"] == {"juvenile": juvenile}
    assert said["offence"]["sexual"] == sexual
    assert said["process"] == {process: "yes"}


def test_every_answer_is_one_of_the_directory():
    for preset in PRESETS.values():
        for facet, values in answers_of(preset.policy, preset.id).items():
            assert set(values) <= {value for value, _label in FACETS[facet].values}
            assert set(values.values()) <= {"yes", "no", "assess"}


def test_every_offence_of_a_policy_is_in_one_class():
    kinds = [offence for offences in OFFENCES_OF.values() for offence in offences]
    assert sorted(kinds) == sorted({*OFFENCES} - {"other"})
    assert set(OFFENCES_OF) == {value for value, _label in FACETS["offence"].values}


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({}, "yes"),
        ({"robbery": "excluded", "assault": "excluded", "threats": "excluded"}, "no"),
        ({"robbery": "excluded"}, "assess"),
        (
            {"robbery": "specialist_only", "assault": "specialist_only", "threats": "specialist_only"},
            "assess",
        ),
    ],
)
def test_some_taken_is_each_case_looked_at(given, answer):
    policy = Policy(offences=ALL_TAKEN | given)
    assert answers_of(policy, "church")["offence"]["violence"] == answer


def test_nobody_is_listed_whose_referral_would_be_refused():
    policy = Policy(initiative=("victim",))
    said = answers_of(policy, "church")["referrer"]
    assert [referrer for referrer, answer in said.items() if answer == "yes"] == ["victim_self"]


def test_the_type_of_a_program_says_who_runs_it_unless_it_is_another_kind(world):
    from programs.listing.derived import derived
    from programs.models import Program

    program = Program.objects.get()
    for kind in ProgramType.values:
        program.type = kind
        assert derived(program).agency_type == ("" if kind == "other" else kind)
