"""What a step that was taken does to the shadow, told from the domain."""

from collections.abc import Callable
from typing import Any

from tests.programs.lifecycle.judgements import (
    COMING_NEARER,
    Asked,
    all_allow,
    everybody_takes_part,
    has_plan_if_needed,
    has_substance,
    is_acknowledged,
    is_bearable,
    is_lawful,
    is_safe_in,
)
from tests.programs.lifecycle.papers import amend, begin_closing, drop, mark, pay, report, reverse, sign, turn
from tests.programs.lifecycle.shadow import Case, Contact, Item, Meeting, Paper, Person, Risk, World
from tests.programs.lifecycle.states import cancel, hold, move, prepare_again


def accept(w: World, c: Case, a: Asked, made: Any) -> None:
    c.key, c.state, c.referral.state = made.pk, "intake", "accepted"
    c.policy = w.policy


def refer_to(state: str) -> Callable[..., None]:
    """Return what ends a referral: no case comes of it."""

    def ended(w: World, c: Case, a: Asked, made: Any) -> None:
        c.state = c.referral.state = state

    return ended


def begin_review(w: World, c: Case, a: Asked, made: Any) -> None:
    c.referral.state = "under_review"


def hand_on(w: World, c: Case, a: Asked, made: Any) -> None:
    c.state = c.referral.state = "forwarded"
    c.referral.is_with_others = True
    c.referral.went_over = a["receiver"] == "open" and a["goes_with"] == "live"
    c.referral.is_there = False


def note_answer(w: World, c: Case, a: Asked, made: Any) -> None:
    """Believe an answer that somebody noted here; a program that has it by itself says that it gave it back."""
    if not c.referral.is_there:
        answer_of_others(c, a["answer"])


def answer_of_others(c: Case, answer: str) -> None:
    c.referral.is_with_others = c.referral.went_over = c.referral.is_there = False
    if answer == "accepted":
        c.state = "handed_over"
    else:
        c.state, c.referral.state = "referred", "under_review"


def join(w: World, c: Case, a: Asked, made: Any) -> None:
    c.referral.is_joined = True


def begin_screening(w: World, c: Case, a: Asked, made: Any) -> None:
    c.coordinator = a["coordinator"]
    move(c, "screening")


def acknowledge(w: World, c: Case, a: Asked, made: Any) -> None:
    c.acknowledged, c.is_overridden = a["answer"], False
    if c.state in COMING_NEARER and not is_acknowledged(w, c):
        hold(c, "screening")


def override(w: World, c: Case, a: Asked, made: Any) -> None:
    c.is_overridden = True


def by_whom(check: Any) -> str:
    """Return the name of whoever answered last."""
    return check.checked_by.email.partition("@")[0]


def let_through(what: str) -> Callable[..., None]:
    def decided(w: World, c: Case, a: Asked, made: Any) -> None:
        c.let_through[what] = by_whom(made)
        if what == "substance":
            c.told_substance = by_whom(made)

    return decided


def talk(w: World, c: Case, a: Asked, made: Any) -> None:
    c.substance, c.told_substance = a["answer"], by_whom(made)
    c.let_through.pop("substance", None)
    if c.state in COMING_NEARER and not has_substance(c):
        hold(c, "screening")


def declare_conflict(w: World, c: Case, a: Asked, made: Any) -> None:
    c.conflicted.add(a["mediator"])
    if a["mediator"] in c.assigned:
        del c.assigned[a["mediator"]]
        if cancel(c):
            move(c, "ready")


def add_person(w: World, c: Case, a: Asked, made: Any) -> None:
    c.people.append(
        Person(
            made.pk, a["role"], office=a["office"], has_email=a["has_email"],
            is_organisation=a.get("is_organisation", False), mail_of=a.get("mail_of", ""),
        )
    )  # fmt: skip
    if c.people[-1].is_party:
        prepare_again(c)


def note_loss(w: World, c: Case, a: Asked, made: Any) -> None:
    c.people[a["person"]].loss = a["loss"]


def change_person(w: World, c: Case, a: Asked, made: Any) -> None:
    person = c.people[a["person"]]
    person.unsafe, person.no_message, person.office = a["unsafe"], a["no_message"], a["office"]
    person.has_email = a["has_email"]
    person.hours = a["hours"]
    person.mail_of = ""


