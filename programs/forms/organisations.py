"""What is asked about an organization: who speaks for it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import offer_rows
from programs.forms.step import StepForm
from programs.models import Participant
from programs.models.participant import HARMED_SIDE


class SpokespersonForm(StepForm):
    spokesperson = forms.ModelChoiceField(
        label=_("Who speaks for it?"),
        help_text=_("This person consents and chooses in its place, and comes to a meeting."),
        queryset=Participant.objects.none(),
        empty_label=_("Choose …"),
        error_messages={"required": _("Choose who speaks for it")},
    )

    def prepare(self) -> None:
        side = Participant.objects.filter(case=self.facts.case, role__in=HARMED_SIDE, is_organisation=False)
        offer_rows(self, "spokesperson", side)
        self.fields["spokesperson"].label_from_instance = lambda person: person.name  # type: ignore[attr-defined]
