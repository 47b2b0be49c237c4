"""Set up a program from a preset."""

import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone

from amends import audit
from amends.actions import action
from programs.introducing import introduce
from programs.listing.publishing import push_if_listed
from programs.models import PolicyVersion, Program
from programs.networks.telling import tell_if_member
from programs.policy.document import Policy
from programs.policy.versions import stored, values_of
from programs.presets import PRESETS


class UnableToSetUp(Exception):
    """The preset is not one of this type of program."""


class NameIsVerified(Exception):
    """Somebody made sure that the program of this name exists: it takes no other while that holds."""


@action
def set_up_program(  # noqa: PLR0913 - what a program begins with, by keyword only
    *,
    actor: Any,
    tenant_id: uuid.UUID,
    name: str,
    type: str,  # noqa: A002 - the program's own word
    preset: str,
    time_zone: str = "UTC",
    currency: str = "USD",
    neutral_name: str,
    public_telephone: str = "",
    place: str = "",
    founder: Any = None,
    terms_version: str = "",
    opened_at: datetime | None = None,
) -> Program:
    """Make the program's own row from a preset; a second time returns the row as it is.

    It is unverified and its address is unconfirmed, so that nothing in it reaches a real person; `opened_at` says that
    both were settled elsewhere, as for a demonstration.
    """
    chosen = PRESETS[preset]
    if type not in chosen.types:
        raise UnableToSetUp(f"The preset {preset} is not for a program of the type {type}.")
    version = PolicyVersion.objects.order_by("number").first() or _first_version(chosen.policy)
    program, made = Program.objects.get_or_create(
        only=1,
        defaults={
            "tenant_id": tenant_id,
            "name": name,
            "neutral_name": neutral_name,
            "type": type,
            "preset": preset,
            "current_policy": version,
            "time_zone": time_zone,
            "currency": currency,
            "public_telephone": public_telephone,
            "place": place,
            "founder": founder,
            "terms_version": terms_version,
            "address_confirmed_at": opened_at,
            "verified_at": opened_at,
        },
    )
    audit.record("set_up" if made else "set_up_again", program, actor=actor, type=type, preset=preset)
    return program


def _first_version(policy: Policy) -> PolicyVersion:
    return PolicyVersion.objects.create(
        number=1, values=stored(values_of(policy)), published_at=timezone.now(), published_by=None
    )


@action
def describe_program(
    *, actor: Any, neutral_name: str, place: str, time_zone: str, name: str | None = None
) -> Program:
    """Change what the program says of itself and by which clock it lives, and its name while nobody vouches for that.

    Raises NameIsVerified for another name of a program that is verified.
    """
    program = Program.objects.select_for_update().get()
    told = {
        "neutral_name": neutral_name,
        "place": place,
        "time_zone": time_zone,
        "name": name or program.name,
    }
    changed = [field for field, value in told.items() if getattr(program, field) != value]
    if "name" in changed and program.is_verified:
        raise NameIsVerified
    for field in changed:
        setattr(program, field, told[field])
    program.save(update_fields=changed)
    audit.record("described", program, actor=actor, changed=changed)
    introduce(program)
    if "name" in changed:
        push_if_listed(program)
    if "place" in changed:
        tell_if_member(program)
    return program
