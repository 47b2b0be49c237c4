"""The form about the program itself."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _


class DescribeForm(forms.Form):
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
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())],
    )
