"""The forms about the program itself: what it says of itself, and how one can know that it is who it says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import offer_choices
from programs.forms.zones import zone_choices
from programs.models import Program


class DescribeForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the program"),
        help_text=_("It can be corrected until the program is verified."),
        max_length=120,
        error_messages={"required": _("Enter the name of your program")},
    )
    neutral_name = forms.CharField(
        label=_("Neutral name"),
        help_text=_("What a party’s phone shows. It must say nothing about mediation or a court."),
        max_length=40,
        error_messages={"required": _("Enter a neutral name")},
    )
    place = forms.CharField(
        label=_("Where do you work?"),
        help_text=_("Town and state or province, for example Elkhart, Indiana."),
        max_length=120,
        error_messages={"required": _("Enter where you work")},
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), error_messages={"required": _("Choose a time zone")})

    def __init__(self, *args: Any, program: Program, **kwargs: Any):
        kept = {name: getattr(program, name) for name in self.base_fields}
        super().__init__(*args, **kwargs | {"initial": kept})
        zones = zone_choices()
        if program.time_zone not in dict(zones):
            # Another name of a clock that is in the list; nothing is changed by saving the rest.
            zones.append((program.time_zone, program.time_zone))
        offer_choices(self, "time_zone", zones)
        if program.is_verified:
            del self.fields["name"]


class AskVerificationForm(forms.Form):
    account = forms.CharField(
        label=_("How can we know that you are who you say?"),
        help_text=_(
            "For example: your web site, who can vouch for you, or at which number of your organization we can call "
            "you. Write nothing about a case."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write how we can know that you are who you say")},
    )
