"""What the parties agreed on: items with amounts and dates, and who signed (A2, A3)."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedTextField
from amends.vault.models import SealedQuerySet
from programs.models.case import MediationCase
from programs.references import SAMPLES_MAY_GO
from tenants.ids import uuid7
from tenants.models import TenantModel


class AgreementState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    PROPOSED = "proposed", _("Proposed")
    SIGNED = "signed", _("Signed")
    ACTIVE = "active", _("Running")
    FULFILLED = "fulfilled", _("Fulfilled")
    PARTIALLY_FULFILLED = "partially_fulfilled", _("Fulfilled in part")
    BREACHED = "breached", _("Not kept")
    RETURNED_TO_REFERRER = "returned_to_referrer", _("Returned to the referrer")
    REPLACED = "replaced", _("Replaced by a newer version")
    DROPPED = "dropped", _("Not concluded")


SIGNED_STATES = (
    AgreementState.ACTIVE,
    AgreementState.FULFILLED,
    AgreementState.PARTIALLY_FULFILLED,
    AgreementState.BREACHED,
    AgreementState.RETURNED_TO_REFERRER,
    AgreementState.REPLACED,
)
"""Those of an agreement that everybody signed, whatever became of it."""


class ItemKind(models.TextChoices):
    APOLOGY = "apology", _("Apology")
    MONETARY_RESTITUTION = "monetary_restitution", _("Payment for the loss")
    SERVICE_TO_VICTIM = "service_to_victim", _("Work for the person harmed")
    COMMUNITY_SERVICE = "community_service", _("Work for the community")
    PROGRAM_OR_TREATMENT = "program_or_treatment", _("Course or treatment")
    CONDUCT = "no_contact_or_conduct", _("Contact or conduct")
    OTHER = "other", _("Something else")


class ItemStatus(models.TextChoices):
    OPEN = "open", _("Open")
    ACHIEVED = "achieved", _("Done")
    PARTIAL = "partial", _("Done in part")
    NOT_ACHIEVED = "not_achieved", _("Not done")


class CheckBy(models.TextChoices):
    """How it is found out whether an item was done."""

    PROGRAM = "program", _("The program’s own records")
    BENEFICIARY = "beneficiary", _("The person it is for says so")
    PROVIDER = "provider", _("A paper of whoever gave the work or the course")
    SEEN = "seen", _("Somebody of the program was there")
    REFERRER = "referrer", _("The referrer says so")


TERMINAL_STATUSES = (ItemStatus.ACHIEVED, ItemStatus.PARTIAL, ItemStatus.NOT_ACHIEVED)
HOUR_KINDS = (ItemKind.SERVICE_TO_VICTIM, ItemKind.COMMUNITY_SERVICE)
LEDGER_KINDS = (ItemKind.MONETARY_RESTITUTION, *HOUR_KINDS)
"""What payments or hours are counted for."""


class Agreement(TenantModel):
    """One version of an agreement; a change is a new version, signed again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(
        "programs.MediationCase", on_delete=models.PROTECT, related_name="agreements", db_index=False
    )
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=AgreementState.choices, default=AgreementState.DRAFT)
    made_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    # The file that it came with (`ImportBatch`), empty for what began here. It may be deleted while that is undone.
    imported_in = models.UUIDField(null=True, editable=False)

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="agreement_version_once")]


class AgreementItemQuerySet(SealedQuerySet):
    def of(self, case: MediationCase) -> "AgreementItemQuerySet":
        return self.filter(agreement__case=case)


