"""The text of a consent, to be printed and signed; it names nobody."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from programs.consent_texts import FOR_GUARDIANS, TEXTS
from programs.views.pages import ProgramRequest, draw_page, program_page


@require_safe
@program_page
def consent_text(request: ProgramRequest, version: str, language: str) -> HttpResponse:
    """Show one version in one language, with lines for the signatures."""
    if language not in TEXTS.get(version, {}):
        raise Http404
    context = {
        "version": version,
        "language": language,
        "points": TEXTS[version][language],
        "is_for_guardians": version in FOR_GUARDIANS,
    }
    return draw_page(request, "programs/consent_text.html", context)
