"""The catalogue of settings as networks see it: `settings.AMENDS_STANDARDS` names this for the layers below."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from network.guidance.catalogue import Setting
from network.guidance.models import Kind
from programs.forms.policy import field_for, name_of
from programs.guidance import letters
from programs.policy import kinds
from programs.policy.catalogue import GROUPS, SETTINGS
from programs.policy.comparing import are_same
from programs.rules.kinds import Listed

HELD: Mapping[str, tuple[str, ...]] = {
    Kind.LETTER: ("wordings",),
    Kind.SURVEY: (
        "survey_before_days",
        "survey_after_days",
        "survey_reminder_days",
        "survey_items_off",
        "survey_readers",
    ),
    Kind.OFFENCES: ("offences", "earliest_stages", "severity"),
    # A course is no setting: nothing of it goes into a policy.
    Kind.COURSE: (),
    Kind.TRAINING: ("level", "training_hours", "supervision_weeks", "observation_months"),
}
"""Which settings a kind of resource holds."""


class Standards:
    """The catalogue as networks see it: what a program writes of its own, its names for things too, is not in it."""

    def settings(self) -> Sequence[Setting]:
        """Return every setting that a template can speak of."""
        return [
            Setting(each.id, group.label, each.label, each.question, each.explanation, each.kind.has_stricter)
            for group in GROUPS.values()
            for each in group.settings
            if not isinstance(each.kind, Listed | kinds.Names)
        ]

    def fields(self, name: str, value: Any) -> dict[str, forms.Field]:
        """Return the fields that ask for a value; of a table each row can be left empty."""
        setting = SETTINGS[name]
        if name == "wordings":
            return letters.fields(value)
        if not isinstance(setting.kind, kinds.Table):
            told = {"label": setting.question, "help_text": setting.explanation}
            return {name: field_for(setting.kind, initial=value, **told)}
        rows = setting.kind.rows
        return {
            name_of(setting, row): _of_row(setting.kind.each, label, (value or {}).get(row))
            for row, label in rows
        }

    def read(self, name: str, answers: Mapping[str, Any]) -> Any:
        """Return the value that such fields were answered with."""
        setting = SETTINGS[name]
        if name == "wordings":
            return self.fit(name, letters.read(answers))
        if not isinstance(setting.kind, kinds.Table):
            return self.fit(name, answers.get(name))
        said = {row: answers.get(name_of(setting, row)) for row, _label in setting.kind.rows}
        return self.fit(name, {row: answer for row, answer in said.items() if answer not in (None, "")})

    def fit(self, name: str, value: Any) -> Any:
        """Return a value as JSON holds it; raise kinds.NotAllowed, a ValueError, for what is none."""
        kind = SETTINGS[name].kind
        found = kind.store(kind.read(value))
        if found == {}:
            raise kinds.NotAllowed(_("Answer for one line at least."))
        return found

    def say(self, name: str, value: Any) -> list[str]:
        """Return a value in words; nothing for what this release does not know."""
        if name not in SETTINGS:
            return []
        kind = SETTINGS[name].kind
        try:
            read = kind.read(value)
        except kinds.NotAllowed:
            return []
        if name == "wordings":
            return letters.say(read)
        return kind.say_each(read) if isinstance(kind, kinds.Table) else [kind.say(read)]

    def stands(self, name: str, theirs: Any, ours: Any) -> str:
        """Return how the program's value compares with what a network asks for; both as JSON holds them."""
        setting = SETTINGS[name]
        kind = setting.kind
        asked, have = kind.read(theirs), kind.read(ours)
        if isinstance(kind, kinds.Table):
            have = {row: have[row] for row in asked if row in have}
        if are_same(setting, have, asked):
            return "same"
        if not kind.has_stricter:
            return "other"
        return "stricter" if kind.meets(have, asked) else "looser"

    def of_kind(self, kind: str) -> Sequence[str]:
        """Return the settings that a kind of resource holds."""
        return HELD[kind]


def _of_row(kind: kinds.Kind, label: Any, value: Any) -> forms.Field:
    field = field_for(kind, initial=value, label=label)
    if isinstance(field, forms.ChoiceField):
        choices = [("", _("Not asked")), *list(field.choices)]  # type: ignore[arg-type]
        field = forms.ChoiceField(choices=choices, initial=value or "", label=label)
    field.required = False
    field.marks_optional = False  # type: ignore[attr-defined]
    return field


CATALOGUE = Standards()
