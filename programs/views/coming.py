"""When somebody can come: as staff note it, and on their own page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amends import audit
from programs.actions.coming import change_times
from programs.forms.coming import ComingForm
from programs.own_page import OwnPage
from programs.views.own_pages import draw_own, own_page
from programs.views.pages import ProgramRequest, draw_page, find_participant, posted, program_page

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])


@TWO_WAYS
@program_page
def of_person(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Note when somebody said that they can come."""
    person = find_participant(request, pk)
    audit.read(person, actor=request.user, purpose="times_page")
    form = ComingForm(posted(request), person=person, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        change_times(actor=request.user, participant=person, **form.answers())
        messages.success(request, _("It is saved. It counts when a session is scheduled."))
        return redirect("case-people", pk=person.case_id)
    context = {"case": person.case, "person": person, "form": form}
    return draw_page(request, "programs/times.html", context)


@TWO_WAYS
@own_page
def own(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Ask somebody when they can come; nobody of the other side learns it."""
    form = ComingForm(posted(request), person=page.participant, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        change_times(actor=request.outsider, participant=page.participant, **form.answers())
        return redirect(f"{reverse('own-times')}?kept=1")
    return draw_own(request, "times", page=page, form=form, is_kept="kept" in request.GET)
