"""What is asked to write a letter in words of the program's own."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from programs.forms.part import PartForm
from programs.policy.kinds import NotAllowed
from programs.rules.kinds import SHORT
from programs.wording.declared import LANGUAGES, PLACEHOLDERS, OwnWording
from programs.wording.own import LONGEST, Wordings, demand_fit, known_in
from programs.wording.standard import AUDIENCES, CHANNELS, NAMES, PURPOSES, words_of


class WordingForm(PartForm):
    """Words in place of those of a standard letter, or a letter that no other program has."""

    kind = Wordings()
    id_begins = "letter"

    replaces = forms.ChoiceField(choices=[("", ""), *NAMES.items()], required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"),
        help_text=_("So that everybody knows which letter is meant."),
        max_length=SHORT,
        error_messages={"required": _("Give the letter a name")},
    )
    audience = forms.ChoiceField(
        label=_("For whom is it?"),
        choices=[(id_, label) for id_, (label, _roles) in AUDIENCES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for whom it is")},
    )
    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        choices=[(each.value, each.label) for each in PURPOSES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is for")},
    )
    channels = forms.MultipleChoiceField(
        label=_("By which ways may it go?"),
        choices=[(each.value, each.label) for each in CHANNELS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one way at least")},
    )
    en, fr, es = (
        forms.CharField(
            label=label,
            widget=forms.Textarea(attrs={"rows": 12, "lang": code}),
            max_length=LONGEST,
            required=False,
        )
        for code, label in settings.LANGUAGES
    )

    shown_before = "programs/policy/placeholders.html"

    def __init__(self, *args: Any, like: str = "", preset: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        sent = self.data.get("replaces", "") if self.is_bound else like
        self.replaced = self.there.replaces if self.there else sent if sent in NAMES else ""
        self.initial["replaces"] = self.replaced
        for code in LANGUAGES:
            self.fields[code].marks_optional = False  # type: ignore[attr-defined]
        if self.replaced:
            for field in ("name", "audience", "purpose", "channels"):
                del self.fields[field]
            for code, words in words_of(self.replaced, preset).items():
                self.initial[code] = self.initial.get(code) or words

    @property
    def known(self) -> list[tuple[str, Any]]:
        """Return what can stand in braces, with what it is."""
        return [
            (f"{{{each}}}", PLACEHOLDERS[each]) for each in PLACEHOLDERS if each in known_in(self.replaced)
        ]

    def clean(self) -> dict[str, Any]:
        """Say what is wrong where it stands, before the record is checked as a whole."""
        for code in LANGUAGES:
            words = self.cleaned_data.get(code, "")
            try:
                if words:
                    demand_fit(words, self.replaced)
            except NotAllowed as wrong:
                self.add_error(code, str(wrong))
        return super().clean()

    def shown(self, record: OwnWording) -> dict[str, Any]:
        return {**vars(record), "channels": list(record.channels)}
