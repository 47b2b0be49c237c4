"""What each preset makes different on the way of its case: its own refusals, and what meets them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from infra.journey.founding import PEOPLE, Founded, note_level
from infra.journey.proving import Answer
from infra.journey.roads import Breach, DialogueAlone, Exchange, Instalments, InTheirPlace, Withdrawal
from infra.journey.surveyed import Surveyed
from infra.journey.ways import APOLOGY, OFFENDER, REFERRAL, SIDES, VICTIM, Way

ANSWERED_AT = "robin@lincoln.example"


class Church(Instalments):
    """Volunteers who are nobody's kin; both sides count, so what they wish for is settled before they meet."""

    def schedule_next_week(self) -> None:
        """Begin with wishes that differ, and with letters, which such a program does not pass on."""
        self.proof.refused_here(self.take("begin_exchange"), "exchange_offered")
        self.take("record_wishes", OFFENDER, mode="shuttle", differs=True, says="The wishes are recorded")
        self.plan_safety()
        answers = self.session_answers(next_week=True)
        self.proof.refused_here(self.take("schedule_session", **answers), "wishes_settled")
        told = "Each was heard alone, and both agree to one room."
        self.take("record_settlement", text=told, says="It is recorded how it was settled")
        remedies = ("wishes_settled", "exchange_offered")
        self.take("schedule_session", **answers, says="The session is scheduled", remedies=remedies)


class CommunityAgency(InTheirPlace):
    """Staff and volunteers; what the person harmed wishes leads, by letters or by meeting."""

    def schedule_next_week(self) -> None:
        """Have them choose letters first, then a meeting; the other side's wishes keep nobody from it."""
        self.take("record_wishes", OFFENDER, mode="shuttle", differs=True, says="The wishes are recorded")
        self.choose("letter_exchange")
        answers = self.session_answers(next_week=True)
        self.proof.refused_here(self.take("schedule_session", **answers), "mode_as_chosen")
        self.take("begin_exchange", says="Record each message", remedies=("mode_as_chosen",))
        self.proof.refused_here(self.take("return_to_meeting"), "meeting_chosen")
        self.choose(self.mode)
        self.take("return_to_meeting", says="You can schedule a session", remedies=("meeting_chosen",))
        super().schedule_next_week()


class Probation(Breach):
    """No officer of the department mediates, and what was not kept goes back to whoever referred it."""

    def keep_to_it(self) -> None:
        """Pay nothing, and try to end the case as a withdrawal."""
        super().keep_to_it()
        self.proof.refused_here(self.begin_closing("offender_withdrew"), "breach_returned")

    def begin_closing(self, reason: str = "") -> Answer:
        """Return what it leads to; with the reason that the policy asks for it is done."""
        page = super().begin_closing(reason)
        if not reason:
            is_begun = "coming to its end" in page.text
            self.proved("the case goes back to whoever referred it", holds=is_begun, page=page)
            self.proof.remedied("breach_returned")
        return page


class DisputeSettlement(Withdrawal):
    """A roster, with nobody who knows the two from another matter; nothing as grave as violence in a family."""

    counts: ClassVar[Mapping[str, str]] = Withdrawal.counts | {
        "referrals_received": "2",
        "referrals_declined": "1",
        "referrals_declined/offence": "1",
    }

    def refer(self) -> str:
        """Send what such a center does not take, decline it, and send what it takes."""
        grave = self.of_referral() | {"offences": ["partner"], "referrer_email": ANSWERED_AT}
        self.way.find(self.received(grave))
        self.proof.refused_here(self.way.ask("accept_referral", REFERRAL), "offences_taken")
        page = self.take("accept_referral", REFERRAL)
        self.proved("nor is it accepted when that is sent", holds="offences_taken" in page.guards, page=page)
        told = {"reason": "offence", "says": "The referral is declined"}
        self.take("decline_referral", REFERRAL, remedies=("offences_taken",), **told)
        return super().refer()


class AfterSentence(Surveyed):
    """Nothing before a conviction, and nothing while an appeal is pending."""

    def clear_the_law(self) -> None:
        """Record an appeal that is pending, and its end."""
        law = {"no_contact_order": "none", "says": "where the matter stands"}
        self.take("record_legal_posture", appeal="pending", conviction="not_convicted", **law)
        self.proof.refused_here(self.take("begin_preparing"), "no_appeal_pending", "convicted")
        self.take("record_legal_posture", appeal="none", conviction="convicted", **law)
        page = self.way.look("case")
        is_clear = not {"no_appeal_pending", "convicted"} & page.guards.keys()
        self.proved("the appeal is over and the conviction final", holds=is_clear, page=page)
        self.proof.remedied("no_appeal_pending", "convicted")


