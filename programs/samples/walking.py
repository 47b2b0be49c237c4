"""Takes each sample case as far as its story goes, by the same actions and past the same guards as any other."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from programs.actions import (
    agreements,
    assignments,
    closing,
    consents,
    contacts,
    minors,
    risk,
    screening,
    sessions,
)
from programs.actions.referrals import Person, accept_referral, submit_referral
from programs.models import AgreementItem, Contact, MediationCase, Participant, Program, Referral
from programs.models.choice import Wish
from programs.models.contact import Purpose, Topic
from programs.models.participant import HARMED_SIDE
from programs.models.participant import RESPONSIBLE_SIDE as RESPONSIBLE
from programs.samples.stories import Story

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# Numbers 555-0100 to 555-0199 are set aside for stories, and so is the domain.
PHONE = "555 01{:02}"
NAMESPACE = uuid.UUID("5a3b1e52-4c0e-5d54-9a53-6f0a7c2f6f10")
ORDER = ("intake", "screening", "preparing", "ready", "scheduled", "held", "monitoring")
CLOSED_AT = "screening"
AHEAD, HELD_BEFORE = 5, 9
"""Days from now to the session that is scheduled, and since the one that was held."""
AGO = {
    "accepted": 20,
    "screening": 18,
    "preparing": 15,
    "ready": 12,
    "scheduled": 11,
    "held": HELD_BEFORE - 1,
    "monitoring": HELD_BEFORE - 2,
    "closed": 10,
}
"""How many days ago each part of a story happened."""


@dataclass
class Walk:
    """One sample: who acts, in which program, and the clock of the story."""

    story: Story
    number: int
    actor: Any
    program: Program
    staff: dict[str, Any]
    now: datetime
    reached: str

    def when(self, part: str) -> datetime:
        """Return when a part of the story happened."""
        return self.now - AGO[part] * DAY

    def go(self) -> None:
        """Send the referral in and take the case to where the story has come."""
        referral = self.refer()
        if self.reached == "waiting":
            return
        case = accept_referral(actor=self.actor, referral=referral, now=self.when("accepted"))
        last = CLOSED_AT if self.reached == "closed" else self.reached
        for state in ORDER[1 : ORDER.index(last) + 1]:
            getattr(self, state)(case)
        if self.reached == "closed":
            self.close(case)

    def refer(self) -> Referral:
        stage, referrer = self._door()
        phones = (PHONE.format(2 * self.number), PHONE.format(2 * self.number + 1))
        return submit_referral(
            actor=self.actor,
            now=self.now - (21 - self.number) * DAY,
            form_key=uuid.uuid5(NAMESPACE, f"{self.story.id}/{self.program.samples_made_at}"),
            stage=stage,
            referrer_class=referrer,
            office_name="",
            referrer=Person("Robin Sample", "robin@sample.invalid"),
            offences=self.story.offences,
            offender=Person(self.story.offender, phone=phones[0]),
            victim=Person(self.story.victim, phone=phones[1]),
            summary=str(self.story.summary),
            is_sample=True,
        )

    def meet(self, case: MediationCase, roles: Collection[str], now: datetime) -> None:
        """Meet each party of one side alone, to prepare them."""
        # Where the person harmed asked for this, they come first.
        for party in sorted(_parties(case), key=self.comes_first, reverse=True):
            if party.role in roles or self.comes_first(party):
                self.record(party, now, "preparation", "in_person")

    def comes_first(self, party: Participant) -> bool:
        return "program" not in self.program.policy.initiative and party.role in HARMED_SIDE

    def record(self, party: Participant, now: datetime, purpose: str, channel: str) -> None:
        contacts.record_contact(
            actor=self.actor,
            participant=party,
            now=now,
            form_key=uuid.uuid5(NAMESPACE, f"{party.pk}/{purpose}/{now.isoformat()}"),
            contact=Contact(
                purpose=purpose,
                channel=channel,
                result="reached",
                made_at=now,
                minutes=30,
                topics=Topic.values if purpose == Purpose.PREPARATION else [],
            ),
        )

    def _door(self) -> tuple[str, str]:
        """Return a stage that the program takes, and somebody without an office who may refer."""
        policy = self.program.policy
        return policy.stages[0], "community" if "program" in policy.initiative else "victim_self"

    def screening(self, case: MediationCase) -> None:
        now = self.when("screening")
        screening.begin_screening(actor=self.actor, case=case, now=now, coordinator=self.actor)
        self.meet(case, RESPONSIBLE, now)
        screening.record_acknowledgement(actor=self.actor, case=case, now=now, answer="full")
        screening.record_legal_posture(
            actor=self.actor,
            case=case,
            now=now,
            appeal="none",
            conviction="convicted",
            no_contact_order="none",
        )
        screening.record_substance(actor=self.actor, case=case, now=now, answer="something")
        self.assess(case, now)

    def assess(self, case: MediationCase, now: datetime) -> None:
        """Assess the risk as low."""
        risk.record_risk(
            actor=self.actor,
            case=case,
            now=now,
            form_key=uuid.uuid5(NAMESPACE, f"{case.pk}/risk/{now.isoformat()}"),
            level="low",
            factors=[],
            reasons=_("Nobody is afraid, and nobody has threatened anybody."),
        )

    def preparing(self, case: MediationCase) -> None:
        now = self.when("preparing")
        for mediator in self.staff["mediators"][: self.program.policy.mediators_needed]:
            assignments.assign_mediator(
                actor=self.actor,
                case=case,
                now=now,
                mediator=mediator,
                supervisor=self.staff["supervisor"],
                connection="none",
            )
        screening.begin_preparing(actor=self.actor, case=case, now=now)

    def ready(self, case: MediationCase) -> None:
        now = self.when("ready")
        self.meet(case, HARMED_SIDE, now)
        for party in _parties(case):
            consents.record_consent(
                actor=self.actor, participant=party, now=now, form="written", language="en"
            )
            contacts.record_readiness(actor=self.actor, participant=party, now=now, is_ready=True)
            minors.record_minor(actor=self.actor, participant=party, now=now, is_minor=False)
            if party.role in HARMED_SIDE:
                contacts.record_choices(
                    actor=self.actor,
                    participant=party,
                    now=now,
                    takes_part=True,
                    mode="face_to_face",
                    wishes={wish.value: "" for wish in Wish},
                )
        for mediator in self.staff["mediators"][: self.program.policy.mediators_needed]:
            contacts.record_mediator_readiness(
                actor=self.actor, case=case, now=now, mediator=mediator, is_ready=True
            )
        self.assess(case, now)
        screening.mark_ready(actor=self.actor, case=case, now=now)

    def scheduled(self, case: MediationCase) -> None:
        days = AHEAD if self.reached == "scheduled" else -HELD_BEFORE
        # When people meet, whatever the hour at which the program was signed up.
        day = (self.now + days * DAY).astimezone(self.program.zone)
        starts_at = day.replace(hour=14, minute=0, second=0, microsecond=0)
        sessions.schedule_session(
            actor=self.actor,
            case=case,
            now=self.when("scheduled"),
            form_key=uuid.uuid5(NAMESPACE, str(case.pk)),
            mode="face_to_face",
            place=_("Town library, room 2"),
            starts_at=starts_at,
            ends_at=starts_at + HOUR,
            fits_choices=True,
        )

    def held(self, case: MediationCase) -> None:
        sessions.record_held(
            actor=self.actor,
            case=case,
            now=self.when("held"),
            attended=[party.pk for party in _parties(case)],
        )

    def monitoring(self, case: MediationCase) -> None:
        now = self.when("monitoring")
        agreements.begin_agreement(actor=self.actor, case=case, now=now, victim_asked=True)
        item = AgreementItem(
            kind="monetary_restitution",
            text=_("In two parts"),
            amount=Decimal("80.00"),
            due_date=(self.now + 30 * DAY).date(),
        )
        agreements.add_agreement_item(
            actor=self.actor, case=case, now=now, form_key=uuid.uuid5(NAMESPACE, f"{case.pk}/item"), item=item
        )
        agreements.propose_agreement(actor=self.actor, case=case, now=now)
        agreements.sign_agreement(
            actor=self.actor, case=case, now=now, signed_by=[party.pk for party in _parties(case)]
        )

    def close(self, case: MediationCase) -> None:
        now = self.when("closed")
        closing.begin_closing(actor=self.actor, case=case, now=now, reason="offender_withdrew")
        for party in _parties(case):
            self.record(party, now, "told_end", "phone")
        closing.issue_report(actor=self.actor, case=case, now=now)
        closing.close_case(actor=self.actor, case=case, now=now)


def _parties(case: MediationCase) -> list[Participant]:
    found = Participant.objects.filter(case=case).select_related("case")
    return [person for person in found if person.is_party]
