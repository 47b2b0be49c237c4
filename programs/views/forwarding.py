"""The pages of handing a referral on and of keeping one, and the page that may be printed for another program."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from programs.facts import ReferralFacts
from programs.guards import StepRefused
from programs.models import ReferralForward
from programs.referral_doors import REFERRAL_DOORS
from programs.steps import STEPS, missing
from programs.views.pages import ProgramRequest, draw_page, posted, program_page
from programs.views.referrals import find_referral


def page_of(step_id: str) -> Callable[..., HttpResponse]:
    """Return the view of a step of a referral; a refusal is 409."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @program_page
    def page(request: ProgramRequest, pk: Any) -> HttpResponse:
        return _take(request, step_id, find_referral(request, pk))

    return page


def _take(request: ProgramRequest, step_id: str, referral: Any) -> HttpResponse:
    door, step, now = REFERRAL_DOORS[step_id], STEPS[step_id], timezone.now()
    facts = ReferralFacts(referral=referral, program=request.program, now=now)
    form_class: Any = door.form
    form = form_class(posted(request), facts=facts, target=referral, actor=request.user)
    if door.reads:
        audit.read(door.reads(facts), actor=request.user, purpose="referral_choices")
    is_sent = request.method == "POST"
    reasons: Any = [] if is_sent else missing(step, facts)
    if is_sent and form.is_valid():
        try:
            door.act(actor=request.user, referral=referral, now=now, **form.answers())
        except StepRefused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, str(door.done))
            return redirect("referral", pk=referral.pk)
    context = {
        "referral": referral,
        "form": form,
        "reasons": reasons,
        "button": step.label,
        "effect": door.effect,
        "is_possible": is_sent or not reasons,
    }
    status = 409 if is_sent and reasons else 200
    return draw_page(request, "programs/referral_form.html", context, status=status)


@never_cache
@require_safe
@program_page
def handed(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show what may be sent to the other program, as long as the release for it counts."""
    referral = find_referral(request, pk)
    forwards = ReferralForward.objects.filter(referral=referral, release__isnull=False)
    forward = forwards.select_related("release__participant").last()
    if forward is None or forward.release is None:
        raise Http404
    is_live = forward.release.is_live(timezone.now())
    if is_live:
        audit.export(forward.release.participant, actor=request.user, purpose="handed_on")
    context = {"referral": referral, "forward": forward, "is_live": is_live}
    return draw_page(request, "programs/handed_on.html", context)
