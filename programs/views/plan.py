"""The page of the plan: who pays, until when, and what happens when nobody does; for those who see to the payment."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from programs.plan_told import dates_of, outgrown, rows_of
from programs.views.pages import ProgramRequest, draw_page, program_page


@require_safe
@program_page
def page(request: ProgramRequest) -> HttpResponse:
    """Show what the program's own copy says; nobody is asked for it."""
    now = timezone.now()
    context = {
        "rows": rows_of(request.program, now),
        "dates": dates_of(request.program, now),
        "outgrown": outgrown(request.program),
    }
    return draw_page(request, "programs/plan.html", context)
