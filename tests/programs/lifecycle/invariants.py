"""What holds in every state of every case, whatever was done to get there (3.3 to 3.10)."""

from tests.programs.lifecycle.judgements import (
    LETTERS,
    all_allow,
    everybody_takes_part,
    is_acknowledged,
    is_lawful,
)
from tests.programs.lifecycle.moves import Move
from tests.programs.lifecycle.shadow import SIGNED, Case, World

NEARER = ("assign_mediator", "begin_preparing", "mark_ready", "schedule_session", "begin_exchange")


def broken(world: World, case: Case) -> list[str]:
    """Return what does not hold of a case as it is now."""
    ahead, paper = case.ahead, case.paper
    going_on = {case.state, case.held_from}
    unwritten = [each for each in case.papers if each.state in ("draft", "proposed")]
    ended = case.state in ("closing", "closed")
    claims = {
        "a session is ahead exactly while the case is scheduled": (ahead is not None) == (case.state == "scheduled"),
        "a session ahead has everybody's consent": not ahead or all(p.consents for p in case.parties),
        "whoever is brought together as a minor has a guardian who consents": (
            not going_on & {"ready", "scheduled", "exchanging"} or not case.unguarded
        ),
        "a session ahead is what those harmed chose": (
            not ahead or (all_allow(case, ahead.mode) and everybody_takes_part(case))
        ),
        "a session ahead has its mediators": not ahead or {*ahead.mediators} <= {*case.assigned},
        "whoever is to meet was prepared, and is ready": (
            not going_on & {"ready", "scheduled", "exchanging"}
            or all(p.was_reached("preparation") and p.is_ready for p in case.parties)
        ),
        "messages need everybody's consent": case.state != "exchanging" or all(p.consents for p in case.parties),
        "no case goes on against the law": (
            case.state not in ("preparing", "ready", "scheduled", "exchanging") or is_lawful(world, case)
        ),
        "nobody with a declared conflict mediates": not case.conflicted & {*case.assigned},
        "nobody supervises a case that they mediate": case.supervisor not in case.assigned,
        "a case that rests says why and from where": (
            (case.state == "on_hold") == bool(case.held_from) == bool(case.hold_reason)
        ),
        "one agreement runs at most": sum(each.state == "active" for each in case.papers) <= 1,
        "an agreement is written exactly while it is pending": (
            bool(unwritten) == ("agreement_pending" in going_on)
        ),
        "what is monitored is an agreement that runs": (
            "monitoring" not in going_on or (paper is not None and paper.state == "active")
        ),
        "what runs was signed by each party of its day": all(
            bool(each.signatures) == (each.state in SIGNED) for each in case.papers
        ),
        "never more is paid than was agreed": all(
            item.figure is None or (item.left >= 0 and item.paid >= 0) for each in case.papers for item in each.items
        ),
        "a case that ends has a reason, and only such a case": ended == bool(case.reason),
        "a case that ended leaves no agreement open": not ended or not {"active", "draft", "proposed"} & {
            each.state for each in case.papers
        },
        "nothing is closed without a report": case.state != "closed" or case.report is not None,
        "nobody mediates a closed case": case.state != "closed" or not case.assigned,
    }  # fmt: skip
    return [claim for claim, holds in claims.items() if not holds]


def broken_by(world: World, before: Case, move: Move) -> list[str]:
    """Return what a step that was taken should never have done to the case as it was before."""
    claims: dict[str, bool] = {}
    if move.step in NEARER:
        names = [move.asked["mediator"]] if move.step == "assign_mediator" else before.assigned
        helpers = [world.helpers[name] for name in names]
        involved = {before.referral.office, *(person.office for person in before.people)} - {""}
        claims["no officer of the department mediates"] = world.kind != "probation" or not any(
            helper.is_officer for helper in helpers
        )
        claims["nobody from an office of the case mediates"] = not any(h.offices & involved for h in helpers)
        claims["nobody with a conflict is brought nearer"] = not before.conflicted & {*names}
    if move.step == "record_contact":
        claims |= claims_of_contact(world, before, move)
    if move.step in ("record_payment", "record_hours"):
        claims["what is paid belongs to the agreement that runs"] = (
            before.papers[move.asked["item"][0]].state == "active"
        )
    if move.step == "close_case":
        claims["nothing is closed without a report"] = before.report is not None
    return [claim for claim, holds in claims.items() if not holds]


def claims_of_contact(world: World, case: Case, move: Move) -> dict[str, bool]:
    person = case.people[move.asked["person"]]
    is_approach = move.asked["purpose"] in ("first_contact", "preparation")
    victim_first = case.referral.initiative == "victim"
    return {
        "nobody is contacted by an unsafe way": move.asked["channel"] not in person.unsafe,
        "no message is left where none may be": not (
            move.asked["result"] == "message_left" and person.no_message
        ),
        "the victim is not approached for somebody unwilling": (
            not (is_approach and person.is_harmed and not victim_first)
            or (is_acknowledged(world, case) and any(p.was_reached() for p in case.responsible))
        ),
        "the offender is not approached before the victim who asked": (
            not (is_approach and person.role == "offender" and victim_first)
            or any(p.was_reached() for p in case.harmed)
        ),
        "a message is passed on only as those harmed chose": (
            move.asked["purpose"] != "exchange" or all_allow(case, *LETTERS)
        ),
    }
