"""The page of a step: what stands in its way, its questions if it has any, and one button."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from amends.accounts.access import may, may_open
from programs.facts import CaseFacts
from programs.guards import StepRefused, Unmet
from programs.models import MediationCase
from programs.steps import STEPS, Step, missing
from programs.views.pages import ProgramRequest, draw_page, facts_of


class NoQuestions(forms.Form):
    """The form of a step that asks nothing."""


def take_step(  # noqa: PLR0913 - what differs between the pages of steps, by keyword only
    request: ProgramRequest,
    case: Any,
    step_id: str,
    act: Callable[..., Any],
    *,
    form: forms.Form | None = None,
    answers: Callable[[], dict[str, Any]] | None = None,
    done: str,
    asked: dict[str, Any] | None = None,
    back: str = "",
    note: str | Promise = "",
    effect: str = "",
) -> HttpResponse:
    """Answer the page of a step: on GET what is missing and the form, on POST one call of the action.

    `form` is bound on POST; `answers` turns what it holds into the action's arguments. `asked` is what the address
    already says (an item, a payment), for the guards to judge before the form is sent. `note` names what it is about,
    `effect` says what the button does beyond its name. A refusal is 409.
    """
    back = back or reverse("case", args=[case.pk])
    is_sent = request.method == "POST"
    form = NoQuestions() if form is None else form
    reasons: Iterable[Any] = []
    if not is_sent:
        reasons = missing(STEPS[step_id], facts_of(request, case, **(asked or {})))
    elif isinstance(form, NoQuestions) or form.is_valid():
        try:
            act(
                actor=request.user,
                now=timezone.now(),
                **(answers() if answers else getattr(form, "cleaned_data", {})),
            )
        except StepRefused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, done)
            return redirect(back)
    context = {
        "case": case,
        "step": STEPS[step_id],
        "form": form,
        "reasons": linked(request, case, reasons),
        "back": back,
        "is_back_at_case": back == reverse("case", args=[case.pk]),
        "note": note,
        "effect": effect,
        "has_errors": is_sent and bool(reasons),
        # Nobody fills in a form that would be refused; one that was sent and refused is shown as it was.
        "is_possible": is_sent or not reasons,
    }
    status = 409 if reasons and is_sent else 200
    return draw_page(request, "programs/step.html", context, status=status)


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
