"""The form of how a program shows itself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amends.web.colours import HEX, Accent, nearest_readable
from amends.web.logos import HIGHEST, LARGEST_BYTES, WIDEST, Logo, UnfitLogo, take_in
from programs.forms.fields import PhoneField
from programs.models import Program

WRONG_WITH_LOGO = {
    "large": _("The logo must be smaller than %(kilobytes)s KB"),
    "kind": _("The logo must be a PNG file"),
    "size": _("The logo must be at most %(width)s pixels wide and %(height)s pixels high"),
    "broken": _("The logo could not be read. Save it as PNG again, and try once more."),
}


class LookForm(forms.Form):
    public_telephone = PhoneField(
        label=_("Telephone number that everybody may call"),
        help_text=_("It is shown on your public pages and on receipts."),
    )
    accent = forms.CharField(
        label=_("Accent color"),
        help_text=_(
            "For links, buttons and the name of your program: a # and six signs from 0 to 9 and a to f, such as "
            "#1d4e4a."
        ),
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}
        ),
        max_length=7,
        required=False,
    )
    logo = forms.FileField(
        label=_("Logo"),
        help_text=_(
            "A PNG file. It is shown beside the short name, which says nothing about mediation; "
            "choose one that does not either."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png"}),
        required=False,
    )
    removes_logo = forms.BooleanField(label=_("Show no logo"), required=False)

    def __init__(self, *args: Any, program: Program, **kwargs: Any):
        shown = {"public_telephone": program.public_telephone, "accent": program.accent}
        super().__init__(*args, **kwargs | {"initial": shown})
        if not program.logo_version:
            del self.fields["removes_logo"]

    def clean_accent(self) -> str:
        """Return the colour; refuse one that cannot be read, and say which one could."""
        accent: str = self.cleaned_data["accent"].strip().lower()
        if not accent:
            return ""
        accent = accent if accent.startswith("#") else f"#{accent}"
        if not HEX.fullmatch(accent):
            raise ValidationError(
                _("Enter a color as # and six signs from 0 to 9 and a to f, such as #1d4e4a")
            )
        if not Accent(accent).is_readable:
            raise ValidationError(
                _("Text in this color is too faint to read. The nearest color that can be read is %(color)s"),
                params={"color": nearest_readable(accent)},
            )
        return accent

    def clean_logo(self) -> Logo | None:
        """Return the picture alone, without what the file says besides."""
        sent = self.cleaned_data["logo"]
        if not sent:
            return None
        try:
            return take_in(sent.read(LARGEST_BYTES + 1))
        except UnfitLogo as error:
            raise ValidationError(
                WRONG_WITH_LOGO[error.reason],
                params={"kilobytes": LARGEST_BYTES // 1000, "width": WIDEST, "height": HIGHEST},
            ) from error
