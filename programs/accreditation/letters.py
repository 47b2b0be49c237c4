"""Letters to those who run a program: how an accreditation stands. The page alone says why."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.accounts.models import Role, User
from amends.mail import Letter, letter
from amends.mail.letters import in_language_of
from network.accreditation.models import State
from programs.accreditation.copies import Copy
from programs.models import Program
from programs.recipients import address_of, for_staff


@letter("programs.accreditation_letter")
def accreditation_letter(*, user_id: uuid.UUID, accreditation_id: uuid.UUID, state: str) -> Letter | None:
    """Tell an administrator how an accreditation stands; nothing when it stands otherwise by now."""
    user = User.objects.get(pk=user_id)
    raw = Program.objects.get().accreditations.get(str(accreditation_id))
    if not user.is_active or not user.has_role(Role.PROGRAM_ADMIN) or raw is None or raw["state"] != state:
        return None
    copy = Copy.read(raw)
    recipient = for_staff(user, language=user.language or settings.LANGUAGE_CODE)
    with in_language_of(recipient):
        told = {"network": copy.network_name, "standard": copy.name, "state": State(state).label}
        paragraphs = [_("%(standard)s, %(network)s: %(state)s.") % told]
        if copy.return_told and copy.return_told == copy.return_due:
            paragraphs.append(_("An annual return is due."))
        if state == State.RENEWAL_DUE:
            paragraphs.append(_("Apply anew before it ends, so that it does not lapse."))
        paragraphs += [_("Everything about it is on this page:"), _address(copy)]
        return Letter(recipient, _("Your accreditation"), "\n\n".join(paragraphs))


def _address(copy: Copy) -> str:
    return address_of(reverse("accredit-one", "amends.urls_tenant", args=[copy.id]))
