"""What the list of who looked at what is narrowed by."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amends.audit.models import Kind
from amends.web.forms import DateField
from programs.forms.fields import offer_choices
from programs.models import MediationCase, Referral
from programs.records.entries import ANONYMOUS, PARTY, SYSTEM, Wanted, about_case, about_referral


class RecordFilter(forms.Form):
    """Who, what kind, which days; nothing that is about a party."""

    marks_optional = False
    who = forms.ChoiceField(label=_("Who"), required=False)
    kind = forms.ChoiceField(label=_("What they did"), required=False)
    first = DateField(label=_("From this day"), required=False)
    last = DateField(label=_("To this day"), required=False)

    def __init__(self, data: Any):
        super().__init__(data)
        people = get_user_model()._default_manager.order_by("name", "pk")
        named = [(f"{person._meta.label_lower}:{person.pk}", str(person)) for person in people]
        others = [
            (PARTY, _("A party, on their own page")),
            (ANONYMOUS, _("Somebody who is not signed in")),
            (SYSTEM, _("The system")),
        ]
        offer_choices(self, "who", [("", _("Everybody")), *named, *others])
        offer_choices(self, "kind", [("", _("Everything")), *Kind.choices])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            raise ValidationError({"last": _("This day is before the first one. Choose a later day.")})
        return cleaned

    @property
    def is_narrowed(self) -> bool:
        return any(self[name].value() for name in self.fields)

    def wanted(self) -> Wanted:
        """Return what was asked for; the form must be valid."""
        given = self.cleaned_data
        return Wanted(given["who"], given["kind"], given["first"], given["last"], self.about())

    def about(self) -> Any:
        """Return the condition that it is about a case, None for everything."""
        return None


class ProgramRecordFilter(RecordFilter):
    """For the whole program, where a case can be named by its reference."""

    reference = forms.CharField(
        label=_("Reference of a case"),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "govuk-input--width-10"}
        ),
    )

    def clean_reference(self) -> Any:
        """Return the case or referral of this reference, None without one."""
        reference = self.cleaned_data["reference"].strip().upper()
        if not reference:
            return None
        for model in (MediationCase, Referral):
            if row := model.objects.filter(reference=reference).first():  # type: ignore[attr-defined]
                return row
        raise ValidationError(_("No case has this reference. It looks like K7QM-3XPD-V9TC."))

    def about(self) -> Any:
        row = self.cleaned_data["reference"]
        if row is None:
            return None
        return about_case(row) if isinstance(row, MediationCase) else about_referral(row)


class CaseRecordFilter(RecordFilter):
    """For one case."""

    def __init__(self, data: Any, *, case: MediationCase):
        super().__init__(data)
        self.case = case

    def about(self) -> Any:
        return about_case(self.case)
