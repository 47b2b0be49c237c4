"""What the guards look at: a referral or a case with everything around it, read once.

Each part (`programs.loading`) is read when it is first asked for, or for many cases together by `facts_of_many`: so
many queries, however many cases and rules there are.
"""

import copy
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from programs import loading
from programs.loading import Loaded
from programs.models import (
    Affiliation,
    Agreement,
    AgreementItem,
    Contact,
    MediationCase,
    Mediator,
    Offence,
    Participant,
    ParticipationConsent,
    Program,
    Referral,
    Representation,
    RiskAssessment,
    Session,
)
from programs.models.agreement import SIGNED_STATES, TERMINAL_STATUSES
from programs.models.assignment import Connection
from programs.models.case import CaseState
from programs.models.contact import Purpose, Result
from programs.models.participant import HARMED_SIDE, RESPONSIBLE_SIDE
from programs.models.referral import INITIATIVE_OF, ReferralState
from programs.models.representation import RepresentationKind
from programs.models.session import SessionState
from programs.naming import name_of_state
from programs.policy.document import Policy


@dataclass(frozen=True)
class Asked:
    """What a step was asked to do; None where the question has not been put yet.

    Untyped here, because a guard that judges an answer names it in `needs` and so never sees None.
    """

    coordinator: Any = None  # User
    mediator: Any = None  # Mediator
    is_assigning: bool = False  # Is the question who will mediate, so that those who do are not judged?
    supervisor: Any = None  # User
    connection: Any = None  # str, of Connection
    starts_at: Any = None  # datetime
    ends_at: Any = None  # datetime
    victim_asked: Any = None  # bool
    signed_by: Any = None  # frozenset of the keys of participants
    item: Any = None  # AgreementItem
    item_status: Any = None  # str, of ItemStatus
    amount: Any = None  # Decimal
    payment: Any = None  # RestitutionPayment
    hours: Any = None  # Decimal
    person: Any = None  # Participant
    guardian: Any = None  # Participant
    spokesperson: Any = None  # Participant
    contact: Any = None  # Contact
    attended: Any = None  # frozenset of the keys of participants
    fits_choices: Any = None  # bool
    mode: Any = None  # str, of Mode
    reason: Any = None  # str, of ClosureReason
    text: Any = None  # str
    by: Any = None  # User
    release: Any = None  # InformationRelease
    program_name: Any = None  # str
    receiver: Any = None  # Receiver
    answer: Any = None  # str, of ForwardAnswer
    other: Any = None  # Referral
    message: Any = None  # MediatedMessage


class Judged:
    """What the facts of referrals and cases have in common."""

    policy: Policy

    def under(self, policy: Policy) -> Self:
        """Return the same facts as another policy sees them."""
        other = copy.copy(self)
        other.policy = policy
        return other


@dataclass
class ReferralFacts(Judged):
    referral: Referral
    program: Program
    now: datetime
    asked: Asked = field(default_factory=Asked)
    policy: Policy = field(init=False)
    """The one in force: a referral has no version of its own."""

    def __post_init__(self) -> None:
        self.policy = self.program.policy

    @property
    def subject(self) -> Referral:
        return self.referral

    @property
    def state_label(self) -> Any:
        return self.referral.get_state_display()

    def names_of(self, states: Collection[str]) -> list[str]:
        """Return what these states are called, in their order."""
        return [str(state.label) for state in ReferralState if state in states]

    @property
    def offences(self) -> list[Offence]:
        return list(self.referral.offences.all())

    @property
    def has_offence(self) -> bool:
        return bool(self.offences)

    @property
    def has_offender(self) -> bool:
        return any(person.role in RESPONSIBLE_SIDE for person in self.referral.participants.all())


