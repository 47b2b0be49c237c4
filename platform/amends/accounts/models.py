"""A person with an account: in a program who works there, in the public schema who works for what programs share."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from tenants.ids import uuid7
from tenants.models import TenantModel
from tenants.place import PUBLIC, required_schema


class Role(models.TextChoices):
    """What somebody does; one person may do several things in one place."""

    PROGRAM_ADMIN = "program_admin", _("Program administrator")
    COORDINATOR = "coordinator", _("Coordinator")
    CASE_SUPERVISOR = "case_supervisor", _("Case supervisor")
    MEDIATOR = "mediator", _("Mediator")
    NETWORK_OFFICER = "network_officer", _("Network officer")
    NETWORK_ACCREDITOR = "network_accreditor", _("Accreditor of a network")
    NETWORK_ANALYST = "network_analyst", _("Analyst of a network")
    NETWORK_BILLING = "network_billing", _("Payments of a network")
    AGENCY_USER = "agency_user", _("Agency user")
    AGENCY_MANAGER = "agency_manager", _("Agency manager")
    OPERATOR = "operator", _("Operator")


# What each of them may do, for whoever chooses.
TASKS_OF = {
    Role.PROGRAM_ADMIN: _("Sets the program up, invites people, and sees every case."),
    Role.COORDINATOR: _("Decides about referrals, and runs every case."),
    Role.CASE_SUPERVISOR: _("Sees every referral, and the cases that they supervise."),
    Role.MEDIATOR: _("Sees only the cases that they are assigned to, until these close."),
    Role.NETWORK_OFFICER: _(
        "Runs a network: members, terms, minimums, people; sees what members share, and no case."
    ),
    Role.NETWORK_ACCREDITOR: _("Reviews for a network whether members meet a standard; sees no case."),
    Role.NETWORK_ANALYST: _("Sees the figures that programs of the network agreed to share; no case."),
    Role.NETWORK_BILLING: _("Sees to what a network pays for its members; no case."),
    Role.AGENCY_USER: _("Sends referrals, and sees their receipts."),
    Role.AGENCY_MANAGER: _("Invites the people of an agency, and says what it is called."),
    Role.OPERATOR: _("Verifies and suspends programs; sees no case."),
}
PUBLIC_ROLES = (
    Role.NETWORK_OFFICER,
    Role.NETWORK_ACCREDITOR,
    Role.NETWORK_ANALYST,
    Role.NETWORK_BILLING,
    Role.AGENCY_USER,
    Role.AGENCY_MANAGER,
    Role.OPERATOR,
)
PROGRAM_ROLES = tuple(role for role in Role if role not in PUBLIC_ROLES)


def roles_of(schema: str) -> tuple[Role, ...]:
    """Return the roles that exist in a place: a program's, or the platform's own."""
    return PUBLIC_ROLES if schema == PUBLIC else PROGRAM_ROLES


def roles_here() -> tuple[Role, ...]:
    """Return the roles that exist in the place that is entered."""
    return roles_of(required_schema())


class NotARoleHere(ValueError):
    """A program's role was given to somebody of the public side, or the other way round."""


def checked_roles(roles: Sequence[str]) -> list[str]:
    """Return `roles` in their usual order; raise NotARoleHere when one of them does not exist in this place."""
    allowed = [role.value for role in roles_here()]
    if strange := set(roles) - set(allowed):
        raise NotARoleHere(f"Not a role of this place: {', '.join(sorted(map(str, strange)))}")
    return [role for role in allowed if role in set(roles)]


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail, whatever the case of its letters."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person with this e-mail address."""
        return self.get(email=(username or "").lower())


class User(TenantModel, AbstractBaseUser):
    """A person with an account in this place; the same person in two programs is two accounts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Stored in lower case: the same address in other letters is the same account.
    email = models.EmailField(_("E-mail address"), unique=True)
    # The one before, to which we write that it was changed; nobody signs in with it.
    former_email = models.EmailField(blank=True, db_default="", default="")
    name = models.CharField(_("Name"), max_length=150)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list)
    is_active = models.BooleanField(default=True)
    # Part of the hash that every session carries: one more, and whoever is signed in is so no longer.
    session_stamp = models.PositiveIntegerField(db_default=0, default=0)
    # Whether sign-in asks for more than the password; kept by the actions that add and remove second factors.
    has_second_factor = models.BooleanField(db_default=False, default=False)
    # The language of the pages when the person was here last, for what we write to them.
    language = models.CharField(max_length=10, blank=True, db_default="", default="")
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
        """Return whether the person has at least one of `roles`; one of the other side's is nothing here."""
        # Where the row was read says which side it is, so that it can be asked anywhere.
        existing = roles_of(self._schema or required_schema())
        return bool(set(roles) & set(self.roles) & set(existing))

    def get_session_auth_hash(self) -> str:
        """Return the hash that a session must carry; it contains the place, so no other accepts it."""
        return self._hash(None)

    def get_session_auth_fallback_hash(self) -> Any:
        """Yield the same hash under older secrets, while they are being rotated."""
        from django.conf import settings

        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._hash(secret)

    def _hash(self, secret: str | bytes | None) -> str:
        salt = f"amends.accounts.session/{required_schema()}"
        return salted_hmac(
            salt, f"{self.session_stamp}/{self.password}", secret=secret, algorithm="sha256"
        ).hexdigest()


class Invitation(TenantModel):
    """A place that waits for somebody: who may make an account with which roles, by a link that works once.

    The link is signed, not stored; `link_number` is in it, so that sending it again ends the one before.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("E-mail address"))
    name = models.CharField(_("Name"), max_length=150)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list)
    language = models.CharField(max_length=10, blank=True)
    link_number = models.PositiveSmallIntegerField(default=1)
    invited_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="invitations", db_index=False
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("email",),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_waits_once",
            ),
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")),
                name="invitation_email_in_lower_case",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None),
                name="invitation_ends_one_way",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    def is_open(self, now: dt.datetime) -> bool:
        """Return whether its link still works."""
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at
