"""Put documents with a referral form, take them off again, and note what the virus scanner said."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum

from amends import audit, outbox
from amends.accounts.access import account_of
from amends.actions import action
from programs import files
from programs.files import Arrival
from programs.models import Program, Referral, ReferralDraft, StoredFile
from programs.models.stored_file import FilePurpose, FileState
from programs.openness import demand_open
from programs.references import new_return_code

MOST_FILES = 5
LARGEST = 10_000_000
"""Bytes."""
ROOM_UNSENT = 2_000_000_000
"""Bytes of all documents with forms that were not sent: a stranger's, for all that is known."""
KEPT_UNSAVED = timedelta(hours=25)
"""Longer than a form can be open (`programs.forms.stamp`): what nobody saved is not kept for two weeks."""


class TooManyFiles(Exception):
    """A referral has at most MOST_FILES documents."""


class NoRoom(Exception):
    """The documents of forms that nobody sent yet take all the room that a program gives them."""


class AlreadySent(Exception):
    """The form was sent: a referral is not changed any more (R5)."""


@action
def attach_file(
    *, actor: Any, now: datetime, form_key: uuid.UUID, arrival: Arrival, is_sample: bool = False
) -> tuple[StoredFile, bool]:
    """Keep a document with a form that is being filled in; return its row, and whether the same was not there before.

    The form is kept with it for a day, without what was typed, unless it was saved. Raises TooManyFiles, NoRoom,
    AlreadySent, and NotOpen as `submit_referral` does.
    """
    if not is_sample:
        demand_open(Program.objects.get())
    draft = _draft_of(form_key, now, is_sample=is_sample)
    # Asked once the form is ours alone: until then it may be sent in another window.
    if Referral.objects.filter(form_key=form_key).exists():
        raise AlreadySent
    there = list(StoredFile.objects.of(draft))
    for file in there:
        if file.digest == arrival.digest:
            audit.record("file_attached_again", file, actor=actor)
            return file, False
    if len(there) >= MOST_FILES:
        raise TooManyFiles
    taken = StoredFile.objects.filter(draft__isnull=False).aggregate(taken=Sum("size"))["taken"] or 0
    if taken + arrival.size > ROOM_UNSENT:
        raise NoRoom
    file = StoredFile.objects.create(
        id=arrival.id,
        draft=draft,
        purpose=FilePurpose.ATTACHMENT,
        added_at=now,
        added_by=_account(actor),
        **{name: value for name, value in vars(arrival).items() if name != "id"},
    )
    if file.state == FileState.CHECKING:
        outbox.queue("programs.scan_file", file_id=file.pk)
    audit.record("file_attached", file, actor=actor, kind=file.kind, state=file.state)
    return file, True


def _account(actor: Any) -> Any:
    account = account_of(actor)
    return account if getattr(account, "is_authenticated", False) else None


def _draft_of(form_key: uuid.UUID, now: datetime, *, is_sample: bool) -> ReferralDraft:
    """Return the form that is kept under this key, or keep one that no code opens."""
    draft, is_new = ReferralDraft.objects.select_for_update().get_or_create(
        form_key=form_key,
        defaults={
            "is_sample": is_sample,
            "answers": {},
            "saved_at": now,
            "expires_at": now + KEPT_UNSAVED,
        },
    )
    if is_new:
        draft.code_mac = draft.mac_of(new_return_code())
        draft.save(update_fields=["code_mac"])
        outbox.queue("programs.erase_draft", draft_id=draft.pk, not_before=draft.expires_at)
    elif draft.expires_at < now + KEPT_UNSAVED:
        draft.expires_at = now + KEPT_UNSAVED
        draft.save(update_fields=["expires_at"])
    return draft


@action
def remove_file(*, actor: Any, form_key: uuid.UUID, file_id: uuid.UUID) -> bool:
    """Take a document off a form that was not sent; return whether it was there. Only the form knows its key."""
    draft = ReferralDraft.objects.select_for_update().filter(form_key=form_key).defer("answers").first()
    is_there = draft is not None and files.erase(StoredFile.objects.of(draft).filter(pk=file_id)) > 0
    audit.record(
        "file_removed" if is_there else "file_removed_again", ("programs.storedfile", file_id), actor=actor
    )
    return is_there


@action
def settle_file(*, actor: None, file_id: uuid.UUID, is_clean: bool) -> None:
    """Note that the scanner let a file pass, or that it did not: then its bytes go."""
    file = StoredFile.objects.select_for_update().filter(pk=file_id).first()
    if file is not None and file.state == FileState.CHECKING:
        file.state = FileState.CLEAN if is_clean else FileState.REFUSED
        file.save(update_fields=["state"])
        if not is_clean:
            outbox.queue("programs.sweep_file", file_id=file.pk)
    audit.record("file_scanned", ("programs.storedfile", file_id), actor=actor, is_clean=is_clean)
