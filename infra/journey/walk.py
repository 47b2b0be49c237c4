"""One case through one program, from the referral to the end, with refusals and their remedies, whichever way.

What a preset makes different is in `presets`, which overrides parts of this way.
"""

import random
import re
import time
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from infra.journey.founding import PEOPLE, Founded
from infra.journey.proving import Answer
from infra.journey.ways import APOLOGY, CASE, MONEY, OFFENDER, PAYMENT, SIDES, VICTIM, Way

RECEIPT_WITHIN = 10.0
"""Seconds until a status must have crossed to the public side and back."""

# Alone: a key that happens to be all digits has the same groups among its own.
REFERENCE = re.compile(r"(?<![\w-])[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}(?![\w-])")
ZONE = ZoneInfo("America/New_York")

# Steps that ask nothing, at a time when none of them may be taken.
AT_THE_BEGINNING = ("begin_preparing", "mark_ready", "begin_exchange", "propose_agreement", "close_case")
AT_THE_END = ("begin_preparing", "mark_ready", "begin_exchange", "issue_report", "close_case")


class Walk:
    """The journey of one case, whichever way it is taken."""

    first, second = OFFENDER, VICTIM  # in the order in which the two sides are approached
    sides: tuple[str, ...] = tuple(SIDES)
    """Everybody without whose yes nothing takes place."""
    mode = "face_to_face"
    """The way that the person harmed chooses."""
    wishes: Mapping[str, str] = {}
    """What they say in words; everything else they leave open."""
    topics: tuple[str, ...] = ()
    """What preparation goes through."""
    reason, ended = "completed_with_agreement_fulfilled", "Agreement fulfilled"
    """Why the case ends, and how that reads."""

    def __init__(self, program: Founded, way: Way):
        self.program, self.kind, self.proof, self.way = program, program.kind, program.proof, way
        self.proved, self.refused = program.proof.proved, program.proof.refused
        self.closed = False
        self.receipt_within = RECEIPT_WITHIN
        self.slowest_receipt = 0.0

    def go(self) -> None:
        """Take the whole way; raises NotProved or LookupError where an answer is not what it should be."""
        self.accept(self.refer())
        self.be_refused_out_of_order(*AT_THE_BEGINNING)
        self.screen()
        self.assign()
        self.try_to_schedule_too_early()
        self.prepare()
        self.meet()
        self.agree()
        self.keep_to_it()
        self.end()
        self.be_refused_out_of_order(*AT_THE_END)

    def take(
        self,
        step: str,
        about: str = CASE,
        /,
        *,
        says: str = "",
        remedies: tuple[str, ...] = (),
        **answers: Any,
    ) -> Answer:
        """Take a step; with `says` it has to be taken, the answer has to say so, and `remedies` are shown by it."""
        page = self.way.take(step, about, **answers)
        if says:
            self.proved(f"{step.replace('_', ' ')}: {says}", holds=says in page.text, page=page)
        if remedies:
            self.proof.remedied(*remedies)
        return page

    def be_refused_out_of_order(self, *steps: str) -> None:
        """Try steps that belong to another state of the case."""
        for step in steps:
            self.refused(self.take(step), "right_state")

    # The way

    def refer(self) -> str:
        """Send a referral, first with a mistake; return its reference."""
        answers = self.of_referral()
        page = self.way.refer(answers)
        self.proved("a referral without a way to answer is not taken", holds=bool(page.errors), page=page)
        return self.received(answers | {"referrer_email": "robin@lincoln.example"})

    def of_referral(self) -> dict[str, Any]:
        """Return what is told in a referral, but for a way to answer it."""
        return {
            "referrer_class": self.kind.referrer_class,
            "office_name": self.kind.office,
            "referrer_name": "Robin Referrer",
            "stage": self.kind.stage,
            "offences": list(self.kind.offences),
            "summary": self.kind.summary,
            "offender_name": SIDES[OFFENDER],
            "offender_phone": "555 0100 77",
            "victim_name": SIDES[VICTIM],
            "victim_phone": "555 0100 88",
            "victim_note": "Evenings only, leave no message.",
        }

    def received(self, answers: dict[str, Any]) -> str:
        """Send a referral and return the reference in its receipt."""
        page = self.way.refer(answers)
        found = REFERENCE.search(page.text)
        self.proved(
            "the referral is received, and its receipt names nobody",
            holds=found is not None and self.names_nobody(page),
            page=page,
        )
        return found[0] if found else ""

    def names_nobody(self, page: Answer) -> bool:
        """Return whether what the referrer sees keeps quiet about everybody."""
        return not any(name in page.text + page.url for name in ("Casey", "Jordan", "Robin", "Sasha"))

    def accept(self, reference: str) -> None:
        """Find the referral in the inbox and accept it."""
        page = self.way.accept(reference)
        self.proved("the referral is accepted", holds="The referral is accepted" in page.text, page=page)
        self.receipt_is_live("Accepted")

    def receipt_is_live(self, status: str) -> None:
        """Wait until the status has crossed to the public side, and word of it has come back."""
        started = time.monotonic()
        while (
            not (is_live := self.way.is_receipt_live()) and time.monotonic() - started < self.receipt_within
        ):
            time.sleep(0.2)
        waited = round(time.monotonic() - started, 1)
        self.slowest_receipt = max(self.slowest_receipt, waited)
        page = self.way.receipt()
        self.proved(f"the status crossed to the public side and back in {waited} s", holds=is_live, page=page)
        told = status in page.text and self.names_nobody(page)
        self.proved(f"the referrer's receipt says: {status}, and names nobody", holds=told, page=page)

    def screen(self) -> None:
        """Take the case, keep to the order of the contacts, record what is acknowledged, the law and the risk."""
        whose = self.way.choice("begin_screening", "coordinator", PEOPLE["coordinator"][0])
        self.take("begin_screening", coordinator=whose, says="Screening has begun")
        page = self.way.look("case")
        missing = {"acknowledgement_met", "contact_lawful", "risk_assessed", "something_to_talk_about"}
        self.proved("it is said what is missing", holds=missing <= page.guards.keys(), page=page)
        self.meet_in_order()
        self.take("record_acknowledgement", answer="basic_facts", says="The answer is recorded")
        self.clear_the_law()
        self.refused(self.way.ask("assign_mediator"), "risk_assessed")
        self.assess("medium")
        self.take("record_substance", answer="nothing", says="The answer is recorded")
        self.refused(self.way.look("case"), "something_to_talk_about")
        self.take("record_substance", answer="something", says="The answer is recorded")
        page = self.way.look("case")
        self.proved(
            "only a mediator is missing", holds=page.guards.keys() == {"mediator_assigned"}, page=page
        )

    def meet_in_order(self) -> None:
        """Approach the side whose turn it is not, then meet the one that comes first."""
        self.refused(self.contact(self.second, "first_contact", "phone"), "order_kept")
        page = self.contact(self.first, "preparation", "in_person")
        self.proved(f"the {self.first} is met first", holds="is recorded" in page.text, page=page)

    def clear_the_law(self) -> None:
        """Record an order that forbids contact, and that it is lifted."""
        law = {"appeal": "none", "conviction": "not_convicted"}
        self.take("record_legal_posture", **law, no_contact_order="in_force")
        self.refused(self.way.look("case"), "contact_lawful")
        self.take("record_legal_posture", **law, no_contact_order="none")

    def assess(self, level: str, plan: str = "") -> None:
        """Assess the risk."""
        answers = {"factors": ["fear"], "reasons": "Heard on the telephone.", "safety_plan": plan}
        self.take("record_risk", level=level, **answers, says="The risk is assessed")

    def contact(self, side: str, purpose: str, channel: str, **more: Any) -> Answer:
        """Record that somebody was reached just now."""
        now = datetime.now(ZONE)
        when = {"day": now.date(), "at": f"{now:%H:%M}"}
        how = {"purpose": purpose, "channel": channel, "result": "reached"}
        if purpose == "preparation":
            how["topics"] = list(self.topics)
        return self.take("record_contact", side, **how, **when, **more)

    def write(self, side: str) -> None:
        """Write somebody to invite them, first with the name of the other side and something left open."""
        (other,) = {VICTIM, OFFENDER} - {side}
        letter = {"wording": "preparation", "written_in": "en", "channel": "in_person", "is_safe": True}
        words = f"We talk about what you and {SIDES[other]} said, on [day and time]."
        rules = ("letter_filled_in", "letter_to_one_side")
        self.proof.refused_here(self.take("write_letter", side, **letter, words=words), *rules)
        words = "We talk about what you said, on Monday at ten."
        self.take("write_letter", side, **letter, words=words, says="The letter is kept", remedies=rules)

    def assign(self) -> None:
        """Try a mediator whom this preset refuses, then one who may."""
        self.proof.refused_here(self.assigned("mediator2", self.kind.connection), self.kind.rule)
        page = self.assigned("mediator")
        self.proved("another mediator is assigned", holds="The mediator is assigned" in page.text, page=page)
        self.take("begin_preparing", says="Preparing has begun", remedies=(self.kind.rule,))

    def assigned(self, login: str, connection: str = "none") -> Answer:
        """Ask for a mediator; return what that leads to."""
        who = self.way.choice("assign_mediator", "mediator", PEOPLE[login][0])
        supervisor = self.way.choice("assign_mediator", "supervisor", PEOPLE["supervisor"][0])
        return self.take("assign_mediator", mediator=who, connection=connection, supervisor=supervisor)

    def try_to_schedule_too_early(self) -> None:
        """Ask for a session before anybody was prepared or consented."""
        rules = ("right_state", "minor_known", "choices_complete", "consents_live")
        self.refused(self.way.ask("schedule_session"), *rules)
        answers = self.session_answers(next_week=True)
        answers.pop("fits", None)  # nobody has chosen yet what it has to fit
        page = self.take("schedule_session", **answers)
        holds = page.status == HTTPStatus.CONFLICT and set(rules) <= page.guards.keys()
        self.proved("a request that is sent all the same is refused too", holds=holds, page=page)

    def prepare(self) -> None:
        """Prepare the other side, record the choices of the person harmed, everybody's consent and readiness."""
        self.write(self.second)
        self.contact(self.second, "preparation", "in_person", minutes=75)
        page = self.take("record_choices", VICTIM, takes_part=True, mode="shuttle")
        self.proved("choices with a question left out are not taken", holds=bool(page.errors), page=page)
        self.choose(self.mode)
        for side in self.sides:
            self.take("record_readiness", side, is_ready=True, says="The answer is recorded")
            self.take("record_minor", side, is_minor="no", says="The answer is recorded")
        for mediator in self.way.values("record_mediator_readiness", "mediator"):
            self.take("record_mediator_readiness", mediator=mediator, is_ready=True)
        self.refused(self.way.look("case"), "risk_assessed_again")
        self.assess("medium")
        self.consent(*self.sides)

    def choose(self, mode: str, *, remedies: tuple[str, ...] = ()) -> None:
        """Record what the person harmed chooses; what they do not say in words is left open in so many words."""
        asked = self.way.values("record_choices", "open", VICTIM)
        is_open = [wish for wish in asked if wish not in self.wishes]
        chosen = {"takes_part": True, "mode": mode, "open": is_open, **self.wishes}
        self.take("record_choices", VICTIM, **chosen, says="Every later step obeys", remedies=remedies)

    def consent(self, *sides: str) -> None:
        """Record the consent of whoever has not given it, and mark the case as ready."""
        for side in sides:
            answers = {"form": "written", "language": "en", "is_free": True}
            self.take("record_consent", side, **answers, says="The consent is recorded")
        page = self.way.look("case")
        self.proved("nobody's consent is missing", holds="consents_live" not in page.guards, page=page)
        self.take("mark_ready", says="The case is ready")

    def session_answers(self, *, next_week: bool) -> dict[str, Any]:
        """Return what is answered about a session."""
        day, starts, ends = self.time_of_session(next_week=next_week)
        return {
            "mode": self.mode,
            "place": "Library, room 2",
            "fits_choices": True,
            **({"fits": list(self.wishes)} if self.wishes else {}),
            "day": day,
            "starts": starts,
            "ends": ends,
        }

    def time_of_session(self, *, next_week: bool) -> tuple[date, str, str]:
        """Return the day and times in the program's zone.

        A session of now has begun some minutes ago, which may be entered; none crosses midnight.
        """
        now = datetime.now(ZONE)
        if next_week:
            return (now + timedelta(days=random.randint(7, 300))).date(), "14:30", "16:00"
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        starts = max(now - timedelta(minutes=random.randint(1, 13)), midnight)
        return now.date(), f"{starts:%H:%M}", f"{starts + timedelta(minutes=1):%H:%M}"

    def meet(self) -> None:
        """Schedule a session, see it canceled by a withdrawal, schedule another and hold it."""
        self.schedule_next_week()
        self.withdraw_and_consent_again()
        self.schedule()
        self.hold()

    def schedule_next_week(self) -> None:
        """Schedule a session, first in a way that was not chosen, then without a plan that keeps everybody safe."""
        answers = self.session_answers(next_week=True)
        self.refused(self.take("schedule_session", **answers | {"mode": "video_live"}), "mode_as_chosen")
        self.refused(self.take("schedule_session", **answers), "safety_planned")
        self.plan_safety()
        self.take("schedule_session", **answers, says="The session is scheduled")

    def plan_safety(self) -> None:
        """Write down what keeps everybody safe."""
        self.assess("medium", "They come and leave one by one.")

    def schedule(self) -> None:
        """Schedule a session of now."""
        answers = self.session_answers(next_week=False)
        self.take("schedule_session", **answers, says="The session is scheduled")

    def withdraw_and_consent_again(self) -> None:
        """Withdraw one consent: the session is canceled; then agree anew."""
        self.take("withdraw_consent", VICTIM, says="The consent is withdrawn")
        page = self.way.look("sessions")
        self.proved("one withdraws: the session is canceled", holds="Canceled" in page.text, page=page)
        self.refused(self.way.look("case"), "consents_live")
        self.consent(VICTIM)

    def hold(self) -> None:
        """Record that the session was held, first with one side away."""
        everybody = self.way.values("record_held", "attended")
        self.refused(self.take("record_held", attended=everybody[:1]), "required_attended")
        self.take("record_held", attended=everybody, says="the session was held")

    def agree(self) -> None:
        """Write the agreement and have it signed."""
        self.take("begin_agreement", says="Add what they agreed on")
        self.add_items()
        self.sign()

    def add_items(self) -> None:
        """Write down what they agreed on."""
        told = {"due_date": self.in_two_months(), "says": "The item is added"}
        self.take("add_agreement_item", kind=MONEY, text="Two payments", amount="120.00", **told)
        self.take("add_agreement_item", kind=APOLOGY, text="In person", **told)
        text = (page := self.way.look("agreement")).text
        self.proved("the agreement has two items", holds="120.00" in text and "Apology" in text, page=page)

    def in_two_months(self) -> date:
        """Return a day by which something can be done."""
        return datetime.now(ZONE).date() + timedelta(days=60)

    def sign(self) -> None:
        """Put the agreement before the parties, and record the signatures."""
        self.refused(self.way.ask("sign_agreement"), "agreement_is_proposed")
        self.take("propose_agreement", says="lies before the parties")
        self.refused(self.take("sign_agreement"), "signed_by_all")
        everybody = self.way.values("sign_agreement", "signed_by")
        self.take("sign_agreement", signed_by=everybody, says="The signatures are recorded")
        page = self.way.look("agreement")
        self.proved("everybody signed: the agreement runs", holds="Running" in page.text, page=page)

    def keep_to_it(self) -> None:
        """Pay, with a mistake that is reversed, and record the apology."""
        self.payment("45.00")
        page = self.way.look("agreement")
        self.proved("a payment is in the ledger", holds="75.00" in page.text, page=page)
        self.take("reverse_payment", PAYMENT, says="It is reversed")
        text = (page := self.way.look("agreement")).text
        is_reversed = "75.00" not in text and "45.00" in text
        self.proved("a mistake is reversed, not edited", holds=is_reversed, page=page)
        self.refused(self.payment("500.00"), "payment_within_outstanding")
        self.payment("120.00")
        page = self.way.look("agreement")
        self.proved("everything is paid", holds="Done" in page.text, page=page)
        self.refused(self.begin_closing(), "items_terminal")
        self.take("mark_item", APOLOGY, status="achieved", says="It is recorded how the item went")

    def payment(self, amount: str) -> Answer:
        """Record a payment of today; return what it leads to."""
        today = datetime.now(ZONE).date()
        return self.take("record_payment", MONEY, amount=amount, paid_on=today, means="through_program")

    def begin_closing(self, reason: str = "") -> Answer:
        """Ask for the end of the case; return what that leads to."""
        return self.take("begin_closing", reason=reason or self.reason)

    def end(self) -> None:
        """Bring the case to its end, follow everybody up, report, close it, and see the referrer told."""
        self.begin_closing()
        self.refused(self.way.look("case"), "parties_told", "report_issued")
        self.follow_up()
        self.take("issue_report", says="The report is issued")
        self.read_report()
        self.take("close_case", says="The case is closed")
        page = self.way.look("case")
        self.closed = "Closed" in page.text and self.ended in page.text
        self.proved("the case is closed with its reason", holds=self.closed, page=page)
        self.receipt_is_live("Closed")

    def follow_up(self) -> None:
        """Ask everybody how they are, and offer the survey."""
        for side in self.sides:
            self.contact(side, "follow_up", "phone", survey_offered=True)

    def read_report(self) -> None:
        """See what the referrer is told."""
        page = self.way.receipt()
        told = "They made an agreement" in page.text and self.names_nobody(page)
        self.proved("the report says yes and no to the referrer, and names nobody", holds=told, page=page)
