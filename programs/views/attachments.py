"""Documents with the public referral form: taken in first, whatever else is wrong with the form, so none is lost."""

import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from amends.files.examining import examine
from amends.files.kinds import Unfit
from amends.web.limits import EVERYBODY, is_within, network_of
from programs.actions.files import (
    LARGEST,
    MOST_FILES,
    AlreadySent,
    NoRoom,
    TooManyFiles,
    attach_file,
    remove_file,
)
from programs.desk import actor_of
from programs.files import arriving
from programs.forms.attachments import AttachmentsForm, gone, refusal
from programs.forms.stamp import LONGEST, age_of
from programs.models import Referral, ReferralDraft, StoredFile
from programs.views.pages import ProgramRequest

BUTTONS = ("attach", "remove")


@dataclass
class Attached:
    """What became of the documents of a form: sentences about those that were not taken, and what stands in the way."""

    refused: list[str] = field(default_factory=list)
    trouble: str = ""


def take_in(request: ProgramRequest, form_key: uuid.UUID) -> Attached:
    """Keep the files that were sent, each that can be, and take off the one whose button was pressed."""
    if Referral.objects.filter(form_key=form_key).exists():
        return Attached()  # sent before: nothing is changed any more
    now, uploads = timezone.now(), request.FILES.getlist("documents")
    removed = request.POST.get("remove", "")
    told = Attached(_gone(request, form_key), _in_the_way(request, form_key, now, removed, uploads))
    if told.trouble:
        return told
    if removed:
        _remove(request, form_key, removed)
    why_not = ""
    for number, upload in enumerate(uploads):
        reason = "many" if number >= MOST_FILES else why_not or _keep(request, form_key, now, upload)
        if reason == "sent":  # in another window, a moment ago
            return Attached()
        if reason == "limit":
            return Attached(told.refused, "limit")
        if reason:
            told.refused.append(refusal(upload.name or "", reason))
        # One that took all the time there is costs the others their turn: nobody holds a thread for minutes.
        why_not = "slow" if reason == "slow" else why_not
    return told


def _keep(request: ProgramRequest, form_key: uuid.UUID, now: datetime, upload: Any) -> str:
    """Keep one document; return why not, or nothing."""
    if not _is_welcome(request, now):
        return "limit"
    try:
        with arriving(examine(upload, largest=LARGEST), upload.name or "", now=now) as arrival:
            attach_file(
                actor=actor_of(request),
                now=now,
                form_key=form_key,
                arrival=arrival,
                is_sample=not request.program.is_open,
            )
    except Unfit as error:
        return error.reason
    except TooManyFiles:
        return "many"
    except NoRoom:
        return "limit"
    except AlreadySent:
        return "sent"
    finally:
        upload.close()
    return ""


def _in_the_way(
    request: ProgramRequest, form_key: uuid.UUID, now: datetime, removed: str, uploads: Any
) -> str:
    """Return why nothing is kept or taken off now: the form is not one that we showed lately, or too many came."""
    if not (removed or uploads):
        return ""
    age = age_of(request.POST.get("stamp", ""), form_key, now)
    if age is None or age >= LONGEST:
        return "old"  # documents under keys that somebody invented would fill the disk
    return "limit" if removed and not _is_welcome(request, now) else ""


def _remove(request: ProgramRequest, form_key: uuid.UUID, named: str) -> None:
    try:
        file_id = uuid.UUID(named)
    except ValueError:
        return
    remove_file(actor=actor_of(request), form_key=form_key, file_id=file_id)


def _gone(request: ProgramRequest, form_key: uuid.UUID) -> list[str]:
    """Return what to say when documents are away that the page had shown: an unsaved form is not kept for ever."""
    shown = request.POST.get("shown_files", "")
    missing = (int(shown) if re.fullmatch("[0-9]", shown) else 0) - len(files_of(form_key))
    return [gone(missing)] if missing > 0 else []


def _is_welcome(request: ProgramRequest, now: datetime) -> bool:
    within = (
        is_within("files", network_of(request), now=now),
        is_within("files_of_program", EVERYBODY, now=now),
    )
    return all(within)


def files_of(form_key: Any) -> list[StoredFile]:
    """Return the documents that are kept with a form."""
    try:
        key = uuid.UUID(str(form_key))
    except ValueError:
        return []
    draft = ReferralDraft.objects.filter(form_key=key).only("pk").first()
    return list(StoredFile.objects.of(draft)) if draft else []


def drawn(files: list[StoredFile], refused: list[str]) -> dict[str, Any]:
    """Return what the template of the form shows of documents."""
    return {"files": files, "attachments": AttachmentsForm(refused), "takes_more": len(files) < MOST_FILES}
