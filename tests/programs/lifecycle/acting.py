"""How each step is taken by its real action: about what, and with which answers."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from programs.actions import (
    agreements,
    assignments,
    closing,
    consents,
    contacts,
    exchanges,
    forwarding,
    holding,
    letters,
    links,
    minors,
    organisations,
    payments,
    people,
    referrals,
    risk,
    screening,
    sessions,
    wishes,
)
from programs.actions.referrals import Person as Named
from programs.models import (
    AgreementItem,
    Contact,
    MediationCase,
    Mediator,
    Office,
    Participant,
    Referral,
    RestitutionPayment,
)
from programs.models.choice import Wish
from tests.programs.lifecycle import referring
from tests.programs.lifecycle.moves import Move
from tests.programs.lifecycle.referring import MAIL
from tests.programs.lifecycle.shadow import Case, Person, World


def office_named(name: str) -> Office | None:
    return Office.objects.named(name, "other") if name else None


def stored_case(case: Case) -> MediationCase:
    """Return the case by its key only: an action reads it anew, under its lock."""
    return MediationCase(pk=case.key)


def stored_person(case: Case, person: Person) -> Participant:
    participant = Participant.objects.get(pk=person.key)
    participant.case = stored_case(case)
    return participant


def stored_item(case: Case, a: dict[str, Any]) -> AgreementItem:
    item = case.papers[a["item"][0]].items[a["item"][1]]
    return AgreementItem.objects.get(pk=item.key)


def stored_row(case: Case, a: dict[str, Any]) -> RestitutionPayment:
    row = case.papers[a["item"][0]].items[a["item"][1]].ledger[a["row"]]
    return RestitutionPayment.objects.select_related("item").get(pk=row.key)


def taken_as(step: str) -> Callable[[Any, World, Move], Any]:
    """Return how a step is taken: its action, about what it is, with the answers that the move gives."""
    act, about, answers = ACTIONS[step]

    def call(ground: Any, world: World, move: Move) -> Any:
        case, a = world.cases[move.case], move.asked
        target = {
            "referral": lambda: {"referral": Referral.objects.get(pk=case.referral.key)},
            "case": lambda: {"case": stored_case(case)},
            "person": lambda: {"participant": stored_person(case, case.people[a["person"]])},
            "item": lambda: {"case": stored_case(case), "item": stored_item(case, a)},
            "payment": lambda: {"case": stored_case(case), "payment": stored_row(case, a)},
        }[about]()
        return act(
            actor=ground.account(move.actor), now=world.now, **target, **answers(ground, world, case, a)
        )

    return call


def nothing(*_: Any) -> dict[str, Any]:
    return {}


def given(*names: str) -> Callable[..., dict[str, Any]]:
    return lambda ground, world, case, a: {name: a[name] for name in names}


def helper(ground: Any, a: dict[str, Any]) -> Mediator:
    return Mediator.objects.select_related("user").get(pk=ground.users[a["mediator"]].pk)


def contact_of(ground: Any, world: World, case: Case, a: dict[str, Any]) -> dict[str, Any]:
    row = Contact(
        purpose=a["purpose"], channel=a["channel"], result=a["result"], made_at=world.now + a["ago"],
        survey_offered=a["survey"], reason=a["why"], topics=list(a["topics"]),
    )  # fmt: skip
    return {"form_key": uuid.uuid4(), "contact": row}


WORDINGS = {"first_contact": "please_call", "arranging": "session_canceled"}


def words_of(case: Case, a: dict[str, Any]) -> str:
    """Return a letter as somebody wrote it, with what is still open and whom it names."""
    named = stored_person(case, case.people[a["names"]]).name if a["names"] is not None else ""
    return f"Please call. {'[day and time]' if a['is_open'] else ''} {named}".strip()


def why_shared(a: dict[str, Any]) -> str:
    return "They want it so." if a["confirmed"] else ""


def letter_of(ground: Any, world: World, case: Case, a: dict[str, Any]) -> dict[str, Any]:
    row = Contact(
        purpose=a["purpose"], channel=a["channel"], result="sent", wording=WORDINGS[a["purpose"]], language="en",
        words=words_of(case, a), reason=why_shared(a),
    )  # fmt: skip
    return {"form_key": uuid.uuid4(), "contact": row}


def choice_of(ground: Any, world: World, case: Case, a: dict[str, Any]) -> dict[str, Any]:
    asked = Wish.values if a["is_complete"] else Wish.values[1:]
    return {"takes_part": a["takes_part"], "mode": a["mode"], "wishes": dict.fromkeys(asked, "")}


def risk_of(ground: Any, world: World, case: Case, a: dict[str, Any]) -> dict[str, Any]:
    plan = "They leave one by one." if a["is_planned"] else " "
    told = {"factors": ["fear"], "reasons": "As they told us.", "safety_plan": plan}
    return {"form_key": uuid.uuid4(), "level": a["level"], **told}


def session_of(ground: Any, world: World, case: Case, a: dict[str, Any]) -> dict[str, Any]:
    return {
        "form_key": uuid.uuid4(), "mode": a["mode"], "place": "Library", "fits_choices": a["fits"],
        "starts_at": a["starts"], "ends_at": a["starts"] + a["length"],
    }  # fmt: skip


def told_in(case: Case, a: dict[str, Any]) -> str:
    """Return the words of an item, with somebody's address among them where that was asked for."""
    if a["tells"] is None:
        return "As told"
    return f"Write to {Participant.objects.get(pk=case.people[a['tells']].key).email or 'nobody'}"


