"""What is asked about a referral source."""

import uuid
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.accounts.models import Role
from network.agencies.codes import agency_of
from programs.actions.sources import Agreed
from programs.forms.fields import offer_choices, offer_rows, with_blank
from programs.models import Program, ReferralSource
from programs.models.referral import INITIATIVE_OF, ReferrerClass
from programs.models.source import AskedFor, ToldBack
from programs.roles import RUNS_THE_CASE


class SourceForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Everybody sees it on your referral form, for example “Lakeview Juvenile Court”."),
        max_length=200,
        error_messages={"required": _("Enter the name of the source")},
    )
    kind = forms.ChoiceField(
        label=_("Who refers from there?"), error_messages={"required": _("Choose who refers from there")}
    )
    is_office = forms.BooleanField(
        label=_("It is an office or organization"),
        help_text=_("Then nobody who belongs to it can mediate in a case that it refers."),
        required=False,
        initial=True,
    )
    asks_for = forms.MultipleChoiceField(
        label=_("What must each referral from it hold?"),
        help_text=_(
            "Beyond the stage, the offense, the name of the person responsible and a way to answer. "
            "Of the person harmed nothing can be asked for."
        ),
        choices=AskedFor.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    answer_days = forms.IntegerField(label=_("Answer it within"), required=False, min_value=1)
    told_roles = forms.MultipleChoiceField(
        label=_("Who is told of a referral from it?"),
        help_text=_("If you choose nobody: the coordinators."),
        choices=[(role, Role(role).label) for role in RUNS_THE_CASE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    told_user = forms.ModelChoiceField(
        label=_("And one person by name"),
        queryset=get_user_model().objects.none(),
        empty_label=_("Nobody in particular"),
        required=False,
    )
    agency_code = forms.CharField(
        label=_("Its code on the platform"),
        help_text=_(
            "If it has an account there. Whoever comes from it finds this source chosen on your form."
        ),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
    )
    told_back = forms.ChoiceField(
        label=_("What is it told?"),
        help_text=_("Never what anybody said, and never why a case ended."),
        choices=ToldBack.choices,
        widget=forms.RadioSelect,
        initial=ToldBack.REPORT,
        error_messages={"required": _("Choose what it is told")},
    )

    def __init__(self, *args: Any, program: Program, source: ReferralSource | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.source = source
        # Who refers themselves is no source that could be known by name.
        kinds = [
            each
            for each in ReferrerClass.choices
            if each[0] not in INITIATIVE_OF
            and (each[0] in program.policy.referrers or (source and source.kind == each[0]))
        ]
        offer_choices(self, "kind", with_blank(kinds))
        colleagues = get_user_model().objects.filter(is_active=True, roles__overlap=[*RUNS_THE_CASE])
        offer_rows(self, "told_user", colleagues.order_by("name"))
        self._limit_days(program.policy.answer_days)

    def _limit_days(self, most: int) -> None:
        """Offer no more days than the policy gives anybody: an agreement may promise sooner, never later."""
        field = self.fields["answer_days"]
        wrong = _now("Enter a whole number from 1 to {most}, or nothing").format(most=most)
        field.error_messages.update(dict.fromkeys(("invalid", "min_value", "max_value"), wrong))
        field.help_text = _now("Empty: {most} days, as for everybody. It can be sooner, not later.").format(
            most=most
        )
        field.max_value = most  # type: ignore[attr-defined]
        field.validators.append(MaxValueValidator(most, wrong))
        field.widget = forms.NumberInput(attrs={"class": "govuk-input--width-3"})
        field.widget.component_parameters = {"suffix": _now("days")}  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Refuse a second open source of the same name: nobody could tell which to choose."""
        name = str(self.cleaned_data["name"]).strip()
        others = ReferralSource.objects.filter(is_open=True, name__iexact=name)
        if self.source is not None:
            others = others.exclude(pk=self.source.pk)
        if others.exists():
            raise forms.ValidationError(_("There is an open source of this name already"))
        return name

    def clean_agency_code(self) -> uuid.UUID | None:
        """Return the key of the verified agency of this code, which no other open source is."""
        code = str(self.cleaned_data["agency_code"]).strip().lower()
        if not code:
            return None
        key = agency_of(code)
        if key is None:
            raise forms.ValidationError(_("No verified agency has this code. Ask the agency for it"))
        others = ReferralSource.objects.filter(is_open=True, agency_id=key)
        if self.source is not None:
            others = others.exclude(pk=self.source.pk)
        if others.exists():
            raise forms.ValidationError(_("Another open source is this agency already"))
        return key

    def agreed(self) -> Agreed:
        """Return what the actions take."""
        told = dict(self.cleaned_data)
        return Agreed(agency_id=told.pop("agency_code"), **told)
