"""What a program tells a network: its answer, and what it shares. Nothing of a case, and nobody of one."""

from collections.abc import Callable
from typing import Any

from amends import outbox
from network.oversight.models import Share
from programs.models import Program
from programs.networks.copies import IS_MEMBER, Copy
from programs.policy import versions
from programs.policy.catalogue import SETTINGS


def told_of(program: Program, copy: Copy) -> dict[str, Any]:
    """Return the program's word about a membership, as the platform keeps it."""
    shared = {each: TELLS[each](program, copy) for each in copy.shares if each in TELLS}
    return {
        "id": copy.id,
        "network": copy.network,
        "number": copy.number,
        "answer": copy.answer,
        "terms": copy.terms_number,
        "why": copy.why if copy.answer == "asked" else "",
        "shares": list(copy.shares),
        "told": {"program": {"type": program.type, "place": program.place}, **shared},
    }


def tell_if_member(program: Program) -> None:
    """Queue that networks hear of a change in what they are told, where the program belongs to one."""
    if any(each["state"] in IS_MEMBER for each in program.networks.values()):
        outbox.queue("programs.tell_networks")


def _contact(_program: Program, copy: Copy) -> dict[str, str]:
    return dict(copy.contact)


def _listing(program: Program, _copy: Copy) -> dict[str, Any]:
    confirmed = program.listing_confirmed_on
    return {"is_listed": program.is_listed, "confirmed_on": confirmed.isoformat() if confirmed else None}


def _payment(program: Program, _copy: Copy) -> dict[str, Any]:
    standing = program.standing
    return {name: standing.get(name) for name in ("kind", "payer", "lapsed_since", "lapses_at")}


def _policy(program: Program, _copy: Copy) -> dict[str, Any]:
    """Return the values of the settings that can have a minimum, and from which version they are."""
    values = versions.stored(versions.values_of(program.policy))
    kept = {name: value for name, value in values.items() if SETTINGS[name].kind.has_stricter}
    number = program.current_policy.number if program.current_policy else 0
    return {"number": number, "values": kept}


TELLS: dict[str, Callable[[Program, Copy], dict[str, Any]]] = {
    Share.CONTACT: _contact,
    Share.LISTING: _listing,
    Share.PAYMENT: _payment,
    Share.POLICY: _policy,
}
"""By what is shared. Figures go another way, sealed."""
