"""The list of cases, and each with its people, sessions, agreement and story."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from amends.accounts.access import may_open
from amends.audit.models import AuditEntry, Kind
from api.models import Scope
from api.v1.cases.serializers import (
    AgreementSerializer,
    CaseListSerializer,
    CaseRowSerializer,
    CaseSerializer,
    PeopleOfCaseSerializer,
    SessionSerializer,
    SessionsSerializer,
    StorySerializer,
)
from api.v1.endpoint import ProgramEndpoint
from api.v1.offers import offered
from api.v1.pages import Part
from api.v1.people import PersonOfCaseSerializer
from api.v1.problems import Invalid, parameter_error
from api.v1.referrals.views import chosen
from api.v1.schema import PART
from programs.facts import CaseFacts
from programs.models import MediationCase, MediatorAssignment
from programs.models.case import CaseState
from programs.timeline import story
from programs.views.case_list import with_people


class Cases(ProgramEndpoint):
    scopes = {"GET": (Scope.CASES_READ,)}

    @extend_schema(
        operation_id="cases",
        summary="The cases, the newest first",
        parameters=[
            *PART,
            OpenApiParameter("state", enum=CaseState.values, many=True),
            OpenApiParameter("mediator", OpenApiTypes.UUID, description="Who mediates them now."),
            OpenApiParameter(
                "updated_since",
                OpenApiTypes.DATETIME,
                description="Something was done in the case at or after this.",
            ),
        ],
        responses=CaseListSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return those that whoever asks may see, narrowed by what the address says."""
        cases = MediationCase.objects.visible_to(request.user).select_related("coordinator", "supervisor")
        part = Part(request, with_people(_narrowed(request, cases)))
        rows = CaseRowSerializer(part.rows, many=True, context={"policy": self.program.policy})
        return Response({"results": rows.data, "next": part.next})


def _narrowed(request: Request, cases: QuerySet[Any]) -> QuerySet[Any]:
    if states := chosen(request, "state", CaseState.values):
        cases = cases.filter(state__in=states)
    if (mediator := request.query_params.get("mediator")) is not None:
        live = MediatorAssignment.objects.live().filter(mediator=_uuid(mediator))
        cases = cases.filter(pk__in=live.values("case"))
    if (since := request.query_params.get("updated_since")) is not None:
        done = AuditEntry.objects.filter(
            object_type=MediationCase._meta.label_lower,
            object_id=Cast(OuterRef("pk"), CharField()),
            kind=Kind.CHANGE,
            at__gte=_moment(since),
        )
        cases = cases.filter(Exists(done))
    return cases


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(parameter_error("mediator", _("Send the key of a mediator, a UUID"))) from None


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        said = _("Send a moment with its offset: 2026-03-27T14:30:00Z")
        raise Invalid(parameter_error("updated_since", said))
    return moment


class CaseDetail(ProgramEndpoint):
    scopes = {"GET": (Scope.CASES_READ,)}

    @extend_schema(operation_id="case", summary="A case, and what is next in it", responses=CaseSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return it with each step that is open, and what keeps it from being taken."""
        facts = self.facts(self.find("case", pk))
        case = facts.case
        if case.closure_reason:
            self.note_read(case)
        shown: Any = {
            name: getattr(case, name)
            for name in (
                "id", "reference", "is_sample", "state", "state_since", "due_on", "opened_at", "closed_at",
                "coordinator", "supervisor", "hold_reason",
            )
        }  # fmt: skip
        shown |= {
            "live_assignments": facts.assignments,
            "parties": facts.parties,
            "referral": case.referral_id if may_open(request.user, "api-referral") else None,
            "acknowledgement": facts.checks["E1"].answer if "E1" in facts.checks else "",
            "closure": case if case.closure_reason else None,
            "steps": offered(request, facts, "case"),
        }
        return Response(CaseSerializer(shown, context={"policy": self.program.policy}).data)


class CasePeople(ProgramEndpoint):
    scopes = {"GET": (Scope.PEOPLE_READ,)}

    @extend_schema(
        operation_id="case_people", summary="The people of a case", responses=PeopleOfCaseSerializer
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """Return everybody with how to reach them, and whether they agreed to take part."""
        people = self.facts(self.find("case", pk)).participants
        self.note_read(people)
        context = {"program": self.program}
        return Response({"results": PersonOfCaseSerializer(people, many=True, context=context).data})


class CaseSessions(ProgramEndpoint):
    scopes = {"GET": (Scope.CASES_READ,)}

    @extend_schema(
        operation_id="case_sessions", summary="The sessions of a case", responses=SessionsSerializer
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """Return them in the order of their times."""
        sessions = self.facts(self.find("case", pk)).sessions
        self.note_read(sessions)
        return Response({"results": SessionSerializer(sessions, many=True).data})


class CaseAgreement(ProgramEndpoint):
    scopes = {"GET": (Scope.CASES_READ,)}

    @extend_schema(
        operation_id="case_agreement",
        summary="What was agreed, and the ledger",
        responses=AgreementSerializer,
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """Return the latest version with its items and their ledger; 404 while there is none."""
        facts = self.facts(self.find("case", pk))
        if facts.agreement is None:
            raise Http404
        self.note_read(facts.items)
        return Response(AgreementSerializer(_with_ledger(facts)).data)


def _with_ledger(facts: CaseFacts) -> Any:
    agreement: Any = facts.agreement_there
    agreement.signed_by = [signature.participant_id for signature in agreement.signatures.all()]
    for item in facts.items:
        item.left = facts.outstanding(item) if item.has_ledger else None  # type: ignore[attr-defined]
    names = ("id", "version", "state", "get_state_display", "made_at", "signed_at", "signed_by")
    return {name: getattr(agreement, name) for name in names} | {"items": facts.items}


class CaseStory(ProgramEndpoint):
    scopes = {"GET": (Scope.CASES_READ,)}

    @extend_schema(operation_id="case_story", summary="What happened so far", responses=StorySerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return the last hundred things that happened, the newest first, from the audit."""
        return Response(StorySerializer({"results": story(self.find("case", pk))}).data)
