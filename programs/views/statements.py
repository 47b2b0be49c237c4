"""Statements of one person: for printing, and as PDF; by staff for anybody of a case, by each on their own page."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from amends import audit
from programs.facts import CaseFacts
from programs.models import Participant
from programs.own_page import OwnPage
from programs.papers.pdf import NoRenderer, render
from programs.papers.statement import Statement, lines_for, statement_of
from programs.views.own_pages import draw_own, own_page
from programs.views.pages import ProgramRequest, draw_page, program_page
from programs.views.papers import as_pdf, find_person, with_layout


@require_safe
@program_page
def statement(request: ProgramRequest, pk: Any, language: str) -> HttpResponse:
    """Show somebody's statement for printing."""
    person, facts = find_person(request, pk, language)
    audit.read(person, actor=request.user, purpose="statement")
    context = {
        "case": facts.case,
        "person": person,
        "paper": said_of(facts, person, language),
        "languages": settings.LANGUAGES,
    }
    return draw_page(request, "programs/statement_paper.html", context)


@require_safe
@program_page
def statement_pdf(request: ProgramRequest, pk: Any, language: str) -> HttpResponse:
    """Send somebody's statement as a PDF; where none can be made, show it for printing."""
    person, facts = find_person(request, pk, language)
    said = with_layout(said_of(facts, person, language), request.program)
    try:
        document = render("statement", said)
    except NoRenderer:
        return redirect("statement-paper", pk, language)
    audit.export(person, actor=request.user, purpose="statement")
    return as_pdf(document, f"statement-{language}")


@require_safe
@own_page
def own_statement(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Show somebody their own statement, which their browser can print."""
    facts = CaseFacts(case=page.case, program=page.program, now=page.now)
    language = get_language() or settings.LANGUAGE_CODE
    paper = said_of(facts, page.participant, language)
    if not paper.accounts:
        raise Http404
    audit.read(page.participant, actor=request.outsider, purpose="own_statement")
    return draw_own(request, "statement", page=page, paper=paper)


def said_of(facts: CaseFacts, person: Participant, language: str) -> Statement:
    """Return what stands on the statement of somebody of a case today."""
    return statement_of(person, lines_for(person, facts.lines), facts.program, facts.today, language)
