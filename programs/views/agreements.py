"""The agreement of a case, with its items and the ledger."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from amends import audit
from programs.guards.agreement import is_draft, is_proposed
from programs.ledger import schedules
from programs.papers.certificate import left_to_keep
from programs.views.pages import ProgramRequest, draw_page, facts_of, find_case, program_page
from programs.views.steps import open_steps


@require_safe
@program_page
def page(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show the agreement with its items and the ledger."""
    case = find_case(request, pk)
    facts = facts_of(request, case)
    audit.read(facts.items, actor=request.user, purpose="agreement_page")
    for item in facts.items:
        reversed_ones = {payment.reverses_id for payment in item.payments.all()}
        for payment in item.payments.all():
            payment.is_reversed = payment.pk in reversed_ones  # type: ignore[attr-defined]
    certified = [each for each in facts.participants if left_to_keep(facts, each) == []]
    audit.read(certified, actor=request.user, purpose="agreement_page")
    context = {
        "case": case,
        "agreement": facts.agreement,
        "earlier": facts.agreements[:-1],
        "is_draft": is_draft(facts),
        "is_proposed": is_proposed(facts),
        "items": [
            (item, facts.outstanding(item) if item.has_ledger else None, schedules.read(item.schedule))
            for item in facts.items
        ],
        "certified": certified,
        "open_steps": {step.id for step in open_steps(request, facts)},
    }
    return draw_page(request, "programs/agreement.html", context)
