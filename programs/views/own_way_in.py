"""The way to a participant's own page and away from it: the code, a new link, the exit."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.web.errors import too_many_requests
from amends.web.language import keep_language
from programs.actions.links import ask_new_link, leave_own_page, open_participant_link
from programs.forms.own import CodeForm
from programs.models import ParticipantLink
from programs.own_visits import begin_visit, find_visitor, forget_visit, read_link, seconds_to_wait
from programs.views.own_pages import draw_own
from programs.views.pages import ProgramRequest, posted, program_page

# The address holds the token. Our own pages may not hear it either; only the host is named, as forms need it.
LINK_HEADERS = {"Referrer-Policy": "strict-origin"}


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def link(request: ProgramRequest, token: str) -> HttpResponse:
    """Ask for the code; whoever gives it goes on to their page. Only looking, as mail programs do, changes nothing."""
    found = read_link(token)
    if found is None:
        raise Http404
    row, number = found
    with translation.override(_language(request, row)):
        if request.method == "POST" and (seconds := seconds_to_wait(request, timezone.now())):
            return too_many_requests(request, retry_after=seconds)
        if "again" in request.POST:
            ask_new_link(actor=None, link=row, now=timezone.now())
            return _with_headers(draw_own(request, "asked"))
        if not row.is_open(number, timezone.now()):
            return _over(request)
        return _with_headers(_ask(request, row, number))


def _ask(request: ProgramRequest, row: ParticipantLink, number: int) -> HttpResponse:
    form = CodeForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        return draw_own(request, "code", form=form)
    opening = open_participant_link(
        actor=None, link=row, number=number, code=form.cleaned_data["code"], now=timezone.now()
    )
    if opening.visit is None and not opening.tries_left:
        return _over(request)
    if opening.visit is None:
        form.add_error("code", _("These are not the digits. Look again, or call us before you try again"))
        return draw_own(request, "code", form=form)
    response = redirect("own-home")
    begin_visit(response, opening.visit)
    keep_language(response, translation.get_language() or settings.LANGUAGE_CODE)
    return response


def _over(request: ProgramRequest) -> HttpResponse:
    return _with_headers(draw_own(request, "link_over", status=HTTPStatus.GONE))


def _language(request: ProgramRequest, row: ParticipantLink) -> str:
    """Return the language that was chosen in this browser, or the one that we write to this person in."""
    known = "" if settings.LANGUAGE_COOKIE_NAME in request.COOKIES else row.participant.language
    return known or translation.get_language() or settings.LANGUAGE_CODE


def _with_headers(response: HttpResponse) -> HttpResponse:
    for name, value in LINK_HEADERS.items():
        response[name] = value
    return response


@require_safe
@program_page
def closed(request: ProgramRequest) -> HttpResponse:
    """Say that there is no visit here, or none any more, and how to come back."""
    return draw_own(request, "closed")


@require_POST
@program_page
def leave(request: ProgramRequest) -> HttpResponse:
    """End the visit."""
    leave_own_page(actor=request.outsider, link=request.own_link)
    response = redirect("own-closed")
    forget_visit(response)
    return response


@require_safe
@program_page
def leave_at_once(request: ProgramRequest) -> HttpResponse:
    """End the visit, if there is one, on the way to a harmless page elsewhere, which does not learn where one was.

    A link without a question, because it has to work with one press and without JavaScript; it can only end something.
    """
    visitor = find_visitor(request)
    if visitor is not None:
        leave_own_page(actor=visitor, link=request.own_link)
    response = redirect(settings.EXIT_URL)
    response["Referrer-Policy"] = "no-referrer"
    forget_visit(response)
    return response
