"""What was asked before a case may be prepared, and the answer: one row for each rule of a case (3.2)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedTextField
from amends.vault.models import SealedQuerySet
from programs.models.case import MediationCase
from programs.references import SAMPLES_MAY_GO
from tenants.ids import uuid7
from tenants.models import TenantModel


class EligibilityRule(models.TextChoices):
    ACKNOWLEDGEMENT = "E1", _("Acknowledgment of responsibility")
    APPEAL = "E2", _("Appeal or another proceeding")
    CONVICTION = "E3", _("Conviction")
    NO_CONTACT_ORDER = "E4", _("No-contact order")
    OFFENCE = "E5", _("Offense that the program takes")
    AGE = "E6", _("Age and guardians")
    RISK = "E7", _("Risk")
    SUBSTANCE = "E8", _("Something to talk about")


class EligibilityResult(models.TextChoices):
    PASS = "pass", _("Met")
    FAIL = "fail", _("Not met")
    OVERRIDE = "override", _("Let through by the supervisor")
    UNKNOWN = "unknown", _("Not known yet")


class Acknowledgement(models.TextChoices):
    """E1. Whatever is recorded here is never evidence against anybody."""

    FULL = "full", _("Takes full responsibility")
    BASIC_FACTS = "basic_facts", _("Agrees with the basic facts")
    DISPUTED = "disputed", _("Disputes important facts")
    DENIED = "denied", _("Denies responsibility")


class Legal(models.TextChoices):
    """E2, E3, E4: where the matter stands with the law."""

    NONE = "none", _("No")
    PENDING = "pending", _("Yes, pending")
    CONVICTED = "convicted", _("Yes, convicted")
    NOT_CONVICTED = "not_convicted", _("No, not convicted")
    IN_FORCE = "in_force", _("Yes, in force")
    EXCEPTION = "exception", _("Yes, with an exception that allows this in writing")
    UNKNOWN = "unknown", _("Not known")


class Substance(models.TextChoices):
    """E8: whether there is something to talk about; how much is to be made good need not be known."""

    SOMETHING = "something", _("Yes, there is")
    NOTHING = "nothing", _("No, nothing is left")
    UNKNOWN = "unknown", _("Not known")


class EligibilityCheck(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(
        "programs.MediationCase", on_delete=models.PROTECT, related_name="checks", db_index=False
    )
    rule = models.CharField(max_length=2, choices=EligibilityRule.choices)
    result = models.CharField(max_length=10, choices=EligibilityResult.choices)
    answer = models.CharField(
        max_length=20, choices=[*Acknowledgement.choices, *Legal.choices, *Substance.choices[:2]], blank=True
    )
    # A supervisor's reasons (E1, E5, E8), or the wording of the exception (E4).
    override_text = SealedTextField(blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = SealedQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["rule"]
        constraints = [
            models.UniqueConstraint(fields=["case", "rule"], name="eligibility_once_per_rule"),
            models.CheckConstraint(
                condition=~models.Q(answer=Acknowledgement.DENIED) | models.Q(result=EligibilityResult.FAIL),
                name="eligibility_denied_never_passes",
            ),
        ]

    @property
    def vault_key_holder(self) -> MediationCase:
        return self.case

    @property
    def is_met(self) -> bool:
        return self.result in (EligibilityResult.PASS, EligibilityResult.OVERRIDE)
