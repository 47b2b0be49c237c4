"""Letters to those who run a program: a network invites it, took it in, or ended it."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.accounts.models import Role, User
from amends.mail import Letter, letter
from amends.mail.letters import in_language_of
from programs.models import Program
from programs.networks.copies import Copy
from programs.networks.reasons import UNFIT
from programs.recipients import address_of, for_staff


@letter("programs.network_letter")
def network_letter(*, user_id: uuid.UUID, membership_id: uuid.UUID, state: str) -> Letter | None:
    """Tell an administrator how things stand with a network; nothing when they stand otherwise by now."""
    user = User.objects.get(pk=user_id)
    program = Program.objects.get()
    raw = program.networks.get(str(membership_id))
    if not user.is_active or not user.has_role(Role.PROGRAM_ADMIN) or raw is None or raw["state"] != state:
        return None
    copy = Copy.read(raw)
    recipient = for_staff(user, language=user.language or settings.LANGUAGE_CODE)
    with in_language_of(recipient):
        told = {"network": copy.name, "program": program.name}
        paragraphs = [
            _said(copy) % told,
            *([_("They write: %(why)s") % {"why": copy.why}] if copy.why and not copy.unfit else []),
            _("What the network may see, and what it may not, is on this page:"),
            address_of(reverse("networks", "amends.urls_tenant")),
        ]
        return Letter(recipient, _("About %(network)s") % told, "\n\n".join(paragraphs))


def _said(copy: Copy) -> str:
    if unfit := UNFIT.get(copy.unfit):
        return _("The request of %(program)s was not put to %(network)s.") + f" {unfit}"
    return {
        "invited": _(
            "%(network)s asks whether %(program)s wants to be a member. Nothing is shared unless you say so."
        ),
        "member": _("%(network)s has taken %(program)s in as a member."),
        "refused": _("%(network)s has not taken %(program)s in as a member."),
        "removed": _("%(network)s has ended the membership of %(program)s. Nothing is shared any more."),
        "withdrawn": _("%(network)s has taken its invitation of %(program)s back."),
    }[copy.state]
