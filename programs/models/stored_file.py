"""A file that a program keeps: whose it is and how to open it; its bytes lie sealed in a storage (`programs.files`)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from amends.accounts.access import Outsider
from amends.files.kinds import KINDS, RECORDINGS, Kind
from amends.vault.fields import SealedBytesField, SealedCharField, SealedJSONField
from amends.vault.models import HoldsSecrets, SealedQuerySet
from programs.models.case import MediationCase
from programs.models.draft import ReferralDraft
from programs.models.referral import Referral
from tenants.ids import uuid7
from tenants.models import TenantModel

WHATS = KINDS | RECORDINGS
HOLDERS = ("draft", "referral", "case")
LONGEST_NAME = 120


class FilePurpose(models.TextChoices):
    ATTACHMENT = "attachment", _("Document with a referral")
    PAYMENT_PROOF = "payment_proof", _("Proof of a payment")
    RECORDING = "recording", _("Recording for the other side")


class FileState(models.TextChoices):
    ARRIVING = "arriving", _("Being sent")
    CHECKING = "checking", _("Being checked")
    CLEAN = "clean", _("Checked")
    REFUSED = "refused", _("Refused")


class StoredFileQuerySet(SealedQuerySet):
    def of(self, *holders: Any) -> "StoredFileQuerySet":
        """Return the files of these drafts, referrals or cases; this is what the index is for."""
        whose = self.annotate(holder_id=Coalesce(*HOLDERS, output_field=models.UUIDField()))
        return whose.filter(holder_id__in=[each.pk for each in holders])

    def visible_to(self, user: Any) -> "StoredFileQuerySet":
        """Return the files that this person may see: of referrals that they may see, proofs of payments in cases.

        Nobody from outside sees one here, and a draft's files are seen by whoever has its form only.
        """
        if isinstance(user, Outsider):
            return self.none()
        proofs = models.Q(purpose=FilePurpose.PAYMENT_PROOF, case__in=MediationCase.objects.visible_to(user))
        return self.filter(models.Q(referral__in=Referral.objects.visible_to(user)) | proofs)


class StoredFile(TenantModel):
    """Sealed by the key of whoever holds it, and so is `content_key`, which opens the bytes.

    When a draft becomes a referral only these columns are sealed anew, the bytes stay; when the holder's key is
    destroyed, nothing opens them any more. The digest is sealed too: in the open it would tell who has a document
    that is known elsewhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(
        ReferralDraft, null=True, on_delete=models.PROTECT, related_name="files", db_index=False
    )
    referral = models.ForeignKey(
        Referral, null=True, on_delete=models.PROTECT, related_name="files", db_index=False
    )
    case = models.ForeignKey(
        MediationCase, null=True, on_delete=models.PROTECT, related_name="files", db_index=False
    )
    purpose = models.CharField(max_length=20, choices=FilePurpose.choices)
    state = models.CharField(max_length=10, choices=FileState.choices)
    kind = models.CharField(
        max_length=10, blank=True, choices=[(kind, kind) for kind in WHATS]
    )  # "" while it arrives
    size = models.PositiveBigIntegerField()  # of the content in bytes; the storage shows it anyway
    name = SealedCharField(max_length=LONGEST_NAME)
    digest = SealedCharField(max_length=64)  # SHA-256 of the content
    content_key = SealedBytesField()
    # Of a recording that arrives: [name in the storage, size, key in hexadecimal] of each piece, in their order.
    pieces = SealedJSONField(null=True)
    added_at = models.DateTimeField()
    # None for whoever has no account here; the audit says more.
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects: ClassVar = StoredFileQuerySet.as_manager()

    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE", "DELETE")  # deleted: of drafts and samples only

    class Meta:
        ordering = ["added_at", "id"]
        indexes = [models.Index(Coalesce(*HOLDERS), name="storedfile_by_holder")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=False, referral=None, case=None)
                | models.Q(draft=None, referral__isnull=False, case=None)
                | models.Q(draft=None, referral=None, case__isnull=False),
                name="storedfile_has_one_holder",
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="storedfile_is_not_empty"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def vault_key_holder(self) -> HoldsSecrets | None:
        return self.draft or self.referral or self.case

    @property
    def arrived(self) -> int:
        """Return how many bytes of a recording are here; all of them once nothing more arrives."""
        return sum(size for _name, size, _key in self.pieces or ()) if self.pieces is not None else self.size

    @property
    def what(self) -> Kind:
        """Return which kind of file it is, by its bytes."""
        return WHATS[self.kind]
