"""What tests of retention share: closed cases of years ago, and a policy that names them."""

import datetime as dt
from typing import Any

from programs.actions.policy import change_settings, publish_policy
from programs.actions.retention import propose_retention, second_retention
from programs.models import MediationCase, RetentionStep
from tests.programs.cast import NOW, make_case

LATER = NOW + dt.timedelta(days=6000)
"""So late that every rule names a case of NOW."""
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
    return make_case(world, "closed", **changes)


def sealed(world: Any, case: MediationCase, now: dt.datetime = LATER) -> RetentionStep:
    """Seal a case by the rule that names it."""
    return propose_retention(actor=world.cora, case=case, now=now, kind="seal", rule=SEAL)


def purged(world: Any, case: MediationCase, now: dt.datetime = LATER, kind: str = "purge") -> RetentionStep:
    """Purge a case, as two people say."""
    told = {"rule": PURGE} if kind == "purge" else {"reason": "Asked for."}
    step = propose_retention(actor=world.alice, case=case, now=now, kind=kind, **told)
    return second_retention(actor=world.cora, step=step, now=now)
