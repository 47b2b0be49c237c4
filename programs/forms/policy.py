"""The forms of a policy, made from the catalogue: one for each group of settings, and the one that publishes."""

from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import YesNoField
from programs.policy import floors, kinds
from programs.policy.catalogue import Group, Setting
from programs.policy.document import Policy
from programs.policy.versions import values_of

SIDE_BY_SIDE = 2


@singledispatch
def field_for(kind: kinds.Kind, **told: Any) -> forms.Field:
    """Return the field that asks for a value of a kind."""
    raise TypeError(f"There is no field for {kind!r}.")


@field_for.register
def _yes_no(kind: kinds.YesNo, **told: Any) -> forms.Field:
    return YesNoField(required_message=_("Answer with yes or no"), **told)


@field_for.register
def _one_of(kind: kinds.OneOf, **told: Any) -> forms.Field:
    missing = {"required": _("Choose one")}
    return forms.ChoiceField(choices=kind.choices, widget=forms.RadioSelect, error_messages=missing, **told)


@field_for.register
def _some_of(kind: kinds.SomeOf, **told: Any) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=not kind.may_be_none,
        error_messages={"required": _("Choose at least one")},
        **told,
    )


@field_for.register
def _words(kind: kinds.Words, **told: Any) -> forms.Field:
    wrong = _now("Write at most {longest} characters").format(longest=kind.longest)
    field = forms.CharField(
        max_length=kind.longest, required=False, error_messages={"max_length": wrong}, **told
    )
    field.marks_optional = False  # type: ignore[attr-defined]
    return field


@field_for.register
def _number(kind: kinds.Number, **told: Any) -> forms.Field:
    wrong = _now("Enter a whole number from {least} to {most}").format(least=kind.least, most=kind.most)
    messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong)
    widget = forms.NumberInput(attrs={"class": "govuk-input--width-3"})
    widget.component_parameters = {"suffix": kind.suffix}  # type: ignore[attr-defined]
    return forms.IntegerField(
        min_value=kind.least, max_value=kind.most, widget=widget, error_messages=messages, **told
    )


class SettingsForm(forms.Form):
    """The settings of a group as the draft has them; what a floor forbids is refused with who set it."""

    def __init__(self, *args: Any, group: Group, policy: Policy, floors: list[floors.Floor], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.group, self.floors, self.basis, self.before = group, floors, policy.jurisdiction, policy
        for setting in group.settings:
            self._ask(setting, getattr(policy, setting.id))

    def _ask(self, setting: Setting, value: Any) -> None:
        kind = setting.kind
        if isinstance(kind, kinds.Table):
            for row, label in kind.rows:
                field = field_for(kind.each, initial=value[row], label=label)
                _draw_small(field, kind.each)
                self.fields[name_of(setting, row)] = field
        else:
            told = {"label": setting.question, "help_text": setting.explanation}
            self.fields[setting.id] = field_for(kind, initial=value, **told)

    @property
    def parts(self) -> Iterator[tuple[Setting | None, list[forms.BoundField], str]]:
        """Yield the fields as the page groups them: the rows of a table below its question, others alone.

        The last is "open" or "closed" where a table can be folded.
        """
        for setting in self.group.settings:
            if isinstance(setting.kind, kinds.Table):
                fields = [self[name_of(setting, row)] for row, _label in setting.kind.rows]
                yield setting, fields, _fold(setting.kind, fields)
            else:
                yield None, [self[setting.id]], ""

    @property
    def values(self) -> dict[str, Any]:
        """Return the settings as answered; those with a mistake are left out."""
        found: dict[str, Any] = {}
        for setting in self.group.settings:
            if not isinstance(setting.kind, kinds.Table):
                if setting.id in self.cleaned_data:
                    found[setting.id] = self._in_its_order(setting)
                continue
            answers = {row: self.cleaned_data.get(name_of(setting, row)) for row, _label in setting.kind.rows}
            if None not in answers.values():
                found[setting.id] = answers
        return found

    def _in_its_order(self, setting: Setting) -> Any:
        """Return an answer; several in the order in which the policy has them, with new ones last."""
        answer = self.cleaned_data[setting.id]
        if not isinstance(setting.kind, kinds.SomeOf):
            return answer
        before = self.fields[setting.id].initial
        return [
            *(each for each in before if each in answer),
            *(each for each in answer if each not in before),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._refuse_names_that_are_taken()
        # A basis that is chosen only now brings its answers along; what it asks for is no mistake of this form.
        stays = cleaned.get("jurisdiction") == self.basis
        asked = [*self.floors, *(floors.basis(self.basis) if stays else ())]
        for breach in floors.avoidable(values_of(self.before), self.values, asked):
            for name in self._looser(breach):
                self.add_error(name, told(breach))
        return cleaned

    def _refuse_names_that_are_taken(self) -> None:
        values = self.values
        for setting in self.group.settings:
            kind = setting.kind
            if not isinstance(kind, kinds.Names) or setting.id not in values:
                continue
            if row := kind.taken_twice(values[setting.id]):
                told = _now("Another state is called so too. Choose a name that only this one has")
                self.add_error(name_of(setting, row), told)

    def _looser(self, breach: floors.Breach) -> Iterator[str]:
        setting, least = breach.setting, breach.floor.values[breach.setting.id]
        if not isinstance(setting.kind, kinds.Table):
            yield setting.id
            return
        value = self.values[setting.id]
        for row in least:
            if not setting.kind.each.meets(value[row], least[row]):
                yield name_of(setting, row)


def _fold(kind: kinds.Table, fields: list[forms.BoundField]) -> str:
    """Fold names in languages that nobody needs here: not that of the page, and none there yet."""
    if not isinstance(kind, kinds.Names):
        return ""
    is_ours = kind.language == (get_language() or "").partition("-")[0]
    return "open" if is_ours or any(field.value() or field.errors for field in fields) else "closed"


def _draw_small(field: forms.Field, kind: kinds.Kind) -> None:
    """Let a row of a table take little room: two answers stand side by side, more of them in one box."""
    if isinstance(kind, kinds.OneOf) and len(kind.choices) > SIDE_BY_SIDE:
        field.widget = forms.Select(choices=kind.choices)


def name_of(setting: Setting, row: str) -> str:
    """Return the name of the field for one row of a table."""
    return f"{setting.id}__{row}"


def told(breach: floors.Breach) -> str:
    """Return in words what a floor asks for, who set it, and why."""
    return _now("{setting}: nothing looser than “{least}” is allowed ({who}). {why}").format(
        setting=breach.setting.label, who=breach.floor.set_by, least=breach.least, why=breach.floor.why
    )


class PublishForm(forms.Form):
    mark = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Why do you change this?"),
        help_text=_("Kept with the version, for those who come after you. Write nothing about a case."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why you change this")},
    )
    moves_open_cases = forms.ChoiceField(
        label=_("For which cases does it hold?"),
        choices=[
            ("no", _("For new cases. Those that are open keep the version that they began with.")),
            ("yes", _("For new cases and for all that are open.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for which cases it holds")},
    )

    def clean_moves_open_cases(self) -> bool:
        """Return whether open cases are moved to the new version."""
        return bool(self.cleaned_data["moves_open_cases"] == "yes")
