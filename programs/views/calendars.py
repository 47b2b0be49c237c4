"""Calendars: the page that gives somebody their address, and what software reads there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from amends import audit
from amends.web.limits import is_within, network_of
from programs.calendars import feed_of, owner_of, token_of
from programs.models import Program
from programs.views.pages import ProgramRequest, draw_page, program_page

CONTENT_TYPE = "text/calendar; charset=utf-8"


@require_safe
@program_page
def page(request: ProgramRequest) -> HttpResponse:
    """Show the address under which a telephone or a mail program finds this person's sessions."""
    address = request.build_absolute_uri(reverse("calendar-feed", args=[token_of(request.user)]))
    return draw_page(request, "programs/calendar.html", {"address": address})


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Send the calendar that a token opens; whoever has the address has no other way to say who they are."""
    now = timezone.now()
    owner = owner_of(token)
    if owner is None or not is_within("calendar", network_of(request), now=now):
        raise Http404
    sessions, calendar = feed_of(owner, get_object_or_404(Program), now)
    audit.read(sessions, actor=owner, purpose="calendar_feed")
    return HttpResponse(calendar, content_type=CONTENT_TYPE, headers={"Cache-Control": "private, no-store"})
