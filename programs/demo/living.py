"""Takes one case of a demonstration program through its life, by the same actions and past the same guards as any."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any

from programs.actions import (
    agreements,
    assignments,
    closing,
    consents,
    contacts,
    exchanges,
    holding,
    minors,
    payments,
    people,
    risk,
    screening,
    sessions,
)
from programs.actions.referrals import (
    Person,
    accept_referral,
    begin_review,
    decline_referral,
    submit_referral,
    withdraw_referral,
)
from programs.demo import incidents
from programs.demo.court import clerk_for
from programs.demo.passing import pass_letters
from programs.demo.plots import Plot
from programs.models import AgreementItem, Contact, MediationCase, Mediator, Participant, Program, Referral
from programs.models.choice import Wish
from programs.models.contact import Topic
from programs.models.participant import HARMED_SIDE, RESPONSIBLE_SIDE, Role

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NAMESPACE = uuid.UUID("8d0c0d5e-55d0-5f0e-9d0b-6a1c8a8f2b7e")
AFTER = {
    "decided": 3,
    "screening": 4,
    "acknowledged": 8,
    "preparing": 12,
    "tried": 14,
    "victim": 16,
    "ready": 26,
    "scheduled": 27,
    "held": 37,
    "agreement": 37,
    "signed": 40,
}
"""Days from the referral to each part of a case's life; what comes after an agreement is spread by its age."""
ROAD = ("intake", "screening", "preparing", "ready", "scheduled", "held", "agreement_pending", "monitoring")
ALL, HALF, NOTHING = Decimal(1), Decimal("0.5"), Decimal(0)
LATE_BY = 12


