"""Who asks with a hand-over of an agency's software, and what is refused."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from amends import audit
from amends.accounts.access import AGENCY_SOFTWARE, Outsider
from amends.web.limits import is_within, network_of
from amends.web.problems import TROUBLES, Trouble
from api import limits
from api.models import Scope
from api.v1.problems import ApiProblem
from network.agencies import software
from network.agencies.handover import NotLetIn, Visitor
from programs.desk import own_tenant_id

WHY = {
    "expired": _("It is good for two minutes, and they are over. Ask for another with your agency’s key."),
    "used": _("It is good for one referral, and that was sent. Ask for another with your agency’s key."),
    "elsewhere": _("It was made for another program."),
    "stopped": _("The agency is not verified, or its key was revoked."),
    "altered": _("It does not come from this platform, or was changed on the way."),
}


class HandOverRefused(ApiProblem):
    """The hand-over lets nothing in; `code` and `why` stay the same for software."""

    status = 401

    def __init__(self, why: str):
        self.trouble = Trouble(f"hand_over_{why}", _("This hand-over is not good here"), WHY[why])
        super().__init__(headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


class TooOften(ApiProblem):
    status = 429
    trouble = TROUBLES["429"]

    def __init__(self, wait: int):
        super().__init__(headers={"Retry-After": str(wait)})


@dataclass(frozen=True)
class Software:
    """What stands in place of a token of this program: a key of an agency, which may send and nothing else."""

    arrival: software.SoftwareArrival
    visitor: Visitor
    scopes: tuple[Scope, ...] = (Scope.REFERRALS_WRITE,)

    @property
    def pk(self) -> Any:
        """Return the key's id: a request that is sent again with another hand-over is the same request."""
        return self.arrival.key_id


class HandOverAuthentication(BaseAuthentication):
    """Reads the hand-over; a token of this program is none, and neither is a hand-over of a person."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        shown, now = software.bearer_of(request._request), timezone.now()
        if not shown:
            return None
        try:
            arrival = software.read(shown, tenant_id=own_tenant_id())
            visitor = software.known(arrival, now)
        except NotLetIn as refusal:
            if is_within("tries", network_of(request._request), now=now):
                audit.denied(
                    "hand_over.shown", ("page", "api-agency-referrals"), actor=None, rule=refusal.why
                )
            raise HandOverRefused(refusal.why) from refusal
        found = Software(arrival, visitor)
        if wait := limits.seconds_to_wait(found, now):
            raise TooOften(wait)
        return Outsider(AGENCY_SOFTWARE, arrival.key_id), found

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class HandOverScheme(OpenApiAuthenticationExtension):
    """How drf-spectacular writes it down."""

    target_class = "api.v1.agencies.asking.HandOverAuthentication"
    name = "agency_hand_over"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": (
                "A hand-over for one referral, good for two minutes. The agency’s software gets it from the "
                "platform’s own host: POST /api/agency/hand-over/ with a key of the agency as bearer token and "
                '{"program": "<code of the program>"}; the answer holds `token`, `expires_in` and `send_to`.'
            ),
        }
