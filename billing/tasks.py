"""The jobs of billing: what follows a ring, letters, and what time alone brings about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from amends import outbox
from amends.outbox import Attempt, NotYet, errand, job
from amends.outbox.registry import ATTEMPTS
from amends.outbox.running import error_name
from billing import letters, rows, stripe_client  # noqa: F401 - letters are jobs too
from billing.actions.accounts import DETAILS
from billing.actions.announcements import announce, archive_lapsed, refresh_standings
from billing.actions.coverage import QUANTITY
from billing.actions.mirroring import apply_look, close_event, note_failure, ring, ring_stretch
from billing.models import BillingAccount
from billing.seen import Look
from billing.stripe_client import StripeUnreachable
from billing.subscribing import bring_details, bring_quantity

STRETCH = 200
# How long a look waits while Stripe cannot be reached.
PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True)
class _Plan:
    account: BillingAccount
    number: int
    event_id: str | None
    attempt: int


class LookAtPayer:
    """An errand: nothing is locked while Stripe is asked. Its number was taken and committed by the ring."""

    def prepare(
        self,
        attempt: Attempt,
        *,
        account_id: Any = None,
        number: int = 0,
        event_id: str | None = None,
        **_: Any,
    ) -> Any:
        """Return whom to look at; None when a later look was applied, which saw all that this one would."""
        account = BillingAccount.objects.filter(pk=account_id).exclude(customer_id=None).first()
        if account is None or not rows.is_newer(number, account):
            if event_id is not None:
                close_event(actor=None, event_id=event_id, now=timezone.now())
            return None
        return _Plan(account, number, event_id, attempt.number)

    def perform(self, plan: _Plan) -> Look:
        """Ask Stripe; raises StripeRefused, and NotYet while Stripe is away, which costs no attempt."""
        try:
            return stripe_client.look_at(str(plan.account.customer_id))
        except StripeUnreachable:
            raise NotYet(timezone.now() + PATIENCE) from None

    def conclude(self, plan: _Plan, outcome: Any) -> bool:
        """Write what was seen, or why nothing was."""
        if isinstance(outcome, Exception):
            if plan.event_id is not None:
                is_away = isinstance(outcome, NotYet)
                error = StripeUnreachable("away") if is_away else outcome
                is_last = plan.attempt >= ATTEMPTS and not is_away
                note_failure(actor=None, event_id=plan.event_id, error=error_name(error), is_last=is_last)
            return False
        apply_look(
            actor=None,
            account=plan.account,
            number=plan.number,
            look=outcome,
            event_id=plan.event_id,
            now=timezone.now(),
        )
        return True


def like_look(*, account_id: UUID, number: int, event_id: str | None) -> None:
    """Say which arguments a look has: whom, the number that its ring took, and the event that rang."""


errand("billing.look", like=like_look, platform=True)(LookAtPayer())


@dataclass(frozen=True)
class _Told:
    account: BillingAccount
    key: str


class TellStripe:
    """An errand: Stripe is brought to what is so here. `step` does it, with a key that is the same at each try."""

    def __init__(self, step: Callable[[BillingAccount, str], None]) -> None:
        self.step = step

    def prepare(self, attempt: Attempt, **args: Any) -> _Told | None:
        """Return the payer; None for one who is no customer of Stripe's."""
        account = BillingAccount.objects.filter(pk=args["account_id"]).exclude(customer_id=None).first()
        return None if account is None else _Told(account, str(attempt.key))

    def perform(self, plan: _Told) -> None:
        """Tell Stripe; raises StripeRefused, and NotYet while Stripe is away, which costs no attempt."""
        try:
            self.step(plan.account, plan.key)
        except StripeUnreachable:
            raise NotYet(timezone.now() + PATIENCE) from None

    def conclude(self, plan: _Told, outcome: Any) -> bool:
        """Have the account looked at: Stripe rings for it too, unless that is lost."""
        if isinstance(outcome, Exception):
            return False
        ring(actor=None, account=plan.account)
        return True


def like_payer(*, account_id: UUID) -> None:
    """Say which argument it has: whom Stripe is told about."""


errand(QUANTITY, like=like_payer, platform=True)(
    # Stripe prorates.
    TellStripe(lambda account, key: bring_quantity(account, now=timezone.now(), key=key))
)
errand(DETAILS, like=like_payer, platform=True)(
    TellStripe(lambda account, key: bring_details(account, key=key))
)


@job("billing.reconcile", platform=True)
def reconcile() -> None:
    """Begin the nightly look at every payer, whatever rang: what was lost on the way is healed by it."""
    if stripe_client.is_on():
        outbox.queue("billing.reconcile_stretch", after=None)


@job("billing.reconcile_stretch", platform=True)
def reconcile_stretch(after: UUID | None) -> None:
    """Ring for a stretch of payers, and queue the next one."""
    now = datetime.now(UTC)
    last = ring_stretch(actor=None, after=after, most=STRETCH, now=now)
    if last is not None:
        outbox.queue("billing.reconcile_stretch", after=last)


@job("billing.turn", platform=True)
def turn() -> None:
    """See which coverages have ended, tell the payers, and archive what came to the end of the ladder."""
    now = timezone.now()
    refresh_standings(actor=None, now=now)
    announce(actor=None, now=now)
    archive_lapsed(actor=None, now=now)


@job("billing.announce", platform=True)
def announce_news() -> None:
    """Tell the payers of what was just found, without waiting for the turn of the hour."""
    announce(actor=None, now=timezone.now())
