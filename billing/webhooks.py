"""Where Stripe rings: verify, insert once, answer. What happened is asked for afterwards, by a job."""

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.actions.mirroring import note_event
from billing.stripe_client import NotStripes, verified

log = logging.getLogger(__name__)

LARGEST = 256 * 1024


@csrf_exempt  # no cookie counts here; the signature is the proof
@require_POST
def stripe_events(request: HttpRequest) -> HttpResponse:
    """Answer 200 once the event is committed, 400 to what is not Stripe's, 413 to what is too large to be."""
    length = request.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdigit()) or int(length) > LARGEST:
        return HttpResponse(status=413)
    try:
        event = verified(request.body, request.headers.get("Stripe-Signature", ""))
    except NotStripes:
        log.warning("A message that claims to be Stripe's is not, or is too old.")
        return HttpResponse(status=400)
    note_event(actor=None, event=event)
    return HttpResponse(status=200)
