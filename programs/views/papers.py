"""Papers of a case: to print from the browser, and as PDF."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from amends import audit
from programs.facts import CaseFacts
from programs.models import Agreement, Participant, Program, ProgramLogo
from programs.papers.agreement import paper_of
from programs.papers.pdf import NoRenderer, render
from programs.views.pages import (
    ProgramRequest,
    draw_page,
    facts_of,
    find_case,
    find_participant,
    program_page,
)

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
    return as_pdf(document, f"agreement-{language}")


def _find(request: ProgramRequest, pk: Any, language: str) -> tuple[CaseFacts, Agreement]:
    facts = facts_of(request, find_case(request, pk))
    if facts.agreement is None or language not in dict(settings.LANGUAGES):
        raise Http404
    return facts, facts.agreement


def find_person(request: ProgramRequest, pk: Any, language: str) -> tuple[Participant, CaseFacts]:
    """Return somebody about whom there is a paper, and the facts of their case; raise Http404."""
    person = find_participant(request, pk)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return person, facts_of(request, find_case(request, person.case_id))


def as_pdf(document: bytes, name: str) -> HttpResponse:
    """Answer with a PDF; the name that a download keeps says nothing of the case."""
    response = HttpResponse(document, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def with_layout(paper: Any, program: Program) -> dict[str, Any]:
    """Return what a paper says, with its size and the logo of the program."""
    size = "us-letter" if program.currency in LETTER_SIZE_CURRENCIES else "a4"
    row = ProgramLogo.objects.first() if program.logo_version else None
    # A picture in JSON: its bytes as numbers.
    return {**paper.as_json(), "paper": size, "logo": list(bytes(row.content)) if row else None}
