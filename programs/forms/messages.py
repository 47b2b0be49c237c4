"""Forms of messages: by their sender, and by those who read and pass them on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.forms.fields import FormKeyField
from programs.models.message import MessageKind
from programs.models.participant import RESPONSIBLE_SIDE

LONGEST = 20_000


class WordsForm(forms.Form):
    words = forms.CharField(
        label=_("Your words"),
        help_text=_(
            "Leave out names, addresses and numbers. Somebody of ours reads it before anybody else does."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )


class OwnMessageForm(WordsForm):
    form_key = FormKeyField()


class StaffMessageForm(forms.Form):
    form_key = FormKeyField()
    sender = forms.ChoiceField(label=_("From whom is it?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        choices=[
            (MessageKind.LETTER, _("A letter that came on paper: you type it as it is")),
            (MessageKind.RELAYED, _("What they said: you write it down")),
            (MessageKind.VIDEO, _("A recording: you choose it on the next page")),
        ],
    )
    words = forms.CharField(
        label=_("The words"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 12})
    )

    def __init__(self, *args: Any, facts: CaseFacts, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in facts.parties}
        field: Any = self.fields["sender"]
        field.choices = [
            (key, f"{person.name}, {facts.program.word_for(person.role)}")
            for key, person in self.people.items()
        ]


class RecipientForm(forms.Form):
    """For whom a message is: somebody of the other side."""

    recipient = forms.ChoiceField(label=_("For whom is it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, facts: CaseFacts, **kwargs: Any):
        super().__init__(*args, **kwargs)
        is_responsible = facts.asked.message.sender.role in RESPONSIBLE_SIDE
        across = [each for each in facts.parties if (each.role in RESPONSIBLE_SIDE) != is_responsible]
        self.people = {str(person.pk): person for person in across}
        field: Any = self.fields["recipient"]
        field.choices = [
            (key, f"{person.name}, {facts.program.word_for(person.role)}")
            for key, person in self.people.items()
        ]


class ReturnForm(forms.Form):
    because = forms.CharField(
        label=_("What should be different?"),
        help_text=_("The sender reads this. Say nothing about the other side."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
