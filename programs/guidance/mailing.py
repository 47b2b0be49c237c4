"""Letters to those who run a program: a network requires something, it holds, or nothing can meet two of them."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amends.accounts.models import Role, User
from amends.mail import Letter, letter
from amends.mail.letters import in_language_of
from programs.guidance.copies import Guide, day_of
from programs.models import Program
from programs.recipients import address_of, for_staff


@letter("programs.standards_letter")
def standards_letter(*, user_id: uuid.UUID, network_id: uuid.UUID, number: int, state: str) -> Letter | None:
    """Tell an administrator how things stand with what a network asks; nothing when something else holds by now."""
    user = User.objects.get(pk=user_id)
    program = Program.objects.get()
    raw = program.guidance.get(str(network_id))
    if not user.is_active or not user.has_role(Role.PROGRAM_ADMIN) or raw is None:
        return None
    guide = Guide.read(raw)
    if guide.template.get("number", 0) != number:
        return None
    recipient = for_staff(user, language=user.language or settings.LANGUAGE_CODE)
    with in_language_of(recipient):
        paragraphs = [
            _said(guide, state, program),
            _("What changes, and what that does to your work in hand, is on this page:"),
            address_of(reverse("standards", "amends.urls_tenant")),
        ]
        subject = _("Standards of %(network)s") % {"network": guide.name}
        return Letter(recipient, subject, "\n\n".join(paragraphs))


def _said(guide: Guide, state: str, program: Program) -> str:
    day = date_format(day_of(guide.template["holds_from"])) if guide.template else ""
    told = {"network": guide.name, "program": program.name, "day": day}
    return {
        "announced": _(
            "%(network)s has published what it asks of its members. What is required holds from %(day)s."
        ),
        "held": _(
            "What %(network)s requires holds now, and the policy of %(program)s was made as strict. "
            "Open cases keep the version by which they began."
        ),
        "torn": _(
            "What %(network)s requires contradicts what somebody else requires of %(program)s. Nothing was changed for "
            "it; the networks concerned were told that there is a contradiction, and not with whom."
        ),
    }[state] % told
