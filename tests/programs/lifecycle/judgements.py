"""What the rules ask of the world as the test believes it to be, in other words than the guards."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.programs.lifecycle.shadow import Case, Person, World

Asked = dict[str, Any]


Rule = Callable[[World, Case, Asked], bool]


LETTERS = ("letter_exchange", "recorded_video")
MEETINGS = ("face_to_face", "video_live", "shuttle", "surrogate")


COMING_NEARER = ("preparing", "ready", "scheduled", "exchanging")
"""States in which the two sides come nearer to each other, so that the law and consent have to be right."""


HAVE_A_PAGE = (
    "victim",
    "victim_representative",
    "surrogate_victim",
    "offender",
    "guardian",
    "support_person",
)


SUPERVISORS = ("sol", "both")
COORDINATORS = ("cora", "alice", "sue")
ONLY_MEDIATE = ("mia", "max", "otto", "stan", "sara", "rosa", "lea")
CAME_BACK = ("asked_again", "reached")


def is_acknowledged(w: World, c: Case) -> bool:
    """E1: the basic facts are agreed, or a supervisor let a disputed case through where the program allows it."""
    if c.acknowledged in ("full", "basic_facts"):
        return True
    return c.acknowledged == "disputed" and c.is_overridden and ruling(w, c).disputed_may_be_overridden


def no_appeal(w: World, c: Case) -> bool:
    return c.law.get("appeal") == "none" if ruling(w, c).no_pending_appeal else True


def is_convicted(w: World, c: Case) -> bool:
    return c.law.get("conviction") == "convicted" if ruling(w, c).requires_conviction else True


def is_lawful(w: World, c: Case) -> bool:
    return no_appeal(w, c) and is_convicted(w, c) and c.law.get("no_contact_order") in ("none", "exception")


ALOOF = ("shuttle", "letter_exchange", "recorded_video")
"""Ways in which the two sides neither see nor hear each other: what a high risk leaves (E7)."""


def is_bearable(w: World, c: Case) -> bool:
    return c.danger != "high" or not {*ALOOF}.isdisjoint(ruling(w, c).modes)


def was_looked_at_again(c: Case) -> bool:
    """E7: the second look at the risk comes once each side was met, with what was heard there."""
    if not c.risks or c.risks[-1].stage != "secondary":
        return False
    met = [
        [t.recorded for t in person.contacts if t.purpose == "preparation" and t.is_reached]
        for person in c.parties
    ]
    return all(days and min(days) <= c.risks[-1].at for days in met)


def is_safe_in(c: Case, mode: str) -> bool:
    return c.danger != "high" or mode in ALOOF


def has_plan_if_needed(c: Case) -> bool:
    return not c.risks or c.danger == "low" or c.risks[-1].is_planned


def answers_on(w: World, c: Case) -> set[str]:
    return {ruling(w, c).offences[each] for each in c.referral.offences}


def is_taken_on(w: World, c: Case) -> bool:
    return "excluded" not in answers_on(w, c)


def is_delicate(w: World, c: Case) -> bool:
    """E5: some matters are for two of the most experienced mediators, and for a second person's decision."""
    return "specialist_only" in answers_on(w, c)


def may_be_delicate(w: World, c: Case) -> bool:
    return not is_delicate(w, c) or c.let_through.get("offence", c.coordinator) != c.coordinator


def has_substance(c: Case) -> bool:
    return c.substance == "something" or (c.substance == "nothing" and "substance" in c.let_through)


def minors_are_taken(w: World, c: Case) -> bool:
    policy = ruling(w, c)
    minors = [person for person in c.parties if person.is_minor]
    return all(policy.minors_harmed if person.is_harmed else policy.minors_responsible for person in minors)


def stands_against(w: World, c: Case) -> str:
    """Return why a case that comes nearer would have to rest, by the first thing of screening that is not so."""
    if not is_acknowledged(w, c):
        return "screening"
    if not is_lawful(w, c):
        return "legal"
    if not minors_are_taken(w, c) or not is_taken_on(w, c) or not may_be_delicate(w, c):
        return "screening"
    if not (c.risks and is_bearable(w, c)):
        return "safety"
    return "" if has_substance(c) else "screening"


def everybody_takes_part(c: Case) -> bool:
    return not any(person.choices and not person.choices[-1]["takes_part"] for person in c.harmed)


def all_allow(c: Case, *modes: str) -> bool:
    return bool(c.deciders) and all(person.allows(*modes) for person in c.deciders)


def ruling(w: World, c: Case) -> Any:
    """Return the policy that a case works by: the one in force when it was opened, until it is moved."""
    return c.policy or w.policy


STAGES = ("pre_charge", "post_charge", "post_adjudication", "post_sentence", "post_release")


def comes_too_early(stage: str, earliest: str) -> bool:
    """R3: the more serious an offence, the later the stage; outside the courts there is none."""
    return earliest != "any" and (stage == "community" or STAGES.index(stage) < STAGES.index(earliest))


