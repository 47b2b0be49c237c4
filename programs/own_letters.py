"""Letters about somebody's own page: the link to it, and the word to the coordinator that a party was there."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amends.mail import Letter, letter
from amends.mail.letters import in_language_of
from programs.facts import CaseFacts
from programs.models import Contact, MediationCase, Participant, ParticipantLink, Program
from programs.models.case import STAFF_STATES
from programs.models.contact import Channel
from programs.own_visits import sign_link
from programs.recipients import address_of, for_party, for_staff, party_acted_text
from programs.safe_contact import written_to
from programs.wording.merging import merged
from programs.wording.offered import wordings
from programs.wording.standard import OWN_PAGE


@letter("programs.own_page_link")
def own_page_link(*, link_id: uuid.UUID, number: int) -> Letter | None:
    """Write a party the link to their own page; nothing when it is over, or the address is not safe any more.

    Outside the hours that are safe for them it waits (`for_party`).
    """
    link = ParticipantLink.objects.select_related("participant__case", "participant__referral").get(
        pk=link_id
    )
    person, program, now = link.participant, Program.objects.get(), timezone.now()
    case = person.case
    if (
        case is None
        or not link.is_open(number, now)
        or case.state not in STAFF_STATES
        or not person.email
        or Channel.EMAIL in person.unsafe_channels
        or not program.is_open
    ):
        return None
    recipient = for_party(person, program=program, now=now)
    with in_language_of(recipient):
        path = reverse("own-link", "amends.urls_tenant", kwargs={"token": sign_link(link)})
        return Letter(
            recipient,
            _("A message for you"),
            _own_page_words(CaseFacts(case=case, program=program, now=now), person, address_of(path)),
        )


def _own_page_words(facts: CaseFacts, person: Participant, link: str) -> str:
    """Return the words of the mail with the link, in the language that is spoken."""
    program, language = facts.program, get_language()
    words = wordings(facts.policy, program.preset)[OWN_PAGE].words[language]
    return merged(words, facts, person, sender=program.neutral_name, language=language, link=link)


@letter("programs.letter_to_person")
def letter_to_person(*, contact_id: uuid.UUID) -> Letter | None:
    """Send somebody the words that were written to them; nothing when that way is not safe any more, or there is none.

    Outside the hours that are safe for them it waits (`for_party`).
    """
    contact = Contact.objects.select_related("participant__case").get(pk=contact_id)
    person, program = contact.participant, Program.objects.get()
    may_be_sent = (
        person.case is not None
        and person.case.state in STAFF_STATES
        and written_to(person, contact.channel)
        and contact.channel not in person.unsafe_channels
        and program.is_open
    )
    if not may_be_sent:
        return None
    recipient = for_party(
        person, program=program, now=timezone.now(), way=contact.channel, language=contact.language
    )
    return Letter(recipient, "", contact.words or "")


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
