"""What is asked about a mediator."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import with_blank
from programs.models.mediator import AffiliationKind, Standing
from programs.models.office import OfficeKind


class MediatorForm(forms.Form):
    standing = forms.ChoiceField(
        label=_("How do they work here?"),
        choices=Standing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they work here")},
    )
    is_active = forms.BooleanField(label=_("Takes cases at the moment"), required=False, initial=True)


class AffiliationForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What are they?"),
        choices=AffiliationKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they are")},
    )
    office_name = forms.CharField(
        label=_("Office or organization"),
        help_text=_(
            "As referrers write it. Nobody from an office that has to do with a case can mediate it."
        ),
        max_length=200,
        required=False,
    )
    office_kind = forms.ChoiceField(
        label=_("What kind of office is it?"), choices=with_blank(OfficeKind.choices), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("office_name") and not data.get("office_kind"):
            self.add_error("office_kind", _("Choose what kind of office it is"))
        return data

    def answers(self) -> dict[str, Any]:
        """Return what `record_affiliation` takes."""
        return self.cleaned_data | {"office_kind": self.cleaned_data["office_kind"] or OfficeKind.OTHER}
