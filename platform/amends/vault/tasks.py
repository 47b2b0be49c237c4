"""The vault's job: destroys a key whose shredding was committed."""

from uuid import UUID

from amends import outbox
from amends.vault.shredding import destroy_data_key
from tenants.context import required_schema


@outbox.job("vault.destroy_key")
def destroy_key(*, key_id: UUID) -> None:
    """Destroy a data key of the tenant that is entered; again is no error."""
    destroy_data_key(required_schema(), UUID(str(key_id)))
