"""Make people mediators, and keep what neutrality is judged by (N1): what each of them belongs to."""

from datetime import date, datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.models import Affiliation, Mediator, Office


@action
def enrol_mediator(
    *, actor: Any, user: Any, standing: str, now: datetime, is_active: bool = True
) -> Mediator:
    """Make somebody with an account a mediator; a second time changes the standing and whether they take cases."""
    mediator, made = Mediator.objects.update_or_create(
        user=user,
        defaults={"standing": standing, "is_active": is_active},
        create_defaults={"standing": standing, "is_active": is_active, "since": now.date()},
    )
    verb = "enrolled" if made else "standing_changed"
    audit.record(verb, mediator, actor=actor, standing=standing, is_active=is_active)
    return mediator


@action
def record_qualification(
    *,
    actor: Any,
    mediator: Mediator,
    level: str,
    training_hours: int,
    supervised_on: date | None,
    observed_on: date | None,
    checked_until: date | None,
) -> Mediator:
    """Note how far a mediator is trained, and how current that is (N3, N4)."""
    locked = Mediator.objects.select_for_update().get(pk=mediator.pk)
    told = {
        "level": level,
        "training_hours": training_hours,
        "supervised_on": supervised_on,
        "observed_on": observed_on,
        "checked_until": checked_until,
    }
    changed = [name for name, value in told.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, told[name])
    locked.save(update_fields=changed)
    audit.record("qualification_recorded", locked, actor=actor, changed=changed)
    return locked


@action
def record_affiliation(
    *, actor: Any, mediator: Mediator, kind: str, office_name: str = "", office_kind: str = "other"
) -> Affiliation:
    """Note what a mediator belongs to, once; one that had ended holds again."""
    office = Office.objects.named(office_name, office_kind) if office_name else None
    affiliation, _made = Affiliation.objects.update_or_create(
        mediator=mediator, kind=kind, office=office, defaults={"ended_on": None}
    )
    audit.record("affiliation_recorded", mediator, actor=actor, kind=kind)
    return affiliation


@action
def end_affiliation(*, actor: Any, affiliation: Affiliation, today: date) -> Affiliation:
    """Note that a mediator belongs to something no longer; it stays on record."""
    affiliation.ended_on = today
    affiliation.save(update_fields=["ended_on"])
    audit.record("affiliation_ended", affiliation.mediator, actor=actor, kind=affiliation.kind)
    return affiliation
