"""What brings about that something seldom is seen: moves for good, after which a probe can meet it."""

import datetime as dt
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.programs.lifecycle import moves
from tests.programs.lifecycle.answers import KEPT, Chooser, guardians, is_of_victim
from tests.programs.lifecycle.changes import (
    GOVERNED_BY,
    LAPSES,
    certifying,
    going_away,
    staying_away,
    tightening,
)
from tests.programs.lifecycle.judgements import (
    ALOOF,
    has_plan_if_needed,
    hour_is_safe,
    is_delicate,
    minors_are_taken,
    ruling,
    wishes_are_settled,
)
from tests.programs.lifecycle.moves import Move
from tests.programs.lifecycle.play import Play, Thing
from tests.programs.lifecycle.shadow import Case, Person, World
from tests.programs.lifecycle.steps import WAITING, doers, refusals

Cause = Callable[[World, Case, Chooser], Any]
"""Takes the case that is worked on; returns a change, or a step with its answers, or None when it is so already."""


OFTEN = 4
"""In one example the same is not brought about more often."""


def bring_about(play: Play, number: int, choose: Chooser, rare: AbstractSet[Thing]) -> Move | None:
    """Return a move that leads to something that is looked for; None when nothing does from here."""
    world = play.world
    case = world.cases[number]
    wanted = [each for each in CAUSES if each in choose.leans and play.caused[each] < OFTEN]
    choose.dice.shuffle(wanted)
    for thing in sorted(wanted, key=lambda each: (each, case.state) not in rare):
        found = CAUSES[thing](world, case, choose)
        if isinstance(found, Move):
            play.caused[thing] += 1
            return replace(found, case=number)
        if found and case.key and not refusals(world, case, *found) and (able := doers(world, case, *found)):
            play.caused[thing] += 1
            return Move(found[0], number, found[1], choose.among(*able))
    return None


def company(role: str, **told: Any) -> Cause:
    """Return that somebody with a role comes into the case, once."""

    def found(world: World, case: Case, choose: Chooser) -> Any:
        wanted = told.get("is_organisation", False)
        is_there = any((each.role, each.is_organisation) == (role, wanted) for each in case.people)
        return None if is_there else ("add_person", {"role": role, "office": "", "has_email": True} | told)

    return found


def interpret(world: World, case: Case, choose: Chooser) -> Any:
    """Let somebody who mediates interpret."""
    if any(each.mail_of for each in case.people):
        return None
    told = {"mail_of": choose.among(*(case.assigned or world.helpers)), "has_email": True}
    return "add_person", {"role": "interpreter", "office": ""} | told


def suspect(world: World, case: Case, choose: Chooser) -> Any:
    """Let a guardian be suspected of having harmed a child."""
    if any(any(each.guardians.values()) for each in case.people):
        return None
    for child, person in enumerate(case.people):
        for guardian in guardians(case, child) if person.is_party and person.is_minor is not False else ():
            if case.people[guardian].role == "guardian":
                told = {"guardian": guardian, "is_guardian": True, "is_suspected": True}
                return "record_guardian", {"person": child} | told
    return company("guardian")(world, case, choose)


def young(is_taken: bool) -> Cause:
    """Return that a party is a minor: one whom the program takes, or one whom it does not."""

    def found(world: World, case: Case, choose: Chooser) -> Any:
        if any(each.is_minor for each in case.parties):
            return None
        for number, person in enumerate(case.people):
            as_minor = replace(case, people=[replace(person, is_minor=True)])
            if person.is_party and minors_are_taken(world, as_minor) == is_taken:
                return "record_minor", {"person": number, "is_minor": True}
        return None

    return found


def differ(world: World, case: Case, choose: Chooser) -> Any:
    """Let the offender wish for something else than those harmed, where both count alike."""
    if ruling(world, case).premise != "balanced" or not wishes_are_settled(world, case, {}):
        return None
    wished = {"mode": "no_preference", "differs": True}
    return "record_wishes", {"person": case.people.index(case.responsible[0])} | wished


