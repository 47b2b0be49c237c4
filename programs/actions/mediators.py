"""Make people mediators, and keep what neutrality is judged by (N1): what each of them belongs to."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from amends import audit
from amends.actions import action
from programs.availability import Hours, hours_of, joined
from programs.models import Absence, Affiliation, Mediator, Office
from programs.models.mediator import Spoken
from programs.roles import RUNS_THE_PROGRAM


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


def _own_or_run(step: str, mediator: Mediator, actor: Any) -> None:
    """Raise PermissionDenied for a mediator who speaks of another's time."""
    if actor.pk != mediator.pk and not actor.has_role(*RUNS_THE_PROGRAM):
        audit.denied(step, mediator, actor=actor, rule="self")
        raise PermissionDenied


@action
def describe_mediator(
    *, actor: Any, mediator: Mediator, languages: Sequence[str], place: str, most_cases: int | None
) -> Mediator:
    """Note what a mediator brings: languages, the area in words, the most live cases at a time (None: no limit).

    Mediators note their own; raises PermissionDenied for another's.
    """
    _own_or_run("describe_mediator", mediator, actor)
    locked = Mediator.objects.select_for_update().get(pk=mediator.pk)
    locked.languages = [each for each in Spoken.values if each in languages]
    locked.place, locked.most_cases = place, most_cases
    locked.save(update_fields=["languages", "place", "most_cases"])
    audit.record("mediator_described", locked, actor=actor)
    return locked


@action
def change_weekly_hours(
    *, actor: Any, mediator: Mediator, add: Iterable[Hours] = (), remove: Iterable[Hours] = ()
) -> list[Hours]:
    """Add hours that come back every week, or take some away; return all of them. Raises as `describe_mediator`."""
    _own_or_run("change_weekly_hours", mediator, actor)
    locked = Mediator.objects.select_for_update().get(pk=mediator.pk)
    kept = joined([*(each for each in hours_of(locked) if each not in set(remove)), *add])
    locked.weekly_hours = [str(each) for each in kept]
    locked.save(update_fields=["weekly_hours"])
    audit.record("hours_changed", locked, actor=actor, hours=len(kept))
    return kept


@action
def note_absence(*, actor: Any, mediator: Mediator, first: date, last: date) -> Absence:
    """Note that a mediator is away, from the first day to the last; twice is once. Raises as `describe_mediator`."""
    _own_or_run("note_absence", mediator, actor)
    locked = Mediator.objects.select_for_update().get(pk=mediator.pk)
    absence, made = Absence.objects.get_or_create(mediator=locked, first=first, last=last)
    audit.record("absence_noted" if made else "absence_noted_again", locked, actor=actor)
    return absence


@action
def remove_absence(*, actor: Any, absence: Absence) -> None:
    """Note that a mediator is there after all; raises as `describe_mediator`."""
    _own_or_run("remove_absence", absence.mediator, actor)
    Absence.objects.filter(pk=absence.pk).delete()
    audit.record("absence_removed", absence.mediator, actor=actor)