class AgreementItem(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="items")
    form_key = models.UUIDField(editable=False)  # a form sent twice is one item
    kind = models.CharField(max_length=30, choices=ItemKind.choices)
    text = SealedTextField(blank=True)
    beneficiary = models.ForeignKey(
        "programs.Participant",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)  # program's currency
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    due_date = models.DateField()
    status = models.CharField(max_length=20, choices=ItemStatus.choices, default=ItemStatus.OPEN)
    check_by = models.CharField(
        max_length=20, choices=CheckBy.choices, default=CheckBy.PROGRAM, db_default=CheckBy.PROGRAM.value
    )
    # Who owes it, by the keys of participants, each of them the whole; empty: all who are responsible (A4).
    owers = ArrayField(models.UUIDField(), default=list, blank=True, db_default=[])
    is_ordered = models.BooleanField(default=False, db_default=False)  # by a court: then no loss limits it
    # Instalments as `ledger.schedules` stores them; empty: all of it at the due date.
    schedule = models.JSONField(default=list, blank=True, db_default=Value([], models.JSONField()))
    # The debt that it is a version of: the key of the item that began it, empty for that item itself. `paid_before` is
    # what had been received on the line when this version was made, `forgiven` what a newer version left out. All in
    # money, or in hours.
    line = models.UUIDField(null=True, editable=False)
    paid_before = models.DecimalField(
        max_digits=10, decimal_places=2, default=0, db_default=0, editable=False
    )
    forgiven = models.DecimalField(max_digits=10, decimal_places=2, default=0, db_default=0, editable=False)

    objects = AgreementItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_date", "id"]
        # "Not null" is said beside "> 0": a check that comes out as null is a check that passes.
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="item_form_once"),
            models.CheckConstraint(
                condition=models.Q(paid_before__gte=0, forgiven__gte=0), name="item_line_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="monetary_restitution", amount__isnull=False, amount__gt=0)
                | (~models.Q(kind="monetary_restitution") & models.Q(amount__isnull=True)),
                name="item_money_has_amount",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["service_to_victim", "community_service"], hours__isnull=False, hours__gt=0
                )
                | (
                    ~models.Q(kind__in=["service_to_victim", "community_service"])
                    & models.Q(hours__isnull=True)
                ),
                name="item_work_has_hours",
            ),
        ]

    @property
    def vault_key_holder(self) -> MediationCase:
        return self.agreement.case

    @property
    def is_money(self) -> bool:
        return self.kind == ItemKind.MONETARY_RESTITUTION

    @property
    def is_work(self) -> bool:
        return self.kind in HOUR_KINDS

    @property
    def has_ledger(self) -> bool:
        """Return whether payments or hours are counted for it."""
        return self.is_money or self.is_work

    @property
    def line_key(self) -> Any:
        """Return the key of the debt, which is the same in every version of the agreement."""
        return self.line or self.pk

    @property
    def promised(self) -> Decimal:
        """Return what this version promises: an amount in the program's currency, or hours; else 0."""
        return (self.hours if self.is_work else self.amount) or Decimal(0)

    @property
    def entries(self) -> list[Any]:
        """Return the rows of the ledger on this line, of earlier versions too; `ledger.lines` reads those of many."""
        there = self.__dict__.get("line_rows")
        if there is None and self.line is None:
            return list(self.payments.all())
        return there if there is not None else list(_rows_of_line(self))

    @property
    def received(self) -> Decimal:
        """Return what was paid or worked on the line, reversals taken off."""
        figures = (row.hours if self.is_work else row.amount for row in self.entries)
        return sum((figure or Decimal(0) for figure in figures), Decimal(0))

    @property
    def owed(self) -> Decimal:
        """Return what the line comes to: all that was received when this version was made, and what it promises."""
        return self.promised + self.paid_before - self.forgiven

    def outstanding(self) -> Decimal:
        """Return what is still to be paid, in the program's currency, or to be worked, in hours; else 0."""
        return self.owed - self.received


def _rows_of_line(item: AgreementItem) -> Any:
    from programs.models.restitution import RestitutionPayment

    of_line = models.Q(item__line=item.line) | models.Q(item=item.line)
    return RestitutionPayment.objects.filter(of_line, item__agreement__case=item.agreement.case_id)


class AgreementSignature(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="signatures", db_index=False
    )
    participant = models.ForeignKey(
        "programs.Participant", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    signed_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")  # of samples only

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "participant"], name="signature_once_per_party")
        ]
