"""Lists what somebody released, records a release, and ends one at once.

Asked and taken as the steps of a case are; no step of a case waits for a release, and none may.
"""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
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
from api.v1.releases.serializers import ReleaseSerializer, ReleasesSerializer
from api.v1.schema import as_json
from api.v1.steps.serializers import AskedSerializer, TakenSerializer
from programs.actions.releases import record_release, revoke_release
from programs.forms.releases import ReleaseForm
from programs.models import InformationRelease, Participant
from programs.models.case import STAFF_STATES
from programs.models.release import latest_day
from programs.naming import name_of_state
from programs.reaching import people_seen_by
from programs.steps import wrong_state


class ReleaseEndpoint(ProgramEndpoint):
    """What is done about the releases of somebody of a case, or of a referral without one."""

    step: str

    def person(self, key: UUID) -> Participant:
        return get_object_or_404(people_seen_by(self.request.user), pk=key)

    def told(self, release: InformationRelease, done: str) -> Response:
        """Return keys, states and no personal word, for it is kept for a day."""
        person = release.participant
        subject: Any = person.case or person.referral
        label = (
            name_of_state(subject.state, self.program.policy)
            if person.case
            else str(subject.get_state_display())
        )
        named = {"reference": subject.reference, "state": subject.state, "state_label": label}
        return Response(
            {
                "step": self.step,
                "done": done,
                "subject": {"type": subject._meta.model_name, "id": str(subject.pk)} | named,
                "made": {"type": release._meta.model_name, "id": str(release.pk)},
            }
        )


class PersonReleases(ReleaseEndpoint):
    scopes = {"GET": (Scope.PEOPLE_READ,)}

    @extend_schema(
        operation_id="person_releases", summary="What somebody released", responses=ReleasesSerializer
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """Return every release of a person, what is over too, the latest first."""
        person, now = self.person(pk), timezone.now()
        self.note_read(person)
        releases = list(person.releases.all())
        for release in releases:
            release.participant = person
        told = [vars(each) | {"is_live": each.is_live(now)} | _opened(each) for each in releases]
        return Response({"results": ReleaseSerializer(told, many=True).data})


def _opened(release: InformationRelease) -> dict[str, str]:
    return {"recipient": release.recipient, "purpose": release.purpose}


class RecordRelease(ReleaseEndpoint):
    step = "record_release"
    scopes = {"GET": (Scope.CASES_WRITE,), "POST": (Scope.CASES_WRITE,)}

    @extend_schema(
        operation_id="ask_record_release",
        summary="Record a release: what is asked",
        responses=AskedSerializer,
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """Return the questions, and what keeps a release from being recorded."""
        person = self.person(pk)
        is_over = person.case is not None and person.case.state not in STAFF_STATES
        wrong = [wrong_state(STAFF_STATES, self.facts(person.case))] if is_over and person.case else []
        return Response(
            {
                "step": self.step,
                "label": _("Record a release"),
                "unmet": [reason_of(each) for each in wrong],
                "questions": described(self._form(person, None)),
            }
        )

    @extend_schema(
        operation_id="record_release",
        summary="Record a release",
        request=as_json(asked(ReleaseForm.base_fields)),
        responses=TakenSerializer,
    )
    @once
    def post(self, request: Request, pk: UUID, *, form_key: UUID) -> Response:
        """Record leave that somebody signed; it ends by itself after its last day."""
        person = self.person(pk)
        sent = posted(asked(ReleaseForm.base_fields), request.data) | {"form_key": str(form_key)}
        form: Any = filled(self._form(person, sent))
        release = record_release(
            actor=request.user,
            participant=person,
            now=timezone.now(),
            form_key=form_key,
            leave=form.leave(),
        )
        return self.told(release, _("The release is recorded. It ends by itself."))

    def _form(self, person: Participant, sent: Any) -> ReleaseForm:
        today = timezone.localdate()
        return ReleaseForm(sent, today=today, latest=latest_day(self.program, person, today))


class RevokeRelease(ReleaseEndpoint):
    step = "revoke_release"
    scopes = {"POST": (Scope.CASES_WRITE,)}
    http_method_names = ["post"]

    @extend_schema(
        operation_id="revoke_release",
        summary="Take a release back",
        request=as_json({}),
        responses=TakenSerializer,
    )
    @once
    def post(self, request: Request, pk: UUID, *, form_key: UUID) -> Response:
        """End a release at once, in whatever state the case is."""
        seen = InformationRelease.objects.filter(participant__in=people_seen_by(request.user))
        release = get_object_or_404(seen.select_related("participant__case", "participant__referral"), pk=pk)
        revoke_release(actor=request.user, release=release, now=timezone.now())
        done = _("The release is taken back. Nothing may be passed on by it any more.")
        return self.told(release, done)