def item_of(ground: Any, world: World, case: Case, a: dict[str, Any]) -> dict[str, Any]:
    is_money = a["kind"] == "monetary_restitution"
    row = AgreementItem(
        kind=a["kind"], text=told_in(case, a), due_date=a["due"], amount=a["figure"] if is_money else None,
        hours=None if is_money else a["figure"],
    )  # fmt: skip
    return {"form_key": uuid.uuid4(), "item": row}


def money_of(ground: Any, world: World, case: Case, a: dict[str, Any]) -> dict[str, Any]:
    return {
        "form_key": uuid.uuid4(), "amount": a["figure"], "paid_on": world.today, "means": "through_program",
    }  # fmt: skip


def people_of(name: str) -> Callable[..., dict[str, Any]]:
    return lambda ground, world, case, a: {name: [case.people[number].key for number in a[name]]}


Answers = Callable[[Any, World, Case, dict[str, Any]], dict[str, Any]]


ACTIONS: dict[str, tuple[Callable[..., Any], str, Answers]] = {
    "accept_referral": (referrals.accept_referral, "referral", nothing),
    "begin_review": (referrals.begin_review, "referral", nothing),
    "decline_referral": (referrals.decline_referral, "referral", given("reason")),
    "withdraw_referral": (referrals.withdraw_referral, "referral", nothing),
    "forward_referral": (forwarding.forward_referral, "referral", referring.what_goes_with_it),
    "record_forward_answer": (forwarding.record_forward_answer, "referral", given("answer")),
    "keep_for_victim": (forwarding.keep_for_victim, "referral", nothing),
    "join_referral": (
        forwarding.join_referral, "referral",
        lambda g, w, c, a: {"other": Referral.objects.get(pk=w.cases[a["other"]].referral.key)},
    ),
    "begin_screening": (
        screening.begin_screening, "case", lambda g, w, c, a: {"coordinator": g.account(a["coordinator"])},
    ),
    "record_acknowledgement": (screening.record_acknowledgement, "case", given("answer")),
    "override_acknowledgement": (screening.override_acknowledgement, "case", given("text")),
    "record_legal_posture": (
        screening.record_legal_posture, "case", given("appeal", "conviction", "no_contact_order"),
    ),
    "override_offence": (screening.override_offence, "case", given("text")),
    "record_substance": (screening.record_substance, "case", given("answer")),
    "override_substance": (screening.override_substance, "case", given("text")),
    "record_risk": (risk.record_risk, "case", risk_of),
    "assign_mediator": (
        assignments.assign_mediator, "case",
        lambda g, w, c, a: {
            "mediator": helper(g, a), "supervisor": g.account(a["supervisor"]), "connection": a["connection"],
        },
    ),
    "begin_preparing": (screening.begin_preparing, "case", nothing),
    "record_contact": (contacts.record_contact, "person", contact_of),
    "send_participant_link": (
        links.send_participant_link, "person",
        lambda g, w, c, a: {"form_key": uuid.uuid4(), "reason": why_shared(a)},
    ),
    "write_letter": (letters.write_letter, "person", letter_of),
    "record_choices": (contacts.record_choices, "person", choice_of),
    "record_minor": (minors.record_minor, "person", given("is_minor")),
    "record_guardian": (
        minors.record_guardian, "person",
        lambda g, w, c, a: {
            "guardian": stored_person(c, c.people[a["guardian"]]), "is_guardian": a["is_guardian"],
            "is_suspected": a["is_suspected"],
        },
    ),
    "record_spokesperson": (
        organisations.record_spokesperson, "person",
        lambda g, w, c, a: {"spokesperson": stored_person(c, c.people[a["spokesperson"]])},
    ),
    "record_wishes": (
        wishes.record_wishes, "person",
        lambda g, w, c, a: {"mode": a["mode"], "differs": a["differs"], "wishes": {"when": "Mornings"}},
    ),
    "record_settlement": (wishes.record_settlement, "case", given("text")),
    "record_consent": (
        consents.record_consent, "person", lambda g, w, c, a: {"form": "written", "language": "en"},
    ),
    "withdraw_consent": (consents.withdraw_consent, "person", nothing),
    "record_readiness": (contacts.record_readiness, "person", given("is_ready")),
    "record_mediator_readiness": (
        contacts.record_mediator_readiness, "case",
        lambda g, w, c, a: {"mediator": helper(g, a), "is_ready": a["is_ready"]},
    ),
    "mark_ready": (screening.mark_ready, "case", nothing),
    "schedule_session": (sessions.schedule_session, "case", session_of),
    "cancel_session": (sessions.cancel_session, "case", nothing),
    "record_held": (sessions.record_held, "case", people_of("attended")),
    "record_not_held": (sessions.record_not_held, "case", given("reason")),
    "begin_exchange": (exchanges.begin_exchange, "case", nothing),
    "return_to_meeting": (exchanges.return_to_meeting, "case", nothing),
    "begin_agreement": (agreements.begin_agreement, "case", given("victim_asked")),
    "add_agreement_item": (agreements.add_agreement_item, "case", item_of),
    "remove_agreement_item": (agreements.remove_agreement_item, "item", nothing),
    "propose_agreement": (agreements.propose_agreement, "case", nothing),
    "redraft_agreement": (agreements.redraft_agreement, "case", nothing),
    "sign_agreement": (agreements.sign_agreement, "case", people_of("signed_by")),
    "drop_agreement": (agreements.drop_agreement, "case", nothing),
    "amend_agreement": (agreements.amend_agreement, "case", nothing),
    "record_payment": (payments.record_payment, "item", money_of),
    "record_hours": (
        payments.record_hours, "item",
        lambda g, w, c, a: {"form_key": uuid.uuid4(), "hours": a["figure"], "worked_on": w.today},
    ),
    "reverse_payment": (payments.reverse_payment, "payment", nothing),
    "mark_item": (agreements.mark_item, "item", given("status")),
    "put_on_hold": (holding.put_on_hold, "case", given("reason")),
    "resume_case": (holding.resume_case, "case", nothing),
    "begin_closing": (closing.begin_closing, "case", given("reason")),
    "issue_report": (closing.issue_report, "case", nothing),
    "close_case": (closing.close_case, "case", nothing),
    "add_person": (
        people.add_participant, "case",
        lambda g, w, c, a: {
            "role": a["role"], "supervised_by": office_named(a["office"]),
            "person": Named(
                f"P{len(c.people)} Q{len(c.people)}", is_organisation=a.get("is_organisation", False),
                email=g.users[a["mail_of"]].email if a.get("mail_of") else MAIL if a["has_email"] else "",
            ),
        },
    ),
    "change_person": (
        people.update_participant, "person",
        lambda g, w, c, a: {
            "person": Named(
                f"R{a['person']} S{a['person']}", is_organisation=c.people[a["person"]].is_organisation,
                email=MAIL if a["has_email"] else "", unsafe_channels=a["unsafe"],
                leave_no_message=a["no_message"], safe_from=a["hours"] and dt.time(a["hours"][0]),
                safe_until=a["hours"] and dt.time(a["hours"][1]),
            ),
            "supervised_by": office_named(a["office"]),
        },
    ),
    "record_loss": (payments.record_loss, "person", given("loss")),
    "declare_conflict": (
        assignments.declare_conflict, "case", lambda g, w, c, a: {"mediator": helper(g, a), "connection": "kin"},
    ),
}  # fmt: skip
