"""When a program is erased, the directory forgets what it said there."""

from network.directory.models import Claim, Listing
from tenants.context import as_owner
from tenants.models import Tenant


def forget_listing(schema_name: str) -> None:
    """Erase a program's listing and its claim; `TENANCY_ON_ERASE` asks for it."""
    with as_owner():
        tenants = Tenant.objects.filter(schema_name=schema_name).values("pk")
        Claim.objects.filter(tenant_id__in=tenants).delete()
        Listing.objects.filter(tenant_id__in=tenants).delete()
