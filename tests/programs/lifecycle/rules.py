"""The oracle: which rules refuse a step, told from the domain and not from the code.

The names are those of the guards, so that both can be compared; each rule is written here a second time. It takes the
world, the case and what is asked, and returns whether it is kept.
"""

import datetime as dt
from collections.abc import Callable
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


def stands_against(w: World, c: Case) -> str:
    """Return why a case that comes nearer would have to rest, by the first thing of screening that is not so."""
    if not is_acknowledged(w, c):
        return "screening"
    if not is_lawful(w, c):
        return "legal"
    if not RULES["minors_taken"](w, c, {}) or not is_taken_on(w, c) or not may_be_delicate(w, c):
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


def in_order(w: World, c: Case, a: Asked) -> bool:
    """3.5: nobody is approached for somebody who is not willing."""
    person: Person = c.people[a["person"]]
    if a["purpose"] not in ("first_contact", "preparation"):
        return True
    if c.referral.initiative == "victim":
        return person.role != "offender" or any(each.was_reached() for each in c.harmed)
    if not person.is_harmed:
        return True
    return is_acknowledged(w, c) and any(each.was_reached() for each in c.responsible)


def may_reach_out(w: World, c: Case, a: Asked) -> bool:
    """R6: nobody harmed is first approached because somebody else asked with whom no case may begin here."""
    person: Person = c.people[a["person"]]
    is_first = (
        person.is_harmed and a["purpose"] in ("first_contact", "preparation") and not person.was_reached()
    )
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


def items_are_settled(w: World, c: Case, a: Asked) -> bool:
    if a["reason"] not in OUTCOMES or c.running is None:
        return True
    return all(item.status != "open" for item in c.running.items)


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


def item_of(c: Case, a: Asked) -> Any:
    return c.papers[a["item"][0]].items[a["item"][1]]


