"""Sessions: schedule, cancel, held or not."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.actions import sessions as actions
from programs.forms.session import NotHeldForm, SessionForm
from programs.views.pages import ProgramRequest, facts_of, find_case, posted, program_page
from programs.views.steps import take_step

page_with_button = require_http_methods(["GET", "HEAD", "POST"])


@page_with_button
@program_page
def schedule(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Schedule a session."""
    case = find_case(request, pk)
    form = SessionForm(posted(request), program=request.program)
    act = partial(actions.schedule_session, case=case)
    return take_step(
        request,
        case,
        "schedule_session",
        act,
        form=form,
        answers=form.answers,
        done=_("The session is scheduled."),
    )


@page_with_button
@program_page
def cancel(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Cancel the session that is ahead."""
    case = find_case(request, pk)
    act = partial(actions.cancel_session, case=case)
    return take_step(
        request,
        case,
        "cancel_session",
        act,
        done=_("The session is canceled. Tell everybody who was to come."),
        note=_when(request, case),
        effect=_(
            "The session is canceled, and you can schedule another. Nobody is told by this page: "
            "tell everybody who was to come."
        ),
    )


@page_with_button
@program_page
def held(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Record that the session took place."""
    case = find_case(request, pk)
    act = partial(actions.record_held, case=case)
    return take_step(request, case, "record_held", act, done=_("It is recorded that the session was held."))


@page_with_button
@program_page
def not_held(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Record why the session did not take place."""
    case = find_case(request, pk)
    form = NotHeldForm(posted(request))
    act = partial(actions.record_not_held, case=case)
    return take_step(
        request,
        case,
        "record_not_held",
        act,
        form=form,
        done=_("It is recorded. You can schedule anew."),
        note=_when(request, case),
    )


def _when(request: ProgramRequest, case: Any) -> str:
    """Return when the session that is ahead begins, so that nobody cancels another one; nothing without one."""
    session = facts_of(request, case).session_ahead
    return date_format(timezone.localtime(session.starts_at), "DATETIME_FORMAT") if session else ""
