"""Letters about somebody's own page: the link to it, and the word to the coordinator that a party was there."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.mail import Letter, letter
from amends.mail.letters import in_language_of
from programs.models import MediationCase, ParticipantLink, Program
from programs.models.case import STAFF_STATES
from programs.models.contact import Channel
from programs.own_visits import sign_link
from programs.recipients import address_of, for_party, for_staff, own_page_text, party_acted_text


@letter("programs.own_page_link")
def own_page_link(*, link_id: uuid.UUID, number: int) -> Letter | None:
    """Write a party the link to their own page; nothing when it is over, or the address is not safe any more.

    Outside the hours that are safe for them it waits (`for_party`).
    """
    link = ParticipantLink.objects.select_related("participant__case", "participant__referral").get(
        pk=link_id
    )
    person, program, now = link.participant, Program.objects.get(), timezone.now()
    may_be_sent = (
        link.is_open(number, now)
        and person.case is not None
        and person.case.state in STAFF_STATES
        and person.email
        and Channel.EMAIL not in person.unsafe_channels
        and program.is_open
    )
    if not may_be_sent:
        return None
    recipient = for_party(person, program=program, now=now)
    with in_language_of(recipient):
        path = reverse("own-link", "amends.urls_tenant", kwargs={"token": sign_link(link)})
        return Letter(
            recipient, _("A message for you"), own_page_text(address_of(path), program.neutral_name)
        )


@letter("programs.party_acted")
def party_acted(*, case_id: uuid.UUID) -> Letter | None:
    """Write the coordinator that a party did something on their own page; not who, and not what."""
    case = MediationCase.objects.select_related("coordinator").get(pk=case_id)
    user = case.coordinator
    if user is None or not user.is_active:
        return None
    recipient = for_staff(user, language=user.language or settings.LANGUAGE_CODE)
    with in_language_of(recipient):
        link = address_of(reverse("case", "amends.urls_tenant", kwargs={"pk": case.pk}))
        return Letter(recipient, _("Something new in %s") % case.reference, party_acted_text(link))
