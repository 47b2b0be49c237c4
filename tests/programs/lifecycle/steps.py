"""The oracle's table: from which states each step starts, which rules it obeys, who takes it (3.1 to 3.9)."""

from tests.programs.lifecycle.judgements import Asked
from tests.programs.lifecycle.rules import RULES
from tests.programs.lifecycle.shadow import Case, World

AT_WORK = (
    "intake", "screening", "preparing", "ready", "scheduled", "held", "exchanging", "agreement_pending", "monitoring",
)  # fmt: skip
OPEN = (*AT_WORK, "on_hold")

NEUTRAL = (
    "no_officer_of_department", "no_involved_office", "affiliation_allowed", "no_connection", "no_interpreter",
    "no_declared_conflict", "standing_allowed", "mediator_active", "level_enough", "trained_enough",
    "supervision_current", "practice_observed", "background_checked", "supervisor_qualified", "supervisor_is_another",
)  # fmt: skip
LAWFUL = ("no_appeal_pending", "convicted", "contact_lawful")
SCREENED = (
    "acknowledgement_met",
    *LAWFUL,
    "minors_taken",
    "offences_of_case_taken",
    "offence_let_through",
    "risk_assessed",
    "risk_bearable",
    "something_to_talk_about",
)
NEARER = (
    "both_sides_known", "spoken_for", "minor_known", *SCREENED, "risk_assessed_again", "takes_part",
    "choices_complete", "consents_live", "guardian_consents", "mediator_assigned", *NEUTRAL,
)  # fmt: skip

EVER = (*OPEN, "closing", "closed")
WHILE_SCREENED = ("screening", "preparing", "ready", "scheduled", "exchanging", "on_hold")
WAITING = ("submitted", "under_review")

STEPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "begin_review": (("submitted",), ()),
    "accept_referral": (WAITING, (
        "referral_complete", "stage_taken", "referrer_taken", "initiative_allowed", "offences_taken",
        "stage_late_enough", "leave_counts",
    )),
    "decline_referral": (WAITING, ()),
    "forward_referral": (WAITING, ("receiver_takes", "release_names_program", "release_makes_referral")),
    "record_forward_answer": (("forwarded",), ("forward_pending", "answers_itself")),
    "keep_for_victim": (WAITING, ("kept_for_victim",)),
    "join_referral": (("awaiting_victim_initiative",), ("not_joined", "victim_asked")),
    "withdraw_referral": ((*WAITING, "awaiting_victim_initiative"), ()),
    "begin_screening": (("intake",), ("coordinator_set",)),
    "record_acknowledgement": (WHILE_SCREENED, ()),
    "override_offence": (
        ("screening", "preparing", "ready", "on_hold"),
        ("offence_override_possible", "not_by_coordinator", "override_in_writing"),
    ),
    "record_substance": (WHILE_SCREENED, ()),
    "override_substance": (("screening", "on_hold"), ("nothing_is_left", "not_by_recorder", "override_in_writing")),
    "record_risk": (WHILE_SCREENED, ()),
    "override_acknowledgement": (("screening", "on_hold"), ("override_possible", "override_in_writing")),
    "record_legal_posture": (OPEN, ()),
    "assign_mediator": (("screening", "preparing", "ready"), ("risk_assessed", *NEUTRAL)),
    "begin_preparing": (("screening",), (*SCREENED, "mediator_assigned", *NEUTRAL)),
    "record_contact": (
        (*OPEN, "closing"),
        (
            "channel_safe", "hour_safe", "message_allowed", "order_kept", "outreach_allowed", "message_in_turn",
            "in_person_or_explained", "contact_not_ahead",
        ),
    ),
    "send_participant_link": (
        (*OPEN, "closing"),
        ("program_open", "nobody_invented", "page_for_role", "page_for_trusted", "address_known", "channel_safe",
         "way_is_own", "no_is_kept", "order_kept", "outreach_allowed"),
    ),
    "write_letter": (
        (*OPEN, "closing"),
        ("program_open", "nobody_invented", "page_for_trusted", "channel_safe", "message_allowed", "way_known",
         "way_is_own", "no_is_kept", "order_kept", "outreach_allowed", "letter_filled_in", "letter_to_one_side"),
    ),
    "record_choices": (("preparing", "ready", "scheduled", "exchanging"), ("choices_by_harmed", "acts_in_person")),
    "record_minor": (OPEN, ()),
    "record_guardian": (OPEN, ("guardian_fits",)),
    "record_spokesperson": (OPEN, ("spokesperson_fits",)),
    "record_wishes": (
        ("preparing", "ready", "scheduled", "exchanging"), ("wishes_by_responsible",),
    ),
    "record_settlement": (("preparing", "ready", "exchanging"), ("settlement_in_writing",)),
    "record_consent": (("preparing", "ready", "scheduled", "exchanging"), ("guardian_may_consent", "acts_in_person")),
    "withdraw_consent": ((*OPEN, "closing"), ()),
    "record_readiness": (("preparing", "ready"), ("acts_in_person",)),
    "record_mediator_readiness": (("preparing", "ready"), ("mediator_assigned",)),
    "mark_ready": (
        ("preparing",),
        ("each_prepared", "topics_covered", "everybody_ready", "mediators_find_ready", *NEARER),
    ),
    "schedule_session": (
        ("ready",),
        (
            *NEARER, "support_prepared", "mode_offered", "mode_as_chosen", "wishes_settled", "mode_safe",
            "safety_planned", "start_not_past", "length_sensible", "fits_choices", "mediators_free", "mediators_there",
            "people_can_come",
        ),
    ),
    "cancel_session": (("scheduled",), ()),
    "record_held": (("scheduled",), (
        "session_has_begun", "consents_live", "guardian_consents", "required_attended",
    )),
    "record_not_held": (("scheduled",), ("session_has_begun",)),
    "begin_exchange": (("ready",), (*NEARER, "exchange_offered", "exchange_chosen", "wishes_settled")),
    "return_to_meeting": (("exchanging",), ("meeting_chosen",)),
    "begin_agreement": (("held", "exchanging"), ("agreement_allowed", "something_exchanged")),
    "add_agreement_item": (
        ("agreement_pending",), ("agreement_is_draft", "due_not_past", "amount_within_loss", "item_without_contacts"),
    ),
    "remove_agreement_item": (("agreement_pending",), ("agreement_is_draft", "item_is_current")),
    "propose_agreement": (("agreement_pending",), ("agreement_has_items", "agreement_is_draft")),
    "redraft_agreement": (("agreement_pending",), ("agreement_is_proposed",)),
    "sign_agreement": (
        ("agreement_pending",), ("agreement_has_items", "agreement_is_proposed", "signed_by_all"),
    ),
    "drop_agreement": (("agreement_pending",), ()),
    "amend_agreement": (("monitoring",), ()),
    "record_payment": (("monitoring",), ("item_is_current", "payment_on_money", "payment_within_outstanding")),
    "record_hours": (("monitoring",), ("item_is_current", "hours_on_work", "hours_within_outstanding")),
    "reverse_payment": (("monitoring",), ("payment_reversible",)),
    "mark_item": (("monitoring",), ("item_is_current", "ledger_agrees")),
    "put_on_hold": (AT_WORK, ()),
    "resume_case": (("on_hold",), ("hold_reason_gone",)),
    "begin_closing": (OPEN, ("items_terminal", "reason_fits", "tries_enough", "breach_returned")),
    "issue_report": (("closing",), ()),
    "close_case": (("closing",), ("nothing_ahead", "parties_told", "surveys_offered", "report_issued")),
    # No guard stands in these: they keep what is known of people right, while there is a case to keep it for.
    "add_person": (OPEN, ()),
    "change_person": (EVER, ()),
    "declare_conflict": (EVER, ()),
    "record_loss": (EVER, ()),
}  # fmt: skip

