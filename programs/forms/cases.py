"""What the list of cases is narrowed by, what is searched for in it, and the name that a filter is kept under."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateField
from programs.forms.fields import offer_choices
from programs.lapses import with_a_lapse
from programs.models import MediatorAssignment, Program
from programs.models.case import STAFF_STATES, CaseState
from programs.naming import name_of_state
from programs.policy.document import Policy
from programs.waiting import STATES_OF, WaitsFor

NOBODY = "nobody"
LATE, WEEK = "late", "week"
UNKNOWN = {"invalid_choice": _("No case of yours is like this any more. Choose something else.")}


class CaseFilter(forms.Form):
    """A state, the open ones ("") or all of them; who works on the case; when it was opened. Nothing about a party."""

    marks_optional = False
    state = forms.ChoiceField(label=_("State"), required=False, error_messages=UNKNOWN)
    waits = forms.ChoiceField(label=_("Waiting for"), required=False, error_messages=UNKNOWN)
    due = forms.ChoiceField(label=_("Next due"), required=False, error_messages=UNKNOWN)
    mediator = forms.ChoiceField(label=_("Mediator"), required=False, error_messages=UNKNOWN)
    coordinator = forms.ChoiceField(label=_("Coordinator"), required=False, error_messages=UNKNOWN)
    opened_from = DateField(label=_("Opened on or after"), required=False)
    opened_to = DateField(label=_("Opened on or before"), required=False)
    lapsed = forms.BooleanField(
        label=_("Only cases with a mediator whose training counts no more"), required=False
    )
    mine = forms.BooleanField(label=_("Only cases that I work on"), required=False)

    def __init__(self, data: Any, *, user: Any, cases: Any, policy: Policy):
        """Offer what occurs in `cases`, all those that `user` may see; states are called as `policy` calls them."""
        super().__init__(data)
        self.user = user
        states = [
            (state.value, name_of_state(state, policy))
            for state in CaseState
            if state in (*STAFF_STATES, CaseState.CLOSED)
        ]
        everything = ("all", _("All cases, closed ones too"))
        offer_choices(self, "state", [("", _("All open cases")), *states, everything])
        offer_choices(self, "waits", [("", _("Anybody")), *WaitsFor.choices])
        days = [("", _("Any day")), (LATE, _("Overdue")), (WEEK, _("Within seven days"))]
        offer_choices(self, "due", days)
        keys = cases.order_by().values("pk")
        mediators = MediatorAssignment.objects.filter(case__in=keys).values("mediator")
        self._offer_people("mediator", mediators)
        self._offer_people("coordinator", cases.order_by().values("coordinator"))

    def _offer_people(self, name: str, keys: Any) -> None:
        people = get_user_model()._default_manager.filter(pk__in=keys).order_by("name", "pk")
        offered = [(str(person.pk), str(person)) for person in people]
        offer_choices(self, name, [("", _("Everybody")), (NOBODY, _("Nobody yet")), *offered])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("opened_from"), cleaned.get("opened_to")
        if first and last and first > last:
            raise ValidationError({"opened_to": _("This day is before the first one. Choose a later day.")})
        return cleaned

    @property
    def values(self) -> dict[str, str]:
        """Return what the list is narrowed by, as JSON can hold it; empty when by nothing, or when it is refused."""
        if not self.is_valid():
            return {}
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: "1" if value is True else str(value) for name, value in given.items()}

    def narrow(self, cases: Any, *, is_search: bool = False) -> Any:
        """Return the cases that are left. Who searches without saying a state means closed ones too."""
        asked = self.cleaned_data if self.is_valid() else None
        if asked is None:
            return cases.none()
        if asked["state"] == "":
            cases = cases if is_search else cases.still_open()
        elif asked["state"] != "all":
            cases = cases.filter(state=asked["state"])
        if asked["waits"]:
            cases = cases.filter(state__in=STATES_OF[asked["waits"]])
        if asked["due"]:
            cases = cases.overdue() if asked["due"] == LATE else cases.due_this_week()
        if asked["lapsed"]:
            cases = with_a_lapse(cases, Program.objects.get(), timezone.localdate())
        if asked["opened_from"]:
            cases = cases.filter(opened_at__date__gte=asked["opened_from"])
        if asked["opened_to"]:
            cases = cases.filter(opened_at__date__lte=asked["opened_to"])
        return self._narrow_by_people(cases, asked)

    def _narrow_by_people(self, cases: Any, asked: dict[str, Any]) -> Any:
        if asked["coordinator"] == NOBODY:
            cases = cases.filter(coordinator=None)
        elif asked["coordinator"]:
            cases = cases.filter(coordinator=asked["coordinator"])
        if asked["mediator"] == NOBODY:
            cases = cases.exclude(pk__in=_mediated())
        elif asked["mediator"]:
            cases = cases.filter(pk__in=_mediated(mediator=asked["mediator"]))
        if asked["mine"]:
            me = self.user.pk
            cases = cases.filter(Q(coordinator=me) | Q(supervisor=me) | Q(pk__in=_mediated(mediator=me)))
        return cases

    @property
    def in_force(self) -> list[str]:
        """Return what the list is narrowed by, in words."""
        return [self._told(name, value) for name, value in self.values.items()]

    def _told(self, name: str, value: str) -> str:
        label, field = self.fields[name].label, self.fields[name]
        if isinstance(field, forms.ChoiceField):
            text: Any = next(text for key, text in field.choices if key == value)  # type: ignore[union-attr,misc]
        elif isinstance(field, DateField):
            text = date_format(self.cleaned_data[name], "DATE_FORMAT")
        else:
            return str(label)
        return _now("%(label)s: %(value)s") % {"label": label, "value": text}


def _mediated(**whose: Any) -> Any:
    """Return the keys of the cases that are mediated, or were when they were closed: closing ends assignments."""
    rows = MediatorAssignment.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at=F("case__closed_at")), **whose
    )
    return rows.values("case")


def query_of(values: Mapping[str, str], **more: str) -> str:
    """Return the query of an address at which the list is narrowed by `values`, with `more` after it."""
    controls: dict[str, str] = {}
    for name, value in sorted(values.items()):
        if name.startswith("opened_") and (day := parse_date(value)):
            parts = {"month": day.month, "day": day.day, "year": day.year}
            controls |= {f"{name}_{part}": str(number) for part, number in parts.items()}
        else:
            controls[name] = value
    return urlencode(controls | {name: value for name, value in more.items() if value})


class SearchForm(forms.Form):
    """Words of names, which must not be in an address: this form is posted, and no browser offers them again."""

    marks_optional = False
    words = forms.CharField(
        label=_("Find a case"),
        help_text=_("A name or a reference. The beginning of each word is enough."),
        max_length=100,
        error_messages={"required": _("Enter a name or a reference")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class SaveFilterForm(forms.Form):
    """The name of a filter, for whoever keeps it."""

    name = forms.CharField(
        label=_("Name of this filter"),
        help_text=_("Only you see it."),
        max_length=60,
        error_messages={"required": _("Enter a name for this filter")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
