"""Asks why a mailbox or number is safe that somebody of the other side has too; only where it is so."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.guards.letters import sharing


def shared_reason_field() -> forms.CharField:
    """Return the question."""
    return forms.CharField(
        label=_("Somebody of the other side has the same mailbox or number. Why is it safe all the same?"),
        help_text=_(
            "Only whoever runs the case can decide it. It is kept with the contact, and in the records."
        ),
        max_length=500,
        required=False,
    )


def offer_shared_reason(form: Any, *ways: str) -> None:
    """Take the question out of a step's form where nobody of the other side is reached by one of these ways."""
    if not any(sharing(form.facts, form.target, way) for way in ways):
        form.fields["reason"].widget = forms.HiddenInput()
