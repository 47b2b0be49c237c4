"""What is asked about networks: what the program shares, who speaks for it, and why it wants to join."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from network.oversight.models import Share
from programs.forms.fields import EmailField, PhoneField, offer_choices
from programs.networks.showing import Shared

LONGEST = 2000
CONTACT = ("name", "email", "telephone")


class SharesForm(forms.Form):
    """What is shared, each thing by itself."""

    marks_optional = False
    shares = forms.MultipleChoiceField(
        label=_("What do you share?"),
        help_text=_("What you leave empty, the network is not told. You can change it at any time."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    name = forms.CharField(label=_("Who speaks for the program"), max_length=200, required=False)
    email = EmailField(label=_("Their e-mail address"), max_length=200)
    telephone = PhoneField(label=_("Their telephone number, if the network may call"))

    def __init__(self, *args: Any, offered: list[Shared], **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer_choices(self, "shares", [(each.share, each.label) for each in offered])
        hints = {each.share: _hint(each) for each in offered}
        self.fields["shares"].choice_hints = hints  # type: ignore[attr-defined]
        self.fields["name"].help_text = _now(
            "Somebody whose work it is, for example your director. Never anybody of a case. It is told only if you "
            "tick it above."
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if Share.CONTACT in data.get("shares", ()):
            if not data.get("name"):
                self.add_error("name", _now("Enter who speaks for the program, or do not share it"))
            if "email" in data and not data["email"]:
                self.add_error("email", _now("Enter their e-mail address, or do not share it"))
        return data

    def said(self) -> dict[str, Any]:
        """Return what the actions take: the shares, and the contact as it was typed, which is told if it is shared."""
        return {
            "shares": self.cleaned_data["shares"],
            "contact": {name: self.cleaned_data[name] for name in CONTACT},
        }


def _hint(shared: Shared) -> str:
    if shared.share == Share.CONTACT or not shared.summary:
        return str(shared.means)
    return _now("%(means)s Now: %(now)s.") % {"means": shared.means, "now": shared.summary}


class AcceptForm(SharesForm):
    """The same, with the terms that were shown."""

    terms_number = forms.IntegerField(widget=forms.HiddenInput)
    agrees = forms.BooleanField(
        label=_("The program agrees to the terms above"),
        error_messages={"required": _("Tick that the program agrees to the terms, or go back")},
    )


class AskForm(AcceptForm):
    """The same, with the reason that the network reads."""

    why = forms.CharField(
        label=_("Why do you want to join?"),
        help_text=_("The network reads this. Write nothing about a case."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write why you want to join")},
    )

    field_order = ("why", "shares", *CONTACT, "agrees")
