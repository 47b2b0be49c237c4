"""Messages between the sides, for those who work on the case: what there is, one to read, and each step of it."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends import audit
from amends.files.uploads import takes_files
from programs.actions import messages as actions
from programs.facts import CaseFacts
from programs.forms.messages import RecipientForm, ReturnForm, StaffMessageForm, WordsForm
from programs.guards import StepRefused
from programs.messages import MESSAGE_STEPS, MessageStep, missing_of
from programs.messages.steps import WRITES_IN
from programs.models import MediatedMessage, MediationCase
from programs.models.participant import RESPONSIBLE_SIDE
from programs.models.stored_file import FileState
from programs.recordings import LARGEST, LARGEST_AT_ONCE
from programs.views import recordings
from programs.views.pages import ProgramRequest, draw_page, facts_of, find_case, posted, program_page
from programs.views.steps import linked

FORMS: dict[str, type[forms.Form]] = {
    "rewrite_message": WordsForm,
    "return_message": ReturnForm,
    "approve_message": RecipientForm,
}
BACKWARDS = ("return_message", "withdraw_message")
"""Shown below the way forward."""
ACTS: dict[str, Any] = {name: getattr(actions, name) for name in MESSAGE_STEPS}


def find_message(request: ProgramRequest, pk: Any) -> MediatedMessage:
    """Return a message of a case that this person may see; 404 for everybody else."""
    cases = MediationCase.objects.visible_to(request.user)
    rows = MediatedMessage.objects.filter(case__in=cases).shown_to_staff()
    return get_object_or_404(rows.select_related("case", "sender", "recipient", "file", "written_by"), pk=pk)


@require_safe
@program_page
def listing(request: ProgramRequest, pk: Any) -> HttpResponse:
    """List what was begun between the sides of a case, the latest first."""
    case = find_case(request, pk)
    facts = facts_of(request, case)
    audit.read(facts.participants, actor=request.user, purpose="messages_page")
    rows = (
        MediatedMessage.objects.filter(case=case)
        .shown_to_staff()
        .select_related("sender")
        .order_by("-began_at", "-id")
    )
    context = {
        "case": case,
        "rows": [(row, request.program.word_for(row.sender.role)) for row in rows],
        "may_write": case.state in WRITES_IN,
    }
    return draw_page(request, "programs/messages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def write(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Take a letter that came on paper, words that were said, or begin a recording."""
    case = find_case(request, pk)
    facts = facts_of(request, case)
    audit.read(facts.participants, actor=request.user, purpose="messages_page")
    form = StaffMessageForm(posted(request), facts=facts)
    refused: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data | {"sender": form.people[form.cleaned_data["sender"]]}
        try:
            made = actions.write_message(actor=request.user, case=case, now=facts.now, **told)
        except StepRefused as refusal:
            reasons: Any = refusal.reasons
            refused = linked(request, case, reasons)
        else:
            return redirect("message", made.pk)
    context = {"case": case, "form": form, "reasons": refused}
    return draw_page(request, "programs/message_write.html", context, status=409 if refused else 200)


@require_safe
@program_page
def page(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show a message to whoever reviews it, with what can be done."""
    return _shown(request, find_message(request, pk))


def _shown(
    request: ProgramRequest,
    message: MediatedMessage,
    *,
    sent: MessageStep | None = None,
    form: Any = None,
    reasons: Any = (),
) -> HttpResponse:
    facts = facts_of(request, message.case, message=message, person=message.recipient, by=request.user)
    audit.read(facts.participants, actor=request.user, purpose="message_page")
    audit.read(message, actor=request.user, purpose="message_page")
    offered = [
        _offered(request, facts, step, form if step is sent else None)
        for step in sorted(MESSAGE_STEPS.values(), key=lambda each: each.id in BACKWARDS)
        if message.state in step.sources and facts.case.state in step.case_states
        if not (step.id == "rewrite_message" and message.is_recorded)
        if step.id != "bank_message" or message.sender.role in RESPONSIBLE_SIDE
    ]
    file = message.file
    context = {
        "case": message.case,
        "message": message,
        "from_word": request.program.word_for(message.sender.role),
        "to_word": request.program.word_for(message.recipient.role) if message.recipient else "",
        "steps": offered,
        "reasons": linked(request, message.case, reasons),
        "plays": file is not None and file.state == FileState.CLEAN,
        **upload_context(request, message),
    }
    return draw_page(
        request, "programs/message.html", context, status=HTTPStatus.CONFLICT if reasons else HTTPStatus.OK
    )


def upload_context(request: ProgramRequest, message: MediatedMessage) -> dict[str, Any]:
    """Return what the form of a recording shows: how far it is, and what went wrong the last time."""
    file = message.file
    return {
        "file": file,
        "is_arriving": file is not None and file.state == FileState.ARRIVING,
        "is_checking": file is not None and file.state == FileState.CHECKING,
        "is_refused": file is not None and file.state == FileState.REFUSED,
        "most": LARGEST,
        "most_at_once": LARGEST_AT_ONCE,
        "trouble": next(
            (name for name in ("none", *recordings.TROUBLES.values()) if name in request.GET), ""
        ),
    }


def _offered(request: ProgramRequest, facts: CaseFacts, step: MessageStep, form: Any) -> dict[str, Any]:
    missing = missing_of(step, facts)
    return {
        "step": step,
        "href": reverse("message-step", args=[facts.asked.message.pk, step.id.removesuffix("_message")]),
        "form": form or _form(step, facts, None),
        "reasons": linked(request, facts.case, missing),
    }


def _form(step: MessageStep, facts: CaseFacts, data: Any) -> Any:
    if step.id not in FORMS:
        return forms.Form(data)
    kind: Any = FORMS[step.id]
    more: dict[str, Any] = {"facts": facts} if kind is RecipientForm else {}
    if kind is WordsForm:
        more["initial"] = {"words": facts.asked.message.words}
    return kind(data, **more)


@require_POST
@program_page
def step(request: ProgramRequest, pk: Any, name: str) -> HttpResponse:
    """Take one step of a message; a refusal is 409, with every rule that stands in the way."""
    found = MESSAGE_STEPS.get(f"{name}_message")
    if found is None:
        raise Http404
    message = find_message(request, pk)
    facts = facts_of(request, message.case, message=message, by=request.user)
    form = _form(found, facts, request.POST)
    if not form.is_valid():
        return _shown(request, message, sent=found, form=form)
    answers = dict(form.cleaned_data)
    if "recipient" in answers:
        answers["recipient"] = form.people[answers["recipient"]]
    try:
        ACTS[found.id](actor=request.user, message=message, now=timezone.now(), **answers)
    except StepRefused as refusal:
        return _shown(request, find_message(request, pk), sent=found, form=form, reasons=refusal.reasons)
    flash.success(request, _("It is recorded."))
    return redirect("message", pk)


@takes_files(most=1, largest=LARGEST_AT_ONCE)
@require_http_methods(recordings.METHODS)
@program_page
def upload(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Take in a recording that came to the office."""
    message = find_message(request, pk)
    try:
        return recordings.upload(request, message, request.user, reverse("message", args=[pk]))
    except StepRefused as refusal:
        return _shown(request, message, reasons=refusal.reasons)


@require_safe
@program_page
def recording(request: ProgramRequest, pk: Any) -> Any:
    """Play a recording to whoever reviews it."""
    return recordings.play(request, find_message(request, pk), request.user.pk, request.user)
