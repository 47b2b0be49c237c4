"""How each step is taken from outside: its questions, its action, its words. Pages and the API are made from this.

`steps.py` says when and by whom a step may be taken; a door says what is asked, what is called and what is told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programs import pool
from programs.actions import (
    agreements,
    assignments,
    closing,
    consents,
    contacts,
    exchanges,
    holding,
    links,
    minors,
    organisations,
    payments,
    risk,
    screening,
    sessions,
    wishes,
)
from programs.facts import CaseFacts
from programs.forms.agreement import (
    AgreementBeginForm,
    ClosingForm,
    HoursForm,
    ItemForm,
    ItemMarkForm,
    PaymentForm,
    SignaturesForm,
)
from programs.forms.contacts import ChoicesForm, ContactForm, MediatorReadinessForm, ReadinessForm
from programs.forms.minors import GuardianForm, MinorForm
from programs.forms.organisations import SpokespersonForm
from programs.forms.people import ConsentRecordForm, LinkForm
from programs.forms.risk import RiskForm
from programs.forms.screening import (
    AcknowledgementForm,
    AssignForm,
    CoordinatorForm,
    LegalForm,
    LetThroughForm,
    OverrideForm,
    SubstanceForm,
)
from programs.forms.session import HeldForm, HoldForm, NotHeldForm, SessionForm
from programs.forms.step import StepForm
from programs.forms.wishes import SettlementForm, WishesForm
from programs.guards.links import approach
from programs.holding import NEEDS_EVERYBODY
from programs.models import AgreementItem, Participant
from programs.models.representation import RepresentationKind
from programs.policy.vocabulary import Premise
from programs.reaching import case_of
from programs.safe_contact import next_safe_moment
from programs.steps import CASE_STEPS, Step
from programs.telling_back import what_the_end_tells, what_the_report_tells

Words = Callable[[CaseFacts, Any], str]


@dataclass(frozen=True)
class Door:
    """One step as it is taken; `act` is the action, called with the target, the actor, the time and the answers."""

    act: Callable[..., Any]
    done: str | Promise
    """What is told when it is done."""
    form: type[StepForm] = StepForm
    asked: Callable[[Any], dict[str, Any]] = lambda _target: {}
    """What the address already answers (an item, a payment), for guards to judge before the form is sent."""
    effect: str | Promise | Words = ""
    """What the button does beyond its name."""
    note: Words | None = None
    """Return what names the target, so that nobody takes it for another one."""
    reads: Callable[[CaseFacts, Any], Any] | None = None
    """Return the people whose data the page shows."""
    calls: Callable[[CaseFacts, Any], list[Participant]] | None = None
    """Return those whom somebody who takes this step calls or writes to; its page shows how that is safe."""
    back: str = "case"
    """The page that it leads back to, by the name of its URL; it takes the case's key."""
    beside: tuple[str, Callable[[CaseFacts, Mapping[str, Any], Any], Any]] | None = None
    """A template above the questions, and what it is drawn with: from the facts, the query and whoever looks."""
    shows: str = ""
    """The template that shows what the action returned, in place of going back: for what is shown once."""


def arguments(step: Step, target: Any) -> dict[str, Any]:
    """Return what the action takes to know the target."""
    if step.about == "person":
        return {"participant": target}
    named = {} if step.about == "case" else {step.about: target}
    return {"case": case_of(step.about, target), **named}


def _name(_facts: CaseFacts, person: Participant) -> str:
    return person.name


def _person(_facts: CaseFacts, person: Participant) -> Participant:
    return person


def _everybody(facts: CaseFacts, _target: Any) -> list[Participant]:
    return facts.participants


def _when(facts: CaseFacts, _target: Any) -> str:
    """Return when the session that is ahead begins, so that nobody cancels another one; nothing without one."""
    session = facts.session_ahead
    return date_format(timezone.localtime(session.starts_at), "DATETIME_FORMAT") if session else ""


def _item(_facts: CaseFacts, item: AgreementItem) -> str:
    """Return what an item is and how its text begins."""
    kind = str(item.get_kind_display())
    return f"{kind}: {Truncator(item.text).chars(80)}" if item.text else kind


