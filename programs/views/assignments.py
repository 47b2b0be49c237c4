"""Declare that a mediator is not neutral in a case."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.actions.assignments import declare_conflict
from programs.forms.screening import ConflictForm
from programs.models import Mediator
from programs.relationships import shared_cases
from programs.roles import RUNS_THE_CASE
from programs.views.pages import ProgramRequest, draw_page, facts_of, find_case, posted, program_page


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def conflict(request: ProgramRequest, pk: Any, mediator: Any) -> HttpResponse:
    """Note a conflict of a mediator with a case: one's own, or any for those who run the case."""
    case, declared = (
        find_case(request, pk),
        get_object_or_404(Mediator.objects.select_related("user"), pk=mediator),
    )
    if request.user.pk != declared.pk and not request.user.has_role(*RUNS_THE_CASE):
        raise PermissionDenied
    form = ConflictForm(posted(request))
    if request.method == "POST" and form.is_valid():
        declare_conflict(
            actor=request.user, case=case, mediator=declared, now=timezone.now(), **form.cleaned_data
        )
        messages.success(
            request, _("The conflict is on record. This mediator cannot be assigned to the case.")
        )
        is_mine = request.user.pk == declared.pk and not request.user.has_role(*RUNS_THE_CASE)
        return redirect("home") if is_mine else redirect("case", pk=case.pk)
    shared = shared_cases(facts_of(request, case), [declared.pk], request.user)
    context = {"case": case, "mediator": declared, "form": form, "shared": shared.get(declared.pk, [])}
    return draw_page(request, "programs/conflict.html", context)
