"""Write that a payer asks for a lower rate, and what the operator answers."""

import datetime as dt
from typing import Any

from amends import audit, outbox
from amends.actions import action
from billing.models import BillingAccount, RateRequest
from billing.refusals import RATE_ANSWERED, RATE_ASKED, UnableToChangeRate


@action
def ask_rate(
    *, actor: Any, account: BillingAccount, rate: str, account_of_it: str, now: dt.datetime
) -> RateRequest:
    """Ask for another price, with what speaks for it; raises UnableToChangeRate while a request waits."""
    locked = BillingAccount.objects.select_for_update().get(pk=account.pk)
    if locked.rate_requests.filter(answered_at=None).exists():
        raise UnableToChangeRate(RATE_ASKED)
    row = RateRequest.objects.create(account=locked, rate=rate, account_of_it=account_of_it, made_at=now)
    audit.record("rate.asked", row, actor=actor, rate=rate)
    return row


@action
def answer_rate(
    *, actor: Any, request: RateRequest, granted: bool, answer: str, now: dt.datetime
) -> RateRequest:
    """Grant a rate, which holds from the next subscription or change of plan on, or say why not."""
    locked = RateRequest.objects.select_for_update().select_related("account").get(pk=request.pk)
    if locked.answered_at is not None:
        raise UnableToChangeRate(RATE_ANSWERED)
    locked.answered_at, locked.granted, locked.answer = now, granted, answer
    locked.save(update_fields=["answered_at", "granted", "answer"])
    if granted:
        BillingAccount.objects.filter(pk=locked.account_id).update(rate=locked.rate)
    outbox.queue("billing.rate_letter", request_id=locked.pk)
    audit.record("rate.answered", locked, actor=actor, rate=locked.rate, granted=granted)
    return locked