def risk(level: str, *states: str, is_planned: bool = True) -> Cause:
    """Return that the risk is found to be so, while a case is in one of these states."""

    def found(world: World, case: Case, choose: Chooser) -> Any:
        is_so = case.danger == level and has_plan_if_needed(case) == is_planned
        return (
            None
            if is_so or case.state not in states
            else ("record_risk", {"level": level, "is_planned": is_planned})
        )

    return found


def overwhelm(world: World, case: Case, choose: Chooser) -> Any:
    """Let the risk be high where the program has no way in which the two sides stay apart."""
    if {*ALOOF} & {*ruling(world, case).modes}:
        return stricter("risk_bearable")(world, case, choose)
    return risk("high", "screening")(world, case, choose)


def keep_hours(world: World, case: Case, choose: Chooser) -> Any:
    """Let somebody be called at other hours than now."""
    if any(each.hours for each in case.people):
        return None
    number = choose.among(*range(len(case.people)))
    hours = next(
        each for each in ((7, 12), (12, 20))
        if not hour_is_safe(world, replace(case, people=[Person(None, "", hours=each)]), RINGS)
    )  # fmt: skip
    person: Person = case.people[number]
    told = {"unsafe": person.unsafe, "no_message": person.no_message, "has_email": person.has_email}
    return "change_person", {"person": number, "office": person.office, "hours": hours} | told


RINGS = {"person": 0, "channel": "phone", "ago": dt.timedelta(0)}


def asked_by(world: World, choose: Chooser, whom: str) -> Move:
    """Return a referral that somebody asked for themselves."""
    sent = moves.refer(world, replace(choose, is_bold=False))
    return replace(
        sent, asked=sent.asked | {"asked_by": whom, "office": "", "offences": ("theft",), "victim": True}
    )


def wait_for_victim(world: World, case: Case, choose: Chooser) -> Any:
    """Let a request of an offender be kept, and be joined by one of somebody harmed."""
    kept = any(each.state == KEPT and not each.referral.is_joined for each in world.cases)
    if not kept:
        is_kept = "offender" not in world.policy.initiative
        return (
            asked_by(world, choose, "offender_self")
            if is_kept
            else stricter("outreach_allowed")(world, case, choose)
        )
    if any(is_of_victim(each) for each in world.cases):
        return None
    return asked_by(world, choose, "victim_self")


def keep(world: World, case: Case, choose: Chooser) -> Any:
    """Let an offender's request wait for an answer while the policy stops taking any."""
    if "offender" not in world.policy.initiative:
        return None
    is_kept = case.referral.state in WAITING and case.referral.asked_by == "offender_self"
    return None if is_kept else asked_by(world, choose, "offender_self")


def be_delicate(world: World, case: Case, choose: Chooser) -> Any:
    """Let a case be about what only specialists deal with."""
    if case.key or is_delicate(world, case) or world.policy.offences["stalking"] != "specialist_only":
        return None
    sent = asked_by(world, choose, "victim_self")
    return replace(sent, asked=sent.asked | {"offences": ("theft", "stalking")})


def coordinate(world: World, case: Case, choose: Chooser) -> Any:
    """Let somebody coordinate a delicate case who is a supervisor too."""
    if case.state == "intake" and is_delicate(world, case):
        return "begin_screening", {"coordinator": "sue"}
    return be_delicate(world, case, choose)


def stricter(guard: str) -> Cause:
    """Return that the policy gets stricter in what a guard goes by, unless it is already."""

    def found(world: World, case: Case, choose: Chooser) -> Any:
        return tightening(world, guard)

    return found


def first_of(*causes: Cause) -> Cause:
    return lambda world, case, choose: next((f for each in causes if (f := each(world, case, choose))), None)


def lapse(guard: str) -> Cause:
    """Return that somebody's training lapses in what a guard goes by."""

    def found(world: World, case: Case, choose: Chooser) -> Any:
        lapsed = choose.among(*(case.assigned or world.helpers))
        return certifying(world, lapsed, replace(choose, leans=frozenset({guard})))

    return found


def leave(world: World, case: Case, choose: Chooser) -> Any:
    """Let somebody who mediates be away."""
    here = [name for name in case.assigned if not world.helpers[name].away]
    return going_away(world, choose.among(*here)) if here else None


def stay_away(world: World, case: Case, choose: Chooser) -> Any:
    """Let somebody of the case say that they cannot come."""
    harmed = [number for number, person in enumerate(case.people) if person.is_harmed and not person.away]
    return staying_away(world, 0, choose.among(*harmed)) if case.key and harmed else None


def hand_over(world: World, case: Case, choose: Chooser) -> Any:
    """Let a referral be at another program of the platform, which has said so."""
    if case.state == "forwarded" and case.referral.went_over and not case.referral.is_there:
        return Move("receiver_says", 0, {"answer": "pending"})
    asked = {"goes_with": "live", "receiver": "open", "what": ("contact", "referral")}
    if case.state != "referred" or refusals(world, case, "forward_referral", asked):
        return None
    return Move("forward_referral", 0, asked, choose.among(*doers(world, case, "forward_referral", asked)))


def outlast_leave(world: World, case: Case, choose: Chooser) -> Any:
    """Let the leave end with which another program handed a referral on."""
    if case.state != "referred":
        return None
    if case.referral.leave_ends is None:
        return replace(moves.refer(world, replace(choose, is_bold=True)), case=0)
    left = case.referral.leave_ends - world.now
    return Move("wait", 0, {"long": left}) if left > dt.timedelta(0) else None


def lose(world: World, case: Case, choose: Chooser) -> Any:
    """Let all that was lost be on record, and be little."""
    little = Decimal(100)
    victims = ((n, person) for n, person in enumerate(case.people) if person.role == "victim")
    more = next((n for n, person in victims if person.loss is None or person.loss > little), None)
    return None if more is None else ("record_loss", {"person": more, "loss": little})


def stop(world: World, case: Case, choose: Chooser) -> Any:
    """Let the account of somebody who mediates be switched off."""
    active = [name for name in case.assigned or world.helpers if world.helpers[name].is_active]
    return Move("switch_account", 0, {"mediator": choose.among(*active)}) if active else None


def shut(world: World, case: Case, choose: Chooser) -> Any:
    """Let the program be open no more."""
    return Move("decide_verification", 0, {"is_verified": False}) if world.is_open else None


def step_aside(world: World, case: Case, choose: Chooser) -> Any:
    """Let somebody who does not mediate in the case declare a conflict."""
    free = [name for name in world.helpers if name not in case.assigned]
    return None if case.conflicted else ("declare_conflict", {"mediator": choose.among(*free)})


ORGANISATION = company("victim", is_organisation=True)

CAUSES: dict[str, Cause] = {
    **{guard: stricter(guard) for guard in GOVERNED_BY},
    **{guard: lapse(guard) for guard in LAPSES},
    **{guard: first_of(stricter(guard), lapse(guard)) for guard in LAPSES if guard in GOVERNED_BY},
    **dict.fromkeys(("override_offence", "offence_override_possible"), be_delicate),
    **dict.fromkeys(
        ("spoken_for", "acts_in_person", "spokesperson_fits", "record_spokesperson"), ORGANISATION
    ),
    **dict.fromkeys((KEPT, "victim_asked", "not_joined"), wait_for_victim),
    **dict.fromkeys(("keep_for_victim", "kept_for_victim"), keep),
    **dict.fromkeys(("page_for_trusted", "guardian_may_consent"), suspect),
    "no_interpreter": interpret,
    "support_prepared": company("support_person"),
    "page_for_role": company("observer"),
    "minors_taken": young(is_taken=False),
    "guardian_consents": young(is_taken=True),
    "wishes_settled": differ,
    "safety_planned": risk("medium", "preparing", "ready", is_planned=False),
    "mode_safe": risk("high", "preparing", "ready"),
    "risk_bearable": overwhelm,
    "hour_safe": keep_hours,
    "not_by_coordinator": coordinate,
    "mediators_there": leave,
    "people_can_come": stay_away,
    "amount_within_loss": lose,
    "answers_itself": hand_over,
    "leave_counts": outlast_leave,
    "mediator_active": stop,
    "program_open": shut,
    "no_declared_conflict": step_aside,
}
"""By what is to be seen: a guard that is to refuse, a step that is to be taken, or a state to be in."""
