"""Decide whether two referrals that look alike are the same matter."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.likeness import comparable
from programs.models import LikenessVerdict, Referral
from programs.models.likeness import Verdict


@action
def judge_likeness(
    *, actor: Any, referral: Referral, now: datetime, other: Any, verdict: str
) -> LikenessVerdict:
    """Note whether two referrals are the same matter; what was noted last counts.

    `other` is a key. Raises Referral.DoesNotExist unless whoever decides may see both, and ValueError for a verdict
    that is none.
    """
    seen = Referral.objects.visible_to(actor).get(pk=referral.pk)
    row = LikenessVerdict.objects.create(
        referral=seen,
        other=comparable(seen, actor).get(pk=other),
        verdict=Verdict(verdict),
        decided_at=now,
        decided_by=actor,
    )
    audit.record("likeness_judged", seen, actor=actor, other=row.other_id, verdict=verdict)  # type: ignore[attr-defined]
    return row
