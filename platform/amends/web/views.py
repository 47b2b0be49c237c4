"""Pages that belong to no app: the public front page and, in development, the style page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from amends.web import samples


@require_http_methods(["GET", "HEAD"])
def landing(request: HttpRequest) -> HttpResponse:
    """Say in ten seconds what this is for a coordinator, a network, a referrer and a victim."""
    return render(request, "web/landing.html")


@require_http_methods(["GET", "POST"])
def styles(request: HttpRequest) -> HttpResponse:
    """Show every component, in development only; sending the form shows its errors."""
    if not samples.is_shown():
        raise Http404
    form = samples.SampleForm(request.POST) if request.method == "POST" else samples.SampleForm()
    return render(request, "web/styles.html", {"form": form, **samples.gather(now=timezone.now())})


@require_http_methods(["GET", "HEAD"])
def participant_sample(request: HttpRequest) -> HttpResponse:
    """Show how a page of a party looks, with the button that leaves it; in development only."""
    if not samples.is_shown():
        raise Http404
    return render(request, "web/styles_participant.html", {"now": timezone.now()})
