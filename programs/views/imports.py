"""A program's spreadsheets: take one in, name its columns, look at what was found, import it, undo it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends import audit
from amends.files.kinds import Unfit
from amends.files.tables import LARGEST, rows_of
from amends.files.uploads import takes_files
from programs.actions.imports import (
    NotNow,
    WorkedOn,
    begin_import,
    discard_import,
    explain_words,
    name_columns,
    undo_import,
    upload_import,
)
from programs.forms.imports import BeginForm, ColumnsForm, ImportFileForm, WordsForm
from programs.importing import showing
from programs.importing.fields import FIELDS
from programs.importing.reading import sample
from programs.models import ImportBatch
from programs.models.imported import ImportKind, ImportState
from programs.openness import NotOpen
from programs.views.pages import ProgramRequest, draw_page, posted, program_page

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])
SHOWN_BEFORE = 50

UNFIT = {
    "kind": gettext_lazy(
        "This is neither CSV nor XLSX. In your spreadsheet, choose “Save as” and then one of the two."
    ),
    "xls": gettext_lazy(
        "This is an older Excel file, or one with a password. Save it as XLSX without a password."
    ),
    "empty": gettext_lazy("There is no row below the headings."),
    "large": gettext_lazy("The file is larger than 20 MB. Cut it into several."),
    "rows": gettext_lazy("The file has more than 50,000 rows. Cut it into several."),
    "wide": gettext_lazy("The file has more than 100 columns. Take out those that are not needed."),
    "cell": gettext_lazy("A cell holds more than 5,000 signs. Shorten it."),
    "broken": gettext_lazy("The file is damaged. Save it once more in your spreadsheet."),
    "quote": gettext_lazy("A quotation mark in the file is not closed, so rows cannot be told apart."),
    "active": gettext_lazy(
        "The file holds macros, or parts that a spreadsheet does not need. Save it as plain XLSX."
    ),
    "far": gettext_lazy(
        "A cell stands far below the others, or far to the right. Delete what lies outside your rows, and save"
        " it again."
    ),
    "huge": gettext_lazy("Unpacked, the file is far too large."),
    "slow": gettext_lazy(
        "The file could not be read in the time there is. Cut it into several, or save it as CSV."
    ),
    "open": gettext_lazy(
        "Your program is not open yet: nobody real can be entered. Its first page says what is missing."
    ),
}


@never_cache
@takes_files(most=1, largest=LARGEST)
@TWO_WAYS
@program_page
def listing(request: ProgramRequest) -> HttpResponse:
    """List the files that were taken in, and take the next one."""
    form = ImportFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("import", _taken(request, form).pk)
        except Unfit as wrong:
            form.add_error("file", str(UNFIT.get(wrong.reason, UNFIT["broken"])))
        except NotOpen:
            form.add_error("file", str(UNFIT["open"]))
    batches = (
        ImportBatch.objects.spreadsheets().select_related("made_by").defer("headings", "found")[:SHOWN_BEFORE]
    )
    context = {
        "form": form,
        "head": [_("File"), _("What is in it"), _("Taken in"), _("Rows"), _("How far it is")],
        "rows": [_row(batch) for batch in batches],
        "kinds": [(kind.label, _fields_in_words(kind)) for kind in ImportKind],
    }
    audit.read(list(batches), actor=request.user, purpose="import_list")
    return draw_page(request, "programs/import/list.html", context, status=400 if form.errors else 200)


def _taken(request: ProgramRequest, form: ImportFileForm) -> ImportBatch:
    told, upload = form.cleaned_data, form.cleaned_data["file"]
    rows = rows_of(upload)
    try:
        return upload_import(
            actor=request.user,
            now=timezone.now(),
            form_key=told["form_key"],
            kind=told["kind"],
            file_name=upload.name or "",
            rows=rows,
        )
    finally:
        rows.close()  # type: ignore[attr-defined]


def _row(batch: Any) -> list[Any]:
    name = batch.file_name or _("Erased")
    return [
        {
            "html": format_html(
                '<a class="govuk-link" href="{}">{}</a>', reverse("import", args=[batch.pk]), name
            )
        },
        batch.get_kind_display(),
        f"{timezone.localdate(batch.made_at).isoformat()}, {batch.made_by.name}",
        batch.rows,
        batch.get_state_display(),
    ]


def _fields_in_words(kind: str) -> list[tuple[str, bool, str]]:
    return [(str(each.label), each.is_needed, str(each.hint)) for each in FIELDS[kind]]


@never_cache
@require_safe
@program_page
def one(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show a file as far as it is: its progress, what was found, or what became of it."""
    batch = _found(request, pk)
    if batch.state == ImportState.MAPPING:
        return redirect("import-columns", batch.pk)
    return _shown(request, batch)


