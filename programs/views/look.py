"""How a program shows itself: its page of settings, and what its pages load."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends.web.colours import stylesheet
from amends.web.faces import Face
from programs.actions.look import change_look
from programs.forms.look import LookForm
from programs.models import Program, ProgramLogo
from programs.views.pages import ProgramRequest, draw_page, program_page

# The address carries a version, so what it leads to never changes.
KEPT = "private, max-age=31536000, immutable"


def face_of(request: HttpRequest) -> Face | None:
    """Return the face of the program in whose place we are; pages of other apps, such as sign-in, have it too."""
    program: Program | None = getattr(request, "program", None) or Program.objects.first()
    if program is None:
        return None
    style = f"{reverse('look-style')}?v={program.accent[1:]}" if program.accent else ""
    picture = f"{reverse('logo')}?v={program.logo_version}" if program.logo_version else ""
    return Face(program.neutral_name, style, picture)


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def look(request: ProgramRequest) -> HttpResponse:
    """Show and change telephone number, accent colour and logo."""
    is_sent = request.method == "POST"
    form = LookForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, program=request.program
    )
    if is_sent and form.is_valid():
        change_look(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Your pages now look like this."))
        return redirect("look")
    return draw_page(request, "programs/look.html", {"form": form})


@require_safe
def look_style(request: HttpRequest) -> HttpResponse:
    """Send the accent as a stylesheet: a style in the page itself would be against our own policy."""
    program = get_object_or_404(Program)
    text = stylesheet(program.accent) if program.accent else ""
    return HttpResponse(text, content_type="text/css", headers={"Cache-Control": KEPT})


@require_safe
def logo(request: HttpRequest) -> HttpResponse:
    """Send the logo."""
    row = ProgramLogo.objects.first()
    if row is None:
        raise Http404
    return HttpResponse(bytes(row.content), content_type="image/png", headers={"Cache-Control": KEPT})
