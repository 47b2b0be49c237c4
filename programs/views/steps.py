"""The page of a step: what stands in its way, its questions if it has any, and one button."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from amends import audit
from amends.accounts.access import may, may_open
from programs.doors import DOORS, Door, arguments
from programs.facts import CaseFacts
from programs.guards import StepRefused, Unmet
from programs.models import MediationCase
from programs.reaching import case_of, find_target
from programs.safe_contact import care_of
from programs.steps import STEPS, Step, missing
from programs.views.pages import ProgramRequest, draw_page, facts_of, posted, program_page


def page_of(step: Step) -> Callable[..., HttpResponse]:
    """Return the view of a step; a refusal is 409."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @program_page
    def page(request: ProgramRequest, pk: Any) -> HttpResponse:
        return take_step(request, step, find_target(step.about, request.user, pk))

    return page


def take_step(request: ProgramRequest, step: Step, target: Any) -> HttpResponse:
    """Answer the page of a step: on GET what is missing and the form, on POST one call of the action."""
    door, case = DOORS[step.id], case_of(step.about, target)
    facts = facts_of(request, case, **door.asked(target))
    if door.reads:
        audit.read(door.reads(facts, target), actor=request.user, purpose="step_page")
    if door.calls:
        audit.read(door.calls(facts, target), actor=request.user, purpose="step_page")
    form, is_sent = _form_of(request, door, facts, target)
    back = reverse(door.back, args=[case.pk])
    _note_readings(request, form, case)
    reasons: Iterable[Any] = []
    if not is_sent:
        reasons = missing(step, facts)
    elif form.is_valid():
        try:
            result = door.act(
                actor=request.user, now=timezone.now(), **arguments(step, target), **form.answers()
            )
        except StepRefused as refusal:
            reasons = refusal.reasons
        else:
            if door.shows:
                shown = {
                    "case": case,
                    "note": door.note(facts, target) if door.note else "",
                    "result": result,
                    "care": care(step, facts, target),
                }
                return draw_page(request, door.shows, shown)
            messages.success(request, str(door.done))
            return redirect(door.leads_to, result.pk) if door.leads_to else redirect(back)
    is_possible = is_sent or not reasons
    context = {
        "case": case,
        "step": step,
        "form": form,
        "reasons": linked(request, case, reasons),
        "back": back,
        "is_back_at_case": door.back == "case",
        "note": door.note(facts, target) if door.note else "",
        "effect": door.effect(facts, target) if callable(door.effect) else door.effect,
        "care": care(step, facts, target),
        "has_errors": is_sent and bool(reasons),
        # Nobody fills in a form that would be refused; one that was sent and refused is shown as it was.
        "is_possible": is_possible,
    }
    if door.beside and is_possible:
        template, drawn_with = door.beside
        context |= {"beside": template, "shown": drawn_with(facts, request.GET, request.user)}
    return draw_page(request, "programs/step.html", context, status=409 if reasons and is_sent else 200)


def _note_readings(request: ProgramRequest, form: Any, case: MediationCase) -> None:
    """Note what else whoever has the form before them reads in it."""
    if getattr(form, "settlement", ""):
        audit.read(case, actor=request.user, purpose="step_page")
    if (session := getattr(form, "read_session", None)) is not None:
        audit.read(session, actor=request.user, purpose="letter_draft")


def _form_of(request: ProgramRequest, door: Door, facts: CaseFacts, target: Any) -> tuple[Any, bool]:
    """Return the form, and whether it was sent: one that is only to be looked at keeps what was filled in."""
    is_look = door.form.may_look and "look" in request.POST
    told = request.POST if is_look else request.GET
    names = told if is_look else [name for name in door.prefilled if name in told]
    form = door.form(
        None if is_look else posted(request),
        facts=facts,
        target=target,
        actor=request.user,
        initial={name: told[name] for name in names},
    )
    return form, request.method == "POST" and not is_look


def care(step: Step, facts: CaseFacts, target: Any) -> list[dict[str, Any]]:
    """Return what to mind of each person who is about to be called or written to."""
    if step.about == "person":
        return [care_of(target, facts)]
    calls = DOORS[step.id].calls
    return [care_of(person, facts, named=True) for person in calls(facts, target)] if calls else []


def linked(request: ProgramRequest, case: MediationCase, reasons: Iterable[Unmet]) -> list[dict[str, Any]]:
    """Return reasons as the component draws them, each with the page of its remedy if this person may open it."""
    return [
        {
            "id": reason.id,
            "sentence": reason.sentence,
            "remedy": reason.remedy,
            "source": reason.source,
            "href": reverse(reason.page, args=[case.pk])
            if reason.page and may_open(request.user, reason.page)
            else "",
        }
        for reason in reasons
    ]


def open_steps(request: ProgramRequest, facts: CaseFacts) -> list[Step]:
    """Return the steps that this person may take in the state that the case is in."""
    return [step for step in STEPS.values() if may(request.user, step.id, facts.case.state)]
