"""Destroying the key of a case or person: said in the audit, then done by a job that cannot be lost."""

from typing import Any
from uuid import UUID

from amends import audit, outbox
from amends.actions import action


@action
def shred(*, actor: Any, key_id: UUID, because: str) -> None:
    """Have the key destroyed of a case or person, and with it everything that it sealed, in every backup.

    `because` is a short token such as "retention" or "request". The job runs after the commit: were the key
    destroyed here, a rollback would leave a case that claims to be readable.
    """
    audit.record("key_shredded", ("vault.datakey", key_id), actor=actor, because=because)
    outbox.queue("vault.destroy_key", key_id=key_id)