HANDED_ON = ("forward_referral", "record_forward_answer", "keep_for_victim", "join_referral")
OF_REFERRALS = ("begin_review", "accept_referral", "decline_referral", "withdraw_referral", *HANDED_ON)
BESIDE = ("add_person", "change_person", "declare_conflict", "record_loss")
"""What is no step of the lifecycle, but changes what its steps look at."""

PROGRAM = ("coordinator", "program_admin")
CASE = (*PROGRAM, "case_supervisor")
WORK = (*CASE, "mediator")

WHO: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(STEPS, WORK),
    **dict.fromkeys(("begin_review", "accept_referral", "decline_referral", *HANDED_ON), PROGRAM),
    **dict.fromkeys(("begin_screening", "assign_mediator"), PROGRAM),
    **dict.fromkeys(
        ("override_acknowledgement", "override_offence", "override_substance"), ("case_supervisor",)
    ),
    **dict.fromkeys(
        (
            "record_acknowledgement", "record_legal_posture", "begin_preparing", "record_payment", "record_hours",
            "reverse_payment", "put_on_hold", "resume_case", "begin_closing", "issue_report", "close_case",
        ),
        CASE,
    ),
}  # fmt: skip
"""Which roles take a step; whoever holds the receipt of a referral withdraws it, with an account or without."""

ACCOUNTS = {
    "alice": {"program_admin"},
    "cora": {"coordinator"},
    "sol": {"case_supervisor"},
    "sue": {"coordinator", "case_supervisor"},
    "gone": {"coordinator", "case_supervisor"},
    "both": {"mediator", "case_supervisor"},
    **{name: {"mediator"} for name in ("mia", "max", "otto", "stan", "sara", "rosa", "lea")},
}
NOBODY = ""
"""Somebody without an account."""


def may(world: World, step: str, asked: Asked, actor: str) -> bool:
    """Return whether somebody in use of an account has a role for a step; a mediator tells only their own conflict."""
    if step == "withdraw_referral":
        return True
    roles = ACCOUNTS.get(actor, set())
    if not roles & {*WHO[step]} or not world.is_active(actor):
        return False
    return step != "declare_conflict" or asked["mediator"] == actor or bool(roles & {*CASE})


def sees(case: Case, step: str, actor: str) -> bool:
    """Return whether a case or referral is there for somebody: a supervisor's own, and a mediator's until it ends."""
    roles = ACCOUNTS.get(actor, set())
    if step == "withdraw_referral" or roles & {*PROGRAM}:
        return True
    if step in OF_REFERRALS:
        return "case_supervisor" in roles
    supervises = "case_supervisor" in roles and case.supervisor == actor
    return supervises or ("mediator" in roles and actor in case.assigned and case.state != "closed")


def state_of(case: Case, step: str) -> str:
    """Return the state that a step looks at: a referral has its own."""
    return case.referral.state if step in OF_REFERRALS else case.state


def refusals(world: World, case: Case, step: str, asked: Asked, actor: str = NOBODY) -> frozenset[str]:
    """Return what refuses a step whoever takes it: its state, and each rule that is not kept."""
    states, rules = STEPS[step]
    asked = asked | {"by": actor}
    wrong = () if state_of(case, step) in states else ("right_state",)
    return frozenset((*wrong, *(each for each in rules if not RULES[each](world, case, asked))))


def foretell(world: World, case: Case, step: str, asked: Asked, actor: str) -> frozenset[str]:
    """Return everything that refuses a step of somebody; whoever has no business there learns no more than that."""
    if not may(world, step, asked, actor):
        # A conflict of somebody else's is refused once the case was looked for.
        hidden = step == "declare_conflict" and may(world, step, {"mediator": actor}, actor)
        return frozenset({"case_visible" if hidden and not sees(case, step, actor) else "role_allowed"})
    return (
        refusals(world, case, step, asked, actor) if sees(case, step, actor) else frozenset({"case_visible"})
    )


def doers(world: World, case: Case, step: str, asked: Asked) -> list[str]:
    """Return who may take a step on a case."""
    return [name for name in ACCOUNTS if may(world, step, asked, name) and sees(case, step, name)]
