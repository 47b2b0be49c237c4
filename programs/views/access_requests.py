"""What the program holds about one person, given to whoever asks."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from amends import audit
from programs.actions.access_requests import export_person
from programs.guards import StepRefused
from programs.views.pages import ProgramRequest, draw_page, find_participant, program_page


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def export(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Say what the file holds; on POST make it, in the language of the page."""
    person = find_participant(request, pk)
    reasons: Any = []
    if request.method == "POST":
        language = get_language() or settings.LANGUAGE_CODE
        try:
            made = export_person(
                actor=request.user, participant=person, now=timezone.now(), language=language
            )
        except StepRefused as refusal:
            reasons = refusal.reasons
        else:
            response = HttpResponse(made, content_type="application/zip")
            response.headers["Content-Disposition"] = 'attachment; filename="about-you.zip"'
            return response
    audit.read(person, actor=request.user, purpose="person_page")
    context = {"person": person, "case": person.case, "reasons": reasons}
    status = HTTPStatus.CONFLICT if reasons else HTTPStatus.OK
    return draw_page(request, "programs/retention/export.html", context, status=status)
