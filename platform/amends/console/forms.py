"""Forms of the console: which programs to list, and why something is decided."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amends.console.decisions import OTHER, Decision

# What the audit takes as a fact: a short word in small letters.
TICKET = re.compile(r"[a-z][a-z0-9.:-]{0,39}\Z")


class DecisionForm(forms.Form):
    """The reason, from a list, and the ticket under which more is written."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why. The reason is kept in the audit.")},
    )
    ticket = forms.CharField(
        label=_("Ticket"),
        help_text=_(
            "Where you wrote down more, such as help-1204. Never a name: the audit is kept for good. Needed for another"
            " reason."
        ),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
    )

    tells_reason = forms.BooleanField(
        label=_("Tell the program’s administrators this reason"),
        help_text=_(
            "Without this they learn what was decided, and not why. Of another reason write to them yourself."
        ),
        required=False,
    )

    def __init__(self, decision: Decision, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not decision.is_told:
            del self.fields["tells_reason"]
        self.fields["reason"].choices = list(decision.reasons.items())  # type: ignore[attr-defined]

    def clean_ticket(self) -> str:
        """Return the ticket in small letters."""
        ticket = str(self.cleaned_data["ticket"]).strip().lower()
        if ticket and not TICKET.match(ticket):
            raise ValidationError(
                _(
                    "Write the ticket as letters, digits and hyphens, beginning with a letter, such as help-1204."
                )
            )
        return ticket

    def clean(self) -> dict[str, Any]:
        """Ask for a ticket when the reason is not in the list."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reason") == OTHER and not cleaned.get("ticket") and "ticket" not in self.errors:
            self.add_error("ticket", _("Another reason needs the ticket that tells it."))
        return cleaned


class FilterForm(forms.Form):
    """Which programs to list."""

    which = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=(
            ("", _("All programs")),
            ("asked", _("Waiting for verification")),
            ("unverified", _("Not verified")),
            ("trial", _("On trial")),
            ("suspended", _("Suspended")),
            ("maintenance", _("In maintenance")),
            ("outdated", _("With another release")),
        ),
    )
    words = forms.CharField(
        label=_("Name or address contains"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
    )
