"""The people of a case, and how to reach them."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from programs.actions.people import add_participant, update_participant
from programs.actions.referrals import Person
from programs.forms.people import NewPersonForm, PersonForm
from programs.guards import StepRefused
from programs.standing import standings
from programs.views.pages import (
    ProgramRequest,
    draw_page,
    facts_of,
    find_case,
    find_participant,
    posted,
    program_page,
)
from programs.views.releases import live_by_person
from programs.views.steps import linked, open_steps


@require_safe
@program_page
def listing(request: ProgramRequest, pk: Any) -> HttpResponse:
    """List everybody in a case, how to reach them, and whether they agreed to take part."""
    case = find_case(request, pk)
    facts = facts_of(request, case)
    audit.read(facts.participants, actor=request.user, purpose="people_page")
    audit.read(facts.contacts, actor=request.user, purpose="people_page")
    steps = {step.id for step in open_steps(request, facts)}
    context = {
        "case": case,
        "people": standings(facts, steps),
        "open_steps": steps,
        "can_add": case.is_open,
        "released": live_by_person(facts.participants, facts.now),
    }
    return draw_page(request, "programs/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def add(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Add somebody to a case."""
    case = find_case(request, pk)
    form = NewPersonForm(posted(request), program=request.program)
    context: dict[str, Any] = {"case": case, "form": form, "title": _("Add a person")}
    if request.method == "POST" and form.is_valid():
        try:
            add_participant(
                actor=request.user,
                case=case,
                now=timezone.now(),
                role=form.cleaned_data["role"],
                person=form.person(),
                supervised_by=form.cleaned_data["supervised_by"],
            )
        except StepRefused as refusal:
            reasons: Iterable[Any] = refusal.reasons
            context["reasons"] = linked(request, case, reasons)
            return draw_page(request, "programs/person.html", context, status=409)
        messages.success(request, _("The person is added."))
        return redirect("case-people", pk=case.pk)
    return draw_page(request, "programs/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def edit(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Change how somebody is called and reached."""
    participant = find_participant(request, pk)
    names = Person.__dataclass_fields__
    audit.read(participant, actor=request.user, purpose="person_page")
    initial = {name: getattr(participant, name) for name in names} | {
        "supervised_by": participant.supervised_by_id
    }
    form = PersonForm(posted(request), initial=initial, program=request.program, role=participant.role)
    if request.method == "POST" and form.is_valid():
        update_participant(
            actor=request.user,
            participant=participant,
            now=timezone.now(),
            person=form.person(),
            supervised_by=form.cleaned_data["supervised_by"],
        )
        messages.success(request, _("The changes are saved."))
        return redirect("case-people", pk=participant.case_id)
    context = {"case": participant.case, "form": form, "title": _("Change details")}
    return draw_page(request, "programs/person.html", context)
