"""What is asked about a spreadsheet: the file, what its columns mean, what its words mean, and what comes twice."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import FormKeyField, with_blank
from programs.importing.fields import fields_of
from programs.importing.judging import DAYS
from programs.importing.values import DAY_FIRST, MONTH_FIRST
from programs.models import ImportBatch
from programs.models.imported import ImportKind

EXAMPLES = 3
LONGEST_EXAMPLE = 40
REFUSE = "-"
"""The answer that leaves rows with a word refused; "" means that the word says nothing."""


class ImportFileForm(forms.Form):
    form_key = FormKeyField()
    kind = forms.ChoiceField(
        label=_("What is in it?"),
        choices=ImportKind.choices,
        widget=forms.RadioSelect,
        initial=ImportKind.CASES,
        error_messages={"required": _("Choose what is in the file")},
    )
    file = forms.FileField(
        label=_("The spreadsheet"),
        help_text=_(
            "CSV or XLSX, at most 50,000 rows and 20 MB. The first row below a title holds the headings. Of several"
            " sheets the first that is not hidden is read."
        ),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty")},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


class ColumnsForm(forms.Form):
    """One question for each column, and one for each thing that every row needs and no column may say."""

    # Any column may be left out; what every row needs is listed above the questions instead.
    marks_optional = False

    def __init__(self, *args: Any, batch: ImportBatch, sample: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.batch, self.known = batch, fields_of(batch.kind)
        offered = with_blank(
            [(each.id, f"{each.label} *" if each.is_needed else each.label) for each in self.known.values()],
            _now("Leave this column out"),
        )
        for place, heading in enumerate(batch.headings or []):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading or _now("Column {number}").format(number=place + 1),
                help_text=_examples(sample, place),
                choices=offered,
                required=False,
                initial=batch.columns[place] if place < len(batch.columns) else "",
            )
        for each in self.known.values():
            if each.is_needed and each.is_choice:
                self.fields[f"all_{each.id}"] = forms.ChoiceField(
                    label=str(each.label),
                    choices=with_blank(each.choices.choices, _now("A column says it")),
                    required=False,
                    initial=batch.constants.get(each.id, ""),
                )
        if any(each.kind in ("day", "period") for each in self.known.values()):
            self.fields["days"] = forms.ChoiceField(
                label=_("What does 3/4/2024 mean in this file?"),
                choices=[
                    (MONTH_FIRST, _("March 4: the month first")),
                    (DAY_FIRST, _("April 3: the day first")),
                ],
                widget=forms.RadioSelect,
                initial=batch.constants.get(DAYS, DAY_FIRST),
            )

    @property
    def needed(self) -> list[tuple[str, str]]:
        """Return what every row needs, and the heading of the column that says it, "" where none does yet."""
        headings: dict[str, str] = {}
        for place, heading in enumerate(self.batch.headings or []):
            name = self[f"column_{place}"].value()
            headings.setdefault(name, heading or _now("Column {number}").format(number=place + 1))
        found = []
        for each in self.known.values():
            if each.is_needed:
                for_all = self[f"all_{each.id}"].value() if f"all_{each.id}" in self.fields else ""
                said = dict(each.choices.choices).get(for_all, "") if for_all else ""
                found.append((str(each.label), headings.get(each.id) or str(said)))
        return found

    @property
    def column_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    @property
    def other_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith("column_")]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        columns = self.columns()
        twice = {name for name in columns if name and columns.count(name) > 1}
        for place, name in enumerate(columns):
            if name in twice:
                self.add_error(
                    f"column_{place}",
                    _("Two columns cannot both be “%(name)s”") % {"name": self.known[name].label},
                )
        missing = [
            str(each.label)
            for each in self.known.values()
            if each.is_needed and each.id not in columns and not told.get(f"all_{each.id}")
        ]
        if missing:
            self.add_error(
                None,
                _("Nothing says this yet, and every row needs it: %(names)s") % {"names": ", ".join(missing)},
            )
        return told

    def columns(self) -> list[str]:
        """Return which field each column means."""
        count = len(self.batch.headings or [])
        return [str(self.cleaned_data.get(f"column_{place}") or "") for place in range(count)]

    def constants(self) -> dict[str, str]:
        """Return what holds for every row."""
        told = {
            name.removeprefix("all_"): str(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("all_") and value
        }
        return told | ({DAYS: self.cleaned_data["days"]} if "days" in self.cleaned_data else {})


def _examples(sample: list[Any], place: int) -> str:
    said = dict.fromkeys(
        cells[place].strip()[:LONGEST_EXAMPLE] for _line, cells in sample if place < len(cells)
    )
    some = [each for each in said if each][:EXAMPLES]
    return (
        _now("For example: {words}").format(words=" · ".join(some))
        if some
        else _now("Empty in the first rows")
    )


class WordsForm(forms.Form):
    """One question for each word that nobody explained yet."""

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.words: dict[str, tuple[str, str]] = {}
        known = fields_of(batch.kind)
        for field, words in ((batch.found or {}).get("words") or {}).items():
            for place, (word, count) in enumerate(words.items()):
                name = f"{field}_{place}"
                self.words[name] = (field, word)
                choices = [("", _now("Nothing: leave it empty")), *known[field].choices.choices]
                if known[field].is_needed:
                    choices = choices[1:]
                self.fields[name] = forms.ChoiceField(
                    label=_now("{field}: “{word}”").format(field=known[field].label, word=word),
                    help_text=_now("In {count} rows").format(count=count) if count > 1 else _now("In 1 row"),
                    choices=[(REFUSE, _now("I do not know: leave these rows out")), *choices],
                    required=False,
                    initial=REFUSE,
                )

    def meant(self) -> Mapping[str, Mapping[str, str]]:
        """Return what words mean, by field and word, as far as somebody said it."""
        told: dict[str, dict[str, str]] = {}
        for name, (field, word) in self.words.items():
            if (value := self.cleaned_data[name]) != REFUSE:
                told.setdefault(field, {})[word] = value
        return told


class BeginForm(forms.Form):
    """What is done with rows that come twice: none of them, those that are ticked, or all."""

    def __init__(self, *args: Any, batch: ImportBatch, twice: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        count = batch.counts.get("rows", {}).get("twice", 0)
        if not count:
            return
        self.fields["twice"] = forms.ChoiceField(
            label=_("What is to be done with rows that come twice?"),
            choices=[("skip", _("Leave them out")), ("import", _("Import them all the same"))],
            widget=forms.RadioSelect,
            initial="skip",
        )
        if count == len(twice):
            self.fields["lines"] = forms.MultipleChoiceField(
                label=_("Or leave them out but for these"),
                choices=[(str(line), said) for line, said in twice],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def chosen(self) -> dict[str, Any]:
        """Return what the action takes."""
        told = self.cleaned_data
        return {
            "takes_twice": told.get("twice") == "import",
            "taken_twice": [int(line) for line in told.get("lines") or ()],
        }
