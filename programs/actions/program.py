"""Set up a program from a preset, and its mediators."""

import uuid
from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.models import Affiliation, Mediator, Office, Program
from programs.presets import PRESETS


class UnableToSetUp(Exception):
    """The preset is not one of this type of program."""


@action
def set_up_program(
    *,
    actor: Any,
    tenant_id: uuid.UUID,
    name: str,
    type: str,  # noqa: A002 - the program's own word
    preset: str,
    time_zone: str = "UTC",
    currency: str = "USD",
    neutral_name: str,
) -> Program:
    """Make the program's own row from a preset; a second time returns the row as it is."""
    chosen = PRESETS[preset]
    if type not in chosen.types:
        raise UnableToSetUp(f"The preset {preset} is not for a program of the type {type}.")
    program, made = Program.objects.get_or_create(
        only=1,
        defaults={
            "tenant_id": tenant_id,
            "name": name,
            "neutral_name": neutral_name,
            "type": type,
            "preset": preset,
            "premise": chosen.premise,
            "victim_word": chosen.victim_word,
            "offender_word": chosen.offender_word,
            "time_zone": time_zone,
            "currency": currency,
        },
    )
    audit.record("set_up" if made else "set_up_again", program, actor=actor, type=type, preset=preset)
    return program


@action
def enrol_mediator(*, actor: Any, user: Any, standing: str, now: datetime) -> Mediator:
    """Make somebody with an account a mediator; a second time only changes the standing."""
    mediator, made = Mediator.objects.update_or_create(
        user=user,
        defaults={"standing": standing},
        create_defaults={"standing": standing, "since": now.date()},
    )
    audit.record("enrolled" if made else "standing_changed", mediator, actor=actor, standing=standing)
    return mediator


@action
def record_affiliation(
    *, actor: Any, mediator: Mediator, kind: str, office_name: str = "", office_kind: str = "other"
) -> Affiliation:
    """Note what a mediator belongs to, once; neutrality is judged by it (N1)."""
    office = Office.objects.named(office_name, office_kind) if office_name else None
    affiliation, _made = Affiliation.objects.get_or_create(mediator=mediator, kind=kind, office=office)
    audit.record("affiliation_recorded", mediator, actor=actor, kind=kind)
    return affiliation
