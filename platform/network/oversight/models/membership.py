"""That a program belongs to a network: how it came to it, what it shares, and who looked at that."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from network.oversight.models.networks import LEFT_TO_THE_DATABASE, Network
from tenants.ids import uuid7
from tenants.models import Tenant

# What programs say arrives by jobs.
SHARED: Any = {"web": ("SELECT", "INSERT", "UPDATE"), "worker": ("SELECT", "INSERT", "UPDATE")}


class NetworkTerms(models.Model):
    """What a program agrees to when it joins: a version of the network's own words. A row is never changed."""

    privileges: ClassVar = {"web": ("SELECT", "INSERT"), "worker": ("SELECT",)}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveIntegerField()
    text = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("network", "number"), name="network_terms_numbered"),)

    def __str__(self) -> str:
        return f"terms {self.number}"


class MembershipState(models.TextChoices):
    """How far a membership has come, and how it ended."""

    OFFERED = "offered", _("Offered by another network")
    INVITED = "invited", _("Invited")
    ASKED = "asked", _("Asks to join")
    MEMBER = "member", _("Member")
    REFUSED = "refused", _("Not taken in by the network")
    DECLINED = "declined", _("Declined by the program")
    WITHDRAWN = "withdrawn", _("Taken back")
    LEFT = "left", _("Left")
    REMOVED = "removed", _("Ended by the network")


OPEN = (MembershipState.OFFERED, MembershipState.INVITED, MembershipState.ASKED, MembershipState.MEMBER)
"""The states that something can still come of; a program has one such membership of a network at most."""


class Share(models.TextChoices):
    """What a member can share beyond its name, kind and place, each by itself; nothing of a case or its people."""

    CONTACT = "contact", _("Who speaks for the program, with address and telephone")
    LISTING = "listing", _("Whether it is listed in the directory, and when that was confirmed last")
    PAYMENT = "payment", _("Who pays for the program, and until when")
    POLICY = "policy", _("The settings of its policy for which networks can ask a minimum")
    FIGURES = "figures", _("Its counts, sealed and with noise, for figures across programs")


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by how far they are."""

    def members(self) -> Self:
        """Keep those of programs that are members now."""
        return self.filter(state=MembershipState.MEMBER)

    def still_open(self) -> Self:
        """Keep those that wait for an answer, and members."""
        return self.filter(state__in=OPEN)


class Membership(models.Model):
    """One program in one network. What the network knows of the program is in this row, and was sent by the program."""

    privileges: ClassVar = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="memberships")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=MembershipState)
    # Why it is asked for or offered, as the other side reads it; after its end, why it ended.
    why = models.TextField(blank=True, default="", db_default="")
    began_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Which version of the terms the program accepted.
    terms = models.ForeignKey(NetworkTerms, null=True, on_delete=models.PROTECT, related_name="+")
    # From which network the program is handed over; it leaves that one when it joins this one.
    moved_from = models.ForeignKey(Network, null=True, on_delete=models.PROTECT, related_name="+")
    shares = ArrayField(models.CharField(max_length=10, choices=Share), default=list, blank=True)
    # What the program sent, by what it shares (`programs.networks.telling`); what is shared no more is gone from here.
    told = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    told_at = models.DateTimeField(null=True)
    # Counts what the network's side wrote, so that the program's copy knows which is the later one; and the last
    # number of what the program said that was heard here.
    version = models.PositiveIntegerField(default=1)
    heard = models.PositiveIntegerField(default=0)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("network", "tenant"),
                condition=Q(state__in=("offered", "invited", "asked", "member")),
                name="membership_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="member") | Q(joined_at__isnull=False), name="member_since_a_day"
            ),
        )
        indexes = (models.Index(fields=("tenant",), name="membership_of_tenant"),)

    def __str__(self) -> str:
        return str(self.pk)


class Look(models.Model):
    """That somebody of a network looked at what a program told it; the program's own audit hears of each."""

    privileges: ClassVar = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="looks")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=LEFT_TO_THE_DATABASE, related_name="+")
    # The name of the page.
    page = models.CharField(max_length=60)
    looked_at = models.DateTimeField()
    # When the word to the program was queued; the outbox sees to it that it arrives, once.
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("membership",), condition=Q(told_at=None), name="look_not_told"),)

    def __str__(self) -> str:
        return str(self.pk)
