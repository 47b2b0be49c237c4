"""Who pays, for which program, and what Stripe said last; nothing of a case, of a party to one, or of a card."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from billing.catalogue import PLANS, Interval, Plan, Rate
from tenants.ids import uuid7
from tenants.models import Tenant

SHARED: Any = {"web": ("SELECT", "INSERT", "UPDATE"), "worker": ("SELECT", "INSERT", "UPDATE")}
RATES = (
    (Rate.STANDARD.value, _("Standard")),
    (Rate.NONPROFIT.value, _("Nonprofit")),
    (Rate.SPONSORED.value, _("Sponsored")),
)
INTERVALS = [(interval.value, interval.value) for interval in Interval]


class TaxExempt(models.TextChoices):
    """What Stripe is told about the payer's taxes."""

    NONE = "none", _("Not exempt")
    EXEMPT = "exempt", _("Exempt")
    REVERSE = "reverse", _("Reverse charge")


class BillingAccount(models.Model):
    """A payer: one customer of Stripe, owned by somebody whom billing does not know."""

    privileges: ClassVar = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # A word of the layers above ("program", "network") and a key of theirs.
    owner_kind = models.CharField(max_length=20)
    owner_id = models.UUIDField()
    # The organization as invoices name it, and where they go.
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True, default="", db_default="")
    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    country = models.CharField(max_length=2, blank=True, default="", db_default="")
    currency = models.CharField(max_length=3, default="USD")
    rate = models.CharField(max_length=10, choices=RATES, default=Rate.STANDARD)
    tax_exempt = models.CharField(max_length=8, choices=TaxExempt, default=TaxExempt.NONE)
    # The number of a purchase order, which invoices then carry.
    po_number = models.CharField(max_length=60, blank=True, default="", db_default="")
    # Stripe's customer; empty until somebody subscribes, so that signing up never asks Stripe.
    customer_id = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique
    # Each look at Stripe takes the next number before it looks; what an earlier look saw never replaces a later one's.
    looks = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)
    looks_applied = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)
    looked_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner_kind", "owner_id"), name="billing_account_once_per_owner"),
            models.CheckConstraint(
                condition=Q(owner_kind__regex=r"^[a-z][a-z_]*$"), name="billing_owner_kind_is_a_token"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class SubscriptionStatus(models.TextChoices):
    """Stripe's words for how a subscription stands."""

    INCOMPLETE = "incomplete", _("Waiting for the first payment")
    INCOMPLETE_EXPIRED = "incomplete_expired", _("Never began")
    TRIALING = "trialing", _("Trial")
    ACTIVE = "active", _("Active")
    PAST_DUE = "past_due", _("Payment is late")
    UNPAID = "unpaid", _("Unpaid")
    PAUSED = "paused", _("Paused")
    CANCELED = "canceled", _("Ended")


GOOD = (SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE)
FAILING = (SubscriptionStatus.PAST_DUE, SubscriptionStatus.UNPAID, SubscriptionStatus.PAUSED)
OVER = (SubscriptionStatus.CANCELED, SubscriptionStatus.INCOMPLETE_EXPIRED)


class Subscription(models.Model):
    """What Stripe said last of a payer's subscription."""

    privileges: ClassVar = SHARED

    id = models.CharField(primary_key=True, max_length=64)
    account = models.ForeignKey(BillingAccount, on_delete=models.PROTECT, related_name="subscriptions")
    status = models.CharField(max_length=20, choices=SubscriptionStatus)
    plan_key = models.CharField(max_length=60)
    rate = models.CharField(max_length=10, choices=RATES)
    interval = models.CharField(max_length=5, choices=INTERVALS)
    currency = models.CharField(max_length=3)
    quantity = models.PositiveIntegerField(default=1)
    item_id = models.CharField(max_length=64, blank=True)
    pays_by_invoice = models.BooleanField(default=False)
    period_ends_at = models.DateTimeField(null=True)
    trial_ends_at = models.DateTimeField(null=True)
    # When it was, or will be, ended.
    ends_at = models.DateTimeField(null=True)
    # Since when what is due is not paid: from the day on which the oldest open invoice was to be paid.
    failing_since = models.DateTimeField(null=True)
    began_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def plan(self) -> Plan:
        return PLANS[self.plan_key]

    @property
    def is_over(self) -> bool:
        return self.status in OVER


class InvoiceStatus(models.TextChoices):
    """Stripe's words for how an invoice stands."""

    DRAFT = "draft", _("Being made")
    OPEN = "open", _("To be paid")
    PAID = "paid", _("Paid")
    VOID = "void", _("Void")
    UNCOLLECTIBLE = "uncollectible", _("Written off")


class Invoice(models.Model):
    """What Stripe said last of an invoice; `hosted_url` is Stripe's page of it, where it is paid."""

    privileges: ClassVar = SHARED

    id = models.CharField(primary_key=True, max_length=64)
    account = models.ForeignKey(BillingAccount, on_delete=models.PROTECT, related_name="invoices")
    subscription_id = models.CharField(max_length=64, blank=True)
    number = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=14, choices=InvoiceStatus)
    currency = models.CharField(max_length=3)
    # In the currency's smallest unit.
    total = models.BigIntegerField()
    amount_due = models.BigIntegerField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    hosted_url = models.URLField(max_length=500, blank=True)
    pdf_url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return str(self.pk)


