"""What changes around the way: time, accounts, training, the policy, another referral, rest, the law."""

from decimal import Decimal
from typing import Any

from programs.presets import PRESETS
from tests.programs.cast import DAY, HOUR
from tests.programs.lifecycle.answers import Chooser
from tests.programs.lifecycle.judgements import ALOOF
from tests.programs.lifecycle.moves import Move, refer
from tests.programs.lifecycle.shadow import World


def trained(world: World, **changes: Any) -> dict[str, Any]:
    """Return what there is to know of somebody who is trained, supervised and observed as today."""
    current = {"supervised_on": world.today, "observed_on": world.today, "checked_until": None}
    return {"level": "advanced", "training_hours": 40, **current, **changes}


LAPSES = ("supervision_current", "practice_observed", "trained_enough", "level_enough", "background_checked")
"""Guards that refuse whoever's training has lapsed."""


def certifying(world: World, name: str, choose: Chooser) -> Move:
    """Return the note that somebody's training has lapsed in one thing, or is as it should be."""
    lapsed: dict[str, dict[str, Any]] = {
        "supervision_current": {"supervised_on": world.today - 90 * DAY},
        "practice_observed": {"observed_on": world.today - 400 * DAY},
        "trained_enough": {"training_hours": 5},
        "level_enough": {"level": "foundation"},
        "background_checked": {"checked_until": world.today - DAY},
    }
    looked_for = sorted(choose.leans & {*lapsed})
    way = choose.among(*looked_for) if looked_for else choose.among(*lapsed, "none")
    return Move("certify", 0, {"mediator": name, "training": trained(world, **lapsed.get(way, {}))})


GOVERNED_BY = {
    "trained_enough": "training_hours",
    "background_checked": "needs_background_check",
    "affiliation_allowed": "excluded_affiliations",
    "referrer_taken": "referrers",
    "topics_covered": "preparation_topics",
    "stage_late_enough": "earliest_stages",
    "risk_bearable": "modes",
    "offences_of_case_taken": "offences",
    "outreach_allowed": "initiative",
    "initiative_allowed": "initiative",
    "offences_taken": "offences",
}
"""Guards that refuse only where somebody has made the policy stricter."""


def settings_of(world: World) -> dict[str, tuple[Any, Any]]:
    """Return the settings that a walk changes, each as the program began with it and stricter."""
    own = PRESETS[world.preset].policy
    ways: dict[str, tuple[Any, Any]] = {
        "mediators_needed": (own.mediators_needed, own.mediators_needed + 1),
        "referrers": (own.referrers, tuple(each for each in own.referrers if each != "school")),
        "excluded_affiliations": ((), ("school_staff",)),
        "training_hours": (0, 30),
        "preparation_topics": ((), ("process", "stop")),
        "needs_background_check": (False, True),
        "offences": (own.offences, {**own.offences, "theft": "excluded"}),
        "modes": (own.modes, tuple(each for each in own.modes if each not in ALOOF)),
        "earliest_stages": (own.earliest_stages, {**own.earliest_stages, "theft": "post_adjudication"}),
    }
    if own.initiative != ("victim",):
        ways["initiative"] = (own.initiative, ("victim",))
    if not own.requires_conviction:
        ways["requires_conviction"] = (False, True)
    return ways


def publishing(setting: str, value: Any, *, moves_open_cases: bool = True) -> Move:
    """Return the publication of a policy that differs in one setting."""
    asked = {"setting": setting, "value": value, "moves_open_cases": moves_open_cases}
    return Move("publish", 0, asked)


def turning(world: World, choose: Chooser) -> Move:
    """Return the publication of a policy that is stricter or looser in some setting that nothing is looked for in."""
    looked_for = {GOVERNED_BY[each] for each in choose.leans & {*GOVERNED_BY}}
    setting, ways = choose.among(*((s, w) for s, w in settings_of(world).items() if s not in looked_for))
    value = next(each for each in ways if each != getattr(world.policy, setting))
    return publishing(setting, value, moves_open_cases=choose.among(True, True, False))


def tightening(world: World, guard: str) -> Move | None:
    """Return the publication of a policy that is stricter in what a guard goes by, unless it is already."""
    setting = GOVERNED_BY[guard]
    own, stricter = settings_of(world).get(setting, (None, None))
    return publishing(setting, stricter) if getattr(world.policy, setting) == own else None


def easing(world: World, guard: str) -> Move | None:
    """Return the publication of what the program began with in what a guard goes by, unless it is so."""
    setting = GOVERNED_BY[guard]
    own = getattr(PRESETS[world.preset].policy, setting)
    return None if getattr(world.policy, setting) == own else publishing(setting, own)


def going_away(world: World, name: str) -> Move:
    """Return the note that somebody is away for some days from today."""
    return Move("go_away", 0, {"mediator": name, "days": (world.today, world.today + 3 * DAY)})


def staying_away(world: World, number: int, person: int) -> Move:
    """Return the note that somebody of a case cannot come on the days from today."""
    days = tuple(world.today + number * DAY for number in range(9))
    return Move("cannot_come", number, {"person": person, "days": days})


def change(world: World, number: int, choose: Chooser) -> Move:
    """Return one of these changes."""
    case = world.cases[number]
    helper = choose.among(*(case.assigned or world.helpers))
    against = {"appeal": "pending", "conviction": "convicted", "no_contact_order": "in_force"}
    changes = [
        refer(world, choose),
        Move("wait", number, {"long": choose.among(HOUR, 9 * HOUR, DAY, 10 * DAY)}),
        Move("switch_account", number, {"mediator": helper}),
        Move("decide_verification", number, {"is_verified": not world.is_open}),
        turning(world, choose),
        certifying(world, helper, choose),
        going_away(world, helper),
    ]
    if not all(world.helpers[name].is_officer for name in case.assigned):
        changes.append(Move("become_officer", number, {"mediator": helper}))
    if case.key:
        harmed = [place for place, person in enumerate(case.people) if person.is_harmed]
        changes += [
            Move("put_on_hold", number, {"reason": choose.among("asked", "legal", "safety")}),
            Move("record_legal_posture", number, against),
            Move("declare_conflict", number, {"mediator": choose.among(*world.helpers)}),
            *(
                Move(
                    "record_loss", number, {"person": place, "loss": choose.among(Decimal(100), Decimal(500))}
                )
                for place in harmed[:1]
            ),
            staying_away(world, number, choose.among(*range(len(case.people)))),
            Move("add_person", number, {"role": "observer", "office": "", "has_email": True}),
        ]
    return choose.among(*changes)
