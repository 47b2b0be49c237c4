"""The certificate of somebody who kept all that they promised: for printing, and as PDF."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from amends import audit
from programs.papers.certificate import certificate_of, left_to_keep
from programs.papers.pdf import NoRenderer, render
from programs.views.pages import ProgramRequest, draw_page, program_page
from programs.views.papers import as_pdf, find_person, with_layout


@require_safe
@program_page
def certificate(request: ProgramRequest, pk: Any, language: str) -> HttpResponse:
    """Show somebody's certificate for printing, or what they have still to keep before there is one."""
    person, facts = find_person(request, pk, language)
    audit.read(person, actor=request.user, purpose="certificate")
    left = left_to_keep(facts, person)
    context = {
        "case": facts.case,
        "person": person,
        "left": left,
        "paper": certificate_of(person, facts, language) if left == [] else None,
        "languages": settings.LANGUAGES,
    }
    return draw_page(request, "programs/certificate_paper.html", context)


@require_safe
@program_page
def certificate_pdf(request: ProgramRequest, pk: Any, language: str) -> HttpResponse:
    """Send somebody's certificate as a PDF; where there is none, or none can be made, the page says why."""
    person, facts = find_person(request, pk, language)
    page = redirect("certificate-paper", pk, language)
    if left_to_keep(facts, person) != []:
        return page
    said = with_layout(certificate_of(person, facts, language), request.program)
    try:
        document = render("certificate", said)
    except NoRenderer:
        return page
    audit.export(person, actor=request.user, purpose="certificate")
    return as_pdf(document, f"certificate-{language}")