def judged(c: Case, a: Asked) -> list[str]:
    """Return the mediators whose neutrality is in question: the one who is asked for, or all who are assigned."""
    return [a["mediator"]] if "connection" in a else list(c.assigned)


LEVELS = ("foundation", "intermediate", "advanced")


def training(w: World, c: Case, a: Asked) -> list[dict[str, Any]]:
    """Return what is known of the training of those in question (N3, N4)."""
    return [w.helpers[name].training for name in judged(c, a)]


def a_year_after(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # a leap day
        return day.replace(year=day.year + 1, day=28)


def shares_an_office(w: World, c: Case, a: Asked) -> bool:
    involved = {c.referral.office, *(person.office for person in c.people)} - {""}
    return any(w.helpers[name].offices & involved for name in judged(c, a))


def supervisor_is_another(w: World, c: Case, a: Asked) -> bool:
    """N5: nobody supervises a case that they mediate, whether they were assigned before or are now."""
    if "supervisor" in a:
        return a["supervisor"] not in {a["mediator"], *c.assigned}
    return c.supervisor not in c.assigned


def is_approach(person: Person, a: Asked) -> bool:
    """Somebody is asked to take part: in so many words, or by whatever is written to them before they were reached."""
    is_letter = "names" in a
    return a["purpose"] in ("first_contact", "preparation") or (is_letter and not person.was_reached())


def in_order(w: World, c: Case, a: Asked) -> bool:
    """3.5: nobody is approached for somebody who is not willing."""
    person: Person = c.people[a["person"]]
    if not is_approach(person, a):
        return True
    if c.referral.initiative == "victim":
        return person.role != "offender" or any(each.was_reached() for each in c.harmed)
    if not person.is_harmed:
        return True
    return is_acknowledged(w, c) and any(each.was_reached() for each in c.responsible)


def may_reach_out(w: World, c: Case, a: Asked) -> bool:
    """R6: nobody harmed is first approached because somebody else asked with whom no case may begin here."""
    person: Person = c.people[a["person"]]
    is_first = person.is_harmed and is_approach(person, a) and not person.was_reached()
    return not is_first or c.referral.initiative in ("victim", *ruling(w, c).initiative)


def hour_is_safe(w: World, c: Case, a: Asked) -> bool:
    """3.5: what rings at once comes within the hours; somebody is met, and a letter arrives, at any time."""
    hours = c.people[a["person"]].hours
    if hours is None or a["channel"] in ("in_person", "letter"):
        return True
    return hours[0] <= (w.now + a["ago"]).astimezone(w.zone).hour < hours[1]


def wishes_are_settled(w: World, c: Case, a: Asked) -> bool:
    """3.6: where both sides count alike, what differs is settled after it was said, by whichever side."""
    if ruling(w, c).premise != "balanced":
        return True
    chosen = [person.choices[-1]["at"] for person in c.deciders if person.choices]
    wished = [person.choices[-1] for person in c.responsible if person.choices]
    different = [
        each
        for each in wished
        if each["differs"] or not (each["mode"] == "no_preference" or all_allow(c, each["mode"]))
    ]
    return not different or (
        c.settled_at is not None and c.settled_at >= max([each["at"] for each in different] + chosen)
    )


def reason_fits(w: World, c: Case, a: Asked) -> bool:
    """3.5: an outcome is what happened; what was agreed is the version that runs, not one that is being written."""
    went = {item.status for item in c.running.items} if c.running else set()
    kept_some, kept_all = bool(went & {"achieved", "partial"}), went == {"achieved"}
    match a["reason"]:
        case "completed_with_agreement_fulfilled":
            return kept_all
        case "agreement_partially_fulfilled":
            return kept_some and not kept_all
        case "agreement_unfulfilled_returned":
            return c.running is not None and not kept_all
        case "completed_dialogue_no_agreement":
            return c.had_dialogue and c.running is None
    return True


OUTCOMES = (
    "completed_with_agreement_fulfilled",
    "completed_dialogue_no_agreement",
    "agreement_partially_fulfilled",
    "agreement_unfulfilled_returned",
)


OFFENDERS = (
    "offender_declined",
    "offender_denied_responsibility",
    "offender_unreachable",
    "offender_withdrew",
    "offender_reoffended",
)


def within_loss(w: World, c: Case, a: Asked) -> bool:
    """A4: no more is promised than all that was lost, where that is on record."""
    losses = [person.loss for person in c.people if person.role == "victim"]
    if a["kind"] != "monetary_restitution" or not losses or None in losses:
        return True
    items = c.paper.items if c.paper else []
    drafted = sum((item.figure + item.came for item in items if item.is_money), Decimal(0))
    kept = {id(item.before) for item in items} | {id(item) for item in items}
    settled = sum((debt.paid for debt in debts_of(c) if debt.is_money and id(debt) not in kept), Decimal(0))
    return a["figure"] <= max(sum(losses) - drafted - settled, Decimal(0))


def signed_debts(c: Case) -> list[Any]:
    """What has a ledger in any version that was signed."""
    signed = [each for each in c.papers if each.state not in ("draft", "proposed", "dropped")]
    return [item for each in signed for item in each.items if item.is_money or item.is_work]


def latest(c: Case, item: Any) -> Any:
    """The debt of a line, whichever version's line it is: as the version has it that was signed last."""
    later = {id(debt.before): debt for debt in signed_debts(c) if debt.before}
    while id(item) in later:
        item = later[id(item)]
    return item


def debts_of(c: Case) -> list[Any]:
    """Each debt as the version has it that was signed last of those that have it."""
    found = signed_debts(c)
    carried = {id(item.before) for item in found if item.before}
    return [item for item in found if id(item) not in carried]


def opened_again(c: Case) -> list[Any]:
    """What no version that runs has, and what is owed again since a payment of it was reversed."""
    running = {id(item) for item in c.running.items} if c.running else set()
    return [debt for debt in debts_of(c) if id(debt) not in running and debt.left > 0]


def items_are_settled(w: World, c: Case, a: Asked) -> bool:
    if a["reason"] not in OUTCOMES or c.running is None:
        return True
    return all(item.status != "open" for item in [*c.running.items, *opened_again(c)])


def tried_enough(w: World, c: Case, a: Asked) -> bool:
    side = {"victim_unreachable": c.harmed, "offender_unreachable": c.responsible}.get(a["reason"])
    return side is None or any(person.tries() >= w.policy.contact_tries for person in side)


def breach_goes_back(w: World, c: Case, a: Asked) -> bool:
    """A7: where the policy says so, an agreement that was not kept goes back to the referrer, and nowhere else."""
    if not ruling(w, c).breach_returns_to_referrer or c.running is None:
        return True
    if all(item.status != "not_achieved" for item in c.running.items):
        return True
    return a["reason"] not in (*OUTCOMES, *OFFENDERS) or a["reason"] == "agreement_unfulfilled_returned"


def all_told(w: World, c: Case, a: Asked) -> bool:
    """3.5: whoever knows of the case hears how it ended; after a dialogue each is followed up."""
    if c.reason in ("duplicate_or_error", "party_died"):
        return True
    purposes = ("follow_up",) if c.had_dialogue else ("told_end", "follow_up")
    knowing = [person for person in c.parties if person.was_reached() or person.consents]
    return all(is_settled(w, person, *purposes) for person in knowing)


def is_settled(w: World, person: Person, *purposes: str) -> bool:
    results = {each.result for each in person.contacts if each.purpose in purposes}
    return bool(results & {"reached", "refused"}) or person.tries(*purposes) >= w.policy.contact_tries


def surveys_offered(w: World, c: Case, a: Asked) -> bool:
    followed_up = (
        [person for person in c.parties if person.was_reached("follow_up")] if c.had_dialogue else []
    )
    return all(any(each.survey for each in person.contacts) for person in followed_up)


def message_in_turn(w: World, c: Case, a: Asked) -> bool:
    """3.8: a message is passed on while messages are exchanged, and only as long as those harmed choose it."""
    if a["purpose"] != "exchange":
        return True
    return c.state == "exchanging" and everybody_takes_part(c) and all_allow(c, *LETTERS)


def is_away(w: World, name: str, a: Asked) -> bool:
    """Return whether a mediator is away where the program is, on a day that the session touches."""
    first, last = (when.astimezone(w.zone).date() for when in (a["starts"], a["starts"] + a["length"]))
    away = w.helpers[name].away
    return away is not None and away[0] <= last and away[1] >= first


def cannot_come(w: World, c: Case, person: Person, a: Asked) -> bool:
    """3.7: a session keeps to what people said of their days; those of the offender are advice where victims lead."""
    first, last = (when.astimezone(w.zone).date() for when in (a["starts"], a["starts"] + a["length"]))
    is_asked = ruling(w, c).premise == "balanced" or person.role != "offender"
    is_stood_in_for = a["mode"] == "surrogate" and person.role == "victim"
    return is_asked and not is_stood_in_for and any(first <= day <= last for day in person.away)


def leave_is_over(w: World, c: Case) -> bool:
    """R7: what was handed on may be used until the release ends, or it is given back; for good once it is taken on."""
    sent = c.referral
    if sent.leave_ends is None or sent.state == "accepted":
        return False
    return sent.state == "withdrawn" or w.now >= sent.leave_ends


def item_of(c: Case, a: Asked) -> Any:
    return c.papers[a["item"][0]].items[a["item"][1]]


def is_trusted(w: World, c: Case, a: Asked) -> bool:
    """A guardian who is suspected of having harmed a child is neither written to nor given a page."""
    return c.people[a["person"]].is_party or not any(p.guardians.get(a["person"]) for p in c.people)
