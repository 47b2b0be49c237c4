"""The inbox of referrals, a referral, the people it names, and sending one."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.models import Scope
from api.v1.endpoint import ProgramEndpoint
from api.v1.offers import offered
from api.v1.once import once
from api.v1.pages import Part
from api.v1.people import PersonSerializer
from api.v1.problems import Invalid, StepNotPossible, parameter_error
from api.v1.questions import asked, filled, posted
from api.v1.referrals.serializers import (
    PeopleSerializer,
    ReceivedSerializer,
    ReferralListSerializer,
    ReferralRowSerializer,
    ReferralSerializer,
)
from api.v1.schema import PART, as_json
from programs.actions.referrals import submit_referral
from programs.facts import ReferralFacts
from programs.forms.referral import ReferralForm
from programs.guards import Unmet
from programs.models import MediationCase, Program, Referral
from programs.models.referral import ReferralState
from programs.openness import NotOpen, needs_of
from programs.views.receipts import how_far


class SentReferralForm(ReferralForm):
    """The form of the page, without its trap for machines: software that shows a token is one."""

    website = None  # type: ignore[assignment]
    must_choose_source = False
    is_sample = forms.BooleanField(
        label=_("Is it invented, to practise with?"),
        help_text=_("Only before the program is open. Nothing of a sample leaves the program."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("is_sample") and self.program.is_open:
            self.add_error("is_sample", _now("This program is open: what is referred here is real"))
        return data

    def answers(self) -> dict[str, Any]:
        return super().answers() | {"is_sample": self.cleaned_data["is_sample"]}


class Referrals(ProgramEndpoint):
    scopes = {"GET": (Scope.REFERRALS_READ,), "POST": (Scope.REFERRALS_WRITE,)}

    @extend_schema(
        operation_id="referrals",
        summary="The referrals, the newest first",
        parameters=[*PART, OpenApiParameter("state", enum=ReferralState.values, many=True)],
        responses=ReferralListSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return those that whoever asks may see, in these states or in all."""
        referrals = Referral.objects.visible_to(request.user).select_related("office", "source", "review_by")
        if states := chosen(request, "state", ReferralState.values):
            referrals = referrals.filter(state__in=states)
        part = Part(request, referrals)
        self.note_read(part.rows)
        return Response({"results": ReferralRowSerializer(part.rows, many=True).data, "next": part.next})

    @extend_schema(
        operation_id="send_referral",
        summary="Send a referral",
        request=as_json(asked(SentReferralForm.base_fields)),
        responses={201: ReceivedSerializer},
    )
    @once
    def post(self, request: Request, *, form_key: UUID) -> Response:
        """Take a referral in, as the program's public form does."""
        sent = posted(asked(SentReferralForm.base_fields), request.data)
        form: Any = filled(SentReferralForm(sent | {"form_key": str(form_key)}, program=self.program))
        try:
            referral = submit_referral(actor=request.user, now=timezone.now(), **form.answers())
        except NotOpen:
            raise StepNotPossible(unmet_needs(self.program)) from None
        where = request.build_absolute_uri(reverse("api-referral", args=[referral.pk]))
        return Response(
            ReceivedSerializer(referral).data, status=HTTPStatus.CREATED, headers={"Location": where}
        )


def chosen(request: Request, name: str, values: list[str]) -> list[str]:
    """Return what a parameter names, perhaps several times; raises Invalid for a value that there is not."""
    named = request.query_params.getlist(name)
    if set(named) - set(values):
        said = _now("Send one of these: %(values)s") % {"values": ", ".join(values)}
        raise Invalid(parameter_error(name, said))
    return named


def unmet_needs(program: Program) -> list[Unmet]:
    """Return what keeps a program from dealing with real people, as unmet rules."""
    source = _now("A program deals with real people when somebody vouches for it")
    return [
        Unmet(f"program_{need.id}", "open", str(need.title), source, str(need.hint))
        for need in needs_of(program)
        if not need.is_met
    ]


class ReferralDetail(ProgramEndpoint):
    scopes = {"GET": (Scope.REFERRALS_READ,)}

    @extend_schema(operation_id="referral", summary="A referral as it came", responses=ReferralSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return it with its amendments and what can be decided; the people it names have an address of their own."""
        referral = self.find("referral", pk)
        self.note_read(referral)
        case = MediationCase.objects.visible_to(request.user).filter(referral=referral)
        facts = ReferralFacts(referral=referral, program=self.program, now=timezone.now())
        if referral.is_leave_over(facts.now):
            referral.summary = ""
        referral.case_id = case.values_list("pk", flat=True).first()
        referral.receipt = _receipt(referral)
        referral.steps = offered(request, facts, "referral")
        return Response(ReferralSerializer(referral).data)


def _receipt(referral: Referral) -> dict[str, Any]:
    rows = [{"label": label, "value": value} for label, value in how_far(referral)]
    return {"rows": rows, "is_live": referral.is_receipt_live}


class ReferralPeople(ProgramEndpoint):
    scopes = {"GET": (Scope.REFERRALS_READ, Scope.PEOPLE_READ)}

    @extend_schema(
        operation_id="referral_people", summary="The people a referral names", responses=PeopleSerializer
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """Return them as the referrer knew them, or as they are known by now."""
        referral = self.find("referral", pk)
        people = [] if referral.is_leave_over(timezone.now()) else list(referral.participants.all())
        self.note_read(people)
        context = {"program": self.program}
        return Response({"results": PersonSerializer(people, many=True, context=context).data})