class CoverageKind(models.TextChoices):
    """Why a program is covered."""

    TRIAL = "trial", _("Trial")
    OWN = "own", _("Pays for itself")
    COVERED = "covered", _("Covered by another payer")
    GRANTED = "granted", _("Granted by the operator")


class CoverageQuerySet(models.QuerySet["Coverage"]):
    """Coverages by time."""

    def live_at(self, moment: datetime) -> Self:
        """Keep what holds at `moment`; one ends at its end, not after it."""
        return self.filter(starts_at__lte=moment).filter(Q(ends_at=None) | Q(ends_at__gt=moment))

    def open_at(self, moment: datetime) -> Self:
        """Keep what holds at `moment` or begins later."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=moment))


class Coverage(models.Model):
    """Who pays for a program, on which plan, from when until when; rows of one program may overlap, and add up."""

    privileges: ClassVar = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(BillingAccount, on_delete=models.PROTECT, related_name="coverages")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=CoverageKind)
    # What it holds; of one that a subscription pays, that subscription's plan counts.
    plan_key = models.CharField(max_length=60)
    # Empty where nobody at Stripe pays for it: trials, and what the operator grants.
    subscription = models.ForeignKey(
        Subscription, null=True, on_delete=models.PROTECT, related_name="coverages"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=models.F("starts_at")),
                name="coverage_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=("account", "tenant"),
                condition=Q(ends_at=None),
                name="coverage_open_once_per_payer",
            ),
            # A payer has one trial of a program, ever.
            models.UniqueConstraint(fields=("tenant",), condition=Q(kind="trial"), name="coverage_one_trial"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Offer(models.Model):
    """That a payer would cover a program: it takes effect when the program says yes."""

    privileges: ClassVar = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(BillingAccount, on_delete=models.PROTECT, related_name="offers")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "tenant"),
                condition=Q(answered_at=None, withdrawn_at=None),
                name="offer_waits_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class TenantStanding(models.Model):
    """How a program stands, as it was worked out last and told to the program; and the count that it last told us."""

    privileges: ClassVar = SHARED

    tenant = models.OneToOneField(Tenant, primary_key=True, on_delete=models.PROTECT, related_name="+")
    # Counts what was told, so that a copy elsewhere knows which is the later one.
    version = models.PositiveIntegerField(default=0)
    # Since when nobody pays; None while somebody does, or where nobody ever had to.
    lapsed_since = models.DateTimeField(null=True)
    # When the last known coverage ends, if it does.
    lapses_at = models.DateTimeField(null=True)
    # What the program was told last (`standing.copy_of`), without the version.
    told = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    # The last rung that its payers were written to about, with the lapse that it belongs to.
    announced_rung = models.CharField(max_length=12, blank=True)
    announced_lapse = models.DateTimeField(null=True)
    # What the program said of itself: counts, nothing else.
    active_cases = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class EventStatus(models.TextChoices):
    """How far an event of Stripe's has come."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    IGNORED = "ignored", _("Not about anything of ours")
    FAILED = "failed", _("Failed")


class StripeEvent(models.Model):
    """That Stripe said something: ids and a kind, never what it said; the object itself is asked for again."""

    privileges: ClassVar = SHARED

    id = models.CharField(primary_key=True, max_length=64)
    kind = models.CharField(max_length=80)
    api_version = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    customer_id = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
    deliveries = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=8, choices=EventStatus, default=EventStatus.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    # The class of the error; never its message.
    error = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("received_at",),
                condition=Q(status__in=("waiting", "failed")),
                name="stripe_event_not_done",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class RateRequest(models.Model):
    """That a payer asks for a lower rate; an operator decides."""

    privileges: ClassVar = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(BillingAccount, on_delete=models.PROTECT, related_name="rate_requests")
    rate = models.CharField(max_length=10, choices=RATES)
    account_of_it = models.TextField(max_length=2000)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    answer = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account",), condition=Q(answered_at=None), name="rate_request_waits_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