def record_law(w: World, c: Case, a: Asked, made: Any) -> None:
    c.law = {name: a[name] for name in ("appeal", "conviction", "no_contact_order")}
    if c.state in COMING_NEARER and not is_lawful(w, c):
        hold(c, "legal")


def assess(w: World, c: Case, a: Asked, made: Any) -> None:
    stage = "initial" if {c.state, c.held_from} & {"intake", "screening"} else "secondary"
    c.risks.append(Risk(stage, a["level"], a["is_planned"], w.now))
    if c.state in COMING_NEARER and not is_bearable(w, c):
        hold(c, "safety")
    elif c.ahead and not (is_safe_in(c, c.ahead.mode) and has_plan_if_needed(c)):
        cancel(c)
        move(c, "ready")


def assign(w: World, c: Case, a: Asked, made: Any) -> None:
    c.supervisor = a["supervisor"]
    c.assigned.setdefault(a["mediator"], None)


def record_contact(w: World, c: Case, a: Asked, made: Any) -> None:
    c.people[a["person"]].contacts.append(
        Contact(a["purpose"], a["result"], w.now + a["ago"], a["survey"], w.now, a["topics"])
    )


def send_link(w: World, c: Case, a: Asked, made: Any) -> None:
    person = c.people[a["person"]]
    purpose = "arranging" if person.was_reached() else a["purpose"]
    person.contacts.append(Contact(purpose, a["result"], w.now, recorded=w.now))


def write_letter(w: World, c: Case, a: Asked, made: Any) -> None:
    c.people[a["person"]].contacts.append(Contact(a["purpose"], "sent", w.now, recorded=w.now))


def choose(w: World, c: Case, a: Asked, made: Any) -> None:
    choice = {name: a[name] for name in ("takes_part", "mode", "is_complete")} | {"at": w.now}
    c.people[a["person"]].choices.append(choice)
    if c.ahead and not (all_allow(c, c.ahead.mode) and everybody_takes_part(c)):
        cancel(c)
        move(c, "ready")


def say_minor(w: World, c: Case, a: Asked, made: Any) -> None:
    c.people[a["person"]].is_minor = a["is_minor"]
    if c.unguarded:
        prepare_again(c)


def let_speak(w: World, c: Case, a: Asked, made: Any) -> None:
    if c.people[a["person"]].spoken_for != a["spokesperson"]:
        c.people[a["person"]].spoken_for = a["spokesperson"]
        prepare_again(c)


def tie(w: World, c: Case, a: Asked, made: Any) -> None:
    """Note who the guardian is; what a suspected one consented to as a guardian is over."""
    child, guardian = c.people[a["person"]], c.people[a["guardian"]]
    was = child.guardians.pop(a["guardian"], None)
    if a["is_guardian"]:
        child.guardians[a["guardian"]] = a["is_suspected"]
        if was is not a["is_suspected"]:
            child.guarded_since[a["guardian"]] = w.now
        if a["is_suspected"] and not guardian.is_party:
            take_back(w, guardian)
    if c.unguarded:
        prepare_again(c)


def wish(w: World, c: Case, a: Asked, made: Any) -> None:
    said = {"takes_part": True, "mode": a["mode"], "differs": a["differs"], "at": w.now}
    c.people[a["person"]].choices.append(said)


def settle_wishes(w: World, c: Case, a: Asked, made: Any) -> None:
    c.settled_at = w.now


def take_back(w: World, person: Person) -> None:
    person.stopped_at += [w.now] if person.consents else []
    person.took_back = person.took_back or person.consents
    person.consents = False


def consent(w: World, c: Case, a: Asked, made: Any) -> None:
    person = c.people[a["person"]]
    wards = [each.guarded_since[a["person"]] for each in c.people if a["person"] in each.guardians]
    is_anew = not person.consents or person.agreed_at[-1] < max(wards, default=person.agreed_at[-1])
    person.agreed_at += [w.now] if is_anew else []
    person.consents, person.took_back = True, False


