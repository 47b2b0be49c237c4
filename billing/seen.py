"""What Stripe showed, as plain values: ids, states, amounts and dates; never a name, an address or a card."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SeenSubscription:
    """A subscription; `lookup_key` is empty where its price is none of ours."""

    id: str
    customer_id: str
    status: str
    lookup_key: str
    currency: str
    quantity: int
    item_id: str
    pays_by_invoice: bool
    cancels_at_period_end: bool
    period_ends_at: datetime | None
    trial_ends_at: datetime | None
    # When it was, or will be, ended.
    ends_at: datetime | None
    began_at: datetime


@dataclass(frozen=True)
class SeenInvoice:
    """An invoice; amounts in the currency's smallest unit."""

    id: str
    customer_id: str
    subscription_id: str
    number: str
    status: str
    currency: str
    total: int
    amount_due: int
    made_at: datetime
    due_at: datetime | None
    paid_at: datetime | None
    tries: int
    next_try_at: datetime | None
    hosted_url: str
    pdf_url: str


@dataclass(frozen=True)
class SeenLine:
    """One line of an invoice that is shown before it is made."""

    amount: int
    is_proration: bool
    quantity: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class SeenPreview:
    """What a change would cost: due with its invoice, and the lines of which that is made."""

    currency: str
    amount_due: int
    total: int
    # Give this back with the change, so that the same seconds are counted.
    prorated_at: datetime
    lines: tuple[SeenLine, ...]

    @property
    def prorated(self) -> int:
        """Return the part that the change itself makes: what is charged for the rest of the period less the credit."""
        return sum(line.amount for line in self.lines if line.is_proration)


@dataclass(frozen=True)
class SeenEvent:
    """That something happened, and to whom; what happened is asked for again."""

    id: str
    kind: str
    api_version: str
    object_id: str
    customer_id: str
    made_at: datetime


@dataclass(frozen=True)
class Look:
    """All that one look at a customer saw."""

    subscriptions: tuple[SeenSubscription, ...]
    invoices: tuple[SeenInvoice, ...]
