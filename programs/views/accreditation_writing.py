"""What a program writes about an accreditation: how it meets a criterion, a document, an appeal, an annual return."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amends.actions import Refused
from amends.files.examining import examine
from amends.files.kinds import Unfit
from amends.files.uploads import takes_files
from network.accreditation.criteria import Criterion
from network.accreditation.store import LARGEST
from programs.accreditation.copies import TO_CONFIRM, Copy
from programs.accreditation.showing import proof_shown
from programs.actions.accreditation import (
    answer_criterion,
    appeal_decision,
    confirm_evidence,
    give_annual_return,
    hand_in_evidence,
    withdraw_evidence,
)
from programs.forms.accreditation import CriterionForm, WordsForm
from programs.forms.attachments import refusal as not_taken
from programs.views.accreditation import CONFLICT, draw_one, find
from programs.views.pages import ProgramRequest, draw_page, posted, program_page

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])


@TWO_WAYS
@takes_files(most=1, largest=LARGEST)
@program_page
def criterion(request: ProgramRequest, pk: Any, criterion: str) -> HttpResponse:
    """Say how a criterion is met, and hand in a document for it."""
    copy = find(request, pk)
    asked = copy.content.find(criterion)
    if asked is None:
        raise Http404
    said = copy.answers.get(asked.id, {})
    form = CriterionForm(posted(request), request.FILES or None, criterion=asked, initial=said)
    reasons: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _keep(request, copy, asked, form)
        except Refused as refusal:
            reasons = refusal.reasons
        except Unfit as unfit:
            name = str(form.cleaned_data["document"].name)
            form.add_error("document", not_taken(name, unfit.reason, megabytes=LARGEST // 1_000_000))
    context = {
        "copy": copy,
        "criterion": asked,
        "form": form,
        "proofs": [proof_shown(each) for each in copy.proofs_of(asked.id)],
        "reasons": reasons,
    }
    return draw_page(
        request, "programs/accreditation/criterion.html", context, status=CONFLICT if reasons else 200
    )


def _keep(request: ProgramRequest, copy: Copy, asked: Criterion, form: CriterionForm) -> HttpResponse:
    """Keep what was written, then the document; what waits to be looked at is shown on the page of the criterion."""
    told = form.cleaned_data
    named = {"accreditation": copy.id, "criterion": asked.id}
    examined = examine(told["document"], largest=LARGEST) if told["document"] else None
    if examined is not None and not examined.is_scanned:
        raise Unfit("away")
    answer_criterion(actor=request.user, rating=told["rating"], words=told["words"], **named)
    if examined is None:
        messages.success(request, _("Saved."))
        return redirect("accredit-one", copy.id)
    kind = told["kind"] or asked.evidence[0]
    proof = hand_in_evidence(
        actor=request.user, kind=kind, examined=examined, name=told["document"].name, **named
    )
    if proof.state == TO_CONFIRM:
        messages.info(request, _("Saved. Look at the document below before it leaves."))
        return redirect("accredit-criterion", copy.id, asked.id)
    messages.success(request, _("Saved, with the document."))
    return redirect("accredit-one", copy.id)


@require_POST
@program_page
def evidence(request: ProgramRequest, pk: Any, evidence: Any) -> HttpResponse:
    """Confirm that a document is about nobody of a case, or withdraw it."""
    copy = find(request, pk)
    proof = next((each for each in copy.proofs if each.id == str(evidence)), None)
    if proof is None:
        raise Http404
    act: Callable[..., Any] = (
        withdraw_evidence if request.POST.get("what") == "withdraw" else confirm_evidence
    )
    try:
        act(actor=request.user, accreditation=copy.id, evidence=proof.id)
    except Refused as refusal:
        return draw_one(request, copy, reasons=refusal.reasons, status=CONFLICT)
    messages.success(request, _("Withdrawn.") if act is withdraw_evidence else _("Confirmed."))
    return redirect("accredit-criterion", copy.id, proof.criterion)


@TWO_WAYS
@program_page
def appeal(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Appeal against a decision, once."""
    return _write(request, pk, "appeal", appeal_decision, {"now": timezone.now()})


@TWO_WAYS
@program_page
def annual(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Give the annual return that is due."""
    return _write(request, pk, "return", give_annual_return, {"today": timezone.localdate()})


def _write(
    request: ProgramRequest, pk: Any, what: str, act: Callable[..., Any], told: dict[str, Any]
) -> HttpResponse:
    copy = find(request, pk)
    form = WordsForm(posted(request))
    reasons: Any = ()
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            act(actor=request.user, accreditation=copy.id, words=words, **told)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("It is on its way to %(network)s.") % {"network": copy.network_name})
            return redirect("accredit-one", pk)
    context = {"copy": copy, "form": form, "what": what, "reasons": reasons}
    return draw_page(
        request, "programs/accreditation/words.html", context, status=CONFLICT if reasons else 200
    )
