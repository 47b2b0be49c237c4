"""Write what the program says to networks, and take over what they say. The platform hears of it by a crossing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from amends import audit, outbox
from amends.accounts.models import Role, User
from amends.actions import Refused, action
from programs.models import Program
from programs.networks.copies import IS_MEMBER, WAITS_FOR_THEM, WAITS_FOR_US, Copy, copies_of, keep
from programs.networks.reasons import IS_OVER, KNOWN_ALREADY, OTHER_TERMS
from tenants.ids import uuid7

# What a word of the program's own settles until the network has heard it.
OURS = ("state", "why", "terms_number", "terms_text")
# What somebody who runs the program hears of by letter, besides the page.
TOLD_BY_LETTER = ("invited", "member", "refused", "removed", "withdrawn")


@action
def ask_to_join(
    *,
    actor: Any,
    network: Mapping[str, Any],
    why: str,
    shares: Sequence[str],
    contact: Mapping[str, str],
) -> Copy:
    """Ask a network to take the program in, on the terms that were shown; Refused while it knows the program already.

    `network`: id, name, level, terms_number and terms_text, as the platform shows them.
    """
    program = Program.objects.select_for_update().get()
    if any(each.is_open and each.network == str(network["id"]) for each in copies_of(program)):
        raise Refused(KNOWN_ALREADY)
    copy = Copy(
        id=str(uuid7()),
        network=str(network["id"]),
        name=network["name"],
        level=network["level"],
        why=why,
        terms_number=network["terms_number"],
        terms_text=network["terms_text"],
    )
    return _say(program, copy, "asked", "asked", actor, shares=tuple(shares), contact=dict(contact))


@action
def accept_network(
    *, actor: Any, membership: str, terms_number: int, shares: Sequence[str], contact: Mapping[str, str]
) -> Copy:
    """Join a network that invites the program, on the terms that were shown; Refused when these are others by now."""
    program = Program.objects.select_for_update().get()
    copy = _one(program, membership, WAITS_FOR_US)
    if copy.terms_number != terms_number:
        raise Refused(OTHER_TERMS)
    return _say(program, copy, "accepted", "member", actor, shares=tuple(shares), contact=dict(contact))


@action
def decline_network(*, actor: Any, membership: str) -> Copy:
    """Say no to an invitation."""
    program = Program.objects.select_for_update().get()
    return _say(program, _one(program, membership, WAITS_FOR_US), "declined", "declined", actor)


@action
def change_network_shares(
    *, actor: Any, membership: str, shares: Sequence[str], contact: Mapping[str, str]
) -> Copy:
    """Share more or less with a network from now on; what is shared no more is gone there too."""
    program = Program.objects.select_for_update().get()
    copy = _one(program, membership, (*IS_MEMBER, "asked"))
    answer = "asked" if copy.state == "asked" else "accepted"
    return _say(program, copy, answer, copy.state, actor, shares=tuple(shares), contact=dict(contact))


@action
def leave_network(*, actor: Any, membership: str) -> Copy:
    """Leave a network, or ask it no more: nothing is shared from this moment on."""
    program = Program.objects.select_for_update().get()
    copy = _one(program, membership, (*IS_MEMBER, "asked"))
    state = "left" if copy.state in IS_MEMBER else "withdrawn"
    return _say(program, copy, "left", state, actor, shares=(), contact={})


@action
def take_membership(*, actor: None, word: Mapping[str, Any]) -> Copy:
    """Take over a network's word; one that was overtaken changes nothing.

    While the network has not heard the program's own last word, the state stays what the program made it, by the terms
    that it agreed to: the network answers to that word too.
    """
    program = Program.objects.select_for_update().get()
    raw = program.networks.get(word["id"])
    before = (
        Copy.read(raw) if raw else Copy(id=word["id"], network=word["network"], name=word["name"], state="")
    )
    is_newer = word["version"] > before.version
    after = before
    if is_newer:
        said = {name: value for name, value in word.items() if name in Copy.__dataclass_fields__}
        if word["heard"] < before.number:
            said = said | {name: getattr(before, name) for name in OURS}
        after = replace(before, **said)
        if not after.is_open:
            after = replace(after, shares=(), contact={})
        keep(program, after)
        if after.state != before.state and after.state in TOLD_BY_LETTER:
            _write_to_administrators(after)
    audit.record(
        "network_heard" if is_newer else "network_overtaken",
        program,
        actor=actor,
        network=UUID(word["network"]),
        state=after.state,
    )
    return after


@action
def tell_networks(*, actor: None) -> int:
    """Have every network that the program belongs to told anew what is shared with it; return how many.

    One with which nothing is shared is told the program's kind and place.
    """
    program = Program.objects.select_for_update().get()
    members = [each for each in copies_of(program) if each.state in IS_MEMBER]
    for copy in members:
        told = replace(copy, number=copy.number + 1, answer="accepted")
        keep(program, told)
        outbox.queue("programs.tell_network", membership_id=_key(told), number=told.number)
    audit.record("networks_told", program, actor=actor, networks=len(members))
    return len(members)


@action
def hear_unfit(*, actor: None, membership: UUID, reason: str) -> None:
    """Note that a request to join was never put to the network, and why; nothing when it waits no more."""
    program = Program.objects.select_for_update().get()
    raw = program.networks.get(str(membership))
    waits = raw is not None and raw["state"] in WAITS_FOR_THEM
    if raw is not None and waits:
        copy = Copy.read(raw)
        after = replace(copy, state="refused", unfit=reason, heard=copy.number, shares=(), contact={})
        keep(program, after)
        _write_to_administrators(after)
    audit.record(
        "network_request_unfit" if waits else "network_overtaken", program, actor=actor, membership=membership
    )


@action
def hear_look(*, actor: None, look: Mapping[str, Any]) -> None:
    """Put on record that somebody of a network looked at what the program told it."""
    program = Program.objects.get()
    audit.record(
        "network_looked",
        program,
        actor=actor,
        network=UUID(look["network"]),
        officer=UUID(look["officer"]),
        page=look["page"],
        at=look["looked_at"],
    )


def _say(program: Program, copy: Copy, answer: str, state: str, actor: Any, **said: Any) -> Copy:
    """Keep the program's word, and queue that the platform hears it."""
    after = replace(copy, answer=answer, state=state, number=copy.number + 1, **said)
    keep(program, after)
    outbox.queue("programs.tell_network", membership_id=_key(after), number=after.number)
    audit.record(
        "network_answered",
        program,
        actor=actor,
        network=UUID(copy.network),
        answer=answer,
        shares=list(after.shares),
    )
    return after


def _one(program: Program, membership: str, states: Sequence[str]) -> Copy:
    raw = program.networks.get(str(membership))
    if raw is None or raw["state"] not in states:
        raise Refused(IS_OVER)
    return Copy.read(raw)


def _key(copy: Copy) -> UUID:
    return UUID(copy.id)


def _write_to_administrators(copy: Copy) -> None:
    for user in User.objects.filter(is_active=True, roles__contains=[Role.PROGRAM_ADMIN]).only("pk"):
        outbox.queue("programs.network_letter", user_id=user.pk, membership_id=_key(copy), state=copy.state)
