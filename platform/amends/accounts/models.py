"""A person who works for a program."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from tenants.ids import uuid7
from tenants.models import TenantModel
from tenants.place import required_schema


class Role(models.TextChoices):
    """What somebody does in a program; one person may do several things."""

    PROGRAM_ADMIN = "program_admin", _("Program administrator")
    COORDINATOR = "coordinator", _("Coordinator")
    CASE_SUPERVISOR = "case_supervisor", _("Case supervisor")
    MEDIATOR = "mediator", _("Mediator")


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail, whatever the case of its letters."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person with this e-mail address."""
        return self.get(email=(username or "").lower())


class User(TenantModel, AbstractBaseUser):
    """A person with an account in this program; the same person in two programs is two accounts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Stored in lower case: the same address in other letters is the same account.
    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=150)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")), name="email_in_lower_case"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def has_role(self, *roles: str) -> bool:
        """Return whether the person has at least one of `roles`."""
        return bool(set(roles) & set(self.roles))

    def get_session_auth_hash(self) -> str:
        """Return the hash that a session must carry; it contains the program, so no other accepts it."""
        return self._hash(None)

    def get_session_auth_fallback_hash(self) -> Any:
        """Yield the same hash under older secrets, while they are being rotated."""
        from django.conf import settings

        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._hash(secret)

    def _hash(self, secret: str | bytes | None) -> str:
        salt = f"amends.accounts.session/{required_schema()}"
        return salted_hmac(salt, self.password, secret=secret, algorithm="sha256").hexdigest()