@dataclass
class Life:
    """One case: its number in its program, what it came to, and how many days ago it was referred."""

    number: int
    plot: Plot
    age: int
    program: Program
    actor: Any
    supervisor: Any
    now: datetime

    @cached_property
    def chance(self) -> Random:
        # The same each time: a demonstration can be talked about.
        return Random(f"{self.program.type}/{self.number}")  # noqa: S311 - invented people, no secret

    @property
    def key(self) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, f"{self.program.type}/{self.number}")

    def when(self, part: str) -> datetime:
        """Return when a part of this life happened."""
        return self.referred_at + AFTER[part] * DAY

    @property
    def referred_at(self) -> datetime:
        return self.now - self.age * DAY

    def live(self) -> None:
        """Send the referral in, and take its case as far as the plot says."""
        referral = self.refer()
        decided: dict[str, Callable[..., Any]] = {
            "review": begin_review,
            "withdrawn": withdraw_referral,
            "declined": lambda **given: decline_referral(
                **given, reason=self.chance.choice(["stage", "outside_area", "denied", "capacity"])
            ),
        }
        if act := decided.get(self.plot.reached):
            act(actor=self.actor, referral=referral, now=self.referred_at + DAY)
        elif self.plot.reached != "waiting":
            self.go_on(accept_referral(actor=self.actor, referral=referral, now=self.when("decided")))

    def go_on(self, case: MediationCase) -> None:
        """Take an accepted case along its road, and to its end if it has one."""
        last = {"on_hold": "preparing", "closing": "monitoring", "exchanging": "ready"}.get(
            self.plot.reached, self.plot.reached
        )
        for state in ROAD[1 : ROAD.index(last) + 1]:
            getattr(self, state)(case)
        if self.plot.reached == "on_hold":
            holding.put_on_hold(actor=self.actor, case=case, now=self.when("victim"), reason="asked")
        elif self.plot.reached == "exchanging":
            self.exchanging(case)
        elif self.plot.reason:
            self.end(case)

    def refer(self) -> Referral:
        incident = self.chance.choice(incidents.BY_TYPE[self.program.type])
        referrer_class, office, name = self.chance.choice(incidents.REFERRERS[self.program.type])
        return submit_referral(
            actor=self.actor,
            now=self.referred_at,
            form_key=self.key,
            stage=self.chance.choice(self.program.policy.stages),
            referrer_class=referrer_class,
            office_name=office,
            referrer=Person(name, phone=self.phone()),
            offences=incident.offences,
            offender=self.person(),
            victim=self.person(),
            summary=incident.text.format(
                thing=self.chance.choice(incident.things), place=self.chance.choice(incident.places)
            ),
            sender=clerk_for(self.key, referrer_class),
        )

    def person(self) -> Person:
        """Return somebody invented; some of them can be reached only in some ways, or speak another language."""
        is_careful = self.chance.random() < 0.2  # noqa: PLR2004 - one in five
        return Person(
            f"{self.chance.choice(incidents.GIVEN)} {self.chance.choice(incidents.FAMILY)}",
            phone=self.phone(),
            address=f"{self.chance.randint(2, 480)} {self.chance.choice(incidents.STREETS)}",
            contact_note=self.chance.choice(incidents.SAFE) if is_careful else "",
            language="es" if self.chance.random() < 0.15 else "en",  # noqa: PLR2004 - about one in seven
            unsafe_channels=("letter",) if is_careful else (),
            leave_no_message=is_careful,
        )

    def phone(self) -> str:
        # Numbers 555-0100 to 555-0199 are set aside for stories.
        return f"({self.program.public_telephone[1:4]}) 555-01{self.chance.randint(0, 99):02}"

    def contact(
        self, party: Participant, now: datetime, purpose: str, channel: str = "phone", **said: Any
    ) -> None:
        """Put a contact with somebody on record."""
        details = {"result": "reached", "minutes": self.chance.choice([10, 20, 30, 45])} | said
        contacts.record_contact(
            actor=self.actor,
            participant=party,
            now=now,
            form_key=uuid.uuid5(self.key, f"{party.role}/{party.pk}/{purpose}/{now.isoformat()}"),
            contact=Contact(purpose=purpose, channel=channel, made_at=now, **details),
        )

    def meet(self, parties: Collection[Participant], now: datetime) -> None:
        """Call each of them and meet them alone, to prepare them."""
        for index, party in enumerate(parties):
            self.contact(party, now + index * HOUR, "first_contact")
            note = self.chance.choice(incidents.NOTES)
            told = {"minutes": 60, "note": note, "topics": Topic.values}
            self.contact(party, now + DAY + index * HOUR, "preparation", "in_person", **told)

    def screening(self, case: MediationCase) -> None:
        screening.begin_screening(
            actor=self.actor, case=case, now=self.when("screening"), coordinator=self.actor
        )
        self.add_company(case)
        now = self.when("acknowledged")
        self.meet(_side(case, RESPONSIBLE_SIDE), self.when("screening"))
        denied = self.plot.reason == "offender_denied_responsibility"
        screening.record_acknowledgement(
            actor=self.actor, case=case, now=now, answer="denied" if denied else "full"
        )
        order = "in_force" if self.plot.reason == "screened_out_legal" else "none"
        law = {"appeal": "none", "conviction": "convicted", "no_contact_order": order}
        screening.record_legal_posture(actor=self.actor, case=case, now=now, **law)
        screening.record_substance(actor=self.actor, case=case, now=now, answer="something")
        self.assess(case, now)

    def assess(self, case: MediationCase, now: datetime) -> None:
        """Assess the risk: mostly low, and never without a plan where it is not."""
        found = incidents.LOW_RISK if self.number % 4 else incidents.MEDIUM_RISK
        key = uuid.uuid5(self.key, f"risk/{now.isoformat()}")
        risk.record_risk(actor=self.actor, case=case, now=now, form_key=key, **found)

    def add_company(self, case: MediationCase) -> None:
        """Bring a guardian or somebody for support along, now and then."""
        if self.number % 3 == 0:
            role = Role.GUARDIAN if self.number % 2 else Role.SUPPORT_PERSON
            people.add_participant(
                actor=self.actor, case=case, now=self.when("screening"), role=role, person=self.person()
            )

    def preparing(self, case: MediationCase) -> None:
        now = self.when("preparing")
        able = _unaffiliated()
        for index in range(self.program.policy.mediators_needed):
            assignments.assign_mediator(
                actor=self.actor,
                case=case,
                now=now,
                mediator=able[(self.number + index) % len(able)],
                supervisor=self.supervisor,
                connection="none",
            )
        screening.begin_preparing(actor=self.actor, case=case, now=now)
        self.approach(case)

    def approach(self, case: MediationCase) -> None:
        """Try those who were harmed; an open case is at different points of this."""
        harmed = _side(case, HARMED_SIDE)
        if self.plot.reason == "victim_unreachable":
            for tries in range(self.program.policy.contact_tries):
                for party in harmed:
                    self.contact(
                        party,
                        self.when("tried") + tries * 5 * DAY,
                        "first_contact",
                        result="no_answer",
                        minutes=5,
                    )
        elif self.plot.reason == "victim_declined":
            for party in harmed:
                self.contact(
                    party, self.when("victim"), "first_contact", note="Would rather not; was thanked."
                )
        elif self.plot.reached == "preparing" and self.number % 2:
            for party in harmed:
                self.contact(party, self.when("tried"), "first_contact", result="no_answer", minutes=5)
        else:
            company = Participant.objects.filter(case=case, role=Role.SUPPORT_PERSON).select_related("case")
            self.meet([*harmed, *company], self.when("victim"))

    def ready(self, case: MediationCase) -> None:
        now = self.when("ready")
        mode = "letter_exchange" if self.plot.reached == "exchanging" else self.mode()
        for party in _parties(case):
            consents.record_consent(
                actor=self.actor, participant=party, now=now, form="written", language=party.language
            )
            contacts.record_readiness(actor=self.actor, participant=party, now=now, is_ready=True)
            minors.record_minor(actor=self.actor, participant=party, now=now, is_minor=False)
            if party.role in HARMED_SIDE:
                contacts.record_choices(
                    actor=self.actor,
                    participant=party,
                    now=now,
                    takes_part=True,
                    mode=mode,
                    wishes={wish.value: "" for wish in Wish}
                    | {Wish.WHERE.value: "Somewhere with two doors."},
                )
        for assignment in case.assignments.live():
            contacts.record_mediator_readiness(
                actor=self.actor, case=case, now=now, mediator=assignment.mediator, is_ready=True
            )
        self.assess(case, now)
        screening.mark_ready(actor=self.actor, case=case, now=now)

    def mode(self) -> str:
        return ("face_to_face", "face_to_face", "face_to_face", "shuttle", "video_live")[self.number % 5]

    def scheduled(self, case: MediationCase) -> None:
        is_ahead = self.plot.reached == "scheduled"
        day = self.now + (1 + self.number % 9) * DAY if is_ahead else self.when("held") - DAY
        local = day.astimezone(self.program.zone)
        starts_at = local.replace(hour=9 + self.number % 10, minute=0, second=0, microsecond=0)
        sessions.schedule_session(
            actor=self.actor,
            case=case,
            now=self.when("scheduled"),
            form_key=self.key,
            mode=self.mode(),
            place=self.chance.choice(["Town library, room 2", "Parish house", "Community center, upstairs"]),
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

    def exchanging(self, case: MediationCase) -> None:
        exchanges.begin_exchange(actor=self.actor, case=case, now=self.when("scheduled"))
        pass_letters(self.actor, case, self.when("scheduled"), self.key, _parties(case))

    def agreement_pending(self, case: MediationCase) -> None:
        now = self.when("agreement")
        agreements.begin_agreement(actor=self.actor, case=case, now=now, victim_asked=True)
        for index, (kind, text) in enumerate(self.chance.sample(incidents.TERMS, self.chance.randint(1, 3))):
            item = AgreementItem(kind=kind, text=text, due_date=self.due(index))
            if kind == "monetary_restitution":
                item.amount = Decimal(self.chance.randrange(40, 900, 20))
            elif kind in ("community_service", "service_to_victim"):
                item.hours = Decimal(self.chance.choice([6, 10, 16, 24]))
            agreements.add_agreement_item(
                actor=self.actor,
                case=case,
                now=now,
                form_key=uuid.uuid5(self.key, f"item/{index}"),
                item=item,
            )

    def due(self, index: int) -> date:
        """Return by when something is to be done: before now if it is late, or if the case has ended."""
        if self.plot.is_late:
            day = self.now - LATE_BY * DAY
        elif self.plot.reason:
            day = self.when("signed") + (self.age - AFTER["signed"]) * DAY / 2
        else:
            day = self.now + (9 + 6 * (self.number % 7) + 10 * index) * DAY
        return day.astimezone(self.program.zone).date()

    def monitoring(self, case: MediationCase) -> None:
        now = self.when("signed")
        agreements.propose_agreement(actor=self.actor, case=case, now=now)
        agreements.sign_agreement(
            actor=self.actor, case=case, now=now, signed_by=[party.pk for party in _parties(case)]
        )
        for index, item in enumerate(AgreementItem.objects.of(case).order_by("id")):
            self.settle(case, item, index)

    def settle(self, case: MediationCase, item: AgreementItem, index: int) -> None:
        """Do what this life did of an item: all of it, a part, or nothing yet."""
        share = {
            "completed_with_agreement_fulfilled": ALL,
            "agreement_partially_fulfilled": ALL if index else HALF,
            "agreement_unfulfilled_returned": NOTHING,
        }.get(self.plot.reason, HALF if self.number % 2 else NOTHING)
        now = self.when("signed") + (self.age - AFTER["signed"]) * DAY / 3
        given = {"actor": self.actor, "case": case, "now": now, "item": item}
        key = uuid.uuid5(self.key, f"settled/{index}")
        if item.amount and share:
            payments.record_payment(
                **given, form_key=key, amount=item.amount * share, paid_on=now.date(), means="through_program"
            )
        if item.hours and share:
            payments.record_hours(**given, form_key=key, hours=item.hours * share, worked_on=now.date())
        is_settled = (item.amount or item.hours) and share == ALL
        if self.plot.reason and not is_settled:
            status = {ALL: "achieved", NOTHING: "not_achieved"}.get(share, "partial")
            agreements.mark_item(**given, status=status)

    def end(self, case: MediationCase) -> None:
        """Bring the case to its end, tell everybody who has to hear of it, and close it unless it is closing still."""
        road = {"preparing": "ready", "intake": "screening", "screening": "preparing"}
        begun = {"held": "signed", "monitoring": "signed", "closing": "signed"}
        part = road.get(self.plot.reached) or begun[self.plot.reached]
        now = self.when(part) + (self.age - AFTER[part]) * DAY / 2
        closing.begin_closing(actor=self.actor, case=case, now=now, reason=self.plot.reason)
        if self.plot.reached == "closing":
            return
        met = self.plot.reached in ("held", "monitoring")
        for party in _parties(case):
            if met:
                self.contact(party, now + 3 * DAY, "follow_up", survey_offered=True)
            elif self.plot.reason != "victim_unreachable" or party.role not in HARMED_SIDE:
                self.contact(party, now + DAY, "told_end")
        closing.issue_report(actor=self.actor, case=case, now=now + 3 * DAY)
        closing.close_case(actor=self.actor, case=case, now=now + 4 * DAY)


def _unaffiliated() -> list[Mediator]:
    """Return the mediators whom no office bars from a case, in the order in which they came."""
    barred = Mediator.objects.exclude(affiliations__office=None).values("pk")
    return list(Mediator.objects.filter(is_active=True).exclude(pk__in=barred).order_by("since", "pk"))


def _side(case: MediationCase, roles: Collection[str]) -> list[Participant]:
    return [party for party in _parties(case) if party.role in roles]


def _parties(case: MediationCase) -> list[Participant]:
    found = Participant.objects.filter(case=case).select_related("case")
    return [person for person in found if person.is_party]
