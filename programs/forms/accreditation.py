"""What is asked about accreditations: how a criterion is met, with what it is shown, and words to the network."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.accreditation.criteria import Criterion, EvidenceKind, Rating
from network.accreditation.store import LARGEST

LONGEST = 4000


class CriterionForm(forms.Form):
    """The program's own judgement, and a document if there is one."""

    marks_optional = False
    rating = forms.ChoiceField(
        label=_("How do you meet it?"),
        choices=Rating.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you meet it")},
    )
    words = forms.CharField(
        label=_("In your own words"),
        help_text=_(
            "The reviewer reads this. Write nothing about a case, and name nobody who takes part in one."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write how you meet it")},
    )
    kind = forms.ChoiceField(label=_("What kind of document is it?"), required=False)
    document = forms.FileField(
        label=_("A document that shows it, if you hand one in now"),
        help_text=_(
            "PDF, Word, OpenDocument, text or picture, up to 5 MB. It must not hold anything about people who take "
            "part in cases; it is looked through for that before it leaves the program."
        ),
        required=False,
    )

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any):
        super().__init__(*args, **kwargs)
        labels = dict(EvidenceKind.choices)
        self.fields["kind"].choices = [(each, labels[each]) for each in criterion.evidence]  # type: ignore[attr-defined]

    def clean_document(self) -> Any:
        document = self.cleaned_data["document"]
        if document and document.size > LARGEST:
            raise ValidationError(_("The file is larger than 5 MB. Choose a smaller one"))
        return document


class WordsForm(forms.Form):
    """Words that the network reads."""

    words = forms.CharField(
        label=_("What do you write?"),
        help_text=_("The network reads this. Write nothing about a case."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write something first")},
    )