def withdraw(w: World, c: Case, a: Asked, made: Any) -> None:
    person = c.people[a["person"]]
    had_agreed = person.consents
    take_back(w, person)
    if had_agreed and (person.is_party or c.unguarded):
        prepare_again(c)


def say_ready(w: World, c: Case, a: Asked, made: Any) -> None:
    person = c.people[a["person"]]
    person.is_ready = a["is_ready"]
    if person.is_party and not a["is_ready"] and c.state == "ready":
        move(c, "preparing")


def find_ready(w: World, c: Case, a: Asked, made: Any) -> None:
    c.assigned[a["mediator"]] = a["is_ready"]
    if not a["is_ready"] and c.state == "ready":
        move(c, "preparing")


def schedule(w: World, c: Case, a: Asked, made: Any) -> None:
    c.meetings.append(Meeting(a["mode"], a["starts"], a["starts"] + a["length"], sorted(c.assigned)))
    move(c, "scheduled")


def end_meeting(meeting: str, state: str) -> Callable[..., None]:
    def ended(w: World, c: Case, a: Asked, made: Any) -> None:
        c.ahead.state = meeting
        move(c, state)

    return ended


def to(state: str) -> Callable[..., None]:
    return lambda w, c, a, made: move(c, state)


def begin_agreement(w: World, c: Case, a: Asked, made: Any) -> None:
    c.papers.append(Paper(len(c.papers) + 1))
    move(c, "agreement_pending")


def add_item(w: World, c: Case, a: Asked, made: Any) -> None:
    c.paper.items.append(Item(made.pk, a["kind"], a["figure"], a["due"]))


def remove_item(w: World, c: Case, a: Asked, made: Any) -> None:
    del c.papers[a["item"][0]].items[a["item"][1]]


def close(w: World, c: Case, a: Asked, made: Any) -> None:
    move(c, "closed")
    c.assigned.clear()


EFFECTS: dict[str, Callable[[World, Case, Asked, Any], None]] = {
    "accept_referral": accept,
    "begin_review": begin_review,
    "decline_referral": refer_to("declined"),
    "withdraw_referral": refer_to("withdrawn"),
    "forward_referral": hand_on,
    "record_forward_answer": note_answer,
    "keep_for_victim": refer_to("awaiting_victim_initiative"),
    "join_referral": join,
    "begin_screening": begin_screening,
    "record_acknowledgement": acknowledge,
    "override_acknowledgement": override,
    "record_legal_posture": record_law,
    "record_risk": assess,
    "override_offence": let_through("offence"),
    "record_substance": talk,
    "override_substance": let_through("substance"),
    "assign_mediator": assign,
    "begin_preparing": to("preparing"),
    "record_contact": record_contact,
    "send_participant_link": send_link,
    "write_letter": write_letter,
    "record_choices": choose,
    "record_minor": say_minor,
    "record_guardian": tie,
    "record_spokesperson": let_speak,
    "record_wishes": wish,
    "record_settlement": settle_wishes,
    "record_consent": consent,
    "withdraw_consent": withdraw,
    "record_readiness": say_ready,
    "record_mediator_readiness": find_ready,
    "mark_ready": to("ready"),
    "schedule_session": schedule,
    "cancel_session": end_meeting("cancelled", "ready"),
    "record_held": end_meeting("held", "held"),
    "record_not_held": end_meeting("not_held", "ready"),
    "begin_exchange": to("exchanging"),
    "return_to_meeting": to("ready"),
    "begin_agreement": begin_agreement,
    "add_agreement_item": add_item,
    "remove_agreement_item": remove_item,
    "propose_agreement": turn("proposed"),
    "redraft_agreement": turn("draft"),
    "sign_agreement": sign,
    "drop_agreement": drop,
    "amend_agreement": amend,
    "record_payment": pay,
    "record_hours": pay,
    "reverse_payment": reverse,
    "mark_item": mark,
    "put_on_hold": lambda w, c, a, made: hold(c, a["reason"]),
    "resume_case": lambda w, c, a, made: move(c, c.held_from),
    "begin_closing": begin_closing,
    "issue_report": report,
    "close_case": close,
    "add_person": add_person,
    "change_person": change_person,
    "declare_conflict": declare_conflict,
    "record_loss": note_loss,
}
