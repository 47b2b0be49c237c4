"""The people of a case, and their consent."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from programs.actions.consents import record_consent, withdraw_consent
from programs.actions.people import add_participant, update_participant
from programs.forms.people import ConsentRecordForm, NewPersonForm, PersonForm
from programs.models import Participant
from programs.models.case import CaseState
from programs.views.pages import (
    ProgramRequest,
    draw_page,
    facts_of,
    find_case,
    find_participant,
    posted,
    program_page,
)
from programs.views.steps import open_steps, take_step


@require_safe
@program_page
def listing(request: ProgramRequest, pk: Any) -> HttpResponse:
    """List everybody in a case, how to reach them, and whether they agreed to take part."""
    case = find_case(request, pk)
    facts = facts_of(request, case)
    audit.read(facts.participants, actor=request.user, purpose="people_page")
    people = [(request.program.word_for(person.role), person) for person in facts.participants]
    context = {
        "case": case,
        "people": people,
        "open_steps": {step.id for step in open_steps(request, facts)},
        "can_add": case.is_open,
    }
    return draw_page(request, "programs/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def add(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Add somebody to a case."""
    case = find_case(request, pk)
    form = NewPersonForm(posted(request), program=request.program)
    if request.method == "POST" and form.is_valid():
        add_participant(
            actor=request.user,
            case=case,
            now=timezone.now(),
            role=form.cleaned_data["role"],
            person=form.person(),
            supervised_by=form.cleaned_data["supervised_by"],
        )
        messages.success(request, _("The person is added."))
        return redirect("case-people", pk=case.pk)
    return draw_page(
        request, "programs/person.html", {"case": case, "form": form, "title": _("Add a person")}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def edit(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Change how somebody is called and reached."""
    participant = find_participant(request, pk)
    names = ("name", "phone", "email", "address", "contact_note", "language")
    audit.read(participant, actor=request.user, purpose="person_page")
    initial = {name: getattr(participant, name) for name in names} | {
        "supervised_by": participant.supervised_by_id
    }
    form = PersonForm(posted(request), initial=initial)
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


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def consent(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Record that somebody agreed to take part."""
    participant = find_participant(request, pk)
    audit.read(participant, actor=request.user, purpose="consent_page")
    form = ConsentRecordForm(posted(request), initial={"language": participant.language or "en"})
    return take_step(
        request,
        participant.case,
        "record_consent",
        partial(record_consent, participant=participant),
        form=form,
        answers=lambda: {name: form.cleaned_data[name] for name in ("form", "language")},
        done=_("The consent is recorded."),
        back=reverse("case-people", args=[participant.case_id]),
        note=participant.name,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def withdraw(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Take somebody's consent back, with what was planned on it."""
    participant = find_participant(request, pk)
    audit.read(participant, actor=request.user, purpose="consent_page")
    return take_step(
        request,
        participant.case,
        "withdraw_consent",
        partial(withdraw_consent, participant=participant),
        done=_("The consent is withdrawn. What was planned on it is canceled."),
        back=reverse("case-people", args=[participant.case_id]),
        note=participant.name,
        effect=_what_ends_with_it(participant),
    )


def _what_ends_with_it(participant: Participant) -> str:
    """Return in words what a withdrawal does to the case, as `withdraw_consent` does it."""
    told = _(
        "Anybody can stop at any time and need not say why. Tell the other side only that it does not go on, "
        "never who stopped."
    )
    case = participant.case
    if case is None or not participant.is_party or case.state not in (CaseState.READY, CaseState.SCHEDULED):
        return told
    ends = _("The case goes back to preparing; a session that is scheduled is canceled.")
    return f"{ends} {told}"
