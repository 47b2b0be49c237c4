"""Jobs of accreditation: time goes on, and officers hear of what waits for them."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends import outbox
from amends.accounts.links import absolute
from amends.accounts.models import Role, User
from amends.accounts.tasks import recipient_of
from amends.mail import Letter, letter
from amends.mail.letters import in_language_of
from network.accreditation.actions.hearing import settle_accreditations
from network.accreditation.models import Accreditation
from network.oversight.models import NetworkOfficer

AT_ONCE = 500


@outbox.job("accreditation.settle", platform=True)
def settle() -> None:
    """Write what time did to accreditations: one query, and the programs of these hear of it."""
    if settle_accreditations(actor=None, now=timezone.now(), most=AT_ONCE) == AT_ONCE:
        outbox.queue("accreditation.settle")


@outbox.job("accreditation.arrived", platform=True)
def arrived(*, accreditation_id: uuid.UUID, what: str) -> None:
    """Have those who lead a network written to: an application or an appeal came in."""
    row = Accreditation.objects.get(pk=accreditation_id)
    officers = NetworkOfficer.objects.filter(
        network=row.network_id, user__is_active=True, user__roles__contains=[Role.NETWORK_OFFICER.value]
    )
    for key in officers.values_list("pk", flat=True):
        outbox.queue("accreditation.arrived_letter", user_id=key, accreditation_id=row.pk, what=what)


@letter("accreditation.arrived_letter", platform=True)
def arrived_letter(*, user_id: uuid.UUID, accreditation_id: uuid.UUID, what: str) -> Letter | None:
    """Tell an officer that something waits; the page alone says what, and of whom."""
    user = User.objects.get(pk=user_id)
    row = Accreditation.objects.filter(pk=accreditation_id).first()
    acts = row is not None and NetworkOfficer.objects.filter(user=user.pk, network=row.network_id).exists()
    if row is None or not user.is_active or not acts:
        return None
    recipient = recipient_of(user.email, user.language)
    with in_language_of(recipient):
        said = {
            "application": _("A program has applied for accreditation."),
            "appeal": _("A program has appealed against a decision about its accreditation."),
        }[what]
        # A worker serves no request: it says itself whose address is meant.
        path = reverse("accreditation-application", settings.TENANCY_PUBLIC_URLCONF, args=[row.pk])
        rest = _("It is on this page:\n\n%(link)s") % {"link": absolute(path)}
        return Letter(recipient, _("Accreditation"), f"{said}\n\n{rest}")
