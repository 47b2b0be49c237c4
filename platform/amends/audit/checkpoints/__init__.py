"""Signed checkpoints: what the end of each tenant's chain was, kept in `public` and in a folder outside the database.

A chain alone cannot show that its last entries are gone, because what is left still fits. A checkpoint (schema,
number, hash, time; Ed25519) written every hour says how far the chain had come: an end that was cut off or
rewritten since does not agree with it, and a checkpoint cannot be made without the platform's key in the vault.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from amends.audit.checkpoints.taking import Outcome


def checkpoint_all(**options: Any) -> "Outcome":
    """Take a checkpoint of every chain that has moved; see `taking.checkpoint_all`. The hourly schedule calls it."""
    from amends.audit.checkpoints.taking import checkpoint_all

    return checkpoint_all(**options)
