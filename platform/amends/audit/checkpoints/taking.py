"""Takes checkpoints: of every chain in which PostgreSQL counted a change, after checking what is new in it."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from amends.audit.checkpoints import folder
from amends.audit.checkpoints.models import Checkpoint
from amends.audit.checkpoints.signing import Signed, sign
from amends.audit.verifying import Problem, check_since, entered
from tenants.context import platform

log = logging.getLogger(__name__)

# One query for all tenants, and no right on any tenant's table is needed to ask. A session reports its counts some
# seconds late (ten at most): what is missed now is seen the next time.
_COUNTS = """
SELECT t.schema_name, last.counted, last.seq, last.hash,
       concat_ws('/', c.oid, pg_stat_get_tuples_inserted(c.oid), pg_stat_get_tuples_updated(c.oid),
                 pg_stat_get_tuples_deleted(c.oid))
FROM (SELECT schema_name FROM tenants_tenant UNION ALL SELECT 'public') t
JOIN pg_namespace n ON n.nspname = t.schema_name
JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = 'audit_auditentry'
LEFT JOIN LATERAL (
    SELECT counted, seq, hash FROM checkpoints_checkpoint k WHERE k.schema = t.schema_name ORDER BY id DESC LIMIT 1
) last ON true
ORDER BY t.schema_name
"""


@dataclass(frozen=True)
class Chain:
    """The chain of a tenant or of the platform, what PostgreSQL counts of it, and its last checkpoint (0: none)."""

    schema: str
    counted: str
    seq: int
    hash: bytes | None


@dataclass
class Outcome:
    """How many chains there are, how many were signed, and what is wrong with the others."""

    chains: int = 0
    signed: int = 0
    problems: dict[str, list[Problem]] = field(default_factory=dict)


def checkpoint_all(*, everything: bool = False) -> Outcome:
    """Sign the end of each chain that moved since its last checkpoint (or of `everything`).

    A chain whose new entries do not fit is not signed, and logged as an error. What went wrong in one tenant does
    not keep the others from being signed.
    """
    outcome = Outcome()
    with platform():
        moved = list(_moved(outcome, everything=everything))
    for chain in moved:
        try:
            problems = checkpoint(chain)
        except Exception:
            log.exception("No checkpoint could be taken of %s.", chain.schema)
            problems = [Problem("unreachable", None)]
        if problems:
            outcome.problems[chain.schema] = problems
            log.error("The audit of %s does not verify: %s", chain.schema, ", ".join(map(str, problems)))
        else:
            outcome.signed += 1
    return outcome


def checkpoint(chain: Chain) -> list[Problem]:
    """Check a chain from its last checkpoint on and sign its end; return why it was not signed."""
    with entered(chain.schema):
        problems, seq, mac = check_since(chain.seq, chain.hash)
    if problems:
        return problems
    signed = sign(chain.schema, seq, mac, timezone.now())
    folder.write(signed)
    with platform():
        store(signed, counted=chain.counted)
    return []


def store(signed: Signed, *, counted: str) -> Checkpoint:
    """Keep a checkpoint in the public schema."""
    return Checkpoint.objects.create(
        schema=signed.schema,
        seq=signed.seq,
        hash=signed.hash,
        at=signed.at,
        signer=signed.signer,
        signature=signed.signature,
        counted=counted,
    )


def chain_of(schema: str) -> Chain:
    """Return the chain of one tenant as `checkpoint` wants it."""
    with platform():
        last = Checkpoint.objects.filter(schema=schema).order_by("-id").first()
    return Chain(schema, "", last.seq if last else 0, bytes(last.hash) if last else None)


def _moved(outcome: Outcome, *, everything: bool) -> Iterator[Chain]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        rows = cursor.fetchall()
    for schema, counted_then, seq, mac, counted in rows:
        outcome.chains += 1
        if everything or counted_then != counted:
            yield Chain(schema, counted, seq or 0, bytes(mac) if mac is not None else None)
