"""Forms of a standard that is written: a criterion, and all the rest. Words are asked for in every language."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.accreditation.actions.standards import LONGEST_RENEWAL
from network.accreditation.criteria import HEAVIEST, Criterion, EvidenceKind

SHORT, LONG = 200, 2000


def _in_languages(label: Any, longest: int, *, rows: int = 0) -> dict[str, forms.CharField]:
    """Return a field for each language of the platform, by the code of the language."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return {
        code: forms.CharField(
            label=f"{label} ({name})",
            required=False,
            max_length=longest,
            widget=type(widget)(attrs={**widget.attrs, "lang": code}),
        )
        for code, name in settings.LANGUAGES
    }


class InLanguages(forms.Form):
    """A form that asks for some words in every language; one of them is enough, and is shown to all then."""

    marks_optional = False
    words: ClassVar[Mapping[str, tuple[Any, int, int, Any]]] = {}
    """By name: the label, how long it can be, lines of the field (0 for one), and what is said when it is missing."""

    def __init__(self, *args: Any, known: Mapping[str, Mapping[str, str]] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        asked = {}
        for name, (label, longest, rows, _missing) in self.words.items():
            for code, field in _in_languages(label, longest, rows=rows).items():
                field.initial = (known or {}).get(name, {}).get(code, "")
                asked[f"{name}_{code}"] = field
        self.fields = asked | self.fields

    def clean(self) -> dict[str, Any]:
        """Gather the words by language; they are asked for in one at least."""
        data = super().clean() or {}
        for name, (_label, _longest, _rows, missing) in self.words.items():
            said = {code: data.get(f"{name}_{code}", "") for code, _name in settings.LANGUAGES}
            data[name] = {code: text for code, text in said.items() if text}
            first = f"{name}_{settings.LANGUAGES[0][0]}"
            if not data[name] and not self.has_error(first):
                self.add_error(first, ValidationError(missing))
        return data


class CriterionForm(InLanguages):
    """One criterion."""

    words: ClassVar = {
        "title": (_("What it is called"), SHORT, 0, _("Enter what it is called, in one language at least")),
        "text": (_("What it asks for"), LONG, 4, _("Write what it asks for, in one language at least")),
    }
    evidence = forms.MultipleChoiceField(
        label=_("What can show that it is met?"),
        choices=EvidenceKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of document")},
    )
    weight = forms.TypedChoiceField(
        label=_("Weight"),
        help_text=_("How much it counts among the others, for whoever reviews. 5 is the most."),
        choices=[(each, each) for each in range(1, HEAVIEST + 1)],
        coerce=int,
        initial=3,
    )
    required = forms.BooleanField(
        label=_("Required: without it no program is accredited"),
        required=False,
    )

    def __init__(self, *args: Any, known: Criterion | None = None, **kwargs: Any):
        initial = None
        if known is not None:
            kwargs["known"] = {"title": known.title, "text": known.text}
            initial = {name: getattr(known, name) for name in ("evidence", "weight", "required")}
        super().__init__(*args, initial=initial, **kwargs)

    def told(self) -> dict[str, Any]:
        """Return what the draft holds of it."""
        return {name: self.cleaned_data[name] for name in ("title", "text", "evidence", "weight", "required")}


class StandardForm(InLanguages):
    """Everything of a standard but its criteria."""

    words: ClassVar = {
        "title": (_("Title of the standard"), SHORT, 0, _("Enter a title, in one language at least"))
    }
    renewal_months = forms.IntegerField(
        label=_("Months until it has to be renewed"),
        min_value=1,
        max_value=LONGEST_RENEWAL,
        error_messages={"required": _("Enter a number of months, such as 36")},
    )
    has_annual_return = forms.BooleanField(
        label=_("Ask every accredited program once a year how it still meets the standard"), required=False
    )
    sources = forms.CharField(
        label=_("What it follows"),
        help_text=_("One source on each line: a law, a guide, or a decision of your members."),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Name at least one source")},
    )

    def told(self) -> dict[str, Any]:
        """Return what the action takes."""
        lines = [line.strip() for line in self.cleaned_data["sources"].splitlines()]
        names = ("title", "renewal_months", "has_annual_return")
        return {name: self.cleaned_data[name] for name in names} | {
            "sources": [line for line in lines if line]
        }
