"""Every setting is declared once, has a value in each preset, governs something, and is said in three languages."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from django.utils import translation

from programs.forms.policy import field_for
from programs.policy import floors, kinds
from programs.policy.catalogue import GROUPS, SETTINGS
from programs.policy.document import Policy
from programs.policy.versions import read, stored, values_of
from programs.presets import PRESETS

PROGRAMS = Path(__file__).parents[3] / "programs"
NO_READERS = ("policy", "migrations", "locale", "demo", "samples", "presets.py", "__pycache__")


def readers():
    """Return the source of what can obey a setting: guards, forms, views, templates and what they lean on."""
    files = [*PROGRAMS.rglob("*.py"), *PROGRAMS.rglob("*.html")]
    return "\n".join(
        path.read_text() for path in files if not set(path.relative_to(PROGRAMS).parts) & set(NO_READERS)
    )


def test_the_catalogue_and_the_document_say_the_same():
    assert set(SETTINGS) == {each.name for each in fields(Policy)}
    assert sum(len(group.settings) for group in GROUPS.values()) == len(SETTINGS)


@pytest.mark.parametrize("name", SETTINGS)
def test_each_setting_governs_something(name):
    source = readers() + (PROGRAMS / "models" / "program.py").read_text()
    assert re.search(rf"\bpolicy\.{name}\b", source), f"Nothing obeys the setting {name}: take it away."


@pytest.mark.parametrize("preset", PRESETS)
def test_each_preset_is_a_policy_that_can_be_stored_and_meets_its_track(preset):
    policy = PRESETS[preset].policy
    assert values_of(read(stored(values_of(policy)), preset)) == values_of(policy)
    assert floors.breaches(values_of(policy), floors.fixed_floors(PRESETS[preset].track)) == []


@pytest.mark.parametrize("preset", PRESETS)
def test_what_a_version_lacks_is_the_presets(preset):
    assert read({}, preset) == PRESETS[preset].policy
    shorter = read({"days": {"intake": 3}, "gone_since": True}, preset)
    assert shorter.days == {**PRESETS[preset].policy.days, "intake": 3}


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_setting_is_said_in_each_language(language):
    def said():
        policy = PRESETS["church"].policy
        for group in GROUPS.values():
            yield from (str(group.label), str(group.lead))
            for each in group.settings:
                yield from (str(each.label), str(each.question), str(each.explanation), str(each.source))
                yield each.kind.say(getattr(policy, each.id))

    english = list(said())
    with translation.override(language):
        there = list(said())
    same = {one for one, other in zip(english, there, strict=True) if one == other}
    assert same <= {"Agreements"} | ({"No"} if language == "es" else set())


def test_every_kind_has_a_field():
    for setting in (each for group in GROUPS.values() if not group.page for each in group.settings):
        kind = setting.kind.each if isinstance(setting.kind, kinds.Table) else setting.kind
        assert field_for(kind, label="x")