def _payment(facts: CaseFacts, payment: Any) -> str:
    day = date_format(payment.paid_on)
    if payment.hours is not None:
        return _now("%(day)s, %(hours)s hours") % {"day": day, "hours": number_format(payment.hours)}
    return f"{day}, {number_format(payment.amount, 2, force_grouping=True)} {facts.program.currency}"


def _where_it_goes(facts: CaseFacts, person: Participant) -> str:
    """Return what is sent where, so that a wrong address is seen before, and what it does to an earlier link."""
    told = _now(
        "A message that says nothing goes to %(email)s. On the next page you see six digits: tell them by telephone "
        "or in person. The link works once, within seven days. A link that was sent earlier stops working."
    ) % {"email": person.email}
    leaves = next_safe_moment(person, facts.now, facts.program.zone)
    if leaves == facts.now:
        return told
    day = date_format(timezone.localtime(leaves), "DATETIME_FORMAT")
    waits = _now("The message waits for the safe hours of this person and leaves on %(day)s.") % {"day": day}
    return f"{told} {waits}"


def _what_ends_with_it(facts: CaseFacts, person: Participant) -> str:
    """Return in words what a withdrawal does to the case, as `withdraw_consent` does it."""
    told = _now(
        "Anybody can stop at any time and need not say why. Tell the other side only that it does not go on, "
        "never who stopped."
    )
    counts = person.is_party or any(row.participant in facts.minors for row in facts.represented_by(person))
    if not counts or facts.case.state not in NEEDS_EVERYBODY:
        return told
    ends = _now("The case goes back to preparing; a session that is scheduled is canceled.")
    return f"{ends} {told}"


def _whose_wishes_lead(facts: CaseFacts, _person: Participant) -> str:
    """Return what these wishes count for, by the program's premise."""
    if facts.policy.premise == Premise.BALANCED:
        return _now(
            "Where they differ from what the person harmed chose, it is settled with each side alone before a session "
            "is scheduled. Whether and how the person harmed takes part is theirs alone."
        )
    return _now("The wishes of the person harmed lead here. These are noted as advice, and bind nobody.")


def _for_whom(facts: CaseFacts, person: Participant) -> str:
    """Return for whom a guardian consents beside themselves; nothing for anybody else."""
    rows = [row for row in facts.represented_by(person) if row.kind == RepresentationKind.GUARDIAN]
    children = ", ".join(row.participant.name for row in rows)
    if not children or not facts.may_consent_for_others(person):
        return ""
    return _now("They consent as the guardian of %(children)s, who has to agree too.") % {
        "children": children
    }


