"""Everything in and out: an administrator has the whole program packed, fetches it, or takes an archive in."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.accounts.models import User
from amends.accounts.proving import demand_proof
from amends.actions import Refused
from amends.files.uploads import takes_files
from programs.actions.moving import ask_move_out, bring_program_in, discard_move, fetch_move
from programs.forms.moving import MoveInForm, MoveOutForm
from programs.models import ImportBatch
from programs.models.imported import ImportState, MoveKind
from programs.moving.arriving import Unfit
from programs.moving.ending import KEPT
from programs.moving.room import demand_nothing_at_work, demand_room
from programs.views.files import HEADERS
from programs.views.pages import ProgramRequest, draw_page, posted, program_page

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])
LARGEST = 4_000_000_000
SHOWN_BEFORE = 50
SHOWN_ACCOUNTS = 200

UNFIT = {
    "kind": gettext_lazy("This is no archive of a program. Choose the ZIP file as you fetched it."),
    "passphrase": gettext_lazy(
        "This is not the passphrase of this archive. It has five groups of five signs."
    ),
    "damaged": gettext_lazy("The archive is cut off or was changed. Fetch it once more where it was made."),
    "foreign": gettext_lazy(
        "This archive was not made by this platform, or was changed since. Whoever runs the platform can let it take"
        " in archives of another one."
    ),
    "version": gettext_lazy("This archive has a form that is not known here."),
    "schema": gettext_lazy(
        "This archive was made by another version of the platform, and its rows do not fit. Have it made again."
    ),
    "full": gettext_lazy("Somebody entered something here meanwhile. The program has to be empty."),
    "row": gettext_lazy("The database refused a row of the archive."),
    "same": gettext_lazy("A row that was written was not what the archive says."),
    "large": gettext_lazy(
        "The file is larger than 4 GB, which a page does not take. Ask whoever runs the platform to take it in."
    ),
}


@never_cache
@require_safe
@program_page
def listing(request: ProgramRequest) -> HttpResponse:
    """Say what can be taken out and in, and list what was."""
    moves = ImportBatch.objects.moves().select_related("made_by").defer("found")[:SHOWN_BEFORE]
    context = {
        "head": [_("Asked for"), _("What"), _("By"), _("Rows"), _("How far it is")],
        "rows": [_row(batch) for batch in moves],
        "no_out": _why_not(demand_nothing_at_work),
        "no_in": _why_not(lambda: demand_room(request.program)),
    }
    return draw_page(request, "programs/moving/list.html", context)


def _why_not(demand: Any) -> Any:
    try:
        demand()
    except Refused as refusal:
        return refusal.reasons
    return ()


def _row(batch: Any) -> list[Any]:
    day = timezone.localtime(batch.made_at).strftime("%Y-%m-%d %H:%M")
    link = format_html('<a class="govuk-link" href="{}">{}</a>', reverse("move", args=[batch.pk]), day)
    return [
        {"html": link},
        batch.get_kind_display(),
        batch.made_by.name,
        batch.rows,
        batch.get_state_display(),
    ]


@never_cache
@TWO_WAYS
@program_page
def out(request: ProgramRequest) -> HttpResponse:
    """Say what the archive holds, once somebody has shown who they are; on POST have it packed."""
    demand_proof(request)
    form = MoveOutForm(posted(request))
    reasons: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            batch = ask_move_out(
                actor=request.user, now=timezone.now(), form_key=form.cleaned_data["form_key"]
            )
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            return redirect("move", batch.pk)
    context = {"form": form, "reasons": reasons, "days": KEPT.days}
    return draw_page(request, "programs/moving/out.html", context, status=_status(reasons))


def _status(reasons: Any) -> int:
    return HTTPStatus.CONFLICT if reasons else HTTPStatus.OK


@never_cache
@require_safe
@program_page
def one(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show how far it is, or what came of it; the passphrase only to who has shown who they are."""
    batch = _found(pk)
    if batch.state == ImportState.PACKED:
        demand_proof(request)
    progress = batch.progress
    context = {
        "batch": batch,
        "progress": progress,
        "is_out": batch.kind == MoveKind.OUT,
        "digest": progress.get("digest", ""),
        "shut": sum(each["shut"] for each in progress.get("tables", {}).values()),
        "passphrase": (batch.found or {}).get("passphrase", ""),
        "ends_at": batch.ended_at and batch.ended_at + KEPT,
        "trouble": UNFIT.get(progress.get("trouble", {}).get("reason", ""), ""),
        "what": progress.get("trouble", {}).get("what", ""),
        "unlike": sorted(label for label, same in progress.get("proved", {}).items() if not same),
        "waiting": _waiting(progress),
    }
    return draw_page(request, "programs/moving/one.html", context)


def _waiting(progress: Any) -> Any:
    """Return the accounts that came along and that nobody has let in yet."""
    keys = progress.get("waiting", [])[:SHOWN_ACCOUNTS]
    return User.objects.filter(pk__in=keys, is_active=False).order_by("name", "pk")


@never_cache
@require_safe
@program_page
def file(request: ProgramRequest, pk: Any) -> Any:
    """Send the archive, opened chunk by chunk, to who has shown who they are."""
    batch = _found(pk)
    demand_proof(request)
    try:
        content = fetch_move(actor=request.user, batch=batch)
    except Refused:
        return redirect("move", pk)
    response = StreamingHttpResponse(content.chunks(), content_type="application/zip", headers=HEADERS)
    response._resource_closers.append(content.close)  # type: ignore[attr-defined]
    response["Content-Length"] = str(content.size)
    response["Content-Disposition"] = 'attachment; filename="everything.zip"'
    return response


@require_POST
@program_page
def discard(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Delete an archive before its time."""
    try:
        discard_move(actor=request.user, batch=_found(pk), now=timezone.now())
    except Refused:
        messages.warning(request, _("It was deleted already."))
    else:
        messages.success(request, _("The archive is deleted, and its key destroyed."))
    return redirect("moves")


@never_cache
@takes_files(most=1, largest=LARGEST)
@sensitive_post_parameters("passphrase")
@TWO_WAYS
@program_page
def come_in(request: ProgramRequest) -> HttpResponse:
    """Take an archive in, where the program is empty."""
    demand_proof(request)
    form = MoveInForm(posted(request), request.FILES or None)
    if request.method == "POST" and (sent := request.FILES.get("file")) and (sent.size or 0) > LARGEST:
        form.add_error("file", str(UNFIT["large"]))
    reasons = _why_not(lambda: demand_room(request.program))
    if request.method == "POST" and not reasons and form.is_valid():
        told = form.cleaned_data
        try:
            batch = bring_program_in(
                actor=request.user,
                now=timezone.now(),
                form_key=told["form_key"],
                content=told["file"].file,
                passphrase=told["passphrase"],
            )
        except Refused as refusal:
            reasons = refusal.reasons
        except Unfit as wrong:
            form.add_error("passphrase" if wrong.reason == "passphrase" else "file", str(UNFIT[wrong.reason]))
        else:
            return redirect("move", batch.pk)
    status = HTTPStatus.BAD_REQUEST if form.errors else _status(reasons if request.method == "POST" else ())
    return draw_page(request, "programs/moving/in.html", {"form": form, "reasons": reasons}, status=status)


def _found(pk: Any) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.moves(), pk=pk)
