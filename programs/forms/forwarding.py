"""What is asked when a referral is handed on, answered by the other program, or joined to another request."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from programs.facts import ReferralFacts
from programs.forms.fields import offer_rows
from programs.forms.step import StepForm
from programs.models import InformationRelease, Referral
from programs.models.forward import ForwardAnswer
from programs.models.referral import WAITING_STATES, ReferralState, ReferrerClass
from programs.models.release import RecipientKind


def releases_to_programs(facts: ReferralFacts) -> Any:
    """Return what people of a referral let go to another program and that counts now."""
    live = InformationRelease.objects.live(facts.now).filter(recipient_kind=RecipientKind.PROGRAM)
    return live.filter(participant__referral=facts.referral).select_related("participant")


def requests_of_victims(facts: ReferralFacts) -> Any:
    """Return what persons harmed asked for themselves and that is still open, practice beside practice."""
    states = (*WAITING_STATES, ReferralState.ACCEPTED)
    asked = Referral.objects.filter(referrer_class=ReferrerClass.VICTIM_SELF, state__in=states)
    return asked.filter(is_sample=facts.referral.is_sample)


class ReleaseField(forms.ModelChoiceField):
    def label_from_instance(self, release: Any) -> str:
        return f"{release.participant.name}: {release.recipient}"


class ForwardForm(StepForm):
    program_name = forms.CharField(
        label=_("To which program?"),
        max_length=200,
        error_messages={"required": _("Enter the name of the program")},
    )
    program_contact = forms.CharField(
        label=_("How can the person reach that program?"),
        help_text=_("Telephone number, address or web page: this is what you tell the person."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Enter how that program can be reached")},
    )
    release = ReleaseField(
        label=_("What goes with it?"),
        help_text=_("A release is listed here while it counts and names another program."),
        queryset=InformationRelease.objects.none(),
        empty_label=_("Nothing: the person gets in touch themselves"),
        required=False,
    )

    receiver_id = forms.UUIDField(
        label=_("Which program of this platform is it?"),
        help_text=_("With a release that is enough for a referral, it then goes there over the platform."),
        widget=forms.HiddenInput,
        required=False,
    )

    def prepare(self) -> None:
        if self["receiver_id"].value():  # its name is the one that the platform knows
            self.fields["program_name"].widget = forms.HiddenInput()
        offer_rows(self, "release", releases_to_programs(cast("ReferralFacts", self.facts)))


class FindReceiverForm(forms.Form):
    """By what a program of the platform is looked for."""

    words = forms.CharField(
        label=_("Name of the program, or place"),
        help_text=_("For example a county or a town: then programs are shown that serve it."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter a name or a place")},
    )


class ForwardAnswerForm(StepForm):
    answer = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[each for each in ForwardAnswer.choices if each[0] != ForwardAnswer.PENDING],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of it")},
    )


class RequestField(forms.ModelChoiceField):
    def label_from_instance(self, referral: Any) -> str:
        day = date_format(timezone.localtime(referral.submitted_at), "DATE_FORMAT")
        return f"{referral.reference}, {day}, {referral.referrer_name}"


class JoinForm(StepForm):
    other = RequestField(
        label=_("Which request of the person harmed is it about?"),
        help_text=_("Only requests that they made themselves. Nobody is asked or told by joining the two."),
        queryset=Referral.objects.none(),
        empty_label=_("Choose …"),
        error_messages={"required": _("Choose the request"), "invalid_choice": _("Choose the request")},
    )

    def prepare(self) -> None:
        offer_rows(self, "other", requests_of_victims(cast("ReferralFacts", self.facts)))