DOORS: dict[str, Door] = {
    "begin_screening": Door(screening.begin_screening, _("Screening has begun."), form=CoordinatorForm),
    "record_acknowledgement": Door(
        screening.record_acknowledgement, _("The answer is recorded."), form=AcknowledgementForm
    ),
    "override_acknowledgement": Door(
        screening.override_acknowledgement, _("The case can go on."), form=OverrideForm
    ),
    "record_legal_posture": Door(
        screening.record_legal_posture,
        _("It is recorded where the matter stands with the law."),
        form=LegalForm,
        effect=_(
            "A case that may not go on any more is put on hold, and a session that is scheduled is canceled."
        ),
    ),
    "override_offence": Door(
        screening.override_offence,
        _("The case can go on."),
        form=LetThroughForm,
        back="case-screening",
        effect=_("Your reasons are kept with the case. It needs two mediators of the advanced level."),
    ),
    "record_substance": Door(
        screening.record_substance,
        _("The answer is recorded."),
        form=SubstanceForm,
        back="case-screening",
    ),
    "override_substance": Door(
        screening.override_substance, _("The case can go on."), form=LetThroughForm, back="case-screening"
    ),
    "record_risk": Door(
        risk.record_risk,
        _("The risk is assessed."),
        form=RiskForm,
        reads=lambda facts, _case: facts.risks,
        back="case-screening",
        effect=_(
            "A session that is not safe enough any more is canceled. A case for which no safe way is left is put on "
            "hold."
        ),
    ),
    "assign_mediator": Door(
        assignments.assign_mediator,
        _("The mediator is assigned."),
        form=AssignForm,
        asked=lambda _case: {"is_assigning": True},
        beside=("programs/pool.html", pool.beside),
    ),
    "begin_preparing": Door(screening.begin_preparing, _("Preparing has begun.")),
    "record_contact": Door(
        contacts.record_contact,
        _("The contact is recorded."),
        form=ContactForm,
        asked=lambda person: {"person": person},
        note=_name,
        reads=_person,
        back="case-people",
    ),
    "send_participant_link": Door(
        links.send_participant_link,
        _("The link is on its way."),
        form=LinkForm,
        asked=lambda person: {"person": person, "contact": approach()},
        effect=_where_it_goes,
        note=_name,
        reads=_person,
        back="case-people",
        shows="programs/link_sent.html",
    ),
    "record_minor": Door(
        minors.record_minor,
        _("The answer is recorded."),
        form=MinorForm,
        effect=_(
            "A minor takes part only with the consent of a guardian and their own. If the guardian’s is missing, "
            "the case goes back to preparing; a session that is scheduled is canceled."
        ),
        note=_name,
        reads=_person,
        back="case-people",
    ),
    "record_guardian": Door(
        minors.record_guardian,
        _("It is recorded who the guardian is."),
        form=GuardianForm,
        asked=lambda person: {"person": person},
        effect=_(
            "Record the consent of the guardian afterwards. What a suspected guardian has consented to ends at once, "
            "and what was planned on it is canceled."
        ),
        note=_name,
        reads=lambda facts, _person: facts.participants,
        back="case-people",
    ),
    "record_spokesperson": Door(
        organisations.record_spokesperson,
        _("It is recorded who speaks for the organization."),
        form=SpokespersonForm,
        asked=lambda person: {"person": person},
        note=_name,
        reads=lambda facts, _person: facts.participants,
        back="case-people",
    ),
    "record_choices": Door(
        contacts.record_choices,
        _("The choices are recorded. Every later step obeys them."),
        form=ChoicesForm,
        asked=lambda person: {"person": person},
        effect=_("A session that no longer fits is canceled. They may choose otherwise at any time."),
        note=_name,
        reads=_person,
        back="case-people",
    ),
    "record_wishes": Door(
        wishes.record_wishes,
        _("The wishes are recorded."),
        form=WishesForm,
        asked=lambda person: {"person": person},
        effect=_whose_wishes_lead,
        note=_name,
        reads=_person,
        back="case-people",
    ),
    "record_settlement": Door(
        wishes.record_settlement,
        _("It is recorded how it was settled."),
        form=SettlementForm,
        effect=_(
            "Whether and how the person harmed takes part is theirs alone: that is never settled against them."
        ),
    ),
    "record_readiness": Door(
        contacts.record_readiness,
        _("The answer is recorded."),
        form=ReadinessForm,
        asked=lambda person: {"person": person},
        note=_name,
        reads=_person,
        back="case-people",
    ),
    "record_mediator_readiness": Door(
        contacts.record_mediator_readiness, _("The answer is recorded."), form=MediatorReadinessForm
    ),
    "record_consent": Door(
        consents.record_consent,
        _("The consent is recorded."),
        form=ConsentRecordForm,
        asked=lambda person: {"person": person},
        effect=_for_whom,
        note=_name,
        reads=_person,
        back="case-people",
    ),
    "withdraw_consent": Door(
        consents.withdraw_consent,
        _("The consent is withdrawn. What was planned on it is canceled."),
        effect=_what_ends_with_it,
        note=_name,
        reads=_person,
        back="case-people",
    ),
    "mark_ready": Door(screening.mark_ready, _("The case is ready.")),
    "schedule_session": Door(
        sessions.schedule_session,
        _("The session is scheduled."),
        form=SessionForm,
        calls=_everybody,
    ),
    "cancel_session": Door(
        sessions.cancel_session,
        _("The session is canceled. Tell everybody who was to come."),
        effect=_(
            "The session is canceled, and you can schedule another. Nobody is told by this page: "
            "tell everybody who was to come."
        ),
        note=_when,
        calls=_everybody,
    ),
    "record_held": Door(
        sessions.record_held,
        _("It is recorded that the session was held."),
        form=HeldForm,
        note=_when,
        reads=lambda facts, _case: facts.participants,
    ),
    "record_not_held": Door(
        sessions.record_not_held,
        _("It is recorded. You can schedule anew."),
        form=NotHeldForm,
        note=_when,
        calls=_everybody,
    ),
    "begin_exchange": Door(
        exchanges.begin_exchange,
        _("Record each message that you pass on as a contact with whoever receives it."),
        effect=_("No address goes from one side to the other. You read each message before you pass it on."),
    ),
    "return_to_meeting": Door(exchanges.return_to_meeting, _("You can schedule a session.")),
    "begin_agreement": Door(
        agreements.begin_agreement,
        _("Add what they agreed on."),
        form=AgreementBeginForm,
        back="case-agreement",
    ),
    "add_agreement_item": Door(
        agreements.add_agreement_item,
        _("The item is added."),
        form=ItemForm,
        reads=lambda facts, _case: facts.harmed,
        back="case-agreement",
    ),
    "remove_agreement_item": Door(
        agreements.remove_agreement_item,
        _("The item is taken out."),
        asked=lambda item: {"item": item},
        effect=_("The item is taken out of the agreement for good."),
        note=_item,
        back="case-agreement",
    ),
    "propose_agreement": Door(
        agreements.propose_agreement,
        _("The agreement lies before the parties. Record who signs."),
        effect=_(
            "From now on its text stays as it is. You can take it back for changes until everybody has signed."
        ),
        back="case-agreement",
    ),
    "redraft_agreement": Door(
        agreements.redraft_agreement, _("The agreement can be changed again."), back="case-agreement"
    ),
    "drop_agreement": Door(
        agreements.drop_agreement,
        _("The agreement is given up."),
        effect=_("What nobody signed is given up. An agreement that was signed before goes on as it was."),
    ),
    "amend_agreement": Door(
        agreements.amend_agreement,
        _("Change what is still open, then have the new version signed."),
        effect=_(
            "A new version begins with what is still open. The signed one runs on until the new one is signed."
        ),
        back="case-agreement",
    ),
    "sign_agreement": Door(
        agreements.sign_agreement,
        _("The signatures are recorded. The agreement runs from now on."),
        form=SignaturesForm,
        reads=lambda facts, _case: facts.parties,
        back="case-agreement",
    ),
    "record_payment": Door(
        payments.record_payment,
        _("The payment is recorded."),
        form=PaymentForm,
        asked=lambda item: {"item": item},
        note=_item,
        back="case-agreement",
    ),
    "record_hours": Door(
        payments.record_hours,
        _("The hours are recorded."),
        form=HoursForm,
        asked=lambda item: {"item": item},
        note=_item,
        back="case-agreement",
    ),
    "reverse_payment": Door(
        payments.reverse_payment,
        _("It is reversed."),
        asked=lambda payment: {"payment": payment},
        effect=_("It stays on the list with its reversal beside it, and what it was for is open again."),
        note=_payment,
        back="case-agreement",
    ),
    "mark_item": Door(
        agreements.mark_item,
        _("It is recorded how the item went."),
        form=ItemMarkForm,
        asked=lambda item: {"item": item},
        note=_item,
        back="case-agreement",
    ),
    "put_on_hold": Door(
        holding.put_on_hold,
        _("The case is on hold."),
        form=HoldForm,
        effect=_(
            "A session that is scheduled is canceled. You can take the case up again where you left it."
        ),
    ),
    "resume_case": Door(holding.resume_case, _("The case goes on where you left it.")),
    "begin_closing": Door(
        closing.begin_closing,
        _("The case is coming to its end. Close it when all is done."),
        form=ClosingForm,
        effect=what_the_end_tells,
    ),
    "issue_report": Door(
        closing.issue_report,
        _("The report is issued."),
        effect=what_the_report_tells,
    ),
    "close_case": Door(closing.close_case, _("The case is closed.")),
}
"""The doors of a case, by the id of their step; those of a referral lead to another page (`views/referrals.py`)."""

if DOORS.keys() != {step.id for step in CASE_STEPS}:
    raise LookupError(
        f"Steps without a door, or doors without a step: {DOORS.keys() ^ {s.id for s in CASE_STEPS}}"
    )
