"""What a program tells the platform about itself: sent anew whenever that changes. Nothing about anybody in a case."""

from typing import Any

from amends import outbox
from amends.console.models import Introduction
from programs.models import Program
from tenants.context import as_owner
from tenants.models import Tenant


def introduce(program: Program) -> None:
    """Queue what the platform is told of the program, as part of the open transaction."""
    program.introduction_version += 1
    program.save(update_fields=["introduction_version"])
    outbox.queue("programs.introduce", version=program.introduction_version)


def introduction_of(program: Program) -> dict[str, Any]:
    """Return what the platform is told: the name, and once somebody asked to be verified, what that needs.

    Whoever signed the program up is named then, with the address: the operator writes or calls to make sure.
    """
    told: dict[str, Any] = {
        "version": program.introduction_version,
        "name": program.name,
        "asked_at": program.verification_asked_at,
    }
    if program.verification_asked_at is None or program.founder is None:
        return told
    return told | {
        "place": program.place,
        "telephone": program.public_telephone,
        "account": program.verification_account,
        "founder_name": program.founder.name,
        "founder_email": program.founder.email,
        "is_address_confirmed": program.is_address_confirmed,
    }


def forget_introduction(schema_name: str) -> None:
    """Erase what a program told of itself and of who signed it up; `TENANCY_ON_ERASE` asks for it."""
    with as_owner():
        tenants = Tenant.objects.filter(schema_name=schema_name)
        Introduction.objects.filter(pk__in=tenants.values("pk")).delete()
