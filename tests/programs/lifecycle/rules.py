"""The oracle: which rules refuse a step, told from the domain and not from the code.

The names are those of the guards, so that both can be compared; each rule is written here a second time. It takes the
world, the case and what is asked, and returns whether it is kept.
"""

import datetime as dt

from tests.programs.lifecycle.belonging import names_one_side, no_is_kept, way_is_own
from tests.programs.lifecycle.judgements import (
    COMING_NEARER,
    COORDINATORS,
    HAVE_A_PAGE,
    LETTERS,
    LEVELS,
    MEETINGS,
    SUPERVISORS,
    Rule,
    a_year_after,
    all_allow,
    all_told,
    breach_goes_back,
    cannot_come,
    comes_too_early,
    everybody_takes_part,
    has_plan_if_needed,
    has_substance,
    hour_is_safe,
    in_order,
    is_acknowledged,
    is_away,
    is_bearable,
    is_convicted,
    is_delicate,
    is_lawful,
    is_safe_in,
    is_taken_on,
    is_trusted,
    item_of,
    items_are_settled,
    judged,
    latest,
    leave_is_over,
    may_be_delicate,
    may_reach_out,
    message_in_turn,
    minors_are_taken,
    no_appeal,
    opened_again,
    reason_fits,
    ruling,
    shares_an_office,
    stands_against,
    supervisor_is_another,
    surveys_offered,
    training,
    tried_enough,
    was_looked_at_again,
    wishes_are_settled,
    within_loss,
)

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
    "receiver_takes": lambda w, c, a: (
        not a["receiver"] or (a["receiver"] == "open" and w.is_open and not c.referral.is_sample)
    ),
    "release_makes_referral": lambda w, c, a: (
        not a["receiver"] or a["goes_with"] == "nothing" or {"contact", "referral"} <= {*a["what"]}
    ),
    "answers_itself": lambda w, c, a: not c.referral.is_there or a["answer"] == "revoked",
    "leave_counts": lambda w, c, a: not leave_is_over(w, c),
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
    "page_for_trusted": is_trusted,
    "way_known": lambda w, c, a: (
        a["channel"] == "in_person" or (a["channel"] == "email" and c.people[a["person"]].has_email)
    ),
    "letter_filled_in": lambda w, c, a: not a["is_open"],
    "letter_to_one_side": names_one_side,
    "way_is_own": way_is_own,
    "no_is_kept": no_is_kept,
    "address_known": lambda w, c, a: c.people[a["person"]].has_email,
    "message_allowed": lambda w, c, a: (
        not c.people[a["person"]].no_message
        or (
            (result := a.get("result", "sent")) != "message_left"
            and (a["channel"] != "text" or result in ("reached", "refused"))
        )
    ),
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
    "minors_taken": lambda w, c, a: minors_are_taken(w, c),
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
    "people_can_come": lambda w, c, a: not any(cannot_come(w, c, person, a) for person in c.people),
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
    "item_without_contacts": lambda w, c, a: a["tells"] is None or not c.people[a["tells"]].has_email,  # 3.8
    "item_is_current": lambda w, c, a: (
        c.papers[a["item"][0]] is c.paper
        or (c.state == "monitoring" and any(item_of(c, a) is debt for debt in opened_again(c)))
    ),
    "amount_within_loss": within_loss,
    "payment_on_money": lambda w, c, a: item_of(c, a).is_money,
    "payment_within_outstanding": lambda w, c, a: a["figure"] <= latest(c, item_of(c, a)).left,
    "hours_on_work": lambda w, c, a: item_of(c, a).is_work,
    "hours_within_outstanding": lambda w, c, a: a["figure"] <= latest(c, item_of(c, a)).left,
    "payment_reversible": lambda w, c, a: (
        not ((row := item_of(c, a).ledger[a["row"]]).is_reversal or row.is_reversed)
    ),
    "ledger_agrees": lambda w, c, a: (
        a["status"] != "achieved"
        or not (item_of(c, a).is_money or item_of(c, a).is_work)
        or latest(c, item_of(c, a)).left <= 0
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
