"""Where a browser brings what another program of the platform hands on."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from amends import audit
from amends.web.limits import is_within, network_of
from programs import parcels
from programs.actions.handed_in import take_handed_on
from programs.desk import own_tenant_id
from programs.models import Referral
from programs.parcels import NotTaken
from programs.receivers import sender_of
from programs.views.pages import ProgramRequest, draw_page, program_page
from programs.views.receipts import lead_to_receipt


@csrf_exempt  # the form is another program's; the slip and where it comes from are the proof
@never_cache
@sensitive_post_parameters()
@require_POST
@program_page
def come(request: ProgramRequest) -> HttpResponse:
    """Take in what another program hands on, and lead to its receipt; else say why not."""
    try:
        referral = _taken(request)
    except NotTaken as refusal:
        # Any page can send any browser here: what one network is refused is noted only so often.
        if is_within("tries", network_of(request), now=timezone.now()):
            audit.denied("take_handed_on", ("page", "handed-in"), actor=None, rule=refusal.why)
        context = {"why": refusal.why}
        return draw_page(request, "programs/not_taken.html", context, status=HTTPStatus.BAD_REQUEST)
    return lead_to_receipt(referral)


def _taken(request: ProgramRequest) -> Referral:
    slip = parcels.read_slip(request.POST.get("slip", ""), receiver_id=own_tenant_id())
    sender = sender_of(slip.sender_id)
    if sender is None:
        raise NotTaken("stopped")
    # Otherwise anybody's page that got hold of a form could send it from somebody's browser.
    origin = urlsplit(request.headers.get("Origin", ""))
    if (origin.scheme, origin.hostname) != (request.scheme, sender.host):
        raise NotTaken("altered")
    told = parcels.unwrap(slip, request.POST.get("parcel", ""))
    return take_handed_on(actor=None, slip=slip, told=told, now=timezone.now())
