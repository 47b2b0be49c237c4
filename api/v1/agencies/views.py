"""Sending a referral in the name of an agency of the platform."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from amends import audit
from api.models import Scope
from api.v1.agencies.asking import HandOverAuthentication, HandOverRefused
from api.v1.endpoint import ProgramEndpoint
from api.v1.once import once
from api.v1.problems import StepNotPossible
from api.v1.questions import asked, filled, posted
from api.v1.referrals.serializers import ReceivedSerializer
from api.v1.referrals.views import SentReferralForm, unmet_needs
from api.v1.schema import as_json
from network.agencies.handover import NotLetIn
from programs.actions.desk import send_for_software
from programs.actions.referrals import Sender
from programs.agencies import source_of
from programs.models.referral import INITIATIVE_OF
from programs.models.source import NO_SOURCE
from programs.openness import NotOpen
from programs.receipts import receipt_token

ANSWERED = asked(SentReferralForm.base_fields, without=("source", "is_sample"))
"""For which source it refers is known of the agency, and nothing that it sends is practice."""


class SentSerializer(ReceivedSerializer):
    receipt = serializers.URLField(help_text="Shows how far the referral is, and nothing about anybody.")


class AgencyReferrals(ProgramEndpoint):
    authentication_classes = [HandOverAuthentication]
    scopes = {"POST": (Scope.REFERRALS_WRITE,)}

    @extend_schema(
        operation_id="send_agency_referral",
        summary="Send a referral in the name of an agency",
        request=as_json(ANSWERED),
        responses={201: SentSerializer},
    )
    @once
    def post(self, request: Request, *, form_key: UUID) -> Response:
        """Take a referral in, as the form does for somebody of the agency; the hand-over is spent by it.

        What was agreed with the agency as a source holds. A request that is refused spends nothing. Sent again with
        the same Idempotency-Key, and with this hand-over or a later one, it is the referral that it was.
        """
        visitor = request.auth.visitor
        sent = posted(ANSWERED, request.data)
        form: Any = filled(
            SentReferralForm(self._known(sent) | sent | {"form_key": str(form_key)}, program=self.program)
        )
        answers = form.answers()
        is_own = (
            answers["referrer_class"] in INITIATIVE_OF
        )  # no agency is told of what somebody asks for themselves
        sender = None if is_own else Sender(visitor.agency_id, visitor.person_id)
        try:
            referral = send_for_software(
                actor=request.user,
                nonce=request.auth.arrival.nonce,
                now=timezone.now(),
                sender=sender,
                answers=answers,
            )
        except NotLetIn as refusal:
            audit.denied("hand_over.shown", ("page", "api-agency-referrals"), actor=request.user, rule="used")
            raise HandOverRefused(refusal.why) from refusal
        except NotOpen:
            raise StepNotPossible(unmet_needs(self.program)) from None
        path = reverse("refer-received", args=[receipt_token(referral.pk)])
        referral.receipt = request.build_absolute_uri(path)
        return Response(
            SentSerializer(referral).data, status=HTTPStatus.CREATED, headers={"Location": referral.receipt}
        )

    def _known(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Return what need not be said: the office, and the source where it refers as what that source is."""
        visitor = self.request.auth.visitor  # type: ignore[union-attr]
        source = source_of(visitor)
        fits = source is not None and source.kind == sent.get("referrer_class")
        return {"office_name": visitor.agency, "source": str(source.pk) if source and fits else NO_SOURCE}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse whoever shows no hand-over, before anything is asked of scopes."""
        if request.auth is None:
            raise exceptions.NotAuthenticated
        super().initial(request, *args, **kwargs)
