"""A referral: what somebody sent in about an incident, and what became of it (R1, R2, R4, R5)."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedCharField, SealedTextField
from amends.vault.models import HoldsSecrets, SealedQuerySet
from programs.models.office import Office, OfficeKind
from programs.references import SAMPLES_MAY_GO, new_reference
from programs.roles import RUNS_THE_CASE
from tenants.ids import uuid7
from tenants.models import TenantModel


class ReferralState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("New")
    UNDER_REVIEW = "under_review", _("Being looked at")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    FORWARDED = "forwarded", _("Forwarded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    AWAITING_VICTIM_INITIATIVE = "awaiting_victim_initiative", _("Kept until the person harmed asks")


WAITING_STATES = (ReferralState.SUBMITTED, ReferralState.UNDER_REVIEW)
"""Nobody has decided yet."""


class ReferralStage(models.TextChoices):
    """Where the matter stands with the law when it is referred (R2)."""

    PRE_CHARGE = "pre_charge", _("Before any charge")
    POST_CHARGE = "post_charge", _("After a charge, before a finding")
    POST_ADJUDICATION = "post_adjudication", _("After a finding or an admission, before sentence")
    POST_SENTENCE = "post_sentence", _("After sentence")
    POST_RELEASE = "post_release", _("After release")
    COMMUNITY = "community", _("Outside the courts")


class ReferrerClass(models.TextChoices):
    """Who may refer (R4)."""

    JUDGE = "judge", _("Judge or court")
    PROBATION_OFFICER = "probation_officer", _("Probation officer")
    VICTIM_ADVOCATE = "victim_advocate", _("Victim advocate")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    DEFENCE_ATTORNEY = "defence_attorney", _("Defense attorney")
    POLICE = "police", _("Police")
    VICTIM_SELF = "victim_self", _("I am the person harmed")
    OFFENDER_SELF = "offender_self", _("I am the person responsible")
    SCHOOL = "school", _("School")
    INSTITUTION = "institution", _("Institution")
    COMMUNITY = "community", _("Someone else in the community")


OFFICE_OF = {
    ReferrerClass.JUDGE: OfficeKind.COURT,
    ReferrerClass.PROBATION_OFFICER: OfficeKind.PROBATION,
    ReferrerClass.VICTIM_ADVOCATE: OfficeKind.VICTIM_SERVICES,
    ReferrerClass.PROSECUTOR: OfficeKind.PROSECUTION,
    ReferrerClass.DEFENCE_ATTORNEY: OfficeKind.DEFENCE,
    ReferrerClass.POLICE: OfficeKind.POLICE,
    ReferrerClass.SCHOOL: OfficeKind.SCHOOL,
    ReferrerClass.INSTITUTION: OfficeKind.INSTITUTION,
}
"""Which kind of office stands behind a referrer; people who refer themselves have none."""


class OffenceClass(models.TextChoices):
    THEFT = "theft", _("Theft")
    BURGLARY = "burglary", _("Burglary")
    ROBBERY = "robbery", _("Robbery")
    PROPERTY_DAMAGE = "property_damage", _("Damage to property")
    FRAUD = "fraud", _("Fraud")
    ASSAULT = "assault", _("Assault")
    THREATS = "threats", _("Threats or harassment")
    DRIVING = "driving", _("Dangerous driving")
    ARSON = "arson", _("Arson")
    SEXUAL = "sexual", _("Sexual violence")
    PARTNER = "partner", _("Violence by a partner or in the family")
    STALKING = "stalking", _("Stalking")
    PROTECTION_ORDER = "protection_order", _("Violation of a protection order")
    TRAFFICKING = "trafficking", _("Human trafficking")
    HOMICIDE = "homicide", _("Homicide")
    NEIGHBOUR = "neighbour", _("Neighbor or community conflict")
    OTHER = "other", _("Another offense")


class OffenceGrade(models.TextChoices):
    """How the law grades an offence."""

    FELONY = "felony", _("Felony")
    MISDEMEANOR = "misdemeanor", _("Misdemeanor")
    INFRACTION = "infraction", _("Infraction")


# Who asks for a meeting, where it is not the program (R6).
INITIATIVE_OF: dict[str, str] = {ReferrerClass.VICTIM_SELF: "victim", ReferrerClass.OFFENDER_SELF: "offender"}


class DeclineReason(models.TextChoices):
    """Why a referral is declined; the referrer is told that it was, never more than this program chooses to say."""

    STAGE = "stage", _("The program does not take referrals at this stage")
    OFFENCE = "offence", _("The program does not take this kind of offense")
    DENIED = "denied", _("Responsibility is denied")
    OUTSIDE_AREA = "outside_area", _("Outside the area that the program serves")
    CAPACITY = "capacity", _("No room at the moment")
    DUPLICATE = "duplicate", _("The same matter was referred before")
    SAFETY = "safety", _("It would not be safe")
    INCOMPLETE = "incomplete", _("Too little is known, and the referrer cannot be reached")
    OTHER = "other", _("Another reason")


class DeclineGroup(models.TextChoices):
    NOT_OURS = "not_ours", _("Not for this program")
    NOT_NOW = "not_now", _("Not possible now")
    ADMINISTRATIVE = "administrative", _("Administrative")


DECLINE_GROUP_OF: dict[str, DeclineGroup] = {
    DeclineReason.STAGE: DeclineGroup.NOT_OURS,
    DeclineReason.OFFENCE: DeclineGroup.NOT_OURS,
    DeclineReason.OUTSIDE_AREA: DeclineGroup.NOT_OURS,
    DeclineReason.DENIED: DeclineGroup.NOT_NOW,
    DeclineReason.SAFETY: DeclineGroup.NOT_NOW,
    DeclineReason.CAPACITY: DeclineGroup.NOT_NOW,
    DeclineReason.DUPLICATE: DeclineGroup.ADMINISTRATIVE,
    DeclineReason.INCOMPLETE: DeclineGroup.ADMINISTRATIVE,
    DeclineReason.OTHER: DeclineGroup.ADMINISTRATIVE,
}


class ReferralQuerySet(SealedQuerySet):
    def visible_to(self, user: Any) -> "ReferralQuerySet":
        """Return the referrals that this person may see: those who decide about them, nobody else."""
        return self if user.has_role(*RUNS_THE_CASE) else self.none()

    def real(self) -> "ReferralQuerySet":
        """Return those that count in figures and leave the program."""
        return self.filter(is_sample=False)

    def waiting(self) -> "ReferralQuerySet":
        return self.filter(state__in=WAITING_STATES)

    def still_told(self, now: datetime) -> "ReferralQuerySet":
        """Return those whose people may be shown: not what was handed on with leave that is over (`is_leave_over`)."""
        is_over = models.Q(state=ReferralState.WITHDRAWN) | models.Q(released_until__lte=now)
        return self.exclude(is_over & ~models.Q(state=ReferralState.ACCEPTED), released_until__isnull=False)

    def overdue(self, today: date) -> "ReferralQuerySet":
        """Return those that wait although an answer was promised by a day before `today`."""
        return self.waiting().filter(answer_by__lt=today)

    def most_urgent_first(self) -> "ReferralQuerySet":
        """Return what waits by the day of the promised answer, overdue first; then the rest, the latest first."""
        waits = models.Q(state__in=WAITING_STATES)
        return self.order_by(
            models.Case(models.When(waits, then=models.F("answer_by"))).asc(nulls_last=True),
            "-submitted_at",
            "-id",
        )


class Referral(HoldsSecrets, TenantModel):
    """Never edited once it is sent (R5): what proves wrong is added as a `ReferralAmendment` with its reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=20, default=new_reference, editable=False)
    form_key = models.UUIDField(editable=False)  # made with the empty form: a form sent twice is one referral
    is_sample = models.BooleanField(
        default=False, db_default=False, editable=False
    )  # to practise with; nobody real
    # With its case: a row policy hides it from everybody (`programs.retention.unseen`).
    is_sealed = models.BooleanField(default=False, db_default=False, editable=False)
    state = models.CharField(max_length=30, choices=ReferralState.choices, default=ReferralState.SUBMITTED)
    stage = models.CharField(max_length=20, choices=ReferralStage.choices)
    referrer_class = models.CharField(max_length=20, choices=ReferrerClass.choices)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals", db_index=False
    )
    # Which of the program's named sources it came from; none where the referrer chose none.
    source = models.ForeignKey(
        "programs.ReferralSource",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referrals",
        db_index=False,
    )
    case_number = SealedCharField(max_length=100, blank=True, null=True)  # the referrer's; null in older rows
    # The agency of the platform that sent it and which of its people did; both are rows of the public schema.
    agency_id = models.UUIDField(null=True)
    agency_person_id = models.UUIDField(null=True)
    # The program of the platform that handed it on, its row there, and until when what came with it may be used (R7).
    handed_on_by = models.UUIDField(null=True)
    handed_on_id = models.UUIDField(null=True)
    released_until = models.DateTimeField(null=True)
    referrer_name = SealedCharField(max_length=200)
    referrer_email = SealedCharField(max_length=254, blank=True)
    referrer_phone = SealedCharField(max_length=40, blank=True)
    summary = SealedTextField(blank=True)
    submitted_at = models.DateTimeField()
    # What the referrer was promised: a policy that changes later moves no promise. Null in what older code wrote.
    answer_by = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)  # when it was said that the day comes near
    escalated_at = models.DateTimeField(null=True)  # when it was said that the day is over
    review_since = models.DateTimeField(null=True)
    review_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # When it was accepted or declined by somebody here, or withdrawn by the referrer.
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decline_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    decline_note = SealedTextField(blank=True)
    # The request of the person harmed that a kept one belongs to.
    joined_to = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="banked", db_index=False
    )
    receipt_version = models.PositiveIntegerField(default=0)
    receipt_live_version = models.PositiveIntegerField(default=0)
    receipt_live_at = models.DateTimeField(null=True)
    # The file that it came with (`ImportBatch`), empty for what began here. It may be deleted while that is undone.
    imported_in = models.UUIDField(null=True, editable=False)

    objects: ClassVar = ReferralQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["-submitted_at", "-id"]
        # Few rows have one, and each referral that is deleted asks: imports delete by the thousand.
        indexes = [
            models.Index(
                fields=["joined_to"], name="referral_by_joined", condition=models.Q(joined_to__isnull=False)
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="referral_reference_once"),
            models.UniqueConstraint(fields=["form_key"], name="referral_form_once"),
            models.CheckConstraint(
                condition=~models.Q(state=ReferralState.DECLINED) | ~models.Q(decline_reason=""),
                name="referral_declined_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(receipt_live_version__lte=models.F("receipt_version")),
                name="referral_receipt_live_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING_STATES

    def is_overdue(self, today: date) -> bool:
        """Return whether it waits although an answer was promised by a day before `today`, in the program's zone."""
        return self.is_waiting and self.answer_by is not None and self.answer_by < today

    def is_leave_over(self, now: datetime) -> bool:
        """Return whether it was handed on with a release that is over, and this program did not take it on (R7).

        One that was given back is over at once: most often because the release was taken back.
        """
        if self.released_until is None or self.state == ReferralState.ACCEPTED:
            return False
        return self.state == ReferralState.WITHDRAWN or self.released_until <= now

    @property
    def told_back(self) -> str:
        """Return what the referrer is told of it (`ToldBack`): as agreed with the source, or the whole of D1."""
        return self.source.told_back if self.source else "report"

    @property
    def decline_said(self) -> str:
        """Return why it was declined, after the group of that reason; nothing for one that was not."""
        if not self.decline_reason:
            return ""
        return f"{DECLINE_GROUP_OF[self.decline_reason].label}: {self.get_decline_reason_display()}"

    @property
    def is_receipt_live(self) -> bool:
        """Return whether the latest status has reached the public side."""
        return self.receipt_live_version == self.receipt_version


class Offence(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="offences", db_index=False)
    offence_class = models.CharField(max_length=20, choices=OffenceClass.choices)
    grade = models.CharField(
        max_length=20, choices=OffenceGrade.choices, blank=True, default="", db_default="", editable=False
    )  # as an imported file says

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")  # of samples only

    class Meta:
        ordering = ["offence_class"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "offence_class"], name="offence_once_per_referral")
        ]

    def __str__(self) -> str:
        return self.get_offence_class_display()


class ReferralAmendment(TenantModel):
    """What was wrong or missing in a referral, and why it is put right: a row, never an edit (R5)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="amendments", db_index=False
    )
    text = SealedTextField()
    reason = SealedTextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = SealedQuerySet.as_manager()

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")  # of samples only

    class Meta:
        ordering = ["made_at", "id"]

    @property
    def vault_key_holder(self) -> Referral:
        return self.referral
