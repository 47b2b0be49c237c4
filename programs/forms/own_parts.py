"""What is asked to make a rule, an item of a checklist or a field of the program's own, and to answer those fields."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateField
from programs.forms.fields import YesNoField, offer_choices, with_blank
from programs.forms.keeping import KeepingForm
from programs.forms.part import PartForm, new_id
from programs.forms.wordings import WordingForm
from programs.models.case import Relationship
from programs.naming import name_of_state
from programs.policy.document import Policy
from programs.roles import WORKS_ON_THE_CASE
from programs.rules.declared import ASSIGN, BLOCK, REMIND, REQUIRE, OwnField
from programs.rules.doing import Thing
from programs.rules.kinds import (
    FIELD_KINDS,
    LONG,
    SHORT,
    STATES_OF_RULES,
    STOPPABLE,
    Checklist,
    OwnFields,
    Rules,
)
from programs.rules.known import CHOICES, DAY, MOST, NUMBER, YES_NO, Fact
from programs.rules.owned import OPS
from programs.rules.saying import role_label, step_labels
from programs.rules.tree import Compare

EFFECTS = (
    (BLOCK, _("It stops steps, while a condition holds")),
    (REQUIRE, _("It asks for something before steps, while a condition holds")),
    (REMIND, _("It reminds, while a condition holds")),
    (ASSIGN, _("It has something done, while a condition holds")),
)


def _states(policy: Policy) -> list[tuple[str, str]]:
    return [(state, name_of_state(state, policy)) for state in STATES_OF_RULES]


def _roles() -> list[tuple[str, str]]:
    return [(role, role_label(role)) for role in ("", *WORKS_ON_THE_CASE)]


class RuleForm(PartForm):
    kind = Rules()
    id_begins = "rule"

    name = forms.CharField(
        label=_("Name"),
        help_text=_("So that everybody knows which rule is meant."),
        max_length=SHORT,
        error_messages={"required": _("Give the rule a name")},
    )
    effect = forms.ChoiceField(
        label=_("What does it do?"),
        choices=EFFECTS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the rule does")},
    )
    steps = forms.MultipleChoiceField(
        label=_("Which steps does it stop, or ask something for?"),
        help_text=_(
            "Only for a rule that stops or asks. Nobody is ever kept from stopping, pausing or closing a case."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    states = forms.MultipleChoiceField(
        label=_("Where does a case have to be?"),
        help_text=_("Only for a rule that reminds or has something done."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    role = forms.ChoiceField(
        label=_("Who is to do it?"),
        help_text=_("Only for a rule that has something done."),
        required=False,
    )
    text = forms.CharField(
        label=_("What is to be done?"),
        help_text=_("In your own words. People who are stopped read it too. Write nothing about a case."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONG,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer_choices(self, "steps", zip(STOPPABLE, step_labels(STOPPABLE), strict=True))
        offer_choices(self, "states", _states(self.policy))
        offer_choices(self, "role", _roles())

    def raw(self) -> dict[str, Any]:
        # Its conditions are made on a page of their own, and stay.
        return {**(self.shown(self.there) if self.there else {}), **super().raw()}

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("effect") in (BLOCK, REQUIRE) and not data.get("steps"):
            self.add_error("steps", _now("Choose the steps that the rule stops, or asks something for"))
        if data.get("effect") in (REMIND, ASSIGN):
            for name, told in (("states", _now("Choose where")), ("text", _now("Write what is to be done"))):
                if not data.get(name):
                    self.add_error(name, told)
        return super().clean()


class ItemForm(PartForm):
    kind = Checklist()
    id_begins = "item"

    text = forms.CharField(
        label=_("What is to be done?"),
        help_text=_("In your own words. Write nothing about a case."),
        max_length=LONG,
        error_messages={"required": _("Write what is to be done")},
    )
    state = forms.ChoiceField(label=_("While a case is at"), error_messages={"required": _("Choose where")})
    role = forms.ChoiceField(label=_("Who is to do it?"), required=False)
    days = forms.IntegerField(
        label=_("Within how many days?"),
        help_text=_("Counted from the day on which the case came there. Empty: no day."),
        min_value=0,
        max_value=365,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Enter a whole number from 0 to 365, or nothing")
        ),
    )
    is_required = forms.BooleanField(
        label=_("The case does not go on before this is ticked"),
        help_text=_("It can always be paused or brought to its end."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer_choices(self, "state", with_blank(_states(self.policy)))
        offer_choices(self, "role", _roles())


class FieldForm(PartForm):
    kind = OwnFields()

    label = forms.CharField(
        label=_("Question"), max_length=SHORT, error_messages={"required": _("Write the question")}
    )
    help = forms.CharField(label=_("Hint below it"), max_length=LONG, required=False)
    sort = forms.ChoiceField(
        label=_("What is the answer?"),
        choices=list(FIELD_KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the answer is")},
    )
    choices = forms.CharField(
        label=_("Answers to choose from"),
        help_text=_("Only for one of several answers. Each on a line of its own."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )
    is_personal = forms.BooleanField(
        label=_("The answer says something about a person"),
        help_text=_("It is sealed, and no rule can ask for it."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.there is not None:  # what was answered already is of that sort
            del self.fields["sort"]

    def shown(self, record: OwnField) -> dict[str, Any]:
        return {**vars(record), "choices": "\n".join(record.choices)}

    def raw(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        sort = data.pop("sort", None)
        lines = [line.strip() for line in data.pop("choices").splitlines() if line.strip()]
        return {"id": self.there.id if self.there else new_id(str(sort)), **data, "choices": lines}


FORMS: dict[str, type[PartForm]] = {
    "rules": RuleForm,
    "checklist": ItemForm,
    "fields": FieldForm,
    "wordings": WordingForm,
    "retention": KeepingForm,
}
"""By the setting."""

OP_LABELS = {
    "in": _("is one of these"),
    "ne": _("is known, and none of these"),
    "eq": _("is exactly"),
    "lt": _("is less than"),
    "le": _("is at most"),
    "gt": _("is more than"),
    "ge": _("is at least"),
    "before": _("is before"),
    "after": _("is after"),
    "exists": _("is known"),
}


class CompareForm(forms.Form):
    """One fact, and what it is compared with."""

    op = forms.ChoiceField(
        label=_("How is it compared?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is compared")},
    )
    beside = forms.ChoiceField(label=_("Where does it stand?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, fact: Fact, places: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fact = fact
        names = [
            (op, _now("is not") if op == "ne" and fact.kind == NUMBER else OP_LABELS[op])
            for op in OPS[fact.kind]
        ]
        offer_choices(self, "op", names)
        if len(names) == 1:
            self.initial["op"] = names[0][0]
        if (asked := _field_of(fact)) is not None:
            self.fields["value"] = asked
        self.order_fields(["op", "value", "beside"])
        offer_choices(self, "beside", places)
        self.initial["beside"] = places[0][0]
        if len(places) == 1:
            self.fields["beside"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            data.get("op") not in (None, "exists")
            and data.get("value") in (None, [], "")
            and "value" not in self.errors
        ):
            self.add_error("value", _now("Say what it is compared with"))
        return data

    @property
    def compare(self) -> Compare:
        """Return the comparison that was asked for."""
        value = None if self.cleaned_data["op"] == "exists" else self.cleaned_data["value"]
        if self.fact.kind == CHOICES and value is not None:
            value = tuple(value)
        return Compare(
            self.fact.id,
            self.cleaned_data["op"],
            value.isoformat() if self.fact.kind == DAY and value else value,
        )


def _field_of(fact: Fact) -> forms.Field | None:
    if fact.kind == CHOICES:
        return forms.MultipleChoiceField(
            label=_("These"), choices=fact.choices, widget=forms.CheckboxSelectMultiple, required=False
        )
    if fact.kind == NUMBER:
        wrong = _now("Enter a whole number from {least} to {most}").format(least=0, most=MOST)
        return forms.IntegerField(
            label=_("This number"),
            min_value=0,
            max_value=MOST,
            required=False,
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
        )
    if fact.kind == YES_NO:
        field = YesNoField(required_message=_("Answer with yes or no"), label=_("The answer"))
        field.required = False
        return field
    return DateField(label=_("This day"), required=False) if fact.kind == DAY else None


class TryForm(forms.Form):
    reference = forms.CharField(
        label=_("Reference of a case"),
        help_text=_("Also of one that is closed."),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
        error_messages={"required": _("Enter the reference of a case")},
    )


class TickForm(forms.Form):
    """One thing that is to be done in a case, and whether it is; a page has a button for each."""

    item = forms.ChoiceField(
        label=_("What is to be done?"), error_messages={"required": _("Choose what is meant")}
    )
    is_done = YesNoField(label=_("Is it done?"), required_message=_("Choose whether it is done"))

    def __init__(self, *args: Any, things: Iterable[Thing], **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer_choices(self, "item", [(each.id, each.text) for each in things if each.may_be_ticked])


class DetailsForm(forms.Form):
    """What the two sides are to each other, and the program's own fields."""

    relationship = forms.ChoiceField(
        label=_("What were the two sides to each other when it happened?"),
        choices=with_blank(Relationship.choices, _("Not known")),
        required=False,
    )

    def __init__(self, *args: Any, policy: Policy, answers: dict[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.own = policy.fields
        for field in self.own:
            self.fields[field.id] = _own_field(field, answers.get(field.id))

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was answered by the field's id; None where nothing was."""
        found = {field.id: self.cleaned_data.get(field.id) for field in self.own}
        return {name: None if answer == "" else answer for name, answer in found.items()}


def _own_field(field: OwnField, answer: Any) -> forms.Field:
    told: dict[str, Any] = {
        "label": field.label,
        "help_text": field.help,
        "required": False,
        "initial": answer,
    }
    if field.kind == CHOICES:
        return forms.ChoiceField(
            choices=with_blank([(each, each) for each in field.choices], _("Not known")), **told
        )
    if field.kind == YES_NO:
        made = YesNoField(required_message=_("Answer with yes or no"), **told | {"required": True})
        made.required = False
        return made
    if field.kind == NUMBER:
        wrong = _now("Enter a whole number from {least} to {most}").format(least=0, most=MOST)
        return forms.IntegerField(
            min_value=0,
            max_value=MOST,
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
            **told,
        )
    if field.kind == DAY:
        return DateField(**told)
    return forms.CharField(max_length=1000, **told)
