"""Take over what networks publish: what is required from its day, everything else when somebody says so."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from amends import audit, outbox
from amends.accounts.models import Role, User
from amends.actions import Refused, action
from programs.actions.policy import change_settings, take_floor
from programs.guidance import letters
from programs.guidance.copies import Guide, guides_of, keep, torn_now, with_torn
from programs.guidance.reasons import NOT_OFFERED
from programs.models import PolicyFloor, PolicyVersion, Program
from programs.policy import floors, versions
from programs.policy.catalogue import SETTINGS
from programs.policy.drafting import Draft, floors_for
from programs.policy.kinds import Table

STAYS = dt.timedelta(days=30)
"""How long what a network requires holds after the program left it: nobody leaves for an afternoon to be looser."""
FURTHEST = dt.timedelta(days=59)
"""A day beyond is looked for again then: a job cannot wait longer."""


@action
def take_standards(*, actor: None, word: Mapping[str, Any], now: dt.datetime) -> Guide:
    """Keep what a network publishes by now; what was overtaken by a later word changes nothing.

    `word`: network, name, number, is_member, template and resources, as `programs.guidance.crossing` reads them.
    """
    program = Program.objects.select_for_update().get()
    raw = program.guidance.get(word["network"])
    before = Guide.read(raw) if raw else Guide(network=word["network"], name=word["name"])
    is_newer = word["number"] > before.number
    network = uuid.UUID(word["network"])
    audit.record(
        "standards_taken", program, actor=actor, network=network, number=word["number"], kept=is_newer
    )
    if not is_newer:
        return before
    after = replace(before, name=word["name"], number=word["number"], is_member=word["is_member"])
    today = now.astimezone(program.zone).date()
    if word["is_member"]:
        lent = tuple(word["resources"])
        after = replace(after, template=word["template"] or {}, resources=lent, ends_on="")
    elif before.is_member:
        after = replace(after, resources=(), ends_on=(today + STAYS).isoformat())
    keep(program, after)
    if after.is_pending(today) and after.template.get("number") != before.template.get("number"):
        _write(network, after, "announced")
    hold_standards(actor=None, now=now)
    return after


@action
def hold_standards(*, actor: None, now: dt.datetime) -> list[PolicyVersion]:
    """Have what networks require by now hold, and tell them where nothing can meet them all.

    Return the versions of the policy that were published for it; none where the one in force is strict enough.
    """
    program = Program.objects.select_for_update().get()
    today = now.astimezone(program.zone).date()
    guides = guides_of(program)
    made = [version for each in guides if (version := _hold(each, today, now)) is not None]
    for guide in guides:
        _look_again(program, guide, today)
    _tell_torn()
    audit.record("standards_held", program, actor=actor, versions=len(made))
    return made


@action
def adopt_standards(
    *, actor: Any, now: dt.datetime, network: uuid.UUID, number: int, settings: Sequence[str]
) -> Draft:
    """Put what a network asks for into the draft, all that is named; Refused when it asks for something else by now.

    Where it is required and the program is stricter, the program stays so. `number`: the version that was looked at.
    """
    program = Program.objects.select_for_update().get()
    guide = _guide(program, network)
    if guide.template.get("number") != number or not set(settings) <= guide.settings.keys():
        raise Refused(NOT_OFFERED)
    ours = versions.values_of(program.policy)
    adopted = {name: _adopted(guide, name, ours[name]) for name in settings}
    audit.record(
        "standards_adopted", program, actor=actor, network=network, number=number, settings=sorted(settings)
    )
    return change_settings(actor=actor, now=now, values=versions.stored(adopted))


@action
def take_resource(
    *,
    actor: Any,
    now: dt.datetime,
    network: uuid.UUID,
    resource: uuid.UUID,
    number: int,
    body: Mapping[str, Any],
) -> Draft:
    """Put what a network lends into the draft as the program's own, and keep where it came from.

    Refused when another version of it is offered by now. Raises kinds.NotAllowed for what this release cannot read.
    """
    program = Program.objects.select_for_update().get()
    guide = _guide(program, network)
    told = next((each for each in guide.resources if each["id"] == str(resource)), None)
    if told is None or told["number"] != number:
        raise Refused(NOT_OFFERED)
    day = now.astimezone(program.zone).date().isoformat()
    origin = {"number": number, "name": told["name"], "kind": told["kind"], "on": day}
    keep(program, replace(guide, taken={**guide.taken, str(resource): origin}))
    audit.record(
        "standards_resource_taken", program, actor=actor, network=network, resource=resource, number=number
    )
    stored = versions.stored(versions.values_of(program.policy))
    return change_settings(actor=actor, now=now, values=_merged(stored, body))


def _guide(program: Program, network: uuid.UUID) -> Guide:
    raw = program.guidance.get(str(network))
    if raw is None or not raw["is_member"]:
        raise Refused(NOT_OFFERED)
    return Guide.read(raw)


def _adopted(guide: Guide, name: str, ours: Any) -> Any:
    kind = SETTINGS[name].kind
    theirs = kind.read(guide.settings[name]["value"])
    if name in guide.required:
        return kind.lift(ours, theirs)
    return {**ours, **theirs} if isinstance(kind, Table) else theirs


def _merged(ours: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in body.items():
        if name == "wordings":
            found[name] = letters.taken_into(ours[name], value)
        elif name in SETTINGS:
            found[name] = {**ours[name], **value} if isinstance(SETTINGS[name].kind, Table) else value
    return found


def _hold(guide: Guide, today: dt.date, now: dt.datetime) -> PolicyVersion | None:
    asked = guide.due(today)
    kept = PolicyFloor.objects.filter(network_id=guide.network).first()
    if asked is None or asked == (kept.values if kept else {}):
        return None
    network = uuid.UUID(guide.network)
    made: PolicyVersion | None = take_floor(
        actor=None,
        now=now,
        network_id=network,
        network_name=guide.name,
        version=(kept.version if kept else 0) + 1,
        values=asked,
        why=guide.template.get("why", ""),
    )
    if made is not None:
        _write(network, guide, "held")
    return made


def _tell_torn() -> None:
    """Have each network told on which settings it contradicts others, where that has changed."""
    program = Program.objects.select_related("current_policy").get()
    torn = torn_now(list(PolicyFloor.objects.live()), floors.conflicts(floors_for(program)))
    for guide in guides_of(program):
        found = torn.get(uuid.UUID(guide.network), ())
        if found != guide.torn:
            after = with_torn(guide, found)
            keep(program, after)
            network = uuid.UUID(guide.network)
            outbox.queue("programs.tell_standards", network_id=network, number=after.said)
            if found:
                _write(network, after, "torn")


def _look_again(program: Program, guide: Guide, today: dt.date) -> None:
    """Queue, once, that the program looks on the day on which something holds, or ends; or on the way to a far one."""
    day = guide.next_day(today)
    looks_on = min(day, today + FURTHEST).isoformat() if day else ""
    if looks_on and not today.isoformat() < guide.looks_on <= looks_on:
        keep(program, replace(guide, looks_on=looks_on))
        at = dt.datetime.combine(dt.date.fromisoformat(looks_on), dt.time(), program.zone)
        outbox.queue("programs.hold_standards", not_before=at)


def _write(network: uuid.UUID, guide: Guide, state: str) -> None:
    for user in User.objects.filter(is_active=True, roles__contains=[Role.PROGRAM_ADMIN]).only("pk"):
        outbox.queue(
            "programs.standards_letter",
            user_id=user.pk,
            network_id=network,
            number=guide.template.get("number", 0),
            state=state,
        )
