"""What is asked about taking part in figures across programs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network import places
from programs.forms.fields import offer_choices, with_blank
from programs.networks.copies import Copy


class SharingForm(forms.Form):
    """In which figures the program's cases are counted, and that it agrees to the words above."""

    marks_optional = False
    words = forms.IntegerField(widget=forms.HiddenInput)
    region = forms.ChoiceField(
        label=_("State or province"),
        help_text=_("Where most of your cases are. Each program is in one."),
        error_messages={"required": _("Choose the state or province in which most of your cases are")},
    )
    network = forms.ChoiceField(
        label=_("Network"),
        help_text=_("Its figures have your cases too, added to those of its other members."),
        required=False,
    )
    agrees = forms.BooleanField(
        label=_("The program agrees to this"),
        error_messages={"required": _("Tick that the program agrees, or leave things as they are")},
    )

    def __init__(self, *args: Any, networks: list[Copy], **kwargs: Any):
        super().__init__(*args, **kwargs)
        regions = [
            (each.code, f"{each.name}, {country.name}")
            for country in places.countries()
            for each in places.divisions_of(country.code.partition(":")[2])
        ]
        offer_choices(self, "region", with_blank(regions))
        if networks:
            offer_choices(
                self, "network", [("", _("None")), *((each.network, each.name) for each in networks)]
            )
        else:
            del self.fields["network"]
