"""What a list of cases is narrowed by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import offer_choices
from programs.models.case import STAFF_STATES, CaseState


class CaseFilter(forms.Form):
    """A state, the open ones ("") or all of them; what is none of these is taken for the open ones."""

    marks_optional = False
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        states = [
            (state.value, state.label) for state in CaseState if state in (*STAFF_STATES, CaseState.CLOSED)
        ]
        offer_choices(
            self, "state", [("", _("All open cases")), *states, ("all", _("All cases, closed ones too"))]
        )

    @property
    def chosen(self) -> str:
        """Return a state, "all" or ""."""
        return self.cleaned_data["state"] if self.is_valid() else ""