@dataclass
class CaseFacts(Judged):
    case: MediationCase
    program: Program
    now: datetime
    asked: Asked = field(default_factory=Asked)
    policy: Policy = field(init=False)
    """What the case works by: the version that it was opened under, or was moved to."""

    participants = Loaded(loading.participants)
    representations = Loaded(loading.representations)
    referral = Loaded(loading.referral)
    offences = Loaded(loading.offences)
    contacts = Loaded(loading.contacts)
    choices = Loaded(loading.choices)
    wishes = Loaded(loading.wishes)
    checks = Loaded(loading.checks)
    risks = Loaded(loading.risks)
    assignments = Loaded(loading.assignments)
    conflicted = Loaded(loading.conflicted)
    items_done = Loaded(loading.items_done)
    sessions = Loaded(loading.sessions)
    agreements = Loaded(loading.agreements)
    items = Loaded(loading.items)
    signed_items = Loaded(loading.signed_items)
    lines = Loaded(loading.lines)
    surveyed = Loaded(loading.surveyed)

    def __post_init__(self) -> None:
        self.policy = self.program.policy_of(self.case)

    @property
    def subject(self) -> MediationCase:
        return self.case

    @property
    def today(self) -> date:
        """Return the day where the program is."""
        return self.now.astimezone(self.program.zone).date()

    @property
    def state_label(self) -> Any:
        return name_of_state(self.case.state, self.program.policy)

    def names_of(self, states: Collection[str]) -> list[str]:
        """Return what these states are called in this program, in their order."""
        return [name_of_state(state, self.program.policy) for state in CaseState if state in states]

    def anew(self) -> "CaseFacts":
        """Return the facts as they are now that something was written."""
        return CaseFacts(case=self.case, program=self.program, now=self.now)

    @property
    def parties(self) -> list[Participant]:
        return [person for person in self.participants if person.is_party]

    @property
    def harmed(self) -> list[Participant]:
        return [person for person in self.participants if person.role in HARMED_SIDE]

    @property
    def responsible(self) -> list[Participant]:
        return [person for person in self.participants if person.role in RESPONSIBLE_SIDE]

    @property
    def initiative(self) -> str:
        """Return who asked for this: "victim", "offender" or "program" (R6)."""
        return INITIATIVE_OF.get(self.referral.referrer_class, "program")

    def contacts_with(self, person: Participant, *purposes: str) -> list[Contact]:
        """Return the contacts with somebody, for these purposes or for any."""
        return [
            contact
            for contact in self.contacts
            if contact.participant_id == person.pk and (not purposes or contact.purpose in purposes)
        ]

    def has_reached(self, person: Participant, *purposes: str) -> bool:
        return any(c.result == Result.REACHED for c in self.contacts_with(person, *purposes))

    @property
    def risk(self) -> RiskAssessment | None:
        """Return the latest assessment of the risk."""
        return self.risks[-1] if self.risks else None

    @property
    def deciders(self) -> list[Participant]:
        """Return those whose choices bind: the persons harmed and whoever speaks for an organization, or stand-ins."""
        people = [person for person in self.harmed if person.is_party]
        speaking = {row.by_id for row in self.representations if row.kind == RepresentationKind.SPOKESPERSON}
        return [each for each in people if each.role == HARMED_SIDE[0] or each.pk in speaking] or people

    @property
    def organisations(self) -> list[Participant]:
        return [person for person in self.harmed if person.is_organisation]

    @property
    def unspoken_for(self) -> list[Participant]:
        """Return the organizations for which nobody of the two sides speaks."""
        spoken = {row.participant_id for row in self.representations if row.by.is_party}
        return [each for each in self.organisations if each.pk not in spoken]

    @property
    def had_exchange(self) -> bool:
        return any(c.purpose == Purpose.EXCHANGE and c.result == Result.REACHED for c in self.contacts)

    @property
    def had_dialogue(self) -> bool:
        """Return whether the two sides had to do with each other, in a session or by messages."""
        return self.was_held or self.had_exchange

    @property
    def without_consent(self) -> list[Participant]:
        return [person for person in self.parties if not person.live_consents]  # type: ignore[attr-defined]

    @property
    def minors(self) -> list[Participant]:
        return [person for person in self.parties if person.is_minor]

    def represented_by(self, person: Participant) -> list[Representation]:
        """Return for whom somebody stands."""
        return [row for row in self.representations if row.by_id == person.pk]

    def may_consent_for_others(self, person: Participant) -> bool:
        """Return False for whoever is responsible in this case, or is suspected of having harmed a child of it (E6)."""
        is_suspected = any(row.is_suspected for row in self.represented_by(person))
        return person.role not in RESPONSIBLE_SIDE and not is_suspected

    def guardians_of(self, person: Participant) -> list[Participant]:
        """Return the guardians who can consent for somebody."""
        return [row.by for row in self.guardianships_of(person)]

    def guardianships_of(self, person: Participant) -> list[Representation]:
        """Return by which guardians somebody is represented who can consent for them."""
        return [
            row
            for row in self.representations
            if row.participant_id == person.pk
            and row.kind == RepresentationKind.GUARDIAN
            and self.may_consent_for_others(row.by)
        ]

    def is_asked_anew(self, person: Participant) -> bool:
        """Return whether somebody stands as a guardian for a child for whom they did not consent yet."""
        rows = [row for row in self.represented_by(person) if row.kind == RepresentationKind.GUARDIAN]
        return any(not any(each.is_live for each in self.consents_for(row)) for row in rows)

    @property
    def without_guardian(self) -> list[Participant]:
        """Return the minors for whom no guardian has consented, or one has taken their consent back."""
        return [person for person in self.minors if not self._guardians_agree(person)]

    def _guardians_agree(self, minor: Participant) -> bool:
        given = [self.consents_for(row) for row in self.guardianships_of(minor)]
        asked = [consents for consents in given if consents]
        return bool(asked) and all(any(each.is_live for each in consents) for consents in asked)

    def consents_for(self, row: Representation) -> list[ParticipationConsent]:
        """Return what a guardian consented to for this child, live or not: since they are on record as its guardian.

        A yes for one child is none for another who is recorded later: they are asked anew, knowing for whom.
        """
        return [each for each in row.by.all_consents if each.given_at >= row.since]  # type: ignore[attr-defined]

    @property
    def has_both_sides(self) -> bool:
        """Return whether somebody is known of each side; who speaks for an organization is `unspoken_for`'s matter."""
        return bool(self.harmed) and any(person.is_party for person in self.responsible)

    @property
    def mediators(self) -> list[Mediator]:
        """Return those to be judged: the one who is asked for, or those who are assigned."""
        if self.asked.mediator is not None:
            return [self.asked.mediator]
        return [] if self.asked.is_assigning else [assignment.mediator for assignment in self.assignments]

    @cached_property
    def involved_offices(self) -> set[uuid.UUID]:
        """Return the offices that refer, supervise, prosecute or police somebody in this case (N1)."""
        offices: set[Any] = {person.supervised_by_id for person in self.participants}
        offices.add(self.referral.office_id)
        return offices - {None}

    def affiliations(self, mediator: Mediator) -> Iterable[Affiliation]:
        """Return those that still hold."""
        return [a for a in mediator.affiliations.all() if a.ended_on is None or a.ended_on > self.today]

    @property
    def is_connected(self) -> bool:
        return self.asked.connection not in (None, Connection.NONE)

    @property
    def session_ahead(self) -> Session | None:
        return next((s for s in self.sessions if s.state == SessionState.SCHEDULED), None)

    @property
    def was_held(self) -> bool:
        return any(session.state == SessionState.HELD for session in self.sessions)

    @property
    def agreement(self) -> Agreement | None:
        """Return the latest version."""
        return self.agreements[-1] if self.agreements else None

    @property
    def signed_agreement(self) -> Agreement | None:
        """Return the latest version that everybody signed, whatever became of it."""
        return next((each for each in reversed(self.agreements) if each.state in SIGNED_STATES), None)

    @property
    def agreement_there(self) -> Agreement:
        """Return the agreement of a case whose state says that there is one."""
        if self.agreement is None:
            raise LookupError("A case in this state has an agreement.")
        return self.agreement

    @property
    def open_items(self) -> list[AgreementItem]:
        return [item for item in self.items if item.status not in TERMINAL_STATUSES]

    @property
    def reopened(self) -> list[AgreementItem]:
        """Return what an older version had settled and a reversal opened again: it belongs to no newer one."""
        here = {item.pk for item in self.signed_items}
        return [line for line in self.lines if line.pk not in here and line.outstanding() > 0]

    def outstanding(self, item: AgreementItem) -> Decimal:
        """Return what is still to be paid of an item, in the program's currency, or to be worked, in hours.

        Of what was signed it is read here, behind the lock of the step, and not from the row that was handed in.
        """
        lines = (line for line in self.lines if line.line_key == item.line_key)
        return next(lines, item).outstanding()


PARTS = tuple(each for each in vars(CaseFacts).values() if isinstance(each, Loaded))
"""In the order in which they lean on each other."""


def facts_of_many(cases: Iterable[MediationCase], program: Program, now: datetime) -> list[CaseFacts]:
    """Return the facts of many cases, with every part read."""
    many = [CaseFacts(case=case, program=program, now=now) for case in cases]
    for part in PARTS:
        part.load(many)
    return many
