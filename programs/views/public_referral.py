"""The referral form that needs no account: sent at once, or saved to be finished later."""

import uuid
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from amends.accounts.access import may_open
from amends.files.uploads import takes_files
from amends.web.limits import EVERYBODY, is_within, network_of
from programs.actions.drafts import save_draft
from programs.actions.files import LARGEST, MOST_FILES
from programs.actions.referrals import submit_referral
from programs.agencies import known_of, sender_of
from programs.desk import actor_of, visitor_at
from programs.forms.referral import ReferralForm, typed
from programs.forms.stamp import LONGEST, SHORTEST, age_of, new_stamp
from programs.models import Referral, ReferralDraft
from programs.openness import needs_of
from programs.views.attachments import BUTTONS, Attached, drawn, files_of, take_in
from programs.views.pages import ProgramRequest, draw_page, posted, program_page
from programs.views.receipts import lead_to_receipt
from tenants import signing

MAIL_ADDRESS = "draft-address"
"""The purpose of the token in the button that has the address of a saved form mailed."""

STATUS_OF = {"limit": HTTPStatus.TOO_MANY_REQUESTS}
"""What stands in the way and is no mistake of the sender's, where it has a status of its own."""
WAIT = 60 * 60
"""Seconds after which another try makes sense."""


@takes_files(most=MOST_FILES, largest=LARGEST)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def refer(request: ProgramRequest) -> HttpResponse:
    """Show the form; take the referral in and lead on to its receipt, or keep what was typed so far.

    In a program that is not open yet, say so; those who decide about referrals here may practise on invented people.
    """
    if not may_begin(request):
        return draw_not_open(request)
    if "begin" in request.POST:
        return draw_form(request, _begun(request))
    if request.method == "POST" and (answer := _documents(request)):
        return answer
    if "save" in request.POST:
        return _save(request)
    visitor = visitor_at(request)
    initial = known_of(visitor) if visitor else None
    form = ReferralForm(posted(request), program=request.program, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _send(request, form)
    return draw_form(request, form)


def _documents(request: ProgramRequest) -> HttpResponse | None:
    """Take in what was sent of documents; return the form again when that was all, or one was not taken."""
    key, is_asked = _key_of(request), any(name in request.POST for name in BUTTONS)
    is_trap = bool(request.POST.get("website"))
    if not (is_asked or request.FILES) and (is_trap or "shown_files" not in request.POST):
        return None
    sent = Referral.objects.filter(form_key=key).only("pk").first() if is_asked else None
    if sent is not None:
        return lead_to_receipt(sent)
    attached = Attached(trouble="filled") if is_trap else take_in(request, key)
    if not (is_asked or attached.refused or attached.trouble):
        return None
    if is_asked or attached.trouble or "save" in request.POST:
        form = filled_in(request, typed(request.POST), key)
    else:
        form = ReferralForm(request.POST, program=request.program)
    return draw_form(request, form, trouble=attached.trouble, refused=attached.refused)


def _begun(request: ProgramRequest) -> ReferralForm:
    """Return the form with what was answered before anybody was named (`programs.views.fitting`)."""
    visitor = visitor_at(request)
    known = {name: [value] for name, value in known_of(visitor).items()} if visitor else {}
    return filled_in(request, known | typed(request.POST), uuid.uuid4())


def may_begin(request: ProgramRequest) -> bool:
    """Return whether a referral may be written here now, for practice at least."""
    return request.program.is_open or may_open(request.user, "referrals")


def draw_not_open(request: ProgramRequest) -> HttpResponse:
    """Say that the program takes no referrals yet, and what is missing."""
    status = HTTPStatus.FORBIDDEN if request.method == "POST" else HTTPStatus.OK
    context = {"needs": needs_of(request.program)}
    return draw_page(request, "programs/not_open.html", context, status=status)


def draw_form(
    request: ProgramRequest,
    form: ReferralForm,
    *,
    trouble: str = "",
    draft: ReferralDraft | None = None,
    refused: list[str] | None = None,
) -> HttpResponse:
    """Show the form with all that was typed, and a sentence on what stands in the way ("fast", "old", "limit" ...).

    `refused` are sentences about documents that were not taken.
    """
    files = files_of(form["form_key"].value()) if request.method == "POST" else []
    context = {
        "form": form,
        "stamp": _stamp_of(request, form),
        "trouble": trouble,
        "has_code": draft is not None or "has_code" in request.POST,
        "draft": draft,
        "visitor": visitor_at(request),
        "is_practice": draft.is_sample if draft else not request.program.is_open,
        "has_errors": bool(refused),
        **drawn(files, refused or []),
    }
    response = draw_page(
        request, "programs/refer.html", context, status=STATUS_OF.get(trouble, HTTPStatus.OK)
    )
    if trouble == "limit":
        response.headers["Retry-After"] = str(WAIT)
    return response


def _stamp_of(request: ProgramRequest, form: ReferralForm) -> str:
    """Return the stamp that the form came with, as long as it is good, or a new one."""
    stamp, key, now = request.POST.get("stamp", ""), str(form["form_key"].value()), timezone.now()
    age = age_of(stamp, key, now)
    return stamp if age is not None and age < LONGEST else new_stamp(key, now)


def _send(request: ProgramRequest, form: ReferralForm) -> HttpResponse:
    now, answers = timezone.now(), form.answers()
    if trouble := _in_the_way(request, answers["form_key"], now):
        return draw_form(request, form, trouble=trouble)
    sender = sender_of(request, answers["referrer_class"])
    sample = not request.program.is_open
    referral = submit_referral(actor=actor_of(request), now=now, is_sample=sample, sender=sender, **answers)
    return lead_to_receipt(referral)


def _in_the_way(request: ProgramRequest, form_key: uuid.UUID, now: datetime) -> str:
    """Return why a form that is filled in well is not taken at once, or nothing."""
    age = age_of(request.POST.get("stamp", ""), str(form_key), now)
    if age is None or age >= LONGEST:
        return "old"
    if age < SHORTEST:
        return "fast"
    if request.POST.get("desk") and visitor_at(request) is None:
        return "desk"
    return "" if _is_welcome(request, now) else "limit"


def _is_welcome(request: ProgramRequest, now: datetime) -> bool:
    """Count this form and return whether its sender, and this program, may have another."""
    within = (
        is_within("network", network_of(request), now=now),
        is_within("program", EVERYBODY, now=now),
    )
    return all(within)


def _save(request: ProgramRequest) -> HttpResponse:
    """Keep what was typed, whatever it is, and show where it is kept and the code that opens it."""
    key, answers = _key_of(request), typed(request.POST)
    sent = Referral.objects.filter(form_key=key).only("pk").first()
    if sent is not None:
        return lead_to_receipt(sent)  # somebody went back to a form that they had sent
    if trouble := _against_saving(request):
        return draw_form(request, filled_in(request, answers, key), trouble=trouble)
    draft, code = save_draft(
        actor=actor_of(request),
        now=timezone.now(),
        form_key=key,
        answers=answers,
        is_sample=not request.program.is_open,
        has_code="has_code" in request.POST,
    )
    return draw_saved(request, draft, code)


def _against_saving(request: ProgramRequest) -> str:
    if request.POST.get("website"):
        return "filled"
    return "" if _is_welcome(request, timezone.now()) else "limit"


def _key_of(request: ProgramRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return uuid.uuid4()


def filled_in(request: ProgramRequest, answers: dict[str, list[str]], form_key: uuid.UUID) -> ReferralForm:
    """Return the form with what was typed so far, and nothing said about what is missing yet."""
    many = ReferralForm.base_fields["offences"]
    initial: dict[str, Any] = {
        name: values if ReferralForm.base_fields[name] is many else values[-1]
        for name, values in answers.items()
        if values
    }
    return ReferralForm(initial={**initial, "form_key": form_key}, program=request.program)


def draw_saved(
    request: ProgramRequest, draft: ReferralDraft, code: str, *, told: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    """Show where the form is kept; `told` says what became of the wish to have the address mailed."""
    context = {
        "draft": draft,
        "code": code,
        "told": told,
        "address": request.build_absolute_uri(reverse("draft", args=[draft.pk])),
        "can_mail": draft.may_be_mailed and request.program.is_open,
        # The page is shown again after the press of that button, and the code is kept nowhere but in the page.
        "mail_token": signing.dumps([draft.pk.hex, code], purpose=MAIL_ADDRESS),
    }
    return draw_page(request, "programs/draft_saved.html", context, status=status)
