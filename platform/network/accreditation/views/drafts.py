"""The pages on which the next version of a standard is written, compared with what holds, and published."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amends.actions import Refused
from network.accreditation import actions
from network.accreditation.changes import as_draft, changes_between, concerned_by, latest_of
from network.accreditation.criteria import Criterion, Document, in_language
from network.accreditation.models import Standard, StandardVersion
from network.accreditation.standard_forms import CriterionForm, StandardForm
from network.accreditation.views.pages import draw
from network.oversight.views.pages import TWO_WAYS, NetworkRequest, answer_of, network_page


def own_standard(request: NetworkRequest, slug: str) -> Standard:
    """Return a standard of this network; another network's is not there."""
    rows = request.network.standards.prefetch_related("versions")
    found: Standard = get_object_or_404(rows, slug=slug)
    return found


@TWO_WAYS
@network_page
def page(request: NetworkRequest, slug: str) -> HttpResponse:
    """Show the draft beside what holds; take what is written of the standard itself."""
    row = own_standard(request, slug)
    form = StandardForm(request.POST, **_known(row)) if request.method == "POST" else None
    if form is not None and form.is_valid():
        actions.draft_standard(actor=request.user, standard=row, **form.told())
        messages.success(request, _("It is in the draft. Nothing changes before you publish it."))
        return redirect("accreditation-draft", slug)
    return _draw(request, row, form=form)


def _known(row: Standard) -> dict[str, Any]:
    """Return what the form of a standard starts from."""
    draft = _draft(row)
    initial = {name: draft[name] for name in ("renewal_months", "has_annual_return")}
    return {
        "known": {"title": draft["title"]},
        "initial": initial | {"sources": "\n".join(draft["document"]["sources"])},
    }


def _draft(row: Standard) -> dict[str, Any]:
    return row.draft if row.draft is not None else as_draft(latest_of(row))


def _draw(request: NetworkRequest, row: Standard, *, form: Any = None, reasons: Any = ()) -> HttpResponse:
    latest, draft = latest_of(row), _draft(row)
    context = {
        "row": row,
        "name": in_language(draft["title"]),
        "latest": latest,
        "number": latest.number + 1,
        "content": Document.drafted(draft["document"]),
        "changes": changes_between(as_draft(latest), draft),
        "concerned": concerned_by(row, timezone.localdate()),
        "form": form or StandardForm(**_known(row)),
        "reasons": reasons,
    }
    return draw(request, "draft", context, status=answer_of(reasons))


@TWO_WAYS
@network_page
def add(request: NetworkRequest, slug: str) -> HttpResponse:
    """Ask for a criterion that is new."""
    return _criterion(request, own_standard(request, slug), None)


@TWO_WAYS
@network_page
def criterion(request: NetworkRequest, slug: str, criterion: str) -> HttpResponse:
    """Ask how a criterion is changed."""
    row = own_standard(request, slug)
    known = Document.drafted(_draft(row)["document"]).find(criterion)
    if known is None and request.method != "POST":
        raise Http404
    return _criterion(request, row, known, key=criterion)


def _criterion(
    request: NetworkRequest, row: Standard, known: Criterion | None, *, key: str = ""
) -> HttpResponse:
    form = CriterionForm(request.POST if request.method == "POST" else None, known=known)
    reasons: Any = ()
    if form.is_valid():
        try:
            actions.draft_criterion(
                actor=request.user, standard=row, criterion=key, told=form.told(), is_new=not key
            )
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("It is in the draft. Nothing changes before you publish it."))
            return redirect("accreditation-draft", row.slug)
    context = {
        "row": row,
        "name": in_language(_draft(row)["title"]),
        "title": known.name if known else _("A new criterion"),
        "form": form,
        "reasons": reasons,
    }
    return draw(request, "criterion", context, status=answer_of(reasons))


@require_POST
@network_page
def drop(request: NetworkRequest, slug: str, criterion: str) -> HttpResponse:
    """Leave a criterion out of the draft."""
    row = own_standard(request, slug)
    try:
        actions.drop_criterion(actor=request.user, standard=row, criterion=criterion)
    except Refused as refusal:
        return _draw(request, row, reasons=refusal.reasons)
    messages.success(request, _("It is left out of the draft. Nothing changes before you publish it."))
    return redirect("accreditation-draft", slug)


@require_POST
@network_page
def discard(request: NetworkRequest, slug: str) -> HttpResponse:
    """Throw the draft away."""
    actions.discard_standard_draft(actor=request.user, standard=own_standard(request, slug))
    messages.success(request, _("The draft is gone. What is published stays as it is."))
    return redirect("accreditation-standard", slug)


@require_POST
@network_page
def publish(request: NetworkRequest, slug: str) -> HttpResponse:
    """Publish the draft, as the version of which the page spoke."""
    row, number = own_standard(request, slug), request.POST.get("number", "")
    try:
        version: StandardVersion = actions.publish_standard_draft(
            actor=request.user,
            standard=row,
            number=int(number) if number.isdecimal() else 0,
            now=timezone.now(),
        )
    except Refused as refusal:
        return _draw(request, own_standard(request, slug), reasons=refusal.reasons)
    told = _("Version %(number)s is published. Whoever applies from now on is judged by it.")
    messages.success(request, told % {"number": version.number})
    return redirect("accreditation-standard", slug)
