"""Screening and preparing: coordinator, acknowledgement, ready."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.actions import screening as actions
from programs.forms.screening import AcknowledgementForm, CoordinatorForm, OverrideForm
from programs.views.pages import ProgramRequest, find_case, posted, program_page
from programs.views.steps import take_step

page_with_button = require_http_methods(["GET", "HEAD", "POST"])


@page_with_button
@program_page
def begin(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Give the case a coordinator."""
    case = find_case(request, pk)
    form = CoordinatorForm(posted(request), initial={"coordinator": request.user.pk})
    act = partial(actions.begin_screening, case=case)
    return take_step(request, case, "begin_screening", act, form=form, done=_("Screening has begun."))


@page_with_button
@program_page
def acknowledgement(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Record what the person responsible says (E1)."""
    case = find_case(request, pk)
    form = AcknowledgementForm(posted(request))
    act = partial(actions.record_acknowledgement, case=case)
    return take_step(
        request, case, "record_acknowledgement", act, form=form, done=_("The answer is recorded.")
    )


@page_with_button
@program_page
def override(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Let a disputed case through, as its supervisor."""
    case = find_case(request, pk)
    form = OverrideForm(posted(request))
    act = partial(actions.override_acknowledgement, case=case)
    return take_step(request, case, "override_acknowledgement", act, form=form, done=_("The case can go on."))


@page_with_button
@program_page
def preparing(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Begin to prepare the parties."""
    case = find_case(request, pk)
    act = partial(actions.begin_preparing, case=case)
    return take_step(request, case, "begin_preparing", act, done=_("Preparing has begun."))


@page_with_button
@program_page
def ready(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Say that both sides are ready to meet."""
    case = find_case(request, pk)
    act = partial(actions.mark_ready, case=case)
    return take_step(request, case, "mark_ready", act, done=_("The case is ready."))
