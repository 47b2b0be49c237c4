"""After a session: with whom it is to be talked over; and the notes of a mediator for themself."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amends import audit
from amends.accounts.access import may
from programs.actions.afterwards import NothingToTalkOver, TalksAlone, keep_own_note, record_debrief
from programs.debriefing import left_of
from programs.forms.afterwards import OwnNoteForm
from programs.models import Mediator, MediatorAssignment
from programs.safe_contact import care_of
from programs.views.pages import ProgramRequest, draw_page, facts_of, find_case, posted, program_page

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])


@TWO_WAYS
@program_page
def talks(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show with whom the latest session is still to be talked over, and take that it was with a mediator."""
    case = find_case(request, pk)
    refused, status = "", HTTPStatus.OK
    if request.method == "POST":
        mediator = _mediator(request.POST.get("mediator", ""))
        if mediator is None:  # nobody was named: the page names them anew
            return redirect("case-talks", pk=case.pk)
        try:
            record_debrief(actor=request.user, case=case, now=timezone.now(), mediator=mediator)
        except NothingToTalkOver:
            messages.info(request, _("There is nothing to talk over with this mediator any more."))
            return redirect("case-talks", pk=case.pk)
        except TalksAlone:
            refused, status = (
                _("Nobody talks their own session over alone. Ask a colleague."),
                HTTPStatus.CONFLICT,
            )
        else:
            messages.success(request, _("It is recorded."))
            return redirect("case-talks", pk=case.pk)
    facts = facts_of(request, case)
    left = left_of(facts)
    if left is None:
        raise Http404
    audit.read(left.people, actor=request.user, purpose="talks_page")
    told = [(each, [care_of(each, facts)]) for each in left.people]
    context = {
        "case": case,
        "left": left,
        "people": [(request.program.word_for(each.role), each, care) for each, care in told],
        "may_record": may(request.user, "record_debrief", case.state),
        "may_contact": may(request.user, "record_contact", case.state),
        "is_late": left.due_on < facts.today and not left.is_done,
        "refused": refused,
    }
    return draw_page(request, "programs/talks.html", context, status=status)


def _mediator(key: str) -> Mediator | None:
    try:
        return Mediator.objects.filter(pk=UUID(key)).first()
    except ValueError:
        return None


@TWO_WAYS
@program_page
def own_note(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show a mediator their own note in a case of theirs, and keep it; for everybody else there is no such page."""
    case = find_case(request, pk)
    rows = MediatorAssignment.objects.live().select_related("case")
    row = get_object_or_404(rows, case=case, mediator=request.user.pk)
    form = OwnNoteForm(posted(request), initial={"text": row.private_note or ""})
    if request.method == "POST" and form.is_valid():
        keep_own_note(
            actor=request.user, case=case, now=timezone.now(), text=form.cleaned_data["text"].strip()
        )
        messages.success(request, _("Your note is kept."))
        return redirect("case-note", pk=case.pk)
    audit.read(row, actor=request.user, purpose="own_note")
    return draw_page(request, "programs/own_note.html", {"case": case, "form": form})
