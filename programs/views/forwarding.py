"""The pages of handing a referral on and of keeping one, and the page that may be printed for another program."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from amends.web.middleware import policy_with_forms_to
from programs import parcels
from programs.desk import own_tenant_id
from programs.facts import ReferralFacts
from programs.forms.forwarding import FindReceiverForm
from programs.guards import StepRefused
from programs.handing_on import parcel_of, rows_of
from programs.models import ReferralForward
from programs.models.forward import ForwardAnswer
from programs.platform_pages import site_of
from programs.receivers import Receiver, find_receivers, receiver_of
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
    chosen = _chosen(request)
    is_sent = request.method == "POST" and chosen is None
    sent = posted(request) if is_sent else None
    form = form_class(sent, facts=facts, target=referral, actor=request.user, initial=_known_of(chosen))
    if door.reads:
        audit.read(door.reads(facts), actor=request.user, purpose="referral_choices")
    reasons: Any = [] if is_sent else missing(step, facts)
    if is_sent and form.is_valid():
        try:
            made = door.act(actor=request.user, referral=referral, now=now, **form.answers())
        except StepRefused as refusal:
            reasons = refusal.reasons
        else:
            return _lead_on(request, referral, door, made)
    context = {
        "referral": referral,
        "form": form,
        "reasons": reasons,
        "button": step.label,
        "effect": door.effect,
        "is_possible": is_sent or not reasons,
        "receiver": chosen or _of_form(form),
        "may_find": step_id == "forward_referral",
    }
    status = 409 if is_sent and reasons else 200
    return draw_page(request, "programs/referral_form.html", context, status=status)


def _lead_on(request: ProgramRequest, referral: Any, door: Any, made: Any) -> HttpResponse:
    """Lead to the referral; of one that goes over the platform, to the page that takes it there."""
    if getattr(made, "receiver_id", None) and made.answer == ForwardAnswer.PENDING and not made.is_there:
        messages.info(request, _("Look at what goes there, and press the button below."))
        return redirect("referral-handed", pk=referral.pk)
    messages.success(request, str(door.done))
    return redirect("referral", pk=referral.pk)


def _chosen(request: ProgramRequest) -> Receiver | None:
    """Return the program that was chosen from those of the platform, before anything else is asked."""
    if "begin" not in request.POST:
        return None
    try:
        return receiver_of(uuid.UUID(request.POST.get("receiver_id", "")))
    except ValueError as error:
        raise Http404 from error


def _known_of(receiver: Receiver | None) -> dict[str, Any]:
    if receiver is None:
        return {}
    return {
        "receiver_id": receiver.id,
        "program_name": receiver.name,
        "program_contact": receiver.contact,
    }


def _of_form(form: Any) -> Receiver | None:
    """Return the program that a form sent back names, to be shown again with what was typed."""
    sent = form.cleaned_data.get("receiver_id") if form.is_bound and hasattr(form, "cleaned_data") else None
    return receiver_of(sent) if sent else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def find(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Look for a program of the platform by name or place; what is looked for stands in no address."""
    referral = find_referral(request, pk)
    form = FindReceiverForm(posted(request))
    is_asked = request.method == "POST" and form.is_valid()
    found = find_receivers(form.cleaned_data["words"]) if is_asked else []
    context = {"referral": referral, "form": form, "found": found, "is_asked": is_asked}
    return draw_page(request, "programs/receivers.html", context)


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
    receiver = _goes_to(forward) if is_live else None
    if receiver is None:
        return draw_page(request, "programs/handed_on.html", context)
    return _with_parcel(request, context, receiver)


def _goes_to(forward: ReferralForward) -> Receiver | None:
    """Return the program to which a referral is to be taken now; None when it is there, ended, or not taken."""
    if forward.receiver_id is None or forward.is_there or forward.answer != ForwardAnswer.PENDING:
        return None
    receiver = receiver_of(forward.receiver_id)
    return receiver if receiver.takes else None


def _with_parcel(request: ProgramRequest, context: dict[str, Any], receiver: Receiver) -> HttpResponse:
    """Show the button that takes a referral to the other program's host, with what it takes there in the form."""
    forward, referral = context["forward"], context["referral"]
    facts = ReferralFacts(referral=referral, program=request.program, now=timezone.now())
    told, people = parcel_of(facts, forward, request.user)
    audit.export(people, actor=request.user, purpose="handed_over")
    site = site_of(request, receiver.host)
    slip = parcels.Slip(own_tenant_id(), receiver.id, forward.pk)
    context |= {
        "receiver": receiver,
        "site": site,
        "fields": parcels.wrap(slip, told),
        "goes": rows_of(told, request.program),
    }
    response = draw_page(request, "programs/handed_on.html", context)
    response.headers["Content-Security-Policy"] = policy_with_forms_to(site)
    # The other host wants to see that the form comes from here: a page of anybody's would be refused.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
