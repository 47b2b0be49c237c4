"""The screening of a case: one row for each rule, and each assessment of the risk."""

from typing import Any

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amends import audit
from amends.accounts.access import may_open
from amends.web.components import draw
from programs.models.eligibility import EligibilityResult
from programs.screening import Finding, day_of, findings
from programs.views.pages import ProgramRequest, draw_page, facts_of, find_case, program_page
from programs.views.steps import open_steps

COLOURS = {
    EligibilityResult.PASS: "govuk-tag--green",
    EligibilityResult.OVERRIDE: "govuk-tag--blue",
    EligibilityResult.FAIL: "govuk-tag--red",
    EligibilityResult.UNKNOWN: "govuk-tag--yellow",
}


@require_safe
@program_page
def page(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show each rule of screening as it stands, and what to do about it."""
    case = find_case(request, pk)
    facts = facts_of(request, case)
    for read in (list(facts.checks.values()), facts.risks):
        audit.read(read, actor=request.user, purpose="screening_page")
    steps = {step.id for step in open_steps(request, facts)}
    found = findings(facts, steps)
    context = {
        "case": case,
        "may_look": may_open(request.user, "referral-likeness"),
        "rows": [_row(each) for each in found],
        "stands": sum(bool(each.reasons) for each in found),
        "risks": [(each, day_of(each.assessed_at)) for each in reversed(facts.risks)],
    }
    return draw_page(request, "programs/screening.html", context)


def _row(finding: Finding) -> dict[str, Any]:
    tag = draw("tag", text=finding.result.label, classes=COLOURS[finding.result])
    told = [finding.answer] if finding.answer else []
    if finding.by is not None:
        told.append(_("%(name)s, %(day)s") % {"name": finding.by, "day": day_of(finding.at)})
    if finding.override_text:
        told.append(_("“%(words)s”") % {"words": finding.override_text})
    for reason in finding.reasons:
        told += [reason.sentence, reason.remedy]
    lines = format_html_join("", "<br>{}", ((line,) for line in told))
    items = [
        {"href": href, "text": text, "visually_hidden_text": str(finding.rule.label)}
        for href, text in finding.links
    ]
    return {
        "key": finding.rule.label,
        "value": format_html("{}{}", tag, lines),
        **({"actions": {"items": items}} if items else {}),
    }
