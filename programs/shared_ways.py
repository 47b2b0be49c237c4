"""What is kept of a message to a mailbox or number that both sides have."""

from typing import Any

from amends import audit
from programs.facts import CaseFacts
from programs.guards.letters import sharing
from programs.models import Contact


def note_shared_way(facts: CaseFacts, contact: Contact, actor: Any) -> None:
    """Note that somebody answers for a message to a mailbox or number that the other side has too."""
    if sharing(facts, facts.asked.person, contact.channel):
        audit.record(
            "shared_way_confirmed", facts.case, actor=actor, contact=contact.pk, channel=contact.channel
        )
