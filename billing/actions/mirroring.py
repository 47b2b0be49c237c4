"""Write that Stripe rang, and what it showed when it was asked."""

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import F

from amends import audit, outbox
from amends.actions import action
from billing import rows
from billing.actions.coverage import settle
from billing.models import BillingAccount, EventStatus, Invoice, StripeEvent, Subscription
from billing.seen import Look, SeenEvent

LOOK = "billing.look"

# Raw: Django's `ignore_conflicts` does not tell whether the row is new, and only a new one rings.
_INSERT = """
    INSERT INTO billing_stripeevent
           (id, kind, api_version, object_id, customer_id, made_at, received_at, deliveries, status, attempts, error)
    VALUES (%s, %s, %s, %s, %s, %s, now(), 1, %s, 0, '')
    ON CONFLICT (id) DO NOTHING RETURNING id
"""


@action(audited=False, because="the event's own row is the record: ids, a kind, how often it came")
def note_event(*, actor: Any, event: SeenEvent) -> bool:
    """Keep that Stripe rang, once, and queue a look at the payer; return whether it was the first time.

    An event that comes again is counted. One that is about nobody of ours rings for nobody.
    """
    status = EventStatus.WAITING
    account_id = _account_of(event.customer_id)
    if account_id is None:
        status = EventStatus.IGNORED
    row = (event.id, event.kind, event.api_version, event.object_id, event.customer_id, event.made_at, status)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, row)
        is_new = cursor.fetchone() is not None
    if not is_new:
        StripeEvent.objects.filter(pk=event.id).update(deliveries=F("deliveries") + 1)
    elif account_id is not None:
        _ring(account_id, event_id=event.id)
    return is_new


@action(
    audited=False, because="a look changes nothing by itself; what it finds is recorded when it is applied"
)
def ring(*, actor: Any, account: BillingAccount) -> None:
    """Have an account looked at without having been rung for: by an operator, or after a press of ours."""
    _ring(account.pk)


@action(audited=False, because="as above")
def take_number(*, actor: Any, account: BillingAccount) -> int:
    """Return the number of a look that whoever asks makes at once, instead of a job."""
    return _next_number(account.pk)


@action(audited=False, because="as above; it says that somebody pressed for an event that was noted already")
def replay_event(*, actor: Any, event: StripeEvent) -> bool:
    """Ring for an event once more; return False when it is about nobody of ours."""
    account_id = _account_of(event.customer_id)
    if account_id is None:
        return False
    StripeEvent.objects.filter(pk=event.pk).update(status=EventStatus.WAITING, error="")
    _ring(account_id, event_id=event.pk)
    return True


@action(audited=False, because="as above; for every payer, each night")
def ring_stretch(*, actor: Any, after: Any, most: int, now: dt.datetime) -> Any:
    """Ring for the next `most` payers after an id, and return the last one's; None when there was none.

    Their looks are spread over some minutes, so that Stripe is not asked for all at once.
    """
    payers = BillingAccount.objects.exclude(customer_id=None).order_by("pk")
    ids = list((payers if after is None else payers.filter(pk__gt=after)).values_list("pk", flat=True)[:most])
    for at, account_id in enumerate(ids):
        _ring(account_id, not_before=now + dt.timedelta(seconds=at))
    return ids[-1] if ids else None


@action
def apply_look(
    *, actor: Any, account: BillingAccount, number: int, look: Look, event_id: str | None, now: dt.datetime
) -> bool:
    """Write what a look saw, unless a later look was applied before; return whether it was written.

    Every ring takes the next number of its account and commits it; the look comes after that. So what the look with
    the highest number saw is at least as new as every change that rang.
    """
    locked = BillingAccount.objects.select_for_update().get(pk=account.pk)
    is_newer = rows.is_newer(number, locked)
    if is_newer:
        _write(locked, look)
        locked.looks_applied, locked.looked_at = number, now
        locked.save(update_fields=["looks_applied", "looked_at"])
        settle(actor=None, account=locked, now=now)
    _close(event_id, now)
    audit.record("payer.looked_at", locked, actor=actor, number=number, applied=is_newer)
    return is_newer


@action(audited=False, because="the event's own row is the record")
def close_event(*, actor: Any, event_id: str, now: dt.datetime) -> None:
    """Note that nothing is left to do about an event: a later look has been applied."""
    _close(event_id, now)


@action(audited=False, because="the event's own row is the record")
def note_failure(*, actor: Any, event_id: str, error: str, is_last: bool) -> None:
    """Note the class of what went wrong when an event was looked into; it is tried again unless `is_last`."""
    StripeEvent.objects.filter(pk=event_id).update(
        attempts=F("attempts") + 1,
        error=error[:200],
        status=EventStatus.FAILED if is_last else EventStatus.WAITING,
    )


def _account_of(customer_id: str) -> Any:
    if not customer_id:
        return None
    return BillingAccount.objects.filter(customer_id=customer_id).values_list("pk", flat=True).first()


def _ring(account_id: Any, *, event_id: str | None = None, not_before: dt.datetime | None = None) -> None:
    """Take the account's next number, and queue a look that bears it; both are committed with the ring."""
    number = _next_number(account_id)
    outbox.queue(LOOK, account_id=account_id, number=number, event_id=event_id, not_before=not_before)


def _next_number(account_id: Any) -> int:
    BillingAccount.objects.filter(pk=account_id).update(looks=F("looks") + 1)
    return BillingAccount.objects.values_list("looks", flat=True).get(pk=account_id)


def _close(event_id: str | None, now: dt.datetime) -> None:
    if event_id is not None:
        StripeEvent.objects.filter(pk=event_id).update(status=EventStatus.DONE, done_at=now, error="")


def _write(account: BillingAccount, look: Look) -> None:
    subscriptions, invoices = rows.rows_of(look)
    _bring(Subscription, account, subscriptions)
    _bring(Invoice, account, invoices)


def _bring(model: Any, account: BillingAccount, wanted: dict[str, dict[str, Any]]) -> None:
    if wanted:
        model.objects.bulk_create(
            [model(pk=key, account=account, **values) for key, values in wanted.items()],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=list(next(iter(wanted.values()))),
        )
