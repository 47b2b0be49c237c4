"""What the guards look at: a referral or a case with everything around it, read once."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from programs.models import (
    Affiliation,
    Agreement,
    AgreementItem,
    ConflictDeclaration,
    Contact,
    EligibilityCheck,
    MediationCase,
    Mediator,
    MediatorAssignment,
    Participant,
    ParticipationConsent,
    Program,
    Referral,
    Session,
    VictimChoice,
)
from programs.models.agreement import SIGNED_STATES, TERMINAL_STATUSES, AgreementState
from programs.models.assignment import Connection
from programs.models.contact import Purpose, Result
from programs.models.participant import HARMED_SIDE, RESPONSIBLE_SIDE
from programs.models.referral import INITIATIVE_OF
from programs.models.session import SessionState


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
    contact: Any = None  # Contact
    attended: Any = None  # frozenset of the keys of participants
    fits_choices: Any = None  # bool
    mode: Any = None  # str, of Mode
    reason: Any = None  # str, of ClosureReason
    text: Any = None  # str


@dataclass
class ReferralFacts:
    referral: Referral
    program: Program
    now: datetime
    asked: Asked = field(default_factory=Asked)

    @property
    def subject(self) -> Referral:
        return self.referral

    @property
    def state_label(self) -> Any:
        return self.referral.get_state_display()

    @cached_property
    def has_offence(self) -> bool:
        return self.referral.offences.exists()

    @cached_property
    def has_offender(self) -> bool:
        return self.referral.participants.filter(role__in=RESPONSIBLE_SIDE).exists()


@dataclass
class CaseFacts:
    case: MediationCase
    program: Program
    now: datetime
    asked: Asked = field(default_factory=Asked)

    @property
    def subject(self) -> MediationCase:
        return self.case

    @property
    def state_label(self) -> Any:
        return self.case.get_state_display()

    def anew(self) -> "CaseFacts":
        """Return the facts as they are now that something was written."""
        return CaseFacts(case=self.case, program=self.program, now=self.now)

    @cached_property
    def participants(self) -> list[Participant]:
        live = Prefetch("consents", ParticipationConsent.objects.live(), to_attr="live_consents")
        return list(Participant.objects.filter(case=self.case).prefetch_related(live))

    @property
    def parties(self) -> list[Participant]:
        return [person for person in self.participants if person.is_party]

    @property
    def harmed(self) -> list[Participant]:
        return [person for person in self.participants if person.role in HARMED_SIDE]

    @property
    def responsible(self) -> list[Participant]:
        return [person for person in self.participants if person.role in RESPONSIBLE_SIDE]

    @cached_property
    def referral(self) -> Referral:
        """Return what guards ask of the referral; nothing sealed."""
        return Referral.objects.only("pk", "office", "referrer_class").get(pk=self.case.referral_id)

    @property
    def initiative(self) -> str:
        """Return who asked for this: "victim", "offender" or "program" (R6)."""
        return INITIATIVE_OF.get(self.referral.referrer_class, "program")

    @cached_property
    def contacts(self) -> list[Contact]:
        by_key = {person.pk: person for person in self.participants}
        rows = Contact.objects.filter(participant__in=by_key)
        return [_with(row, participant=by_key[row.participant_id]) for row in rows]

    def contacts_with(self, person: Participant, *purposes: str) -> list[Contact]:
        """Return the contacts with somebody, for these purposes or for any."""
        return [
            contact
            for contact in self.contacts
            if contact.participant_id == person.pk and (not purposes or contact.purpose in purposes)
        ]

    def has_reached(self, person: Participant, *purposes: str) -> bool:
        return any(c.result == Result.REACHED for c in self.contacts_with(person, *purposes))

    @cached_property
    def choices(self) -> dict[uuid.UUID, VictimChoice]:
        """Return the latest choices of each person, by the person's key."""
        by_key = {person.pk: person for person in self.harmed}
        rows = VictimChoice.objects.filter(participant__in=by_key).order_by("version")
        return {row.participant_id: _with(row, participant=by_key[row.participant_id]) for row in rows}

    @property
    def deciders(self) -> list[Participant]:
        """Return those whose choices bind: the persons harmed, or whoever stands in for them."""
        return [person for person in self.harmed if person.role == HARMED_SIDE[0]] or self.harmed

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
    def has_both_sides(self) -> bool:
        roles = {person.role for person in self.parties}
        return bool(roles & set(HARMED_SIDE)) and bool(roles & set(RESPONSIBLE_SIDE))

    @cached_property
    def checks(self) -> dict[str, EligibilityCheck]:
        return {check.rule: check for check in EligibilityCheck.objects.filter(case=self.case)}

    @cached_property
    def assignments(self) -> list[MediatorAssignment]:
        live = MediatorAssignment.objects.live().filter(case=self.case)
        return list(
            live.select_related("mediator__user", "supervisor").prefetch_related(
                "mediator__affiliations__office"
            )
        )

    @property
    def mediators(self) -> list[Mediator]:
        """Return those to be judged: the one who is asked for, or those who are assigned."""
        if self.asked.mediator is not None:
            return [self.asked.mediator]
        return [] if self.asked.is_assigning else [assignment.mediator for assignment in self.assignments]

    @cached_property
    def conflicted(self) -> set[uuid.UUID]:
        """Return the keys of the mediators who may not mediate this case, by a declaration (N2)."""
        return set(ConflictDeclaration.objects.filter(case=self.case).values_list("mediator", flat=True))

    @cached_property
    def involved_offices(self) -> set[uuid.UUID]:
        """Return the offices that refer, supervise, prosecute or police somebody in this case (N1)."""
        offices: set[Any] = {person.supervised_by_id for person in self.participants}
        offices.add(self.referral.office_id)
        return offices - {None}

    def affiliations(self, mediator: Mediator) -> Iterable[Affiliation]:
        """Return those that still hold."""
        today = self.now.astimezone(self.program.zone).date()
        return [a for a in mediator.affiliations.all() if a.ended_on is None or a.ended_on > today]

    @property
    def is_connected(self) -> bool:
        return self.asked.connection not in (None, Connection.NONE)

    @cached_property
    def sessions(self) -> list[Session]:
        # The place is sealed under the case's key: hand the case over, so that no row has to fetch it.
        return [_with(session, case=self.case) for session in Session.objects.filter(case=self.case)]

    @property
    def session_ahead(self) -> Session | None:
        return next((s for s in self.sessions if s.state == SessionState.SCHEDULED), None)

    @property
    def was_held(self) -> bool:
        return any(session.state == SessionState.HELD for session in self.sessions)

    @cached_property
    def agreements(self) -> list[Agreement]:
        """Return every version, the oldest first; those that were not concluded are left out."""
        rows = Agreement.objects.filter(case=self.case).exclude(state=AgreementState.DROPPED)
        return [_with(row, case=self.case) for row in rows.prefetch_related("signatures")]

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

    @cached_property
    def items(self) -> list[AgreementItem]:
        """Return what the latest version holds."""
        return self._items_of(self.agreement)

    @cached_property
    def signed_items(self) -> list[AgreementItem]:
        """Return what everybody signed, also while a newer version is being written."""
        return (
            self.items if self.signed_agreement is self.agreement else self._items_of(self.signed_agreement)
        )

    def _items_of(self, agreement: Agreement | None) -> list[AgreementItem]:
        if agreement is None:
            return []
        items = AgreementItem.objects.filter(agreement=agreement).prefetch_related("payments")
        return [_with(item, agreement=agreement) for item in items]

    @property
    def open_items(self) -> list[AgreementItem]:
        return [item for item in self.items if item.status not in TERMINAL_STATUSES]

    def outstanding(self, item: AgreementItem) -> Decimal:
        """Return what is still to be paid of an item, in the program's currency, or to be worked, in hours."""
        return item.outstanding()


def _with(row: Any, **related: Any) -> Any:
    for name, value in related.items():
        setattr(row, name, value)
    return row
