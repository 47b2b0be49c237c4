"""What the forms of a program's own parts have in common: one record, checked as a whole."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from programs.policy.document import Policy
from programs.policy.kinds import NotAllowed
from programs.rules.kinds import Listed


def new_id(kind: str) -> str:
    """Return an id that nothing else has."""
    return f"{kind}-{secrets.token_hex(4)}"


class PartForm(forms.Form):
    """One record; `kind` checks it as a whole, so that a form and the API refuse the same."""

    kind: Listed
    id_begins: str
    """How the id of a new record begins."""

    shown_before = ""
    """The template of what is read before the questions; it gets the form."""

    def __init__(self, *args: Any, policy: Policy, record: Any = None, **kwargs: Any):
        self.policy, self.there = policy, record
        kwargs.setdefault("initial", self.shown(record) if record else None)
        super().__init__(*args, **kwargs)

    def shown(self, record: Any) -> dict[str, Any]:
        """Return what the form shows of a record that is there."""
        return self.kind.store_one(record)

    def raw(self) -> dict[str, Any]:
        """Return the record that was asked for, as JSON holds it."""
        return {"id": self.there.id if self.there else new_id(self.id_begins), **self.cleaned_data}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                self.record = self.kind.read_one(self.raw())
            except NotAllowed as wrong:
                raise ValidationError(str(wrong)) from None
        return data
