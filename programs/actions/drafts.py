"""Save a referral form to be finished later, open it by its code, have its address mailed, erase it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.actions import action
from programs import files
from programs.models import Program, ReferralDraft, StoredFile
from programs.models.draft import KEPT, LOCKED_FOR, MOST_TRIES
from programs.openness import demand_open
from programs.references import new_return_code


class UnableToMail(Exception):
    """The form holds no address, its address was mailed often enough, or it is a sample."""


@action
def save_draft(
    *,
    actor: Any,
    now: datetime,
    form_key: uuid.UUID,
    answers: Mapping[str, Sequence[str]],
    is_sample: bool = False,
    has_code: bool = False,
) -> tuple[ReferralDraft, str]:
    """Keep what was typed so far for two weeks from now; return the row and its new return code, "" where it stays.

    The same form saved again is the same row. Its code stays if the sender says that they have one (`has_code`); else
    they never saw the answer that showed it, and get another. Raises NotOpen as `submit_referral` does.
    """
    if not is_sample:
        demand_open(Program.objects.get())
    draft, is_new = ReferralDraft.objects.select_for_update().get_or_create(
        form_key=form_key,
        defaults={"is_sample": is_sample, "answers": {}, "saved_at": now, "expires_at": now + KEPT},
    )
    draft.answers = {name: list(values) for name, values in answers.items()}
    draft.saved_at, draft.expires_at = now, now + KEPT
    code = "" if has_code and not is_new else new_return_code()
    if code:
        draft.code_mac = draft.mac_of(code)
        draft.wrong_tries, draft.locked_until = 0, None
    draft.save()
    if is_new:
        outbox.queue("programs.erase_draft", draft_id=draft.pk, not_before=draft.expires_at)
    audit.record("saved", draft, actor=actor, is_new=is_new, has_new_code=bool(code))
    return draft, code


@action
def open_draft(*, actor: Any, draft: ReferralDraft, now: datetime, code: str) -> tuple[ReferralDraft, bool]:
    """Return the row as it is after this try of a code, and whether the code opened it.

    A wrong code is no exception, because it has to be counted: the fifth locks the form for an hour, and while it is
    locked the right one does not open it either.
    """
    draft = ReferralDraft.objects.select_for_update().get(pk=draft.pk)
    is_open = not draft.is_locked(now) and draft.fits(code)
    if is_open:
        draft.wrong_tries, draft.locked_until = 0, None
    elif not draft.is_locked(now):
        draft.wrong_tries += 1
        if draft.wrong_tries >= MOST_TRIES:
            draft.wrong_tries, draft.locked_until = 0, now + LOCKED_FOR
    draft.save(update_fields=["wrong_tries", "locked_until"])
    audit.record("opened" if is_open else "code_refused", draft, actor=actor)
    return draft, is_open


@action
def ask_draft_address(*, actor: Any, draft: ReferralDraft, language: str) -> None:
    """Have the address of a saved form mailed to the referrer, never its code; raises UnableToMail or NotOpen."""
    demand_open(Program.objects.get())
    draft = ReferralDraft.objects.select_for_update().get(pk=draft.pk)
    if not draft.may_be_mailed:
        raise UnableToMail
    draft.letters += 1
    draft.save(update_fields=["letters"])
    outbox.queue("programs.send_draft_address", draft_id=draft.pk, language=language)
    audit.record("address_asked", draft, actor=actor)


@action
def erase_draft(*, actor: None, draft_id: uuid.UUID, now: datetime) -> None:
    """Erase a saved form whose time is over, with documents and key; come back later if it was saved again since."""
    draft = ReferralDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is not None and draft.expires_at > now:
        outbox.queue("programs.erase_draft", draft_id=draft.pk, not_before=draft.expires_at)
        audit.record("kept", draft, actor=actor)
        return
    if draft is not None:
        files.erase(StoredFile.objects.of(draft))
        outbox.queue("vault.destroy_key", key_id=draft.vault_key)
        draft.delete()
    audit.record("erased", ("programs.referraldraft", draft_id), actor=actor)