class SevereViolence(AfterSentence, DialogueAlone):
    """Begun by the person harmed alone, with two advanced mediators; nothing that they did not choose or ask for."""

    first, second = VICTIM, OFFENDER
    counts: ClassVar[Mapping[str, str]] = DialogueAlone.counts | {
        "referrals_received": "2",
        "active_mediators": "2",
    }
    wishes = {"when": "Never before noon.", "where": "Anywhere but in the prison chapel."}
    topics = ("process", "stop", "expect", "choices", "support", "safety")

    def refer(self) -> str:
        """Have the person responsible ask first, which is kept; then the person harmed, who begins the case."""
        remorse = {
            "referrer_class": "offender_self",
            "referrer_email": ANSWERED_AT,
            "referrer_name": SIDES[OFFENDER],
        }
        kept = self.received(self.of_referral() | remorse)
        self.way.find(kept)
        self.proof.refused_here(self.take("accept_referral", REFERRAL), "initiative_allowed")
        reference = super().refer()
        (theirs,) = self.way.values("join_referral", "other", REFERRAL)
        self.take("join_referral", REFERRAL, other=theirs, says="The two are joined")
        return reference

    def of_referral(self) -> dict[str, Any]:
        """Return what the person harmed tells of themselves."""
        return super().of_referral() | {"referrer_name": SIDES[VICTIM]}

    def accept(self, reference: str) -> None:
        """Accept the request of the person harmed."""
        super().accept(reference)
        self.proof.remedied("initiative_allowed")

    def assign(self) -> None:
        """Try one who is not trained for it, then with one mediator instead of two."""
        self.proof.refused_here(self.assigned("mediator2"), "level_enough")
        self.assigned("mediator")
        self.proof.refused_here(self.take("begin_preparing"), "mediator_assigned")
        note_level(self.program.browsers["founder"], "mediator2", "advanced")
        page = self.assigned("mediator2")
        self.proved(
            f"{PEOPLE['mediator2'][0]} shows her certificate", holds="is assigned" in page.text, page=page
        )
        remedies = ("level_enough", "mediator_assigned")
        self.take("begin_preparing", says="Preparing has begun", remedies=remedies)

    def schedule_next_week(self) -> None:
        """Plan a session that was not chosen: another way, then another time and place."""
        self.plan_safety()
        answers = self.session_answers(next_week=True)
        another = answers | {"mode": "shuttle"}
        self.proof.refused_here(self.take("schedule_session", **another), "mode_as_chosen")
        unfit = answers | {"fits": [], "fits_choices": False}
        self.proof.refused_here(self.take("schedule_session", **unfit), "fits_choices")
        remedies = ("mode_as_chosen", "fits_choices")
        self.take("schedule_session", **answers, says="The session is scheduled", remedies=remedies)
        self.rest_for_an_appeal()
        self.take("schedule_session", **answers, says="The session is scheduled")

    def rest_for_an_appeal(self) -> None:
        """Hear of a new appeal: the session is canceled, and the case rests until it is over."""
        law = {"conviction": "convicted", "no_contact_order": "none", "says": "where the matter stands"}
        self.take("record_legal_posture", appeal="pending", **law)
        page = self.way.look("sessions")
        self.proved("an appeal cancels the session", holds="Canceled" in page.text, page=page)
        self.proof.refused_here(self.take("resume_case"), "hold_reason_gone")
        self.take("record_legal_posture", appeal="none", **law)
        self.take("resume_case", says="The case goes on", remedies=("hold_reason_gone",))

    def agree(self) -> None:
        """Write an agreement that nobody asked for, then one that the person harmed asks for, and give it up again."""
        self.proof.refused_here(self.take("begin_agreement"), "agreement_allowed")
        told = {"says": "Add what they agreed on", "remedies": ("agreement_allowed",)}
        self.take("begin_agreement", victim_asked=True, **told)
        self.take("add_agreement_item", kind=APOLOGY, text="In a letter", due_date=self.in_two_months())
        self.take("drop_agreement", says="The agreement is given up")


class Correctional(AfterSentence, Exchange):
    """Professional mediators from outside; letters, and no agreement that has to come of them."""

    def meet(self) -> None:
        """Try a meeting and a letter before anything is agreed on, then pass letters on."""
        answers = self.session_answers(next_week=True)
        self.proof.refused_here(self.take("schedule_session", **answers), "mode_as_chosen")
        self.proof.refused_here(self.pass_on(VICTIM), "message_in_turn")
        self.take("begin_exchange", says="Record each message", remedies=("mode_as_chosen",))
        self.refused(self.take("begin_agreement"), "something_exchanged")
        self.proof.refused_here(self.begin_closing(), "reason_fits")
        self.exchange()
        page = self.pass_on(VICTIM)
        self.proved("a word is passed on too", holds="is recorded" in page.text, page=page)
        self.proof.remedied("message_in_turn")

    def end(self) -> None:
        """Bring it to its end as a dialogue, which it is by now."""
        super().end()
        self.proof.remedied("reason_fits")

    def session_answers(self, *, next_week: bool) -> dict[str, Any]:
        """Return what is answered about a meeting, which nobody here has chosen."""
        return super().session_answers(next_week=next_week) | {"mode": "face_to_face"}

    def pass_on(self, side: str) -> Answer:
        """Record that the mediator gave somebody what the other side wrote."""
        return self.contact(side, "exchange", "in_person")

    def agree(self) -> None:
        """Write none: a dialogue without an agreement is a success."""

    def keep_to_it(self) -> None:
        """There is nothing to keep."""


OF_PRESET: dict[str, type[Surveyed]] = {
    "church": Church,
    "community_agency": CommunityAgency,
    "probation": Probation,
    "dispute_settlement": DisputeSettlement,
    "severe_violence": SevereViolence,
    "correctional": Correctional,
}


def walk_of(program: Founded, way: Way) -> Surveyed:
    """Return the way of a case through a program of this preset."""
    return OF_PRESET[program.kind.preset](program, way)
