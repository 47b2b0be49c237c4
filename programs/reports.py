"""The report to the referrer (D1): yes, no and days. Built from facts that hold no word of any party."""

from datetime import datetime
from typing import Any

from programs.facts import CaseFacts
from programs.models import Referral
from programs.models.agreement import AgreementState
from programs.models.session import SessionState


def report_of(facts: CaseFacts) -> dict[str, Any]:
    """Return what the referrer is told of a case that ends; days are ISO dates in the program's zone, or None.

    Keys: received_on, accepted_on, held, held_on, agreement, agreement_on, fulfilled. `held` says whether the two sides
    had to do with each other, in a session or by messages. Why a case ended is not in it, whoever's choice that was.
    """
    referral = Referral.objects.only("submitted_at", "decided_at").get(pk=facts.case.referral_id)
    held = [session.starts_at for session in facts.sessions if session.state == SessionState.HELD]
    agreement = facts.signed_agreement
    return {
        "received_on": _day(facts, referral.submitted_at),
        "accepted_on": _day(facts, referral.decided_at),
        "held": facts.had_dialogue,
        "held_on": _day(facts, max(held)) if held else None,
        "agreement": agreement is not None,
        "agreement_on": _day(facts, agreement.signed_at) if agreement else None,
        "fulfilled": agreement.state == AgreementState.FULFILLED if agreement else None,
    }


def _day(facts: CaseFacts, moment: datetime | None) -> str | None:
    return moment.astimezone(facts.program.zone).date().isoformat() if moment else None
