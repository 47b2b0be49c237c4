"""One endpoint for each step: GET says what it asks and what keeps it from being taken, POST takes it."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import override
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.models import Scope
from api.v1.endpoint import ProgramEndpoint
from api.v1.once import once
from api.v1.problems import reason_of
from api.v1.questions import asked, described, filled, posted
from api.v1.schema import as_json
from api.v1.steps.serializers import AskedSerializer, TakenSerializer
from api.v1.steps.ways import Facts, Way
from programs.facts import ReferralFacts
from programs.forms.fields import FormKeyField
from programs.naming import name_of_state
from programs.steps import missing


class StepEndpoint(ProgramEndpoint):
    """A step below the address of what it is about."""

    way: ClassVar[Way]

    def get(self, request: Request, pk: UUID) -> Response:
        """Return the questions, with the choices that there are just now."""
        target = self.find(self.way.step.about, pk)
        facts = self._facts(target)
        if self.way.shows_people:
            self.note_read(self.way.people(facts, target))
        form = self.way.form(None, facts=facts, target=target, actor=request.user)
        return Response(
            {
                "step": self.way.step.id,
                "label": str(self.way.step.label),
                "unmet": [reason_of(each) for each in missing(self.way.step, facts)],
                "questions": described(form),
            }
        )

    @once
    def post(self, request: Request, pk: UUID, *, form_key: UUID) -> Response:
        """Take the step, as its page does; a refusal is 409 and names every rule that says no."""
        way, target = self.way, self.find(self.way.step.about, pk)
        fields = way.form_class.base_fields
        keys = {name: str(form_key) for name, field in fields.items() if isinstance(field, FormKeyField)}
        sent = posted(asked(fields), request.data) | keys
        form = filled(way.form(sent, facts=self._facts(target), target=target, actor=request.user))
        made = way.take(form=form, target=target, actor=request.user, now=timezone.now())
        return Response(self._told(way.subject_of(target), made))

    def _facts(self, target: Any) -> Facts:
        if self.way.is_about_a_case:
            return self.facts(self.way.subject_of(target), **self.way.already_answered(target))
        return ReferralFacts(referral=target, program=self.program, now=timezone.now())

    def _told(self, subject: Any, made: Any) -> dict[str, Any]:
        """Return what is told of a step that was taken: keys, states and no personal word, for it is kept for a day."""
        subject.refresh_from_db(fields=["state"])
        is_another = isinstance(made, Model) and made.pk not in (None, subject.pk)
        is_case = self.way.is_about_a_case
        label = name_of_state(subject.state, self.program.policy) if is_case else subject.get_state_display()
        told = {"reference": subject.reference, "state": subject.state, "state_label": label}
        return {
            "step": self.way.step.id,
            "done": str(self.way.done),
            "subject": _row(subject) | told,
            "made": _row(made) if is_another else None,
        }


def _row(row: Any) -> dict[str, str]:
    return {"type": row._meta.model_name, "id": str(row.pk)}


def endpoint_of(way: Way) -> Callable[..., Any]:
    """Return the view of a step, with the schema of what its form asks."""
    step = way.step
    write = Scope.CASES_WRITE if way.is_about_a_case else Scope.REFERRALS_DECIDE
    with_people = (write, Scope.PEOPLE_READ)
    scopes = {
        "GET": with_people if way.shows_people else (write,),
        "POST": with_people if way.judges_words else (write,),
    }
    own_class: Any = type(
        f"{step.id.title().replace('_', '')}Step", (StepEndpoint,), {"way": way, "scopes": scopes}
    )
    with override("en"):
        label = str(step.label)
    described_so = extend_schema_view(
        get=extend_schema(
            operation_id=f"ask_{step.id}", summary=f"{label}: what is asked", responses=AskedSerializer
        ),
        post=extend_schema(
            operation_id=step.id,
            summary=label,
            request=as_json(asked(way.form_class.base_fields)),
            responses=TakenSerializer,
        ),
    )
    return described_so(own_class).as_view()
