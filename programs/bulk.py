"""Referrals from a file: read, judged row by row as the form judges them, sent once each, and handed back to be mended.

Nothing of a file is stored: the page holds it between looking and sending. The key of a row is made from all that it
says, with a secret, so that a row that is sent again is the referral that it was.
"""

import csv
import io
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from amends.web.limits import is_within
from network.agencies.handover import Visitor
from programs.actions.referrals import Sender, submit_referral
from programs.agencies import known_of
from programs.desk import outsider_of
from programs.forms.referral import ReferralForm
from programs.models import Program, Referral, ReferralSource
from programs.models.referral import OffenceClass, ReferralStage
from tenants.place import required_schema

NEEDED = ("stage", "offences", "offender_name")
COLUMNS = (
    *NEEDED,
    *("summary", "case_number", "offender_phone", "offender_email"),
    *("victim_name", "victim_phone", "victim_email", "victim_note"),
)
MEND = "to_mend"
"""The column that is added to rows that are handed back; ignored when they come again."""
LARGEST = 500_000
MOST_ROWS = 200
SEVERAL = ";"
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the beginning of a cell."""


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message says why, in words for whoever sent it."""


@dataclass
class Row:
    """A row of the file: what it says, and what became of it."""

    number: int
    """As a spreadsheet counts: the row of headings is the first."""
    cells: dict[str, str]
    troubles: list[str]
    form: Any = None
    referral: Referral | None = None
    was_sent_before: bool = False

    @property
    def is_good(self) -> bool:
        return not self.troubles


class RowForm(ReferralForm):
    """The form of the page, for a row of somebody who is known: their own answers are filled in."""

    website = None  # type: ignore[assignment]
    must_choose_source = False

    def __init__(self, *args: Any, sources: Sequence[ReferralSource], **kwargs: Any):
        self.known_sources = sources
        super().__init__(*args, **kwargs)
        for name, wrong in (
            ("stage", _("“%(value)s” is no stage at which this program takes referrals")),
            ("offences", _("“%(value)s” is no kind of offense that we know")),
        ):
            self.fields[name].error_messages["invalid_choice"] = wrong

    def open_sources(self) -> Sequence[ReferralSource]:
        """Return those that were read once for the whole file."""
        return self.known_sources


def text_of(content: bytes) -> str:
    """Return what a file says; raise Unreadable for one that is too large, or no text."""
    if len(content) > LARGEST:
        raise Unreadable(_("The file is larger than 500 kB. Cut it into several."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable(_("This is no CSV file. In your spreadsheet, choose “Save as” and then “CSV”."))


def read_rows(text: str, visitor: Visitor, program: Program) -> list[Row]:
    """Return each row of a file with all that is wrong with it; raise Unreadable when no row can be told apart."""
    table = _table(text)
    missing = [name for name in NEEDED if name not in (table[0] if table else [])]
    if missing:
        raise Unreadable(_("These columns are missing: {names}").format(names=", ".join(missing)))
    if strange := [name for name in table[0] if name not in (*COLUMNS, MEND, "")]:
        raise Unreadable(_("We know no column with this name: {names}").format(names=", ".join(strange)))
    if len(table) - 1 > MOST_ROWS:
        raise Unreadable(_("The file has more than {most} rows. Cut it into several.").format(most=MOST_ROWS))
    sources = list(ReferralSource.objects.open_to(program.policy.referrers).select_related("office"))
    known = known_of(visitor)
    rows = [
        _judged(number, table[0], cells, known, program, sources)
        for number, cells in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise Unreadable(_("There is no row below the headings."))
    return _once(rows)


def _table(text: str) -> list[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Unreadable(_("A quotation mark in the file is not closed.")) from error
    if table:
        table[0] = [name.strip().lower().replace(" ", "_") for name in table[0]]
    return table


def _judged(
    number: int,
    names: list[str],
    cells: list[str],
    known: dict[str, Any],
    program: Program,
    sources: Sequence[ReferralSource],
) -> Row:
    said = {name: _plain(cell) for name, cell in zip(names, cells, strict=False) if name in COLUMNS}
    if len(cells) > len(names):
        return Row(number, said, [_("It has more cells than there are headings.")])
    answers = {
        **known,
        **said,
        "stage": _value_of(said.get("stage", ""), ReferralStage.choices),
        "offences": [
            _value_of(each, OffenceClass.choices)
            for each in said.get("offences", "").split(SEVERAL)
            if each.strip()
        ],
        "form_key": str(_key_of(said, known)),
    }
    form = RowForm(answers, program=program, sources=sources)
    troubles = [] if form.is_valid() else _troubles(form)
    return Row(number, said, troubles, form)


def _plain(cell: str) -> str:
    """Return a cell as it was meant: without the mark that keeps a spreadsheet from taking it for a formula."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell


def _value_of(said: str, choices: Iterable[tuple[str, Any]]) -> str:
    """Return the value that somebody means who writes it, or its name on the form."""
    said = said.strip()
    by_name = {str(label).lower(): value for value, label in choices}
    return by_name.get(said.lower(), said.lower().replace(" ", "_"))


def _key_of(said: dict[str, str], known: dict[str, Any]) -> uuid.UUID:
    # With a secret: a bare digest of names would let whoever reads the rows try names.
    content = repr((sorted(said.items()), known["office_name"]))
    digest = salted_hmac(f"{required_schema()}/desk-rows", content, algorithm="sha256").digest()
    return uuid.UUID(bytes=digest[:16], version=5)


def _troubles(form: Any) -> list[str]:
    """Return what is wrong, each after the column that it is about."""
    return [
        f"{name}: {error}" if name in COLUMNS else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]


def _once(rows: list[Row]) -> list[Row]:
    seen: dict[str, int] = {}
    for row in rows:
        key = row.form.data["form_key"] if row.form else ""
        if key in seen:
            row.troubles.append(_("It says the same as row {number}.").format(number=seen[key]))
        elif key:
            seen[key] = row.number
    return rows


def send_rows(rows: Iterable[Row], visitor: Visitor, *, now: datetime) -> None:
    """Send each good row by itself, and note on it what became of it; a bad one keeps none of the others back.

    One that was sent before stays the referral that it was.
    """
    good, sender = [row for row in rows if row.is_good], Sender(visitor.agency_id, visitor.person_id)
    keys = [row.form.cleaned_data["form_key"] for row in good]
    before = set(Referral.objects.filter(form_key__in=keys).values_list("form_key", flat=True))
    for row in good:
        answers = row.form.answers()
        row.was_sent_before = answers["form_key"] in before
        if not row.was_sent_before and not is_within("bulk", visitor.agency_id.hex, now=now):
            row.troubles.append(_("Your agency sent many rows today. Send this one tomorrow."))
            continue
        row.referral = submit_referral(actor=outsider_of(visitor), now=now, sender=sender, **answers)


def to_mend(rows: Iterable[Row]) -> str:
    """Return the rows that were not sent as a file, each with what is wrong with it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*COLUMNS, MEND])
    for row in rows:
        if not row.is_good:
            said = [row.cells.get(name, "") for name in COLUMNS]
            writer.writerow([_safe(cell) for cell in (*said, " ".join(row.troubles))])
    return out.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell
