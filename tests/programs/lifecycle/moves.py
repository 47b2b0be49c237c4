"""What can be tried: moves with plain answers. People, items and rows are named by their place, for other walks."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from programs.presets import PRESETS
from tests.programs.cast import DAY, NOW
from tests.programs.lifecycle.answers import ANSWERS, ENDED, KEPT, Chooser, is_of_victim
from tests.programs.lifecycle.judgements import Asked
from tests.programs.lifecycle.shadow import Case, World
from tests.programs.lifecycle.steps import ACCOUNTS, NOBODY, OF_REFERRALS, STEPS, doers, state_of

ZONE = ZoneInfo("America/Denver")
"""Where "today" is another day than in UTC for some hours."""


@dataclass(frozen=True)
class Move:
    step: str
    case: int = 0
    asked: Asked = field(default_factory=dict)
    actor: str = "sue"
    """Who takes the step, by the name of the account; "" is somebody without one."""


def new_world(preset: str, kind: str) -> World:
    return World(preset, kind, PRESETS[preset].policy, ZONE, NOW, {})


def focus(world: World) -> int | None:
    """Return the place of the case that is worked on: the latest that goes on."""
    may_join = any(is_of_victim(case) for case in world.cases)
    going_on = [
        number
        for number, case in enumerate(world.cases)
        if case.state not in ENDED and (case.state != KEPT or (may_join and not case.referral.is_joined))
    ]
    return going_on[-1] if going_on else None


def somebody(world: World, case: Case, choose: Chooser, step: str, asked: Asked) -> str:
    """Return who takes a step: mostly one of those who may."""
    fitting = doers(world, case, step, asked) or ["sue"]
    if choose.is_bold and choose.dice.random() < 0.15:
        return choose.among(NOBODY, *ACCOUNTS)
    return choose.among(*fitting)


def steps_of(case: Case, *, anywhere: bool) -> list[str]:
    """Return the steps of the state of a case, or any, as long as there is what they are about."""
    return [
        step
        for step, (states, _rules) in STEPS.items()
        if (anywhere or state_of(case, step) in states) and (case.key or step in OF_REFERRALS)
    ]


def try_step(world: World, number: int, step: str, choose: Chooser) -> Move | None:
    """Return a step with answers, sensible or not; None when there is nothing to answer about."""
    case = world.cases[number]
    asked = ANSWERS[step](world, case, choose)
    return None if asked is None else Move(step, number, asked, somebody(world, case, choose, step, asked))


def refer(world: World, choose: Chooser) -> Move:
    if choose.is_bold and choose.dice.random() < 0.1:
        return Move("refer", 0, {"lacks": choose.among("stage", "source", "offence", "offender", "contact")})
    victims_only = world.policy.initiative == ("victim",)
    asked_by = choose.usually(
        "victim_self" if victims_only else choose.among("school", "victim_self", "probation_officer"),
        "school",
        "offender_self",
        "victim_self",
        unless="initiative_allowed",
    )
    offices = {"school": "Lincoln School", "probation_officer": "County Probation"}
    offences = choose.usually(("theft",), (), unless="referral_complete")
    if offences and choose.usually(False, True, unless="offences_taken"):
        offences = ("theft", "homicide")
    elif offences and choose.usually(False, True, unless="offence_let_through"):
        offences = ("theft", "stalking")
    is_sample = choose.usually(not world.is_open, world.is_open, unless="nobody_invented")
    return Move(
        "refer",
        0,
        {
            "lacks": "",
            "stage": choose.usually(
                world.policy.stages[0], "community", "post_charge", "post_sentence", unless="stage_taken"
            ),
            "asked_by": asked_by,
            "office": offices.get(asked_by, ""),
            "offences": offences,
            "is_sample": is_sample or not offences,
            "victim": choose.usually(True, False),
            "leave": choose.usually(None, 5 * DAY, unless="leave_counts"),
            "unsafe": choose.usually((), ("in_person", "email"), ("phone",)),
            "no_message": choose.usually(False, True, unless="message_allowed"),
        },
    )
