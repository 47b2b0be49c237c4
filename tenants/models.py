"""Tenants, their hosts and the releases of their schema, all in the public schema; and the model of a tenant's row."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _
from django_tenants import signals as django_tenants_signals
from django_tenants.models import DomainMixin, TenantMixin

from tenants.ids import uuid7
from tenants.place import current, current_schema

# django-tenants connects a receiver without a sender, which takes fast deletes away from every model.
post_delete.disconnect(django_tenants_signals.tenant_delete_callback)


class State(models.TextChoices):
    """How far a tenant has come; `maintenance` and `suspended_at` are beside it: they can happen in each."""

    PENDING = "pending", _("Being prepared")
    TRIAL = "trial", _("Trial")
    ACTIVE = "active", _("Active")
    RESTRICTED = "restricted", _("Restricted")
    ARCHIVED = "archived", _("Archived")
    ERASED = "erased", _("Erased")


# Which state may follow which. Nothing leaves `erased`.
FOLLOWING = {
    State.PENDING: {State.TRIAL, State.ACTIVE, State.ERASED},
    State.TRIAL: {State.ACTIVE, State.RESTRICTED, State.ARCHIVED},
    State.ACTIVE: {State.RESTRICTED, State.ARCHIVED},
    State.RESTRICTED: {State.ACTIVE, State.ARCHIVED},
    State.ARCHIVED: {State.ACTIVE, State.ERASED},
    State.ERASED: set(),
}


class Tenant(TenantMixin):
    """A program, as the platform knows it: a schema, a public name and a state. No personal data."""

    privileges: ClassVar = {
        "web": ("SELECT", "INSERT", "UPDATE"),
        # A program that corrects its name says so by a job, and one that nobody paid for is archived by one.
        "worker": ("SELECT", "UPDATE (name, state)"),
    }
    auto_create_schema = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    maintenance = models.BooleanField(default=False)
    maintenance_reason = models.CharField(max_length=200, blank=True)
    # What kind of tenant it is, in the words of the layers above: a token that means nothing here.
    kind = models.CharField(max_length=40, blank=True, db_default="")
    # Since when the operator vouches for it; nobody does when empty. The version counts the decisions, so that a copy
    # elsewhere knows which is the later one.
    verified_at = models.DateTimeField(null=True)
    verification_version = models.PositiveIntegerField(default=0, db_default=0)
    # Since when the operator has closed it for now: no page is served and no job is run.
    suspended_at = models.DateTimeField(null=True)
    release = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(schema_name__regex=r"^t_[0-9a-f]{32}$"), name="tenant_schema_is_opaque"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="") | models.Q(kind__regex=r"^[a-z][a-z0-9_]*$"),
                name="tenant_kind_is_a_token",
            ),
        )

    def __str__(self) -> str:
        return self.slug


class Domain(DomainMixin):
    """A host name of a tenant, without port. A host is never given to another tenant later."""

    privileges: ClassVar = {"web": ("SELECT", "INSERT", "UPDATE"), "worker": ("SELECT",)}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)


class WarmSchema(models.Model):
    """A schema that is ready and belongs to nobody yet; sign-up takes one."""

    privileges: ClassVar = {"web": ("SELECT", "UPDATE", "DELETE"), "worker": ()}

    schema_name = models.CharField(max_length=34, primary_key=True)
    release = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)


class Release(models.Model):
    """A version of the tenants' schema: which migrations it has, and which versions of the code it serves."""

    privileges: ClassVar = {"web": ("SELECT",), "worker": ("SELECT",)}

    fingerprint = models.CharField(max_length=64, primary_key=True)
    migrations = models.JSONField()
    # Fingerprints of code that works on this schema: its own, and older ones after additive migrations only.
    serves = models.JSONField()
    # SQL that builds an empty tenant of this release; the template's dump, with the template's name in it.
    build_sql = models.TextField()
    # SQL from each older release to this one is recorded once: {"<older fingerprint>": "<sql>"}.
    upgrade_sql = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)


class Epoch(models.Model):
    """One row that changes with every tenant or host, so that each process knows when its cache is stale."""

    privileges: ClassVar = {"web": ("SELECT", "UPDATE"), "worker": ("SELECT", "UPDATE")}

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)


class FleetStep(models.Model):
    """How far a tenant has come in one migration of the fleet."""

    privileges: ClassVar = {"web": (), "worker": ()}

    class Status(models.TextChoices):
        """What happened to the tenant in this run."""

        PENDING = "pending"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    schema_name = models.CharField(max_length=34)
    target = models.CharField(max_length=64)
    wave = models.SmallIntegerField()
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING)
    # The class of the error and PostgreSQL's code; never its message, which may quote a row.
    error = models.CharField(max_length=200, blank=True)
    milliseconds = models.IntegerField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("target", "schema_name"), name="one_step_per_target"),)


class StrayInstance(RuntimeError):
    """A row that was read in one place was about to be written in another."""


class TenantModel(models.Model):
    """A row of a tenant: it remembers the schema that it was read from, and is written nowhere else."""

    class Meta:
        abstract = True

    _schema: str | None = None

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> Self:  # type: ignore[override]
        """Return the instance, stamped with the place it was read in."""
        instance = super().from_db(db, field_names, values)
        # `current_schema()`, written out: this runs for each row that is read.
        place = current.get()
        instance._schema = place.schema if place else None
        return instance

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        """Save, but raise StrayInstance when the row belongs to another schema."""
        self._refuse_elsewhere()
        super().save_base(*args, **kwargs)
        self._schema = current_schema()

    def _prepare_related_fields_for_save(self, *args: Any, **kwargs: Any) -> None:
        # Django calls this for each row of bulk_create and bulk_update, which do not come past save_base.
        self._refuse_elsewhere()
        self._schema = current_schema()
        super()._prepare_related_fields_for_save(*args, **kwargs)  # type: ignore[misc]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, but raise StrayInstance when the row belongs to another schema."""
        self._refuse_elsewhere()
        return super().delete(*args, **kwargs)

    def _refuse_elsewhere(self) -> None:
        if self._schema not in (None, current_schema()):
            raise StrayInstance(f"This {self._meta.verbose_name} belongs to another program's schema.")
