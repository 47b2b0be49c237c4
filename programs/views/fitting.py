"""A page that tells whether a matter is one for this program before anybody is named; it refuses nobody the form."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from programs.agencies import known_of
from programs.desk import visitor_at
from programs.fitting import asks_for_more, misfits, takes
from programs.forms.fitting import FittingForm
from programs.platform_pages import platform_address
from programs.views.pages import ProgramRequest, draw_page, posted, program_page
from programs.views.public_referral import draw_not_open, may_begin


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def fits(request: ProgramRequest) -> HttpResponse:
    """Ask four questions in which nobody appears, and answer by the published policy; answers stand in no address."""
    if not may_begin(request):
        return draw_not_open(request)
    visitor = visitor_at(request)
    initial = {"referrer_class": known_of(visitor)["referrer_class"]} if visitor else None
    form = FittingForm(posted(request), initial=initial)
    context = {
        "form": form,
        "takes": takes(request.program),
        "directory": platform_address(request, reverse("directory", settings.TENANCY_PUBLIC_URLCONF)),
    }
    if request.method == "POST" and form.is_valid():
        matter = form.matter()
        reasons = misfits(matter, request.program, timezone.now())
        more = [] if reasons else asks_for_more(matter, request.program)
        context |= {"matter": matter, "reasons": reasons, "more": more}
    return draw_page(request, "programs/fits.html", context)
