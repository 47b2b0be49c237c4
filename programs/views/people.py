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
from amends.accounts.access import may_open
from programs.actions.people import ChangedMeanwhile, add_participant, update_participant
from programs.forms.people import KnownPersonForm, NewPersonForm
from programs.guards import StepRefused
from programs.meanwhile import changed, details_of
from programs.models import Participant
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
        "may_export": may_open(request.user, "person-export"),
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
    audit.read(participant, actor=request.user, purpose="person_page")
    form = KnownPersonForm(posted(request), participant=participant, program=request.program)
    context = {"case": participant.case, "form": form, "title": _("Change details")}
    if request.method == "POST" and form.is_valid():
        try:
            saved = update_participant(
                actor=request.user,
                participant=participant,
                now=timezone.now(),
                person=form.person(),
                supervised_by=form.cleaned_data["supervised_by"],
                shown=form.shown_before(),
            )
        except ChangedMeanwhile as found:
            context |= _both(request, form, found)
            return draw_page(request, "programs/person.html", context, status=409)
        messages.success(request, _told(form, saved))
        return redirect("case-people", pk=participant.case_id)
    return draw_page(request, "programs/person.html", context)


def _both(request: ProgramRequest, form: KnownPersonForm, found: ChangedMeanwhile) -> dict[str, Any]:
    """Return a form with what stands now where two differ, else with what was sent; and a table of the two."""
    sent, there = form.sent(), details_of(found.participant)
    rows = [
        [form.fields[name].label, form.told(name, there[name]), form.told(name, sent[name])]
        for name in form.asked
        if name in found.names
    ]
    kept = {name: value for name, value in sent.items() if name not in found.names}
    again = KnownPersonForm(participant=found.participant, program=request.program, initial=kept)
    return {"form": again, "rows": rows, "head": [_("Detail"), _("It is now"), _("You had entered")]}


def _told(form: KnownPersonForm, saved: Participant) -> str:
    """Say that it is saved, and what somebody else changed since the form was opened."""
    since = changed(form.shown_before(), details_of(saved)) - set(form.sent())
    if not since:
        return _("The changes are saved.")
    names = ", ".join(f"“{form.fields[name].label}”" for name in form.asked if name in since)
    return _("The changes are saved. Somebody else changed this meanwhile, and it stays: %(names)s.") % {
        "names": names
    }
