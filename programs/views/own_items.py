"""What the program's own policy asks for in a case: tick what is done, answer the program's own questions."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amends import audit
from programs.actions.own_parts import NoSuchItem, describe_case, tick_item
from programs.facts import CaseFacts
from programs.forms.own_parts import DetailsForm
from programs.guards import StepRefused
from programs.models import MediationCase
from programs.models.case import STAFF_STATES
from programs.policy.document import Policy
from programs.rules.doing import things_to_do
from programs.rules.known import DAY, YES_NO
from programs.rules.saying import role_label
from programs.views.pages import ProgramRequest, draw_page, find_case, posted, program_page


def to_do(facts: CaseFacts) -> list[dict[str, Any]]:
    """Return what is to be done in a case, as its page shows it."""
    things = things_to_do(facts) if facts.case.state in STAFF_STATES else []
    return [
        {
            **vars(each),
            "role_label": role_label(each.role) if each.role else "",
            "is_late": each.is_late(facts.today),
        }
        for each in things
    ]


def details(case: MediationCase, policy: Policy) -> list[tuple[str, Any]]:
    """Return what is recorded of the program's own fields and of what the two sides are to each other."""
    rows = [(_("What they are to each other"), case.get_relationship_display())] if case.relationship else []
    answers = answers_of(case)
    return [
        *rows,
        *((each.label, _said(each.kind, answers[each.id])) for each in policy.fields if each.id in answers),
    ]


def answers_of(case: MediationCase) -> dict[str, Any]:
    """Return every answer to an own field by its id, the sealed ones opened."""
    return {**case.own_values, **(case.own_sealed or {})}


def _said(kind: str, answer: Any) -> str:
    if kind == YES_NO:
        return _("Yes") if answer else _("No")
    return date_format(date.fromisoformat(answer)) if kind == DAY else str(answer)


@require_POST
@program_page
def tick(request: ProgramRequest, pk: Any, item: str) -> HttpResponse:
    """Note that something is done, or open again."""
    case = find_case(request, pk)
    is_done = request.POST.get("done") != "no"
    try:
        tick_item(actor=request.user, case=case, now=timezone.now(), item=item, is_done=is_done)
    except NoSuchItem:
        messages.info(request, _("This is not to be done any more."))
    except StepRefused as refused:
        messages.error(request, refused.reasons[0].sentence)
    return redirect("case", pk=case.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def describe(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Ask what the two sides are to each other, and what the program itself asks in each case."""
    case = find_case(request, pk)
    policy = request.program.policy_of(case)
    audit.read(case, actor=request.user, purpose="case_details")
    form = DetailsForm(
        posted(request), policy=policy, answers=answers_of(case), initial={"relationship": case.relationship}
    )
    if request.method == "POST" and form.is_valid():
        told = {"relationship": form.cleaned_data["relationship"], "answers": form.answers}
        try:
            describe_case(actor=request.user, case=case, now=timezone.now(), **told)
        except StepRefused as refused:
            form.add_error(None, refused.reasons[0].sentence)
        else:
            messages.success(request, _("The details are recorded."))
            return redirect("case", pk=case.pk)
    return draw_page(request, "programs/case_details.html", {"case": case, "form": form})
