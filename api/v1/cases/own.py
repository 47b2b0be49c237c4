"""What the program's own policy asks for in a case: its own questions, and what is ticked when it is done.

Asked and taken as the steps of a case are, by the forms and actions of the pages.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.models import Scope
from api.v1.endpoint import ProgramEndpoint
from api.v1.once import once
from api.v1.problems import reason_of
from api.v1.questions import asked, described, filled, posted
from api.v1.schema import as_json
from api.v1.steps.serializers import AskedDetailsSerializer, AskedItemsSerializer, TakenSerializer
from programs.actions.own_parts import describe_case, tick_item
from programs.forms.own_parts import DetailsForm, TickForm
from programs.models import MediationCase
from programs.models.case import STAFF_STATES
from programs.naming import name_of_state
from programs.rules.doing import Thing, things_to_do
from programs.steps import wrong_state
from programs.views.own_items import answers_of

DETAILS = as_json(DetailsForm.base_fields)
DETAILS["application/json"] |= {
    "additionalProperties": {"description": "An answer to one of the program's own questions, by its name."}
}
"""The program's own questions are another thing in each policy: GET names them."""


class OwnEndpoint(ProgramEndpoint):
    """What is done in an open case beside the steps of its lifecycle."""

    step: str

    def _asked(self, case: MediationCase, form: Any, label: str) -> dict[str, Any]:
        wrong = [] if case.state in STAFF_STATES else [wrong_state(STAFF_STATES, self.facts(case))]
        return {
            "step": self.step,
            "label": label,
            "unmet": [reason_of(each) for each in wrong],
            "questions": described(form),
        }

    def _told(self, case: MediationCase, done: str) -> Response:
        """Return keys, states and no personal word, for it is kept for a day."""
        label = name_of_state(case.state, self.program.policy)
        named = {"reference": case.reference, "state": case.state, "state_label": label}
        subject = {"type": case._meta.model_name, "id": str(case.pk)} | named
        return Response({"step": self.step, "done": done, "subject": subject, "made": None})


class CaseDetails(OwnEndpoint):
    step = "describe_case"
    scopes = {"GET": (Scope.CASES_WRITE, Scope.PEOPLE_READ), "POST": (Scope.CASES_WRITE,)}

    @extend_schema(
        operation_id="ask_describe_case",
        summary="Record the details: what is asked, and what was answered",
        responses=AskedDetailsSerializer,
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """Return what this program asks in each case, with the answers so far."""
        case = self.find("case", pk)
        self.note_read(case)
        answers = answers_of(case)
        form = self._form(case, None)
        kept = {each.id: answers[each.id] for each in form.own if each.id in answers}
        told = self._asked(case, form, _("Record the details"))
        return Response(told | {"answers": {"relationship": case.relationship, **kept}})

    @extend_schema(
        operation_id="describe_case", summary="Record the details", request=DETAILS, responses=TakenSerializer
    )
    @once
    def post(self, request: Request, pk: UUID, *, form_key: UUID) -> Response:
        """Record the answers that were sent; null takes one out, and what is not sent stays as it is."""
        case = self.find("case", pk)
        sent = posted(asked(self._form(case, None).fields), request.data)
        form: Any = filled(self._form(case, sent))
        is_told = "relationship" in request.data
        case = describe_case(
            actor=request.user,
            case=case,
            now=timezone.now(),
            relationship=form.cleaned_data["relationship"] if is_told else case.relationship,
            answers={name: answer for name, answer in form.answers.items() if name in request.data},
        )
        return self._told(case, _("The details are recorded."))

    def _form(self, case: MediationCase, sent: Any) -> Any:
        return DetailsForm(sent, policy=self.program.policy_of(case), answers={})


class CaseItems(OwnEndpoint):
    step = "tick_item"
    scopes = {"GET": (Scope.CASES_WRITE,), "POST": (Scope.CASES_WRITE,)}

    @extend_schema(
        operation_id="ask_tick_item",
        summary="Tick what is done: what is to be done",
        responses=AskedItemsSerializer,
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """Return what the program's checklists and rules ask for while the case is where it is."""
        case = self.find("case", pk)
        things, today = self._things(case), self.facts(case).today
        told = self._asked(case, TickForm(None, things=things), _("Tick what is done"))
        return Response(told | {"to_do": [_row(each, today) for each in things]})

    @extend_schema(
        operation_id="tick_item",
        summary="Tick what is done",
        request=as_json(TickForm.base_fields),
        responses=TakenSerializer,
    )
    @once
    def post(self, request: Request, pk: UUID, *, form_key: UUID) -> Response:
        """Say that something is done, or is not after all."""
        case = self.find("case", pk)
        sent = posted(asked(TickForm.base_fields), request.data)
        form: Any = filled(TickForm(sent, things=self._things(case)))
        case = tick_item(actor=request.user, case=case, now=timezone.now(), **form.cleaned_data)
        return self._told(case, _("It is noted."))

    def _things(self, case: MediationCase) -> list[Thing]:
        return things_to_do(self.facts(case)) if case.state in STAFF_STATES else []


def _row(thing: Thing, today: date) -> dict[str, Any]:
    return {
        "id": thing.id,
        "text": thing.text,
        "role": thing.role,
        "due_on": thing.due_on,
        "is_late": thing.is_late(today),
        "is_required": thing.is_required,
        "may_be_ticked": thing.may_be_ticked,
        "done_at": timezone.localtime(thing.done.done_at).isoformat() if thing.done else None,
    }
