"""Pages that belong to no app: the public site and, in development, the style page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from amends.web import samples
from amends.web.finding import FindProgramForm
from amends.web.middleware import policy_with_forms_to


@require_http_methods(["GET", "HEAD"])
def landing(request: HttpRequest) -> HttpResponse:
    """Say in ten seconds what this is for a coordinator, a network, a referrer and a victim."""
    return render(request, "web/landing.html", {"contact": settings.CONTACT})


@require_http_methods(["GET", "HEAD"])
def protection(request: HttpRequest) -> HttpResponse:
    """Say in plain words how people are protected."""
    return render(request, "web/protection.html")


@require_http_methods(["GET", "HEAD", "POST"])
def find_program(request: HttpRequest) -> HttpResponse:
    """Lead somebody to the program whose address they remember, or nearly do."""
    form = FindProgramForm(request.POST if request.method == "POST" else None)
    _name, colon, port = request.get_host().rpartition(":")
    ending = f":{port}" if colon and port.isdigit() else ""
    if request.method == "POST" and form.is_valid():
        return redirect(f"{request.scheme}://{form.cleaned_data['program']}{ending}/")
    response = render(request, "web/find_program.html", {"form": form})
    programs = f"{request.scheme}://*.{settings.AMENDS_DOMAIN}{ending}"
    response.headers["Content-Security-Policy"] = policy_with_forms_to(programs)
    return response


@require_http_methods(["GET", "POST"])
def styles(request: HttpRequest) -> HttpResponse:
    """Show every component, in development only; sending the form shows its errors."""
    if not samples.is_shown():
        raise Http404
    form = samples.SampleForm(request.POST) if request.method == "POST" else samples.SampleForm()
    context = {**samples.gather(now=timezone.now()), **samples.sort_and_filter(request)}
    return render(request, "web/styles.html", {"form": form, **context})


@require_http_methods(["GET", "HEAD"])
def participant_sample(request: HttpRequest) -> HttpResponse:
    """Show how a page of a party looks, with the button that leaves it; in development only."""
    if not samples.is_shown():
        raise Http404
    return render(request, "web/styles_participant.html", {"now": timezone.now()})
