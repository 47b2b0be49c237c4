"""Who mediates a case, and who may not: assignments and declared conflicts (N1, N2, N5)."""

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


class Connection(models.TextChoices):
    """What may tie a mediator to a party; anything but `none` makes an assignment impossible."""

    NONE = "none", _("No connection to anybody in this case")
    KIN = "kin", _("Family of somebody in this case")
    AUTHORITY = "authority", _("Has authority over somebody in this case")
    EMPLOYER = "employer", _("Employs, or works for, somebody in this case")
    OTHER_MATTER = "other_matter", _("Worked on another matter of somebody in this case")
    KNOWS = "knows", _("Knows somebody in this case too well to be neutral")
    OBJECTION = "objection", _("A party asked for somebody else")


class AssignmentQuerySet(SealedQuerySet):
    def live(self) -> "AssignmentQuerySet":
        return self.filter(ended_at__isnull=True)


class MediatorAssignment(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(
        "programs.MediationCase", on_delete=models.PROTECT, related_name="assignments", db_index=False
    )
    mediator = models.ForeignKey("programs.Mediator", on_delete=models.PROTECT, related_name="assignments")
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)
    is_ready = models.BooleanField(null=True)  # does the mediator find that the parties are ready to meet?
    # What the mediator notes for themself: nobody else reads it, and it is gone when the assignment ends.
    private_note = SealedTextField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["assigned_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "mediator"],
                condition=models.Q(ended_at__isnull=True),
                name="assignment_live_once",
            ),
            # A mediator's key is the user's, so the database itself can hold N5.
            models.CheckConstraint(
                condition=~models.Q(supervisor=models.F("mediator")), name="assignment_supervisor_is_another"
            ),
        ]

    @property
    def vault_key_holder(self) -> MediationCase:
        return self.case


class ConflictDeclaration(TenantModel):
    """A mediator may not mediate this case; why is private, and it is never taken back by an edit (N2)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(
        "programs.MediationCase", on_delete=models.PROTECT, related_name="conflicts", db_index=False
    )
    mediator = models.ForeignKey(
        "programs.Mediator", on_delete=models.PROTECT, related_name="conflicts", db_index=False
    )
    connection = models.CharField(max_length=20, choices=Connection.choices)
    reason = SealedTextField(blank=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = SealedQuerySet.as_manager()

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")  # of samples only

    class Meta:
        ordering = ["declared_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(connection="none"), name="conflict_is_a_connection"),
            models.UniqueConstraint(fields=["case", "mediator", "connection"], name="conflict_once"),
        ]

    @property
    def vault_key_holder(self) -> MediationCase:
        return self.case