def _shown(request: ProgramRequest, batch: ImportBatch, *, status: int = 200, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "batch": batch,
        "counts": batch.counts.get("rows", {}),
        "is_erased": bool(batch.erased_at),
    }
    if batch.state == ImportState.CHECKED:
        twice = showing.rows_twice(batch) if context["counts"].get("twice") else []
        context |= {
            "reasons": showing.reasons(batch),
            "bad": showing.bad_rows(batch),
            "twice": twice,
            "first": showing.first_rows(batch),
            "has_words": bool((batch.found or {}).get("words")),
            "begin_form": BeginForm(batch=batch, twice=twice),
            "ready": context["counts"].get("good", 0),
        }
    if batch.state in (ImportState.CHECKED, ImportState.IMPORTED):
        context["made"] = showing.made_rows(batch, request.program)
    if batch.state == ImportState.IMPORTED and not batch.erased_at:
        context["bad"] = showing.bad_rows(batch) if context["counts"].get("failed") else []
    return draw_page(request, "programs/import/one.html", context | more, status=status)


@never_cache
@TWO_WAYS
@program_page
def columns(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Ask what each column means; the answers are remembered for the next file with the same headings."""
    batch = _found(request, pk)
    if batch.state not in (ImportState.MAPPING, ImportState.CHECKED):
        return redirect("import", batch.pk)
    form = ColumnsForm(posted(request), batch=batch, sample=sample(batch))
    if request.method == "POST" and form.is_valid():
        _unless_moved(name_columns, request, batch, columns=form.columns(), constants=form.constants())
        return redirect("import", batch.pk)
    context = {"batch": batch, "form": form, "known": sum(1 for name in batch.columns if name)}
    return draw_page(request, "programs/import/columns.html", context)


@never_cache
@TWO_WAYS
@program_page
def words(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Ask what words of the file mean that nobody explained yet."""
    batch = _found(request, pk)
    if batch.state != ImportState.CHECKED:
        return redirect("import", batch.pk)
    form = WordsForm(posted(request), batch=batch)
    if request.method == "POST" and form.is_valid():
        _unless_moved(explain_words, request, batch, words=form.meant())
        return redirect("import", batch.pk)
    return draw_page(request, "programs/import/words.html", {"batch": batch, "form": form})


@require_POST
@program_page
def begin(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Have the good rows imported."""
    batch = _found(request, pk)
    if batch.state != ImportState.CHECKED:
        return redirect("import", batch.pk)
    twice = showing.rows_twice(batch) if batch.counts.get("rows", {}).get("twice") else []
    form = BeginForm(request.POST, batch=batch, twice=twice)
    if not form.is_valid():
        return _shown(request, batch, begin_form=form, status=400)
    try:
        _unless_moved(begin_import, request, batch, **form.chosen())
    except NotOpen:
        messages.error(request, UNFIT["open"])
    return redirect("import", batch.pk)


@require_safe
@program_page
def failed(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Give the rows that were not imported as a file, each with its line and all reasons."""
    batch = _found(request, pk)
    if batch.erased_at or not batch.counts:
        return redirect("import", batch.pk)
    audit.export([batch], actor=request.user, purpose="import_failed")
    # Read here and not while it is sent: the place is entered for as long as the request lasts.
    content = "".join(showing.failed_rows(batch))
    name = f"import-{timezone.localdate(batch.made_at).isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@never_cache
@TWO_WAYS
@program_page
def undo(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Ask whether everything that a file made is to be taken back, then have it done."""
    batch = _found(request, pk)
    if batch.state != ImportState.IMPORTED:
        return redirect("import", batch.pk)
    worked = 0
    if request.method == "POST":
        try:
            _unless_moved(undo_import, request, batch)
            return redirect("import", batch.pk)
        except WorkedOn as refused:
            worked = refused.count
    context = {"batch": batch, "counts": batch.counts.get("rows", {}), "worked": worked}
    return draw_page(request, "programs/import/undo.html", context, status=409 if worked else 200)


@require_POST
@program_page
def discard(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Throw a file away of which nothing was made."""
    batch = _found(request, pk)
    _unless_moved(discard_import, request, batch, now=timezone.now())
    messages.success(request, _("The file is thrown away. Nothing of it is kept."))
    return redirect("imports")


def _found(request: ProgramRequest, pk: Any) -> ImportBatch:
    batch = get_object_or_404(ImportBatch.objects.spreadsheets(), pk=pk)
    audit.read([batch], actor=request.user, purpose="import_page")
    return batch


def _unless_moved(act: Any, request: ProgramRequest, batch: ImportBatch, **told: Any) -> None:
    """Take an action, unless the file is in another state by now; its page shows which."""
    try:
        act(actor=request.user, batch=batch, **told)
    except NotNow:
        messages.warning(request, _("This file has gone on meanwhile. Here is how it is now."))
