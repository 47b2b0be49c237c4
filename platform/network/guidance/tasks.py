"""Jobs of what networks publish: it is brought to members."""

import uuid

from amends import outbox
from network.guidance.actions.following import follow_member, spread_standards


@outbox.job("guidance.spread", platform=True)
def spread(*, network_id: uuid.UUID) -> None:
    """Have what holds by now brought to each member."""
    spread_standards(actor=None, network_id=network_id)


@outbox.job("guidance.follow", platform=True)
def follow(*, membership_id: uuid.UUID) -> None:
    """Have a program that joined or left brought what it has to know."""
    follow_member(actor=None, membership_id=membership_id)
