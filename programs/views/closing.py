"""The end of a case."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.actions import closing as actions
from programs.forms.agreement import ClosingForm
from programs.views.pages import ProgramRequest, find_case, posted, program_page
from programs.views.steps import take_step


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def begin(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Ask how the case ended, and bring it to its end."""
    case = find_case(request, pk)
    form = ClosingForm(posted(request))
    act = partial(actions.begin_closing, case=case)
    return take_step(
        request,
        case,
        "begin_closing",
        act,
        form=form,
        done=_("The case is coming to its end. Close it when all is done."),
        effect=_(
            "This cannot be taken back. A session that is scheduled is canceled. "
            "The referrer learns that the case is closed, not how it ended."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def close(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Close the case."""
    case = find_case(request, pk)
    act = partial(actions.close_case, case=case)
    return take_step(request, case, "close_case", act, done=_("The case is closed."))
