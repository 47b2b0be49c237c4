"""The way forward: what a good coordinator does next, so that a walk reaches the late states of a case."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.programs.cast import DAY
from tests.programs.lifecycle import answers, moves
from tests.programs.lifecycle.answers import Chooser
from tests.programs.lifecycle.changes import LAPSES, easing, trained
from tests.programs.lifecycle.deciding import decide, wait_for_others
from tests.programs.lifecycle.judgements import (
    LETTERS,
    MEETINGS,
    all_allow,
    has_substance,
    is_acknowledged,
    is_settled,
    judged,
    may_be_delicate,
    reason_fits,
    ruling,
    stands_against,
)
from tests.programs.lifecycle.moves import Move
from tests.programs.lifecycle.rules import RULES
from tests.programs.lifecycle.shadow import Case, Person, World
from tests.programs.lifecycle.steps import STEPS, refusals


def forward(world: World, choose: Chooser) -> Move:
    """Return the next move that leads on, or what is missing for it, or the end of a case that cannot go on."""
    number = moves.focus(world)
    if number is None:
        return moves.refer(world, replace(choose, is_bold=True))
    case = world.cases[number]
    wanted = WAYS[case.state](world, case, choose)
    if case.key and case.state != "on_hold" and "on_hold" in choose.leans and not choose.among(*range(24)):
        wanted = asking("put_on_hold")(world, case, choose)
    for _ in range(4):
        if isinstance(wanted, Move):
            return replace(wanted, case=number)
        step, asked = wanted
        missing = refusals(world, case, step, asked) if step in STEPS else ()
        if not missing:
            return by_somebody(world, number, choose, step, asked)
        remedies = (REMEDIES[each](world, case, choose) for each in sorted(missing) if each in REMEDIES)
        wanted = next((each for each in remedies if each), None) or give_up(case)
    return by_somebody(world, number, choose, *give_up(case))


def by_somebody(world: World, number: int, choose: Chooser, step: str, asked: Any) -> Move:
    return Move(step, number, asked, moves.somebody(world, world.cases[number], choose, step, asked))


def give_up(case: Case) -> tuple[str, Any]:
    return (
        ("decline_referral", {"reason": "other"})
        if case.key is None
        else ("begin_closing", {"reason": "other"})
    )


def asking(step: str) -> Callable[..., Any]:
    """Return the step with sensible answers."""
    return lambda world, case, choose: (step, answers.ANSWERS[step](world, case, choose))


def reach(case: Case, world: World, choose: Chooser, person: Person, purpose: str) -> tuple[str, Any]:
    number = next(n for n, each in enumerate(case.people) if each is person)
    return "record_contact", answers.contacting(world, case, choose, person=number, purpose=purpose)


def first_who(fits: Callable[[World, Case, Person], bool], step: str, **asked: Any) -> Callable[..., Any]:
    """Return the step for the first person whom it fits."""

    def found(world: World, case: Case, choose: Chooser) -> Any:
        for number, person in enumerate(case.people):
            if fits(world, case, person):
                if step == "record_choices":
                    asked_here = {"takes_part": choose.among(*[True] * 6, False)} | asked
                    return step, answers.choosing(world, case, choose, person=number, **asked_here)
                return step, {"person": number} | asked
        return None

    return found


def prepare_next(world: World, case: Case, choose: Chooser) -> Any:
    first = case.harmed if case.referral.initiative == "victim" else case.responsible
    order = [*first, *(person for person in case.parties if person not in first)]
    return next(
        (reach(case, world, choose, p, "preparation") for p in order if not p.was_reached("preparation")),
        None,
    )


def go_through(world: World, case: Case, choose: Chooser) -> Any:
    wanted = {*ruling(world, case).preparation_topics}
    lacking = next((person for person in case.parties if not wanted <= person.went_through()), None)
    if lacking is None:
        return None
    step, asked = reach(case, world, choose, lacking, "preparation")
    return step, asked | {"topics": answers.TOPICS}


def prepare_company(world: World, case: Case, choose: Chooser) -> Any:
    alone = RULES["support_prepared"]
    waiting = next((each for each in case.people if not alone(world, replace(case, people=[each]), {})), None)
    return waiting and reach(case, world, choose, waiting, "preparation")


def reach_first_side(world: World, case: Case, choose: Chooser) -> Any:
    side = case.harmed if case.referral.initiative == "victim" else case.responsible
    waiting = next((person for person in side if not person.was_reached()), None)
    return reach(case, world, choose, waiting, "first_contact") if waiting else None


def acknowledge(world: World, case: Case, choose: Chooser) -> Any:
    if case.acknowledged == "disputed" and world.policy.disputed_may_be_overridden and not case.is_overridden:
        return asking("override_acknowledgement")(world, case, choose)
    answers = (
        ("full", "full", "disputed") if case.state == "screening" and not case.acknowledged else ("full",)
    )
    return "record_acknowledgement", {"answer": choose.among(*answers)}


def part_with(rule: str) -> Callable[..., Any]:
    """Return the removal of the mediator whom a rule is about."""

    def found(world: World, case: Case, choose: Chooser) -> Any:
        for name in judged(case, {}):
            alone = replace(case, assigned={name: None})
            if not RULES[rule](world, alone, {}):
                if rule == "mediator_active":
                    return Move("switch_account", 0, {"mediator": name})
                if rule in LAPSES:
                    training = trained(world, checked_until=world.today + 90 * DAY)
                    return Move("certify", 0, {"mediator": name, "training": training})
                return "declare_conflict", {"mediator": name}
        return None

    return found


def find_ready(world: World, case: Case, choose: Chooser) -> Any:
    waiting = next((name for name, is_ready in case.assigned.items() if not is_ready), None)
    return waiting and ("record_mediator_readiness", {"mediator": waiting, "is_ready": True})


def assign(world: World, case: Case, choose: Chooser) -> Any:
    name, supervisor = answers.fit_helper(world, case)
    asked = {"mediator": name, "supervisor": supervisor, "connection": "none"}
    fits = not refusals(world, case, "assign_mediator", asked)
    return ("assign_mediator", asked) if fits and name not in case.assigned else None


def find_guardian(world: World, case: Case, choose: Chooser) -> Any:
    """Return what leads to the consent of a guardian for the first minor without one."""
    child = case.people.index(case.unguarded[0])
    counting = [number for number in case.people[child].guardians if case.can_consent_for(number)]
    child_of = case.people[child]
    waiting = next((n for n in counting if not case.consents_for(child_of, n)), None)
    if waiting is not None:
        return "record_consent", {"person": waiting}
    free = [
        n for n in answers.guardians(case, child) if case.can_consent_for(n) and not case.people[n].took_back
    ]
    if not free:
        return "add_person", {"role": "guardian", "office": "", "has_email": False}
    return "record_guardian", answers.tying(
        world, case, choose, person=child, guardian=free[-1], is_guardian=True, is_suspected=False
    )


def find_spokesperson(world: World, case: Case, choose: Chooser) -> Any:
    """Return what leads to somebody who speaks for the first organization without one."""
    waiting = next(
        n
        for n, each in enumerate(case.people)
        if each.is_organisation and (each.spoken_for is None or not case.people[each.spoken_for].is_party)
    )
    fitting = [n for n, each in enumerate(case.people) if each.is_harmed and each.is_party]
    if not fitting:
        return "add_person", {"role": "victim_representative", "office": "", "has_email": False}
    return "record_spokesperson", {"person": waiting, "spokesperson": fitting[-1]}


def talk(world: World, case: Case, choose: Chooser) -> Any:
    if case.substance == "nothing" and case.state in ("screening", "on_hold") and choose.among(True, False):
        return asking("override_substance")(world, case, choose)
    return "record_substance", {"answer": choose.among("something", "something", "nothing")}


def what_stands(world: World, case: Case, choose: Chooser) -> Any:
    """Return what takes away why a case rests."""
    if (against := stands_against(world, case)) == "screening":
        if not is_acknowledged(world, case):
            return acknowledge(world, case, choose)
        if not may_be_delicate(world, case):
            return asking("override_offence")(world, case, choose)
        return None if has_substance(case) else talk(world, case, choose)
    if against == "safety":
        return "record_risk", {"level": "low", "is_planned": False}
    return asking("record_legal_posture")(world, case, choose)


def call_back(world: World, case: Case, choose: Chooser) -> Any:
    away = next((name for name in case.assigned if world.helpers[name].away), None)
    return away and Move("come_back", 0, {"mediator": away})


def let_come(world: World, case: Case, choose: Chooser) -> Any:
    away = next((number for number, person in enumerate(case.people) if person.away), None)
    return None if away is None else Move("cannot_come", 0, {"person": away, "days": ()})


LARGE = Decimal(500)
"""A loss within which all is that these walks promise."""


def lose_more(world: World, case: Case, choose: Chooser) -> Any:
    victims = ((n, person) for n, person in enumerate(case.people) if person.role == "victim")
    little = next((n for n, person in victims if person.loss is not None and person.loss < LARGE), None)
    return None if little is None else ("record_loss", {"person": little, "loss": LARGE})


def ease(guard: str) -> Callable[..., Any]:
    return lambda world, case, choose: easing(world, guard)


REMEDIES: dict[str, Callable[[World, Case, Chooser], Any]] = {
    "acknowledgement_met": acknowledge,
    **{
        guard: ease(guard)
        for guard in (
            "referrer_taken", "offences_taken", "stage_late_enough", "initiative_allowed", "offences_of_case_taken",
            "outreach_allowed",
        )
    },
    "no_appeal_pending": asking("record_legal_posture"),
    "convicted": asking("record_legal_posture"),
    "contact_lawful": asking("record_legal_posture"),
    "hold_reason_gone": what_stands,
    "offence_let_through": asking("override_offence"),
    "something_to_talk_about": talk,
    "risk_assessed": asking("record_risk"),
    "risk_assessed_again": asking("record_risk"),
    "risk_bearable": lambda w, c, choose: ("record_risk", {"level": "low", "is_planned": False}),
    "safety_planned": lambda w, c, choose: ("record_risk", {"level": c.danger, "is_planned": True}),
    "mode_safe": lambda w, c, choose: ("record_risk", {"level": "low", "is_planned": False}),
    "mediator_assigned": assign,
    **{
        rule: part_with(rule)
        for rule in (
            "no_officer_of_department", "no_involved_office", "affiliation_allowed", "standing_allowed",
            "mediator_active", "supervisor_is_another", "no_interpreter", *LAPSES,
        )
    },
    "each_prepared": prepare_next,
    "order_kept": reach_first_side,
    "everybody_ready": first_who(lambda w, c, p: p.is_party and not p.is_ready, "record_readiness", is_ready=True),
    "mediators_find_ready": find_ready,
    "topics_covered": go_through,
    "support_prepared": prepare_company,
    "mediators_there": call_back,
    "people_can_come": let_come,
    "amount_within_loss": lose_more,
    "both_sides_known": lambda w, c, choose: ("add_person", {"role": "victim", "office": "", "has_email": False}),
    "takes_part": first_who(
        lambda w, c, p: p.is_harmed and bool(p.choices) and not p.choices[-1]["takes_part"],
        "record_choices",
        takes_part=True,
    ),
    "choices_complete": first_who(
        lambda w, c, p: p in c.deciders and not (p.choices and p.choices[-1]["is_complete"]), "record_choices"
    ),
    "minor_known": first_who(
        lambda w, c, p: p.is_party and p.is_minor is None, "record_minor", is_minor=False
    ),
    "spoken_for": find_spokesperson,
    "guardian_consents": find_guardian,
    "wishes_settled": asking("record_settlement"),
    "consents_live": first_who(lambda w, c, p: p.is_party and not p.consents, "record_consent"),
    "mode_as_chosen": first_who(
        lambda w, c, p: p in c.deciders and not (p.choices and p.choices[-1]["mode"] == "no_preference"),
        "record_choices",
        mode="no_preference",
    ),
}  # fmt: skip


def meet_or_write(world: World, case: Case, choose: Chooser) -> Any:
    may_write = all_allow(case, *LETTERS) and bool({*LETTERS} & {*world.policy.modes})
    may_meet = any(all_allow(case, mode) for mode in MEETINGS)
    if may_write and (not may_meet or choose.turns({"exchanging"}, {"scheduled", "held"})):
        return "begin_exchange", {}
    return asking("schedule_session")(world, case, choose)


def meet(world: World, case: Case, choose: Chooser) -> Any:
    if len([each for each in world.cases if each.state not in answers.ENDED]) == 1 and choose.among(
        True, False
    ):
        return moves.refer(world, choose)
    if case.ahead and case.ahead.starts > world.now:
        return Move("wait", 0, {"long": case.ahead.starts - world.now})
    return asking("record_held")(world, case, choose)


def after_meeting(world: World, case: Case, choose: Chooser) -> Any:
    if choose.among(True, True, True, False):
        return asking("begin_agreement")(world, case, choose)
    return "begin_closing", {"reason": "completed_dialogue_no_agreement"}


def write(world: World, case: Case, choose: Chooser) -> Any:
    if not case.had_exchange:
        return reach(case, world, choose, case.harmed[0], "exchange")
    if all_allow(case, *MEETINGS) and choose.turns({"scheduled", "held"}, {"monitoring"}):
        return "return_to_meeting", {}
    return after_meeting(world, case, choose)


def agree(world: World, case: Case, choose: Chooser) -> Any:
    paper = case.paper
    if paper.state == "proposed":
        return asking("sign_agreement")(world, case, choose)
    kinds = {item.kind for item in paper.items}
    for kind in ("monetary_restitution", "community_service", "apology"):
        if kind not in kinds and paper.version == 1 and (not kinds or choose.among(True, False)):
            return "add_agreement_item", answers.adding(world, case, choose, kind=kind)
    step = "propose_agreement" if paper.items else "add_agreement_item"
    return asking(step)(world, case, choose)


def fulfil(world: World, case: Case, choose: Chooser) -> Any:
    paper = case.papers.index(case.paper)
    if (
        case.paper.version == 1
        and any(item.status == "open" for item in case.paper.items)
        and not choose.among(*range(5))
    ):
        return "amend_agreement", {}
    for number, item in enumerate(case.paper.items):
        if item.status == "open":
            place = {"item": (paper, number)}
            if item.left > 0 and choose.among(True, True, False):
                figure = choose.among(item.left, min(item.left, Decimal(5)).quantize(item.left))
                return "record_payment" if item.is_money else "record_hours", place | {"figure": figure}
            done = () if item.left > 0 else ("achieved",)
            other = () if "breach_returned" in choose.leans else (*done, "partial")
            return "mark_item", place | {"status": choose.among(*other, "not_achieved")}
        if (
            item.ledger
            and not (item.ledger[-1].is_reversal or item.ledger[-1].is_reversed)
            and ("payment_reversible" in choose.leans or not choose.among(*range(4)))
        ):
            return "reverse_payment", {"item": (paper, number), "row": len(item.ledger) - 1}
    reasons = [reason for reason in answers.REASONS[:4] if reason_fits(world, case, {"reason": reason})]
    return "begin_closing", {"reason": choose.among(*reasons)}


def end(world: World, case: Case, choose: Chooser) -> Any:
    if case.report is None:
        return "issue_report", {}
    purpose = "follow_up" if case.had_dialogue else "told_end"
    for person in case.parties:
        has_survey = any(each.survey for each in person.contacts)
        if not is_settled(world, person, purpose) or (person.was_reached("follow_up") and not has_survey):
            survey = (not has_survey and person.was_reached("follow_up")) or choose.among(True, False)
            step, asked = reach(case, world, choose, person, purpose)
            return step, asked | {"survey": survey}
    return "close_case", {}


WAYS: dict[str, Callable[[World, Case, Chooser], Any]] = {
    "referred": decide,
    "forwarded": wait_for_others,
    answers.KEPT: asking("join_referral"),
    "intake": asking("begin_screening"),
    "screening": asking("begin_preparing"),
    "preparing": asking("mark_ready"),
    "ready": meet_or_write,
    "scheduled": meet,
    "held": after_meeting,
    "exchanging": write,
    "agreement_pending": agree,
    "monitoring": fulfil,
    "on_hold": asking("resume_case"),
    "closing": end,
}
