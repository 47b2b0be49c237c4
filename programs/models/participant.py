"""The people of a case: who was harmed, who is responsible, and those who come with them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedCharField, SealedTextField
from amends.vault.models import HoldsSecrets, SealedQuerySet
from programs.references import SAMPLES_MAY_GO
from tenants.ids import uuid7
from tenants.models import TenantModel


class Role(models.TextChoices):
    VICTIM = "victim", _("victim")
    OFFENDER = "offender", _("offender")
    VICTIM_REPRESENTATIVE = "victim_representative", _("victim's representative")
    SURROGATE_VICTIM = "surrogate_victim", _("surrogate for the victim")
    GUARDIAN = "guardian", _("guardian")
    SUPPORT_PERSON = "support_person", _("support person")
    COMMUNITY_MEMBER = "community_member", _("community member")
    OBSERVER = "observer", _("observer")
    INTERPRETER = "interpreter", _("interpreter")


HARMED_SIDE = (Role.VICTIM, Role.VICTIM_REPRESENTATIVE, Role.SURROGATE_VICTIM)
RESPONSIBLE_SIDE = (Role.OFFENDER,)
PARTY_ROLES = (*HARMED_SIDE, *RESPONSIBLE_SIDE)
"""Those without whose consent nothing is scheduled (C1, C2); the others come along."""
OWN_PAGE_ROLES = (*PARTY_ROLES, Role.GUARDIAN, Role.SUPPORT_PERSON)
"""Those who can have a page of their own."""


class Participant(HoldsSecrets, TenantModel):
    """A person known to this program only, with a vault key of their own, so that one can be forgotten alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.ForeignKey(
        "programs.Referral", null=True, on_delete=models.PROTECT, related_name="participants"
    )
    case = models.ForeignKey(
        "programs.MediationCase", null=True, on_delete=models.PROTECT, related_name="participants"
    )
    role = models.CharField(max_length=30, choices=Role.choices)
    name = SealedCharField(max_length=200)
    email = SealedCharField(max_length=254, blank=True)
    phone = SealedCharField(max_length=40, blank=True)
    address = SealedTextField(blank=True)
    contact_note = SealedTextField(blank=True)  # when and how it is safe to reach this person
    language = models.CharField(max_length=20, blank=True)
    # Ways that are not safe for this person (models.contact.Channel), and whether no message may be left.
    unsafe_channels = ArrayField(models.CharField(max_length=20), default=list, blank=True, db_default=[])
    leave_no_message = models.BooleanField(default=False, db_default=False)
    # Weekdays (0: Monday) and hours at which a call or message may arrive, in the program's zone; none: all.
    safe_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, db_default=[])
    safe_from = models.TimeField(null=True, blank=True)
    safe_until = models.TimeField(null=True, blank=True)
    # When somebody can come to a session, in the program's zone; none: any time. And the days on which they cannot.
    free_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, db_default=[])
    free_from = models.TimeField(null=True, blank=True)
    free_until = models.TimeField(null=True, blank=True)
    away_days = ArrayField(models.DateField(), default=list, blank=True, db_default=[])
    caller_words = SealedCharField(max_length=200, null=True, blank=True)  # how a caller names themself
    pass_phrase = SealedCharField(max_length=100, null=True, blank=True)  # asked for on the telephone
    never_do = SealedTextField(null=True, blank=True)
    is_ready = models.BooleanField(null=True)  # None: not asked yet
    # A shop or a school that was harmed: somebody speaks for it, and consents and chooses in its place.
    is_organisation = models.BooleanField(default=False, db_default=False)
    is_registered = models.BooleanField(null=True)  # as a victim, with the authority; None: not known
    is_minor = models.BooleanField(null=True)  # None: not known; asked of an open case, never a day of birth
    # What somebody lost, by papers that were seen, in the program's currency: the most that is promised to them (A4).
    loss = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    supervised_by = models.ForeignKey(
        "programs.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The file that it came with (`ImportBatch`), empty for what began here. It may be deleted while that is undone.
    imported_in = models.UUIDField(null=True, editable=False)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects: ClassVar = SealedQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(loss=None) | models.Q(loss__gt=0), name="participant_loss_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(referral__isnull=False) | models.Q(case__isnull=False),
                name="participant_belongs_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(safe_from__isnull=True, safe_until__isnull=True)
                | models.Q(
                    safe_from__isnull=False, safe_until__isnull=False, safe_from__lt=models.F("safe_until")
                ),
                name="participant_hours_begin_and_end",
            ),
            models.CheckConstraint(
                condition=models.Q(free_from__isnull=True, free_until__isnull=True)
                | models.Q(
                    free_from__isnull=False, free_until__isnull=False, free_from__lt=models.F("free_until")
                ),
                name="participant_free_begins_and_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"  # never the name: str() ends in logs and tracebacks

    @property
    def is_party(self) -> bool:
        """Return whether nothing is scheduled without this person; an organization is there through another."""
        return self.role in PARTY_ROLES and not self.is_organisation
