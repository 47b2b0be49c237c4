"""A mediation case: one incident, from the accepted referral to the last contact (3.5)."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amends.accounts.access import Outsider
from amends.vault.fields import SealedCharField, SealedJSONField, SealedTextField
from amends.vault.models import HoldsSecrets, SealedQuerySet
from programs.references import SAMPLES_MAY_GO
from programs.roles import MEDIATES, RUNS_THE_PROGRAM, SUPERVISES
from tenants.ids import uuid7
from tenants.models import TenantModel

A_WEEK = timedelta(days=7)


class CaseState(models.TextChoices):
    INTAKE = "intake", _("Intake")
    SCREENING = "screening", _("Screening")
    PREPARING = "preparing", _("Preparing")
    READY = "ready", _("Ready")
    SCHEDULED = "scheduled", _("Scheduled")
    HELD = "held", _("Held")
    EXCHANGING = "exchanging", _("Exchanging messages")
    AGREEMENT_PENDING = "agreement_pending", _("Agreement being written")
    MONITORING = "monitoring", _("Following the agreement")
    ON_HOLD = "on_hold", _("On hold")
    CLOSING = "closing", _("Closing")
    CLOSED = "closed", _("Closed")
    SEALED = "sealed", _("Sealed")
    PURGED = "purged", _("Purged")


OPEN_STATES = (
    CaseState.INTAKE,
    CaseState.SCREENING,
    CaseState.PREPARING,
    CaseState.READY,
    CaseState.SCHEDULED,
    CaseState.HELD,
    CaseState.EXCHANGING,
    CaseState.AGREEMENT_PENDING,
    CaseState.MONITORING,
    CaseState.ON_HOLD,
)
"""States from which a case can still be brought to its end early."""

AT_WORK = tuple(state for state in OPEN_STATES if state != CaseState.ON_HOLD)
"""States from which a case can be put on hold."""

STAFF_STATES = (*OPEN_STATES, CaseState.CLOSING)
"""States in which the assigned mediator sees the case: it ends with the closure."""


class ClosureGroup(models.TextChoices):
    OUTCOME = "outcome", _("Outcome")
    VICTIM_CHOICE = "victim_choice", _("Choice of the person harmed")
    OFFENDER = "offender", _("The person responsible")
    SCREENING = "screening", _("Screening")
    ADMINISTRATIVE = "administrative", _("Administrative")


class ClosureReason(models.TextChoices):
    """The standard list; reasons of the group `victim_choice` are never told to the referrer."""

    COMPLETED_WITH_AGREEMENT_FULFILLED = "completed_with_agreement_fulfilled", _("Agreement fulfilled")
    COMPLETED_DIALOGUE_NO_AGREEMENT = (
        "completed_dialogue_no_agreement",
        _("Dialogue held, no agreement sought"),
    )
    AGREEMENT_PARTIALLY_FULFILLED = "agreement_partially_fulfilled", _("Agreement fulfilled in part")
    AGREEMENT_UNFULFILLED_RETURNED = "agreement_unfulfilled_returned", _("Agreement not fulfilled, returned")
    VICTIM_DECLINED = "victim_declined", _("The person harmed declined")
    VICTIM_UNREACHABLE = "victim_unreachable", _("The person harmed could not be reached")
    VICTIM_WITHDREW = "victim_withdrew", _("The person harmed withdrew")
    OFFENDER_DECLINED = "offender_declined", _("The person responsible declined")
    OFFENDER_DENIED_RESPONSIBILITY = "offender_denied_responsibility", _("Responsibility was denied")
    OFFENDER_UNREACHABLE = "offender_unreachable", _("The person responsible could not be reached")
    OFFENDER_WITHDREW = "offender_withdrew", _("The person responsible withdrew")
    OFFENDER_REOFFENDED = "offender_reoffended", _("There was a new offense")
    SCREENED_OUT_LEGAL = "screened_out_legal", _("Not possible for a legal reason")
    SCREENED_OUT_SAFETY = "screened_out_safety", _("Not safe")
    SCREENED_OUT_OFFENCE = "screened_out_offence", _("Not an offense that this program takes")
    TRANSFERRED = "transferred", _("Transferred to another program")
    REFERRAL_RECALLED = "referral_recalled", _("Recalled by the referrer")
    DUPLICATE_OR_ERROR = "duplicate_or_error", _("Duplicate or made in error")
    PARTY_DIED = "party_died", _("A party died")
    OTHER = "other", _("Another reason")


GROUP_OF: dict[str, ClosureGroup] = {
    "completed_with_agreement_fulfilled": ClosureGroup.OUTCOME,
    "completed_dialogue_no_agreement": ClosureGroup.OUTCOME,
    "agreement_partially_fulfilled": ClosureGroup.OUTCOME,
    "agreement_unfulfilled_returned": ClosureGroup.OUTCOME,
    "victim_declined": ClosureGroup.VICTIM_CHOICE,
    "victim_unreachable": ClosureGroup.VICTIM_CHOICE,
    "victim_withdrew": ClosureGroup.VICTIM_CHOICE,
    "offender_declined": ClosureGroup.OFFENDER,
    "offender_denied_responsibility": ClosureGroup.OFFENDER,
    "offender_unreachable": ClosureGroup.OFFENDER,
    "offender_withdrew": ClosureGroup.OFFENDER,
    "offender_reoffended": ClosureGroup.OFFENDER,
    "screened_out_legal": ClosureGroup.SCREENING,
    "screened_out_safety": ClosureGroup.SCREENING,
    "screened_out_offence": ClosureGroup.SCREENING,
    "transferred": ClosureGroup.ADMINISTRATIVE,
    "referral_recalled": ClosureGroup.ADMINISTRATIVE,
    "duplicate_or_error": ClosureGroup.ADMINISTRATIVE,
    "party_died": ClosureGroup.ADMINISTRATIVE,
    "other": ClosureGroup.ADMINISTRATIVE,
}


class Relationship(models.TextChoices):
    """What the two sides were to each other when it happened."""

    STRANGERS = "strangers", _("They did not know each other")
    ACQUAINTED = "acquainted", _("They knew each other")
    NEIGHBOURS = "neighbours", _("They are neighbors")
    SCHOOL = "school", _("They go to the same school")
    WORK = "work", _("They work together")
    FAMILY = "family", _("They are of one family")
    PARTNERS = "partners", _("They are or were partners")
    OTHER = "other", _("Something else")


class TookPart(models.TextChoices):
    """How the person harmed took part in an imported case (3.13)."""

    FACE_TO_FACE = "face_to_face", _("Face to face")
    VIDEO = "video_live", _("By video")
    SURROGATE = "surrogate", _("Through somebody in their place")
    INDIRECT = "indirect", _("Indirectly, without a meeting")
    NONE = "none", _("Not at all")


class HoldReason(models.TextChoices):
    LEGAL = "legal", _("A legal matter is pending")
    SCREENING = "screening", _("What screening asks does not hold any more")
    ASKED = "asked", _("Somebody asked for time")
    SAFETY = "safety", _("It would not be safe now")
    OTHER = "other", _("Another reason")


class CaseQuerySet(SealedQuerySet):
    def visible_to(self, user: Any) -> "CaseQuerySet":
        """Return the cases that this person may see.

        Those who run the program see all of them, a supervisor the supervised, a mediator the assigned until closure,
        a party their own until then.
        """
        if isinstance(user, Outsider):
            return self.filter(state__in=STAFF_STATES, participants=user.key)
        if user.has_role(*RUNS_THE_PROGRAM):
            return self
        seen = models.Q(pk__in=[])
        if user.has_role(*SUPERVISES):
            seen |= models.Q(supervisor=user.pk)
        if user.has_role(*MEDIATES):
            from programs.models.assignment import MediatorAssignment  # assignments know cases

            live = MediatorAssignment.objects.live().filter(mediator=user.pk)
            seen |= models.Q(state__in=STAFF_STATES, pk__in=live.values("case"))
        return self.filter(seen)

    def real(self) -> "CaseQuerySet":
        """Return those that count in figures."""
        return self.filter(is_sample=False)

    def still_open(self) -> "CaseQuerySet":
        return self.filter(state__in=STAFF_STATES)

    def overdue(self) -> "CaseQuerySet":
        """Return those whose next step was due before today, where the program is."""
        return self.filter(due_on__lt=timezone.localdate())

    def due_this_week(self) -> "CaseQuerySet":
        """Return those whose next step is due today or within seven days."""
        today = timezone.localdate()
        return self.filter(due_on__gte=today, due_on__lt=today + A_WEEK)


class MediationCase(HoldsSecrets, TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.OneToOneField("programs.Referral", on_delete=models.PROTECT, related_name="case")
    # That of the referral which opened it; there it is unique, and a referral opens one case.
    reference = models.CharField(max_length=20, editable=False)
    is_sample = models.BooleanField(default=False, db_default=False, editable=False)  # as the referral's
    state = models.CharField(max_length=20, choices=CaseState.choices, default=CaseState.INTAKE)
    state_since = models.DateTimeField()
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The version of the program's policy that the case works by; empty in one from before there were versions.
    policy = models.ForeignKey(
        "programs.PolicyVersion", null=True, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closure_reason = models.CharField(max_length=40, choices=ClosureReason.choices, blank=True)
    # How wishes of the two sides that differ were settled with each alone, and when (3.6).
    settlement = SealedTextField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True)
    closure_note = SealedTextField(blank=True)
    # The day by which the next step is due, in the program's zone; see `programs.deadlines`.
    due_on = models.DateField(null=True)
    hold_reason = models.CharField(max_length=20, choices=HoldReason.choices, blank=True, db_default="")
    held_from = models.CharField(max_length=20, choices=CaseState.choices, blank=True, db_default="")
    # What the referrer was told when the case ended (D1): yes, no and days; nothing that was said.
    report = models.JSONField(null=True)
    report_issued_at = models.DateTimeField(null=True)
    relationship = models.CharField(
        max_length=20, choices=Relationship.choices, blank=True, db_default="", default=""
    )
    # Answers to the program's own fields by the field's id; those marked personal are sealed.
    own_values = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    own_sealed = SealedJSONField(null=True)
    # The file that it came with (`ImportBatch`), empty for what began here. It may be deleted while that is undone.
    imported_in = models.UUIDField(null=True, editable=False)
    # Of an imported one: the program's number of it, a MAC by which that is found, and what no other row of ours says.
    own_number = SealedCharField(max_length=60, null=True, blank=True)
    number_mac = models.CharField(max_length=32, blank=True, default="", db_default="", editable=False)
    took_part = models.CharField(
        max_length=20, choices=TookPart.choices, blank=True, default="", db_default="", editable=False
    )
    first_contact_on = models.DateField(null=True, editable=False)
    # The year in whose figures across programs it was counted: once in its life (`programs.sharing`).
    counted_in = models.PositiveSmallIntegerField(null=True, editable=False)

    objects: ClassVar = CaseQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["closing", "closed"]) | ~models.Q(closure_reason=""),
                name="case_closed_has_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="on_hold") | (~models.Q(hold_reason="") & ~models.Q(held_from="")),
                name="case_on_hold_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def closure_group(self) -> ClosureGroup | None:
        return GROUP_OF.get(self.closure_reason)
