"""What one participant may see on their own page. The other side is not hidden here: it is never read.

Everything is found by the person's own key. Of the case there is only the session that is ahead and, of an agreement
that everybody signed, the items that concern this person; never its state, which would tell what the other side did.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from amends.accounts.access import PARTICIPANT, Outsider, may
from programs.ledger.lines import attach_rows, is_owed_by
from programs.models import (
    Agreement,
    AgreementItem,
    Complaint,
    Contact,
    InformationRelease,
    MediationCase,
    Participant,
    ParticipationConsent,
    Program,
    Representation,
    Session,
    Survey,
    VictimChoice,
)
from programs.models.agreement import SIGNED_STATES
from programs.models.case import CaseState
from programs.models.choice import Wish
from programs.models.contact import Result
from programs.models.participant import HARMED_SIDE, RESPONSIBLE_SIDE
from programs.models.representation import RepresentationKind
from programs.models.survey import SurveyState
from programs.policy.document import Policy

TAKES_PART, MODE = "takes_part", "mode"
TOPICS: tuple[str, ...] = (TAKES_PART, MODE, *Wish.values)
"""The questions to the person harmed, in their order; an address names them by number, which says nothing."""


@dataclass
class OwnPage:
    participant: Participant
    program: Program
    now: datetime

    @property
    def visitor(self) -> Outsider:
        return Outsider(PARTICIPANT, self.participant.pk)

    @property
    def case(self) -> MediationCase:
        if self.participant.case is None:
            raise LookupError("Only people of a case have a page of their own.")
        return self.participant.case

    @property
    def policy(self) -> Policy:
        return self.program.policy_of(self.case)

    @property
    def side(self) -> str:
        """Return "harmed", "responsible" or, for those who come along, "company"."""
        if self.participant.role in HARMED_SIDE:
            return "harmed"
        return "responsible" if self.participant.role in RESPONSIBLE_SIDE else "company"

    @cached_property
    def answers(self) -> bool:
        """Return whether they are asked for a yes: the two sides, and a guardian whose consent can count."""
        if self.side != "company":
            return True
        rows = Representation.objects.live().filter(by=self.participant.pk)
        suspected = rows.values_list("is_suspected", flat=True)
        return bool(suspected) and not any(suspected)

    @property
    def is_ending(self) -> bool:
        return self.case.state == CaseState.CLOSING

    def may(self, action: str) -> bool:
        """Return whether they may do this now, in the state that their case is in."""
        return may(self.visitor, action, self.case.state)

    @cached_property
    def consent(self) -> ParticipationConsent | None:
        """Return the latest consent they gave, live or withdrawn."""
        return ParticipationConsent.objects.filter(participant=self.participant.pk).last()

    @cached_property
    def agreed_at(self) -> datetime | None:
        """Return when they said yes; None for a guardian who stands for another child since, and is asked anew."""
        if self.consent is None or not self.consent.is_live:
            return None
        later = Representation.objects.live().filter(
            by=self.participant.pk, kind=RepresentationKind.GUARDIAN, since__gt=self.consent.given_at
        )
        return None if later.exists() else self.consent.given_at

    @cached_property
    def has_stopped(self) -> bool:
        """Return whether the last that they said is no."""
        if self.consent is not None:
            return not self.consent.is_live
        latest = Contact.objects.filter(participant=self.participant.pk).answers().last()
        return latest is not None and latest.result == Result.REFUSED

    @cached_property
    def choice(self) -> VictimChoice | None:
        """Return their own latest choices."""
        found = VictimChoice.objects.filter(participant=self.participant.pk).last()
        if found is not None:
            found.participant = self.participant
        return found

    def answer_to(self, topic: str) -> Any:
        """Return what they chose (bool, a Mode, words, or "" for left open); None while it is not answered."""
        if self.choice is None:
            return None
        if topic == TAKES_PART:
            return self.choice.takes_part
        if topic == MODE:
            return self.choice.mode or None
        return self.choice.wishes.get(topic)

    @property
    def topics(self) -> tuple[str, ...]:
        """Return the questions that are open to them: before they want it to go on, there is only one."""
        return TOPICS if self.answer_to(TAKES_PART) else TOPICS[:1]

    @property
    def unanswered(self) -> list[str]:
        return [topic for topic in self.topics if self.answer_to(topic) is None]

    @cached_property
    def session(self) -> Session | None:
        """Return the session that is ahead; when there is none, nothing says whether there ever was."""
        found = Session.objects.ahead().filter(case=self.case.pk).first()
        if found is not None:
            found.case = self.case
        return found

    @cached_property
    def releases(self) -> list[InformationRelease]:
        """Return what they let the program pass on about them, as far as it counts now."""
        found = list(InformationRelease.objects.live(self.now).filter(participant=self.participant.pk))
        for release in found:
            release.participant = self.participant
        return found

    @cached_property
    def complaints(self) -> list[Complaint]:
        """Return what they said went wrong, the latest first."""
        found = list(Complaint.objects.filter(participant=self.participant.pk).order_by("-made_at", "-id"))
        for each in found:
            each.participant = self.participant
        return found

    @cached_property
    def survey(self) -> Survey | None:
        """Return what is asked of them now, the earliest first."""
        found = Survey.objects.filter(participant=self.participant.pk, state=SurveyState.ASKED).first()
        if found is not None:
            found.participant = self.participant
        return found

    @cached_property
    def items(self) -> list[AgreementItem]:
        """Return what they have to do by the signed agreement, or what is done for them; their company sees nothing."""
        agreement = Agreement.objects.filter(case=self.case.pk, state__in=SIGNED_STATES).last()
        if agreement is None or self.side == "company":
            return []
        agreement.case = self.case
        items = AgreementItem.objects.filter(agreement=agreement).prefetch_related("payments")
        if self.side == "harmed":
            items = items.filter(beneficiary=self.participant.pk)
        found = [item for item in items if self.side == "harmed" or is_owed_by(item, self.participant)]
        for item in found:
            item.agreement = agreement
        attach_rows(found)
        return found

    @property
    def has_ledger(self) -> bool:
        return any(item.has_ledger for item in self.items)

    @property
    def owes_money(self) -> bool:
        return any(item.is_money for item in self.items)
