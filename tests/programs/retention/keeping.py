"""What tests of retention share: closed cases of years ago, and a policy that names them."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from amends.files.examining import Examined
from amends.files.kinds import KINDS
from programs.actions.files import attach_file
from programs.actions.policy import change_settings, publish_policy
from programs.actions.retention import propose_retention, second_retention
from programs.files import arriving, hand_over
from programs.models import AgreementItem, MediationCase, ReferralDraft, RetentionStep, StoredFile
from tests.programs.cast import NOW, WAYS, fresh, make_case, pay

LATER = timezone.now()
AGO = dt.timedelta(days=6000)
"""So long ago that every rule names a case that was closed then."""
SEAL, PURGE = "keep-00000001", "keep-00000002"
SEALS = {"id": SEAL, "action": "seal", "months": 24}
PURGES = {"id": PURGE, "action": "purge", "months": 120}


def keep(world: Any, *rules: dict[str, Any], **changes: Any) -> None:
    """Publish these rules, without days of notice unless `changes` say otherwise."""
    values: dict[str, Any] = {"notice_days": 0, "retention": list(rules or (SEALS, PURGES)), **changes}
    draft = change_settings(actor=world.alice, now=NOW, values=values)
    publish_policy(actor=world.alice, now=NOW, note="Keeping.", mark=draft.mark, moves_open_cases=False)


def closed_case(world: Any, **changes: Any) -> MediationCase:
    """Return a case that was closed, with nothing owed."""
    case = make_case(world, "monitoring", **changes)
    for item in AgreementItem.objects.of(case):
        pay(world, case, item, str(item.amount), paid_on=dt.date(2026, 3, 3))
    for reached in ("closing", "closed"):
        WAYS[reached](world, fresh(case), "mia", NOW + dt.timedelta(days=1))
    MediationCase.objects.filter(pk=case.pk).update(closed_at=LATER - AGO)
    return fresh(case)


def sealed(world: Any, case: MediationCase, now: dt.datetime = LATER) -> RetentionStep:
    """Seal a case by the rule that names it."""
    return propose_retention(actor=world.cora, case=case, now=now, kind="seal", rule=SEAL)


def purged(world: Any, case: MediationCase, now: dt.datetime = LATER, kind: str = "purge") -> RetentionStep:
    """Purge a case, as two people say."""
    told = {"rule": PURGE} if kind == "purge" else {"reason": "Asked for."}
    step = propose_retention(actor=world.alice, case=case, now=now, kind=kind, **told)
    return second_retention(actor=world.cora, step=step, now=now)


def attached(referral: Any, words: bytes = b"A police report.") -> StoredFile:
    """Return a document that came with a referral."""
    examined = Examined(KINDS["txt"], words, is_scanned=True)
    form_key = uuid.uuid4()
    with arriving(examined, "report.txt", now=NOW) as arrival:
        row, _is_new = attach_file(actor=None, now=timezone.now(), form_key=form_key, arrival=arrival)
    hand_over([row], referral=referral)
    ReferralDraft.objects.filter(form_key=form_key).delete()
    return StoredFile.objects.get(pk=row.pk)
