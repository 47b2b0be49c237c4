"""Letters about somebody's own page: the link to it, and the word to the coordinator that a party was there."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amends.mail import Letter, letter
from amends.mail.letters import in_language_of
from programs.facts import Asked, CaseFacts
from programs.guards import unmet
from programs.guards.links import approach
from programs.models import Contact, MediationCase, Participant, ParticipantLink, Program
from programs.models.case import STAFF_STATES
from programs.models.contact import Channel, Purpose
from programs.own_visits import sign_link
from programs.recipients import address_of, for_party, for_staff, party_acted_text
from programs.reminding import is_overtaken
from programs.steps import STEPS
from programs.wording.merging import merged
from programs.wording.offered import wordings
from programs.wording.standard import OF_A_SESSION, OWN_PAGE

SENT_AGAIN = ("way_is_own",)
"""What a link has to obey as it leaves, whoever asked for it."""

TOLD_AFTERWARDS = (Purpose.TOLD_END, Purpose.FOLLOW_UP)
"""What was written while a case was open still leaves when it is closed meanwhile."""


@letter("programs.own_page_link")
def own_page_link(*, link_id: uuid.UUID, number: int) -> Letter | None:
    """Write a party the link to their own page; nothing when it is over, or the address is not safe any more.

    Outside the hours that are safe for them it waits (`for_party`).
    """
    links = ParticipantLink.objects.select_related("participant__case", "participant__referral")
    link = links.filter(pk=link_id).first()
    if link is None:  # sealed meanwhile
        return None
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
    sent = Contact.objects.filter(form_key=link.form_key).first() or approach()
    sent.participant = person
    asked = Asked(person=person, contact=sent, by=link.sent_by)
    facts = CaseFacts(case=case, program=program, now=now, asked=asked)
    # Who asked for it themselves gets it, whatever they said before.
    kept = SENT_AGAIN if link.asked_at else (*SENT_AGAIN, "no_is_kept")
    if unmet(kept, facts):
        return None
    recipient = for_party(person, program=program, now=now)
    with in_language_of(recipient):
        path = reverse("own-link", "amends.urls_tenant", kwargs={"token": sign_link(link)})
        return Letter(
            recipient,
            _("A message for you"),
            _own_page_words(facts, person, address_of(path)),
        )


def _own_page_words(facts: CaseFacts, person: Participant, link: str) -> str:
    """Return the words of the mail with the link, in the language that is spoken."""
    program, language = facts.program, get_language()
    words = wordings(facts.policy, program.preset)[OWN_PAGE].words[language]
    return merged(words, facts, person, sender=program.neutral_name, language=language, link=link)


@letter("programs.letter_to_person")
def letter_to_person(*, contact_id: uuid.UUID) -> Letter | None:
    """Send somebody the words that were written to them, if that would be allowed at this moment too.

    Outside the hours that are safe for them it waits (`for_party`). The end of a case is told after it as well.
    """
    contact = Contact.objects.select_related("participant__case").filter(pk=contact_id).first()
    if contact is None:  # sealed meanwhile
        return None
    person, program, now = contact.participant, Program.objects.get(), timezone.now()
    case = person.case
    if case is None or not (case.state in STAFF_STATES or contact.purpose in TOLD_AFTERWARDS):
        return None
    asked = Asked(person=person, contact=contact, by=contact.recorded_by)
    facts = CaseFacts(case=case, program=program, now=now, asked=asked)
    is_over = contact.wording in OF_A_SESSION and is_overtaken(contact, facts)
    if is_over or unmet(STEPS["write_letter"].guards, facts):
        return None
    recipient = for_party(person, program=program, now=now, way=contact.channel, language=contact.language)
    return Letter(recipient, "", contact.words or "")


@letter("programs.party_acted")
def party_acted(*, case_id: uuid.UUID) -> Letter | None:
    """Write the coordinator that a party did something on their own page; not who, and not what."""
    case = MediationCase.objects.select_related("coordinator").filter(pk=case_id).first()
    user = case.coordinator if case is not None else None
    if case is None or user is None or not user.is_active:
        return None
    recipient = for_staff(user, language=user.language or settings.LANGUAGE_CODE)
    with in_language_of(recipient):
        link = address_of(reverse("case", "amends.urls_tenant", kwargs={"pk": case.pk}))
        return Letter(recipient, _("Something new in %s") % case.reference, party_acted_text(link))