RULES: dict[str, Rule] = {
    # A referral
    "referral_complete": lambda w, c, a: bool(c.referral.offences),
    "stage_taken": lambda w, c, a: c.referral.stage in ruling(w, c).stages,
    "initiative_allowed": lambda w, c, a: c.referral.initiative in ruling(w, c).initiative,
    "referrer_taken": lambda w, c, a: c.referral.asked_by in w.policy.referrers,
    "offences_taken": lambda w, c, a: (
        "excluded" not in {w.policy.offences[each] for each in c.referral.offences}
    ),
    "release_names_program": lambda w, c, a: a["goes_with"] in ("nothing", "live"),  # R7
    "forward_pending": lambda w, c, a: c.referral.is_with_others,
    "kept_for_victim": lambda w, c, a: (
        c.referral.asked_by == "offender_self" and "offender" not in w.policy.initiative
    ),
    "victim_asked": lambda w, c, a: (
        (other := w.cases[a["other"]].referral).asked_by == "victim_self"
        and other.state in ("submitted", "under_review", "accepted")
    ),
    "not_joined": lambda w, c, a: not c.referral.is_joined,
    "stage_late_enough": lambda w, c, a: (
        not any(
            comes_too_early(c.referral.stage, w.policy.earliest_stages[each]) for each in c.referral.offences
        )
    ),
    # Screening and the law
    "coordinator_set": lambda w, c, a: a["coordinator"] in COORDINATORS,
    "acknowledgement_met": lambda w, c, a: is_acknowledged(w, c),
    "override_possible": lambda w, c, a: (
        c.acknowledged == "disputed" and ruling(w, c).disputed_may_be_overridden
    ),
    "override_in_writing": lambda w, c, a: a["text"].count(" ") >= 4,
    "no_appeal_pending": lambda w, c, a: no_appeal(w, c),
    "convicted": lambda w, c, a: is_convicted(w, c),
    "contact_lawful": lambda w, c, a: c.law.get("no_contact_order") in ("none", "exception"),
    "hold_reason_gone": lambda w, c, a: (
        not stands_against(w, c)
        if c.held_from in COMING_NEARER
        else c.hold_reason != "legal" or is_lawful(w, c)
    ),
    # What it is about
    "offences_of_case_taken": lambda w, c, a: is_taken_on(w, c),
    "offence_let_through": lambda w, c, a: may_be_delicate(w, c),
    "offence_override_possible": lambda w, c, a: is_delicate(w, c) and is_taken_on(w, c),
    "not_by_coordinator": lambda w, c, a: a["by"] != c.coordinator,
    "something_to_talk_about": lambda w, c, a: has_substance(c),
    "nothing_is_left": lambda w, c, a: c.substance == "nothing",
    "not_by_recorder": lambda w, c, a: a["by"] != c.told_substance,
    # Safety
    "risk_assessed": lambda w, c, a: bool(c.risks),
    "risk_bearable": lambda w, c, a: is_bearable(w, c),
    "risk_assessed_again": lambda w, c, a: was_looked_at_again(c),
    "safety_planned": lambda w, c, a: has_plan_if_needed(c),
    "mode_safe": lambda w, c, a: is_safe_in(c, a["mode"]),
    # Mediators
    "no_officer_of_department": lambda w, c, a: (
        w.kind != "probation" or not any(w.helpers[name].is_officer for name in judged(c, a))
    ),
    "no_involved_office": lambda w, c, a: not shares_an_office(w, c, a),
    "affiliation_allowed": lambda w, c, a: (
        not any(w.helpers[name].kinds & {*ruling(w, c).excluded_affiliations} for name in judged(c, a))
    ),
    "no_connection": lambda w, c, a: a.get("connection", "none") == "none",
    "no_interpreter": lambda w, c, a: (
        not {person.mail_of for person in c.people if person.role == "interpreter"} & {*judged(c, a)}
    ),
    "no_declared_conflict": lambda w, c, a: not c.conflicted & {*judged(c, a)},
    "standing_allowed": lambda w, c, a: (
        {w.helpers[name].standing for name in judged(c, a)} <= {*ruling(w, c).standings}
    ),
    "level_enough": lambda w, c, a: all(
        LEVELS.index(each["level"]) >= (2 if is_delicate(w, c) else LEVELS.index(ruling(w, c).level))
        for each in training(w, c, a)
    ),
    "trained_enough": lambda w, c, a: all(
        each["training_hours"] >= ruling(w, c).training_hours for each in training(w, c, a)
    ),
    "supervision_current": lambda w, c, a: all(
        (w.today - each["supervised_on"]).days <= 7 * 12 for each in training(w, c, a)
    ),
    "practice_observed": lambda w, c, a: all(
        a_year_after(each["observed_on"]) >= w.today for each in training(w, c, a)
    ),
    "background_checked": lambda w, c, a: (
        not ruling(w, c).needs_background_check
        or all(each["checked_until"] and each["checked_until"] >= w.today for each in training(w, c, a))
    ),
    "mediator_active": lambda w, c, a: all(w.helpers[name].is_active for name in judged(c, a)),
    "supervisor_qualified": lambda w, c, a: (
        "supervisor" not in a or (a["supervisor"] in SUPERVISORS and w.is_active(a["supervisor"]))
    ),
    "supervisor_is_another": supervisor_is_another,
    "mediator_assigned": lambda w, c, a: (
        len(c.assigned) >= ruling(w, c).mediators_needed and (len(c.assigned) > 1 or not is_delicate(w, c))
    ),
    # Contacts and readiness
    "channel_safe": lambda w, c, a: a["channel"] not in c.people[a["person"]].unsafe,
    "hour_safe": hour_is_safe,
    "program_open": lambda w, c, a: w.is_open,
    "nobody_invented": lambda w, c, a: not c.referral.is_sample,
    "page_for_role": lambda w, c, a: (
        c.people[a["person"]].role in HAVE_A_PAGE and not c.people[a["person"]].is_organisation
    ),
    "address_known": lambda w, c, a: c.people[a["person"]].has_email,
    "message_allowed": lambda w, c, a: a["result"] != "message_left" or not c.people[a["person"]].no_message,
    "order_kept": in_order,
    "outreach_allowed": may_reach_out,
    "message_in_turn": message_in_turn,
    "in_person_or_explained": lambda w, c, a: (
        (a["purpose"], a["result"]) != ("preparation", "reached")
        or a["channel"] == "in_person"
        or bool(a["why"].strip())
    ),
    "contact_not_ahead": lambda w, c, a: w.now + a["ago"] <= w.now + dt.timedelta(minutes=5),
    "each_prepared": lambda w, c, a: all(person.was_reached("preparation") for person in c.parties),
    "topics_covered": lambda w, c, a: all(
        {*ruling(w, c).preparation_topics} <= person.went_through() for person in c.parties
    ),
    "support_prepared": lambda w, c, a: all(
        any(
            each.purpose == "preparation" and each.result in ("reached", "refused")
            for each in person.contacts
        )
        for person in c.people
        if person.role == "support_person"
    ),
    "everybody_ready": lambda w, c, a: all(person.is_ready for person in c.parties),
    "mediators_find_ready": lambda w, c, a: all(c.assigned.values()),
    # Consent and choices
    "both_sides_known": lambda w, c, a: bool(c.harmed) and bool(c.responsible),
    "consents_live": lambda w, c, a: all(person.consents for person in c.parties),
    "spoken_for": lambda w, c, a: all(
        person.spoken_for is not None and c.people[person.spoken_for].is_party
        for person in c.people
        if person.is_organisation
    ),
    "acts_in_person": lambda w, c, a: not c.people[a["person"]].is_organisation,
    "spokesperson_fits": lambda w, c, a: (
        c.people[a["person"]].is_organisation
        and c.people[a["spokesperson"]].is_party
        and c.people[a["spokesperson"]].is_harmed
    ),
    "minor_known": lambda w, c, a: all(person.is_minor is not None for person in c.parties),
    "minors_taken": lambda w, c, a: all(
        ruling(w, c).minors_harmed if person.is_harmed else ruling(w, c).minors_responsible
        for person in c.parties
        if person.is_minor
    ),
    "guardian_consents": lambda w, c, a: not c.unguarded,
    "guardian_may_consent": lambda w, c, a: c.people[a["person"]].is_party or c.can_consent_for(a["person"]),
    "guardian_fits": lambda w, c, a: (
        not a["is_guardian"]
        or (
            a["guardian"] != a["person"]
            and c.people[a["guardian"]].is_minor is not True
            and not c.people[a["guardian"]].is_organisation
            and c.people[a["person"]].is_party
            and c.people[a["person"]].is_minor is not False
        )
    ),
    "choices_by_harmed": lambda w, c, a: c.people[a["person"]].is_harmed,
    "choices_complete": lambda w, c, a: all(
        person.choices and person.choices[-1]["is_complete"] for person in c.deciders
    ),
    "takes_part": lambda w, c, a: everybody_takes_part(c),
    "mode_as_chosen": lambda w, c, a: all_allow(c, a["mode"]),
    "mode_offered": lambda w, c, a: a["mode"] in ruling(w, c).modes,
    "fits_choices": lambda w, c, a: a["fits"],
    "wishes_by_responsible": lambda w, c, a: c.people[a["person"]].role == "offender",
    "wishes_settled": wishes_are_settled,
    "settlement_in_writing": lambda w, c, a: a["text"].count(" ") >= 4,
    "exchange_chosen": lambda w, c, a: all_allow(c, *LETTERS),
    "exchange_offered": lambda w, c, a: any(mode in ruling(w, c).modes for mode in LETTERS),
    "meeting_chosen": lambda w, c, a: all_allow(c, *MEETINGS),
    # Sessions
    "start_not_past": lambda w, c, a: a["starts"] >= w.now - dt.timedelta(minutes=15),
    "length_sensible": lambda w, c, a: dt.timedelta(0) < a["length"] <= dt.timedelta(hours=10),
    "mediators_free": lambda w, c, a: (
        a["length"] <= dt.timedelta(0) or not w.is_taken(c, a["starts"], a["starts"] + a["length"])
    ),
    "mediators_there": lambda w, c, a: not any(is_away(w, name, a) for name in c.assigned),
    "required_attended": lambda w, c, a: all(
        any(c.people[number].is_harmed == is_harmed and c.people[number].is_party for number in a["attended"])
        for is_harmed in (True, False)
    ),
    "session_has_begun": lambda w, c, a: c.ahead is not None and c.ahead.starts <= w.now,
    # The agreement and its ledger
    "agreement_allowed": lambda w, c, a: ruling(w, c).agreement != "if_victim_asks" or a["victim_asked"],
    "something_exchanged": lambda w, c, a: c.state != "exchanging" or c.had_exchange,
    "agreement_is_draft": lambda w, c, a: c.paper is not None and c.paper.state == "draft",
    "agreement_is_proposed": lambda w, c, a: c.paper is not None and c.paper.state == "proposed",
    "agreement_has_items": lambda w, c, a: c.paper is not None and bool(c.paper.items),
    "due_not_past": lambda w, c, a: a["due"] >= w.today,
    "signed_by_all": lambda w, c, a: {*map(id, c.parties)} <= {id(c.people[n]) for n in a["signed_by"]},
    "item_is_current": lambda w, c, a: c.papers[a["item"][0]] is c.paper,
    "payment_on_money": lambda w, c, a: item_of(c, a).is_money,
    "payment_within_outstanding": lambda w, c, a: a["figure"] <= item_of(c, a).left,
    "hours_on_work": lambda w, c, a: item_of(c, a).is_work,
    "hours_within_outstanding": lambda w, c, a: a["figure"] <= item_of(c, a).left,
    "payment_reversible": lambda w, c, a: (
        not ((row := item_of(c, a).ledger[a["row"]]).is_reversal or row.is_reversed)
    ),
    "ledger_agrees": lambda w, c, a: (
        a["status"] != "achieved"
        or not (item_of(c, a).is_money or item_of(c, a).is_work)
        or item_of(c, a).left <= 0
    ),
    # The end
    "items_terminal": items_are_settled,
    "reason_fits": reason_fits,
    "tries_enough": tried_enough,
    "breach_returned": breach_goes_back,
    "nothing_ahead": lambda w, c, a: c.ahead is None,
    "parties_told": all_told,
    "surveys_offered": surveys_offered,
    "report_issued": lambda w, c, a: c.report is not None,
}
