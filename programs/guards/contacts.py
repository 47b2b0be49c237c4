"""Guards of contacts: only by safe ways, in the right order, and in person where it matters (3.5)."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.choices import allows, wants_to_take_part
from programs.guards.consent import roles_of
from programs.guards.declared import Guard
from programs.guards.screening import acknowledgement_is_met
from programs.models import Participant
from programs.models.case import CaseState
from programs.models.choice import INDIRECT
from programs.models.contact import APPROACHES, UNANSWERED, Channel, Purpose, Result, Topic
from programs.models.participant import HARMED_SIDE, RESPONSIBLE_SIDE, Role
from programs.safe_contact import AT_ONCE, is_safe_moment
from programs.sources import OWN_POLICY, PRACTICE

CLOCKS_DIFFER = timedelta(minutes=5)
"""A contact of this minute may carry a time that is slightly ahead."""

ANSWERED = (Result.REACHED, Result.REFUSED)
TELLS = (Purpose.TOLD_END, Purpose.FOLLOW_UP)


def channel_is_safe(facts: CaseFacts) -> bool:
    """Return whether the way was not named as unsafe for this person."""
    return facts.asked.contact.channel not in facts.asked.person.unsafe_channels


def hour_is_safe(facts: CaseFacts) -> bool:
    """Return whether what rings or lights up at once came within the hours that are safe for this person."""
    contact = facts.asked.contact
    return contact.channel not in AT_ONCE or is_safe_moment(
        facts.asked.person, contact.made_at, facts.program.zone
    )


def message_is_allowed(facts: CaseFacts) -> bool:
    """Return False when a message was left for somebody who must get none; a text message is one, on their screen.

    One that they answered is a talk, which they may have begun themselves.
    """
    contact = facts.asked.contact
    is_text = contact.channel == Channel.TEXT and contact.result not in ANSWERED
    return not ((is_text or contact.result == Result.MESSAGE_LEFT) and facts.asked.person.leave_no_message)


def is_approach(facts: CaseFacts) -> bool:
    """Return whether somebody is asked to take part: whatever is written to somebody who was not reached yet does."""
    contact = facts.asked.contact
    if contact.purpose in APPROACHES:
        return True
    is_first = contact.words is not None and not facts.has_reached(facts.asked.person)
    return is_first and contact.purpose != Purpose.TOLD_END


def order_is_kept(facts: CaseFacts) -> bool:
    """Return whether the side that has to be willing first was reached before the other is approached (3.5).

    The side of the person harmed is not approached for somebody who is not willing; when the person harmed asked for
    this, the other side is not approached before they have talked with the program.
    """
    person = facts.asked.person
    if not is_approach(facts):
        return True
    if facts.initiative == "victim":
        is_second = person.role in RESPONSIBLE_SIDE
        return not is_second or any(facts.has_reached(each) for each in facts.harmed)
    if person.role not in HARMED_SIDE:
        return True
    return acknowledgement_is_met(facts) and any(facts.has_reached(each) for each in facts.responsible)


def outreach_is_allowed(facts: CaseFacts) -> bool:
    """Return False for a first approach to somebody harmed who did not ask, where no case may begin so (R6).

    Whoever is in touch with the program already is not cut off when the policy becomes stricter.
    """
    person = facts.asked.person
    if person.role not in HARMED_SIDE or not is_approach(facts):
        return True
    is_asked_for = facts.initiative == "victim" or facts.has_reached(person)
    return is_asked_for or facts.initiative in facts.policy.initiative


def is_message_in_turn(facts: CaseFacts) -> bool:
    """Return False for a message that is passed on outside an exchange, or that those harmed do not choose any more."""
    if facts.asked.contact.purpose != Purpose.EXCHANGE:
        return True
    is_exchanging = facts.case.state == CaseState.EXCHANGING
    return is_exchanging and wants_to_take_part(facts) and allows(facts, *INDIRECT)


def is_in_person_or_explained(facts: CaseFacts) -> bool:
    """Return False for a preparation meeting at a distance without a reason."""
    contact = facts.asked.contact
    is_meeting = contact.purpose == Purpose.PREPARATION and contact.result == Result.REACHED
    return not is_meeting or contact.channel == Channel.IN_PERSON or bool(contact.reason.strip())


def unprepared(facts: CaseFacts) -> list[Participant]:
    """Return the parties with whom nobody had a preparation meeting."""
    return [party for party in facts.parties if not facts.has_reached(party, Purpose.PREPARATION)]


def not_covered(facts: CaseFacts) -> list[str]:
    """Return in words what the program wants gone through with each party, and was not yet with one of them."""
    wanted = facts.policy.preparation_topics
    missing = {
        topic for party in facts.parties for topic in wanted if topic not in _gone_through(facts, party)
    }
    return [str(topic.label) for topic in Topic if topic in missing]


def _gone_through(facts: CaseFacts, person: Participant) -> set[str]:
    met = facts.contacts_with(person, Purpose.PREPARATION)
    return {topic for contact in met if contact.result == Result.REACHED for topic in contact.topics}


def unprepared_company(facts: CaseFacts) -> list[Participant]:
    """Return the support persons whom nobody prepared, and who did not say that they do not come."""
    settled = (Result.REACHED, Result.REFUSED)
    return [
        person
        for person in facts.participants
        if person.role == Role.SUPPORT_PERSON
        and not any(c.result in settled for c in facts.contacts_with(person, Purpose.PREPARATION))
    ]


def not_ready(facts: CaseFacts) -> list[Participant]:
    """Return the parties who did not say that they are ready."""
    return [party for party in facts.parties if not party.is_ready]


def unanswered(facts: CaseFacts, person: Participant, *purposes: str) -> int:
    """Return how often somebody was tried without an answer since they were last reached.

    Several letters of one day are one try. None is paper that was given to somebody by hand, and a message that came
    back or never left: nobody was tried by it.
    """
    count, written_on = 0, None
    for contact in facts.contacts_with(person, *purposes):
        if contact.result not in UNANSWERED:
            count = 0
        elif getattr(contact, "is_undelivered", False):
            continue
        elif not contact.wording:
            count += 1
        elif contact.channel != Channel.IN_PERSON and contact.made_at.date() != written_on:
            count, written_on = count + 1, contact.made_at.date()
    return count


def is_unreachable(facts: CaseFacts, people: Iterable[Participant]) -> bool:
    """Return whether one of these people was tried as often as the policy asks, without an answer."""
    return any(unanswered(facts, person) >= facts.policy.contact_tries for person in people)


def is_settled(facts: CaseFacts, person: Participant, *purposes: str) -> bool:
    """Return whether somebody was reached, does not want it, or was tried often enough, for one of these purposes."""
    results = {contact.result for contact in facts.contacts_with(person, *purposes)}
    if results & {Result.REACHED, Result.REFUSED}:
        return True
    return unanswered(facts, person, *purposes) >= facts.policy.contact_tries


GUARDS = (
    Guard(
        id="channel_safe",
        rule="3.5",
        sentence=_("This way is not safe for this person: {channel}."),
        source=_("What is noted about safe contact; this cannot be switched off"),
        remedy=_("Use another way. If you did use this one already, tell your coordinator at once."),
        page="case-people",
        check=channel_is_safe,
        needs=("contact",),
        words=lambda facts: {"channel": facts.asked.contact.get_channel_display()},
    ),
    Guard(
        id="hour_safe",
        rule="3.5",
        sentence=_("That time is outside the hours that are safe for this person."),
        source=_("What is noted about safe contact; this cannot be switched off"),
        remedy=_(
            "Try again within these hours. If you did call or write already, tell your coordinator at once; if they "
            "called you, ask whether their hours have changed, and note it under “Change details”."
        ),
        page="case-people",
        check=hour_is_safe,
        needs=("contact",),
    ),
    Guard(
        id="message_allowed",
        rule="3.5",
        sentence=_("No message may be left for this person."),
        source=_("What is noted about safe contact; this cannot be switched off"),
        remedy=_(
            "Try again without leaving a message, and send no text message. If you did leave or send one, tell your "
            "coordinator at once."
        ),
        page="case-people",
        check=message_is_allowed,
        needs=("contact",),
    ),
    Guard(
        id="order_kept",
        rule="3.5",
        sentence=_("It is too early to approach this person: the other side comes first here."),
        source=_(
            "Nobody is approached for somebody who is not willing: the person responsible comes first and agrees with "
            "the basic facts; when the person harmed asked for this, they come first"
        ),
        remedy=_("Talk with the other side first, and record it."),
        page="case-people",
        check=order_is_kept,
        needs=("contact",),
    ),
    Guard(
        id="outreach_allowed",
        rule="R6",
        sentence=_("This program does not approach the person harmed because somebody else asked."),
        source=OWN_POLICY,
        remedy=_("Wait until they ask themselves. Keep what the other side wishes to say."),
        check=outreach_is_allowed,
        needs=("contact",),
    ),
    Guard(
        id="message_in_turn",
        rule="3.8",
        sentence=_("No messages are passed on in this case now."),
        source=_("A message is passed on only with the consent of each side, as the person harmed chose"),
        remedy=_("Begin to pass messages on first, or ask the person harmed what they choose now."),
        page="case-people",
        check=is_message_in_turn,
        needs=("contact",),
    ),
    Guard(
        id="in_person_or_explained",
        rule="3.5",
        sentence=_("A preparation meeting is in person, unless there is a reason."),
        source=PRACTICE,
        remedy=_("Write why it was at a distance, or meet in person."),
        check=is_in_person_or_explained,
        needs=("contact",),
    ),
    Guard(
        id="contact_not_ahead",
        rule="3.5",
        sentence=_("This contact would be in the future."),
        source=PRACTICE,
        remedy=_("Record it once it has taken place."),
        check=lambda facts: facts.asked.contact.made_at <= facts.now + CLOCKS_DIFFER,
        needs=("contact",),
    ),
    Guard(
        id="each_prepared",
        rule="3.5",
        sentence=_("There was no preparation meeting yet with: {who}."),
        source=_("Each side is prepared separately before they meet"),
        remedy=_("Meet each person alone and record the meeting."),
        page="case-people",
        check=lambda facts: not unprepared(facts),
        words=lambda facts: {"who": roles_of(unprepared(facts), facts.program)},
    ),
    Guard(
        id="topics_covered",
        rule="3.5",
        sentence=_("Not gone through with each side yet: {topics}."),
        source=OWN_POLICY,
        remedy=_("Go through it with each person, and tick it when you record the preparation meeting."),
        page="case-people",
        check=lambda facts: not not_covered(facts),
        words=lambda facts: {"topics": "; ".join(not_covered(facts))},
    ),
    Guard(
        id="support_prepared",
        rule="3.5",
        sentence=_("Somebody who comes along to support a person is not prepared yet."),
        source=_("Whoever is in the room knows beforehand what happens there"),
        remedy=_(
            "Meet them and record the preparation meeting. For somebody who does not come, record a preparation "
            "meeting that they do not want."
        ),
        page="case-people",
        check=lambda facts: not unprepared_company(facts),
    ),
    Guard(
        id="everybody_ready",
        rule="3.5",
        sentence=_("It is not recorded as ready: {who}."),
        source=_("Nobody goes on before each side is ready"),
        remedy=_("Ask each person, and record the answer."),
        page="case-people",
        check=lambda facts: not not_ready(facts),
        words=lambda facts: {"who": roles_of(not_ready(facts), facts.program)},
    ),
    Guard(
        id="mediators_find_ready",
        rule="3.5",
        sentence=_("Not every mediator has said that the parties are ready."),
        source=PRACTICE,
        remedy=_("Ask the mediators, and record the answer."),
        page="readiness-of-mediator",
        check=lambda facts: all(assignment.is_ready for assignment in facts.assignments),
    ),
)
