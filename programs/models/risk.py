"""How dangerous it could be to go on: assessed before a mediator is chosen, and again once each was met (E7)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedJSONField, SealedTextField
from amends.vault.models import SealedQuerySet
from programs.models.case import CaseState, MediationCase
from tenants.ids import uuid7
from tenants.models import TenantModel


class RiskStage(models.TextChoices):
    INITIAL = "initial", _("Before a mediator is assigned")
    SECONDARY = "secondary", _("Since the case is prepared")


class RiskLevel(models.TextChoices):
    """How much risk is left with what is planned against it."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class RiskFactor(models.TextChoices):
    """What is asked about each time, so that nothing is overlooked; no sum is made of it."""

    VIOLENCE = "violence", _("Violence before what happened here")
    THREATS = "threats", _("Threats, or pressure to take part")
    FEAR = "fear", _("Somebody is afraid of somebody in this case")
    POWER = "power", _("One side has power over the other: at home, at work, by age")
    CONTACT = "contact", _("Unwanted contact since then")
    WEAPONS = "weapons", _("Weapons within reach")
    RETALIATION = "retaliation", _("Others who might take revenge")
    SUBSTANCES = "substances", _("Alcohol or drugs")
    CRISIS = "crisis", _("Somebody in a crisis, or who might harm themselves")
    CHILDREN = "children", _("A child in the home")
    AIM = "aim", _("Somebody takes part to blame, to control or to gain")


BEFORE_PREPARING = (CaseState.INTAKE, CaseState.SCREENING)


class RiskAssessment(TenantModel):
    """One assessment; rows are added, never edited, and the latest counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(
        "programs.MediationCase", on_delete=models.PROTECT, related_name="risks", db_index=False
    )
    form_key = models.UUIDField(editable=False)  # a form sent twice is one assessment
    stage = models.CharField(max_length=20, choices=RiskStage.choices)
    level = models.CharField(max_length=20, choices=RiskLevel.choices)
    factors = SealedJSONField()  # a list of RiskFactor
    reasons = SealedTextField()
    has_safety_plan = (
        models.BooleanField()
    )  # rules ask whether there is one, and nothing else of what is sealed
    safety_plan = SealedTextField(blank=True)
    assessed_at = models.DateTimeField()
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = SealedQuerySet.as_manager()

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")  # of samples only

    class Meta:
        ordering = ["assessed_at", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "form_key"], name="risk_form_once_per_case")]

    @property
    def vault_key_holder(self) -> MediationCase:
        return self.case

    @property
    def factor_labels(self) -> list[str]:
        """Return what was ticked, in words; what is on the list no more is left out."""
        return [str(RiskFactor(each).label) for each in self.factors if each in RiskFactor]


def stage_of(case: MediationCase) -> RiskStage:
    """Return which assessment one that is made now would be; of a case that rests, by where it was left."""
    state = case.held_from or case.state
    return RiskStage.INITIAL if state in BEFORE_PREPARING else RiskStage.SECONDARY
