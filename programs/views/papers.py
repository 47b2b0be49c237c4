"""Papers of a case: to print from the browser, and as PDF."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from amends import audit
from programs.facts import CaseFacts
from programs.models import Agreement, Program, ProgramLogo
from programs.papers.agreement import paper_of
from programs.papers.pdf import NoRenderer, render
from programs.views.pages import ProgramRequest, draw_page, facts_of, find_case, program_page

LETTER_SIZE_CURRENCIES = ("USD", "CAD")


@require_safe
@program_page
def agreement(request: ProgramRequest, pk: Any, language: str) -> HttpResponse:
    """Show the agreement as it is signed, for printing."""
    facts, found = _find(request, pk, language)
    audit.read(facts.items, actor=request.user, purpose="agreement_paper")
    context = {
        "case": facts.case,
        "paper": paper_of(facts, found, language),
        "languages": settings.LANGUAGES,
    }
    return draw_page(request, "programs/agreement_paper.html", context)


@require_safe
@program_page
def agreement_pdf(request: ProgramRequest, pk: Any, language: str) -> HttpResponse:
    """Send the agreement as a PDF; where none can be made, show it for printing."""
    facts, found = _find(request, pk, language)
    said = with_layout(paper_of(facts, found, language), request.program)
    try:
        document = render("agreement", said)
    except NoRenderer:
        return redirect("agreement-paper", pk, language)
    audit.export(facts.items, actor=request.user, purpose="agreement_paper")
    response = HttpResponse(document, content_type="application/pdf")
    # The name that a download keeps says nothing of the case.
    response.headers["Content-Disposition"] = f'inline; filename="agreement-{language}.pdf"'
    return response


def _find(request: ProgramRequest, pk: Any, language: str) -> tuple[CaseFacts, Agreement]:
    facts = facts_of(request, find_case(request, pk))
    if facts.agreement is None or language not in dict(settings.LANGUAGES):
        raise Http404
    return facts, facts.agreement


def with_layout(paper: Any, program: Program) -> dict[str, Any]:
    """Return what a paper says, with its size and the logo of the program."""
    size = "us-letter" if program.currency in LETTER_SIZE_CURRENCIES else "a4"
    row = ProgramLogo.objects.first() if program.logo_version else None
    # A picture in JSON: its bytes as numbers.
    return {**paper.as_json(), "paper": size, "logo": list(bytes(row.content)) if row else None}
