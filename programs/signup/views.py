"""The pages of sign-up: the form, the way into the new program, the terms."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from amends.web.language import QUERY_NAME, keep_language
from amends.web.limits import network_of
from programs.recipients import url_of
from programs.signup.actions import NameTaken
from programs.signup.forms import SignUpForm
from programs.signup.limits import is_within
from programs.signup.opening import HAND_OVER, AlreadyOpen, NotTheSame, host_of, names_in_use, sign_up
from tenants import signing
from tenants.actions import NoneReady

READY = "sign-up-ready"
READY_LASTS = 600
"""Seconds for which the page with the way in can be opened; the way in lasts as long."""


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Show the form; when it is sent, make the program and lead on to the way in.

    An address that we made ourselves is shown before it is taken: it cannot be changed later.
    """
    is_sent = request.method == "POST"
    language = request.POST.get(QUERY_NAME, "")
    if language in dict(settings.LANGUAGES):
        return _in_language(request, language)
    form = SignUpForm(
        request.POST if is_sent else None,
        taken=names_in_use(but_of=request.POST) if is_sent else [],
        domain=settings.AMENDS_DOMAIN,
    )
    if is_sent and form.is_valid():
        if form.proposed:
            address = url_of(f"{form.proposed}.{settings.AMENDS_DOMAIN}")
            return render(request, "signup/start.html", {"form": form, "proposed": address})
        if not _is_welcome(request, form.cleaned_data["email"]):
            return _refuse(request, form, "limit", HTTPStatus.TOO_MANY_REQUESTS)
        return _open(request, form)
    return render(request, "signup/start.html", {"form": form})


def _in_language(request: HttpRequest, language: str) -> HttpResponse:
    """Show the form in another language, with what was written so far; nothing is judged yet."""
    translation.activate(language)
    written = {name: value for name, value in request.POST.items() if name != "website"}
    form = SignUpForm(initial=written, taken=[], domain=settings.AMENDS_DOMAIN)
    response = render(request, "signup/start.html", {"form": form})
    keep_language(response, language)
    return response


def _open(request: HttpRequest, form: SignUpForm) -> HttpResponse:
    try:
        tenant, way_in = sign_up(
            form_key=form.cleaned_data["form_key"], answers=form.answers(), now=timezone.now()
        )
    except NameTaken as refusal:
        form.refuse_name(refusal.objection.sentence)
        return render(request, "signup/start.html", {"form": form})
    except NotTheSame:
        return _refuse(request, form, "again", HTTPStatus.CONFLICT)
    except AlreadyOpen as refusal:
        host = host_of(refusal.tenant)
        context = {"address": url_of(host), "sign_in": url_of(host, _path_there("sign-in"))}
        return render(request, "signup/already_open.html", context, status=HTTPStatus.CONFLICT)
    except NoneReady:
        return _refuse(request, form, "busy", HTTPStatus.SERVICE_UNAVAILABLE)
    token = signing.dumps({"host": host_of(tenant), "way": way_in}, purpose=READY)
    return redirect("sign-up-ready", token=token)


def _refuse(request: HttpRequest, form: SignUpForm, trouble: str, status: HTTPStatus) -> HttpResponse:
    """Show the form again with everything in it, and a sentence on what is in the way."""
    return render(request, "signup/start.html", {"form": form, "trouble": trouble}, status=status)


def _is_welcome(request: HttpRequest, email: str) -> bool:
    """Count this attempt and return whether its sender may go on."""
    now = timezone.now()
    within = [is_within("network", network_of(request), now=now), is_within("email", email, now=now)]
    return all(within)


def _path_there(name: str, **arguments: str) -> str:
    """Return the path of a page of the new program."""
    return reverse(name, settings.ROOT_URLCONF, kwargs=arguments)


@never_cache
@require_safe
def ready(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the program is there, at which address, and show the way in."""
    try:
        told = signing.loads(token, purpose=READY, max_age=READY_LASTS)
    except signing.BadSignature as error:
        raise Http404 from error
    path = _path_there(HAND_OVER, token=told["way"])
    context = {"address": url_of(told["host"]), "way_in": url_of(told["host"], path)}
    return render(request, "signup/ready.html", context)


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Show what a program and this service promise each other."""
    return render(request, "signup/terms.html")
