"""The page of a form that was saved to be finished later: it asks for the code, and then is the form again."""

import uuid
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from amends import audit
from amends.web.limits import is_within, network_of
from programs.actions.drafts import UnableToMail, ask_draft_address, open_draft
from programs.forms.draft import CodeForm
from programs.models import ReferralDraft
from programs.models.draft import KEPT
from programs.openness import NotOpen
from programs.views.pages import ProgramRequest, draw_page, posted, program_page
from programs.views.public_referral import (
    MAIL_ADDRESS,
    WAIT,
    draw_form,
    draw_not_open,
    draw_saved,
    filled_in,
    may_begin,
)
from tenants import signing

MAIL_LASTS = 60 * 60
"""Seconds for which the button works that has the address mailed."""


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def draft(request: ProgramRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the code; show the form as it was left when it is the right one."""
    found = _find(pk)
    if found is None:
        return draw_page(
            request, "programs/draft_gone.html", {"days": KEPT.days}, status=HTTPStatus.NOT_FOUND
        )
    if not may_begin(request) or not (found.is_sample or request.program.is_open):
        return draw_not_open(request)
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return _try(request, found, form)
    return _ask(request, found, form)


def _find(pk: uuid.UUID) -> ReferralDraft | None:
    rows = ReferralDraft.objects.defer("answers")
    return rows.filter(pk=pk, expires_at__gt=timezone.now()).first()


def _try(request: ProgramRequest, found: ReferralDraft, form: CodeForm) -> HttpResponse:
    now = timezone.now()
    if not is_within("code", network_of(request), now=now):
        return _ask(request, found, form, is_limited=True)
    try:
        found, is_open = open_draft(actor=request.user, draft=found, now=now, code=form.cleaned_data["code"])
    except ReferralDraft.DoesNotExist as error:  # it was sent in between
        raise Http404 from error
    if not is_open:
        form.refuse(tries_left=found.tries_left)
        return _ask(request, found, form)
    audit.read(found, actor=request.user, purpose="draft_opened")
    return draw_form(request, filled_in(request, found.answers, found.form_key), draft=found)


def _ask(
    request: ProgramRequest, found: ReferralDraft, form: CodeForm, *, is_limited: bool = False
) -> HttpResponse:
    is_locked = found.is_locked(timezone.now())
    context: dict[str, Any] = {
        "draft": found,
        "form": None if is_locked or is_limited else form,
        "locked_until": found.locked_until if is_locked else None,
        "is_limited": is_limited,
    }
    is_refused = is_limited or is_locked
    status = HTTPStatus.TOO_MANY_REQUESTS if is_refused else HTTPStatus.OK
    response = draw_page(request, "programs/draft.html", context, status=status)
    if is_refused:
        response.headers["Retry-After"] = str(WAIT)
    return response


@never_cache
@require_http_methods(["POST"])
@program_page
def mail_address(request: ProgramRequest, pk: uuid.UUID) -> HttpResponse:
    """Have the address mailed to the referrer, at the press of the button on the page that showed the code."""
    found = _find(pk)
    try:
        key, code = signing.loads(request.POST.get("token", ""), purpose=MAIL_ADDRESS, max_age=MAIL_LASTS)
    except signing.BadSignature as error:
        raise Http404 from error
    if found is None or key != pk.hex:
        raise Http404
    try:
        language = get_language() or settings.LANGUAGE_CODE
        ask_draft_address(actor=request.user, draft=found, language=language)
    except (UnableToMail, NotOpen):
        return draw_saved(request, found, code, told="refused", status=HTTPStatus.CONFLICT)
    return draw_saved(request, found, code, told="asked")
