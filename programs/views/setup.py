"""The set-up of a program: the way in from sign-up, the confirmation of the address, the checklist, the samples."""

import uuid
from http import HTTPStatus
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.accounts.access import may_open
from amends.accounts.arriving import sign_in_by_link
from amends.console.decisions import BY_ID as DECISIONS
from amends.web.language import keep_language
from programs.actions.program import describe_program
from programs.actions.samples import erase_samples
from programs.actions.setup import UnableToHandOver, ask_confirmation, choose_task, use_hand_over
from programs.actions.verification import UnableToAsk, ask_for_verification, confirm_founder_address
from programs.checklist import BY_ID, choices_for
from programs.forms.program import AskVerificationForm, DescribeForm
from programs.models import Referral
from programs.openness import needs_of
from programs.recipients import CONFIRMATION
from programs.views.pages import ProgramRequest, draw_page, posted, program_page
from tenants import signing

CHECKLIST = "/#set-up"
"""The checklist on the first page: who has settled a task of it goes on with the next, at the same place."""
DECLINED_FOR = DECISIONS["decline_verification"].reasons
HAND_OVER = "hand-over"
HAND_OVER_LASTS = 600
CONFIRMATION_LASTS = 7 * 24 * 60 * 60
"""Seconds for which the link in the letter works."""


@never_cache
@require_safe
@program_page
def hand_over(request: ProgramRequest, token: str) -> HttpResponse:
    """Sign the founder in, once, and go on to the first page; a way in that is used up leads to sign-in."""
    try:
        key = uuid.UUID(signing.loads(token, purpose=HAND_OVER, max_age=HAND_OVER_LASTS))
        user = use_hand_over(actor=None, pk=key, now=timezone.now())
    except (signing.SignatureExpired, UnableToHandOver):
        return draw_page(request, "programs/way_in_used.html", {}, status=HTTPStatus.GONE)
    except signing.BadSignature as error:
        raise Http404 from error
    sign_in_by_link(request, user)
    response = redirect("home")
    # The cookie of the public site's language is not seen at this host.
    keep_language(response, user.language)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def confirm(request: ProgramRequest, token: str) -> HttpResponse:
    """Ask for one press of a button, because mail programs open links by themselves; then note the confirmation."""
    try:
        user_id = uuid.UUID(signing.loads(token, purpose=CONFIRMATION, max_age=CONFIRMATION_LASTS)["user"])
    except signing.BadSignature as error:
        raise Http404 from error
    is_done = request.program.is_address_confirmed and request.program.founder_id == user_id
    if request.method == "POST":
        if not confirm_founder_address(actor=request.user, user_id=user_id, now=timezone.now()):
            raise Http404
        is_done = True
    return draw_page(request, "programs/address_confirm.html", {"is_done": is_done})


@require_safe
@program_page
def verification(request: ProgramRequest) -> HttpResponse:
    """Say what is missing before real people can be referred."""
    kept = {"account": request.program.verification_account}
    return draw_verification(request, AskVerificationForm(initial=kept))


@require_POST
@program_page
def ask(request: ProgramRequest) -> HttpResponse:
    """Ask the operator to verify the program."""
    form = AskVerificationForm(request.POST)
    if not form.is_valid():
        return draw_verification(request, form)
    try:
        ask_for_verification(actor=request.user, account=form.cleaned_data["account"], now=timezone.now())
    except UnableToAsk:
        messages.error(request, _("Nothing was sent. See below what is missing first."))
    else:
        messages.success(request, _("You have asked. We write to you when we have looked into it."))
    return redirect("verification")


def draw_verification(request: ProgramRequest, form: AskVerificationForm) -> HttpResponse:
    """Return the page on what is missing, with the form that asks for verification where that may be asked."""
    program = request.program
    may_ask = may_open(request.user, "verification-ask") and not program.is_verified
    context = {
        "needs": needs_of(program),
        "ask": form if may_ask and program.is_address_confirmed and program.place else None,
        "has_errors": bool(form.errors),
        "declined_for": DECLINED_FOR.get(program.verification_declined_for, ""),
    }
    return draw_page(request, "programs/verification.html", context)


@require_POST
@program_page
def send_confirmation(request: ProgramRequest) -> HttpResponse:
    """Send the link that confirms the address once more, to an address that may be a stranger's: not often."""
    if ratelimit.consume(request, app="allauth.account", action="founder_confirmation", key="program"):
        ask_confirmation(actor=request.user, language=get_language() or settings.LANGUAGE_CODE)
        messages.success(request, _("The message is on its way."))
    else:
        messages.warning(
            request,
            _(
                "A message was sent a short while ago. Look for it, also among unwanted mail. You can ask for"
                " another after a minute, five times a day."
            ),
        )
    return redirect("verification")


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def describe(request: ProgramRequest) -> HttpResponse:
    """Change what the program says of itself."""
    program = request.program
    form = DescribeForm(posted(request), program=program)
    if request.method == "POST" and form.is_valid():
        describe_program(actor=request.user, **form.cleaned_data)
        choose_task(actor=request.user, task="program", choice="done", now=timezone.now())
        messages.success(request, _("It is changed."))
        return redirect(CHECKLIST)
    return draw_page(request, "programs/describe.html", {"form": form})


@require_POST
@program_page
def choose(request: ProgramRequest) -> HttpResponse:
    """Note that a task of the checklist is done, left for an import, skipped or open again; nothing else is noted."""
    task, choice = BY_ID.get(request.POST.get("task", "")), request.POST.get("choice", "")
    if task is not None and choice in ("", *choices_for(task)):
        choose_task(actor=request.user, task=task.id, choice=choice, now=timezone.now())
    return redirect(CHECKLIST)


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def erase(request: ProgramRequest) -> HttpResponse:
    """Erase the samples, all of them, at one press of a button."""
    if request.method == "POST":
        erase_samples(actor=request.user)
        messages.success(request, _("The samples are erased."))
        return redirect("home")
    context: dict[str, Any] = {"samples": Referral.objects.filter(is_sample=True).count()}
    return draw_page(request, "programs/samples_erase.html", context)
