"""The audit as it goes along: for reading and for checking, never to be taken in."""

from collections.abc import Iterator
from typing import Any

from amends.audit.appending import chain_key
from amends.audit.chain import Said
from amends.audit.checkpoints import folder
from amends.audit.verifying import MOST, Walk
from programs.moving.rows import line_of
from tenants.place import required_schema

ABOUT = (
    "Each entry names the hash of the one before it (prev) and its own (hash), a MAC under a key of the program that"
    " the platform keeps. Checkpoints were signed by the platform (Ed25519) while the program worked."
)


def audit_lines(told: dict[str, Any]) -> Iterator[bytes]:
    """Yield the entries as lines; `told` says afterwards what a walk along the chain found."""
    schema = required_schema()
    walk = Walk(chain_key(schema))
    problems: list[str] = []
    count = 0
    for entry, wrong in walk.go_on():
        problems = [*problems, *map(str, wrong)][:MOST]
        if entry is None:
            continue
        count += 1
        said: Said = entry.said
        line = {
            "seq": entry.seq,
            "at": said.at.isoformat(),
            "kind": said.kind,
            "actor": said.actor,
            "verb": said.verb,
            "object_type": said.object_type,
            "object_id": said.object_id,
            "facts": said.facts,
            "prev": bytes(entry.prev).hex(),
            "hash": bytes(entry.hash).hex(),
        }
        yield f"{line_of(line)}\n".encode()
    told |= {
        "about": ABOUT,
        "entries": count,
        "last": {"seq": walk.seq, "hash": walk.hash.hex()},
        "problems": problems,
        "checkpoints": [
            {"message": each.message.hex(), "signature": each.signature.hex(), "signer": each.signer}
            for each in folder.read(schema)
            if each is not None
        ],
    }
