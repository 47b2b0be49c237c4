"""A no is a no: whoever declined or withdrew is written to only as far as they have to be told something (C1)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.declared import Guard
from programs.models import Participant
from programs.models.contact import Purpose, Result
from programs.wording.standard import CANCELED


def said_no(facts: CaseFacts, person: Participant) -> bool:
    """Return whether the last that somebody said of taking part is no: they declined, withdrew, or chose not to.

    A yes after it counts, and that they came back by themselves, where that is recorded.
    """
    noes, yeses = [*_noes(facts, person)], [*_yeses(facts, person)]
    return bool(noes) and max(noes) >= max(yeses, default=min(noes))


def _noes(facts: CaseFacts, person: Participant) -> Iterator[datetime]:
    yield from (c.recorded_at for c in facts.contacts_with(person) if c.result == Result.REFUSED)
    if not person.live_consents:  # type: ignore[attr-defined]
        yield from (each.withdrawn_at for each in person.all_consents if each.withdrawn_at)  # type: ignore[attr-defined]
    choice = facts.choices.get(person.pk)
    if choice is not None and not choice.takes_part:
        yield choice.made_at


def _yeses(facts: CaseFacts, person: Participant) -> Iterator[datetime]:
    asked = facts.contacts_with(person, Purpose.ASKED_AGAIN)
    yield from (c.recorded_at for c in asked if c.result == Result.REACHED)
    yield from (each.given_at for each in person.all_consents)  # type: ignore[attr-defined]
    choice = facts.choices.get(person.pk)
    if choice is not None and choice.takes_part:
        yield choice.made_at


def no_is_kept(facts: CaseFacts) -> bool:
    """Return False for words to somebody who said no, but for those that tell them what has ended."""
    contact = facts.asked.contact
    if contact.purpose == Purpose.TOLD_END or contact.wording == CANCELED:
        return True
    person = next((each for each in facts.participants if each.pk == facts.asked.person.pk), None)
    return person is None or not said_no(facts, person)


GUARDS = (
    Guard(
        id="no_is_kept",
        rule="C1",
        sentence=_("This person said no, and is not asked again."),
        source=_("Taking part is voluntary, and nobody is pressed; this cannot be switched off"),
        remedy=_(
            "Write only that it has ended, or that what was planned does not take place. If they come back by "
            "themselves, record that contact first."
        ),
        page="case-people",
        check=no_is_kept,
        needs=("person", "contact"),
    ),
)
