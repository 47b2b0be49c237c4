"""The list of statements that were ended before they ran out: what a program serves at its own address, signed.

It holds random ids and nothing else. One that has run out is not in it: it is refused for that anyway.
"""

import datetime as dt
import json
import uuid
from collections.abc import Iterable
from typing import Any

from programs.models import Mediator, Program
from programs.training.keys import current, is_signed_by, sign
from programs.training.saying import canonical, moment, to_sign

KIND = "amends ended statements"
STALE = dt.timedelta(hours=1)
"""How old a list may be: what was ended since would not be in it."""
KEPT = 60
"""Seconds that it may be kept by whoever fetched it."""


class NotAList(ValueError):
    """The bytes are no list of that program, signed by a key that holds, made just now."""


def list_of(program: Program, now: dt.datetime) -> bytes:
    """Return the program's list, as of now; signed, unless the program never signed anything."""
    number = current(program)
    said: dict[str, Any] = {
        "kind": KIND,
        "issuer": str(program.tenant_id),
        "key": number,
        "made_at": moment(now),
        "ended": sorted(not_run_out(program, now)),
    }
    return canonical(sign(said, number) if number else said)


def not_run_out(program: Program, now: dt.datetime) -> dict[str, str]:
    """Return which statements were ended and have not run out, with the moment at which they would."""
    ended = program.ended_statements.items()
    return {each: until for each, until in ended if dt.datetime.fromisoformat(until) > now}


def end_all(mediators: Iterable[Mediator], now: dt.datetime) -> None:
    """End every statement of mediators who are about to be deleted: nobody could end one later. Inside an action."""
    running = {
        each["id"]: each["until"]
        for mediator in mediators
        for each in mediator.statements
        if dt.datetime.fromisoformat(each["until"]) > now
    }
    if running:
        program = Program.objects.select_for_update().get()
        program.ended_statements = not_run_out(program, now) | running
        program.save(update_fields=["ended_statements"])


def read_list(raw: bytes, *, issuer: uuid.UUID, keys: dict[int, str], now: dt.datetime) -> frozenset[str]:
    """Return the ids of a list that was fetched; raise NotAList. `keys`: those of the issuer that hold, by number."""
    try:
        said = json.loads(raw)
        made_at = dt.datetime.strptime(said["made_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
        is_ours = said["kind"] == KIND and said["issuer"] == str(issuer)
        is_signed = is_signed_by(keys[said["key"]], bytes.fromhex(said["signature"]), to_sign(said))
        ended = frozenset(map(str, said["ended"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAList("Not a list of ended statements.") from error
    if not (is_ours and is_signed and abs(now - made_at) <= STALE):
        raise NotAList("Of another program, not signed by it, or from another time.")
    return ended
