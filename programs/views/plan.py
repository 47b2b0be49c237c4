"""The page of the plan: who pays, until when, and what happens when nobody does; for those who see to the payment."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from amends.web.middleware import policy_with_forms_to
from programs.actions.plan import make_payment_way
from programs.plan_told import dates_of, outgrown, rows_of
from programs.platform_pages import platform_address, site_of
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


@never_cache
@require_POST
@program_page
def manage(request: ProgramRequest) -> HttpResponse:
    """Show the button that leads over to the payments, as whoever presses it; the token is in the form alone."""
    platform = site_of(request, settings.AMENDS_DOMAIN)
    context = {
        "address": platform_address(request, reverse("billing-come", settings.TENANCY_PUBLIC_URLCONF)),
        "token": make_payment_way(actor=request.user, program=request.program),
    }
    response = draw_page(request, "programs/plan_go.html", context)
    response.headers["Content-Security-Policy"] = policy_with_forms_to(platform)
    # The platform wants to see that the form comes from here: a page of anybody's would be refused.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
