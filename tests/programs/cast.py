"""The people of the tests, and plain functions that build what a test needs by the real actions."""

import contextlib
import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from amends import audit
from amends.accounts.models import User
from programs.actions import (
    agreements,
    assignments,
    closing,
    consents,
    contacts,
    links,
    mediators,
    minors,
    payments,
    program,
    referrals,
    risk,
    screening,
    sessions,
)
from programs.actions.referrals import Person
from programs.models import (
    AgreementItem,
    Contact,
    MediationCase,
    Mediator,
    MediatorAssignment,
    Participant,
    Program,
    Referral,
)
from programs.models.choice import Wish
from programs.own_visits import sign_link
from programs.presets import PRESETS
from tenants.context import inside

NOW = dt.datetime(2026, 3, 2, 15, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
PASSWORD = "correct horse battery staple"

ROLES = {
    "alice": ["program_admin"],
    "cora": ["coordinator"],
    "sol": ["case_supervisor"],
    "mia": ["mediator"],
    "max": ["mediator"],
    "otto": ["mediator"],  # an officer of the probation department
    "both": ["mediator", "case_supervisor"],
}


@dataclass
class World:
    """A program that is set up, with its people; built inside the tenant that the test entered."""

    people: dict[str, User] = field(default_factory=dict)
    mediators: dict[str, Mediator] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


@contextlib.contextmanager
def at(tenant: Any):
    """Enter a tenant with somebody to gather the audit, as a request does."""
    with inside(tenant), audit.gathering():
        yield


def make_people(tenant: Any, more: dict[str, list[str]] | None = None) -> dict[str, User]:
    """Make an account for everybody in ROLES, and for those of `more`."""
    made = {}
    for name, roles in (ROLES | (more or {})).items():
        made[name] = User(email=f"{name}@{tenant.slug}.example", name=name.title(), roles=roles)
        made[name].set_password(PASSWORD)
        made[name].save()
    return made


def make_world(tenant: Any, *, type: str = "church", preset: str = "", **changes: Any) -> World:  # noqa: A002
    """Set a program up, with an account for everybody in ROLES."""
    world = World(people=make_people(tenant))
    program.set_up_program(
        actor=world.alice,
        tenant_id=tenant.id,
        name=tenant.name,
        neutral_name="Office",
        type=type,
        preset=preset or type,
        **{"opened_at": NOW} | changes,
    )
    for name in ("mia", "max", "otto", "both"):
        told = {"user": world.people[name], "standing": "volunteer", "now": NOW}
        world.mediators[name] = mediators.enrol_mediator(actor=world.alice, **told)
        certify(world, name, level="advanced" if preset == "severe_violence" else "foundation")
    mediators.record_affiliation(
        actor=world.alice,
        mediator=world.mediators["otto"],
        kind="probation_officer",
        office_name="County Probation",
        office_kind="probation",
    )
    return world


def certify(world: World, name: str, **changes: Any) -> Mediator:
    """Note what is known of a mediator's training; current on the day of the test, and at NOW."""
    today = timezone.localdate()
    told: dict[str, Any] = {
        "level": "foundation",
        "training_hours": 40,
        "supervised_on": today,
        "observed_on": today,
        "checked_until": None,
    }
    told |= changes | {"mediator": world.mediators[name]}
    world.mediators[name] = mediators.record_qualification(actor=world.alice, **told)
    return world.mediators[name]


def make_referral(**changes: Any) -> Referral:
    answers: dict[str, Any] = {
        "actor": None,
        "now": NOW,
        "form_key": uuid.uuid4(),
        "stage": "post_charge",
        "referrer_class": "school",
        "office_name": "Lincoln School",
        "referrer": Person("Rita Referrer", "rita@lincoln.example"),
        "offences": ["theft"],
        "offender": Person("Oskar Offender", phone="555 0100"),
        "victim": Person("Vera Victim", phone="555 0199", contact_note="Evenings only"),
        "summary": "A bicycle was taken.",
    }
    return referrals.submit_referral(**answers | changes)


STAGES = (
    "intake",
    "screening",
    "preparing",
    "ready",
    "scheduled",
    "held",
    "agreement_pending",
    "monitoring",
    "closing",
    "closed",
)


def make_case(
    world: World,
    state: str = "intake",
    *,
    mediator: str = "mia",
    starts_at: dt.datetime | None = None,
    **changes: Any,
) -> MediationCase:
    """Return a case that was taken by the ordinary steps as far as `state`; `changes` are the referral's."""
    case = referrals.accept_referral(actor=world.cora, referral=make_referral(**changes), now=NOW)
    for reached in STAGES[1 : STAGES.index(state) + 1]:
        WAYS[reached](world, case, mediator, starts_at or NOW + DAY)
    return fresh(case)


def make_severe_case(world: World, state: str) -> MediationCase:
    """Return a case in a program of severe violence: asked for by the victim, with two mediators."""
    return make_case(world, state, stage="post_sentence", referrer_class="victim_self", office_name="")


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def parties(case: MediationCase) -> tuple[Participant, Participant]:
    """Return the victim and the offender."""
    found = {person.role: person for person in Participant.objects.filter(case=case).select_related("case")}
    return found["victim"], found["offender"]


def consent_of_both(world: World, case: MediationCase) -> None:
    for party in parties(case):
        consents.record_consent(actor=world.cora, participant=party, now=NOW, form="written", language="en")


def make_item(case: MediationCase, world: World, **changes: Any) -> AgreementItem:
    answers = {
        "kind": "monetary_restitution",
        "text": "In two parts",
        "amount": Decimal("120.00"),
        "due_date": dt.date(2026, 6, 1),
    }
    return agreements.add_agreement_item(
        actor=world.cora, case=case, now=NOW, form_key=uuid.uuid4(), item=AgreementItem(**answers | changes)
    )


def pay(world: World, case: MediationCase, item: AgreementItem, amount: str = "45.00", **changes: Any) -> Any:
    answers = {
        "form_key": uuid.uuid4(),
        "item": item,
        "amount": Decimal(amount),
        "paid_on": dt.date(2026, 3, 5),
        "means": "through_program",
    }
    return payments.record_payment(**{"actor": world.cora, "case": case, "now": NOW} | answers | changes)


def _screen(world, case, mediator, starts_at):
    screening.begin_screening(actor=world.cora, case=case, now=NOW, coordinator=world.cora)
    assess(world, case)
    talk(world, case)


def talk(world: World, case: MediationCase, answer: str = "something", **changes: Any) -> Any:
    """Record whether there is something to talk about."""
    return screening.record_substance(
        **{"actor": world.cora, "case": case, "now": NOW, "answer": answer} | changes
    )


def assess(world: World, case: MediationCase, **changes: Any) -> Any:
    """Assess the risk of a case: low, unless `changes` say otherwise."""
    answers = {"level": "low", "factors": [], "reasons": "Nobody is afraid.", "form_key": uuid.uuid4()}
    return risk.record_risk(**{"actor": world.cora, "case": case, "now": NOW} | answers | changes)


def assign(world: World, case: MediationCase, mediator: str = "mia", **changes: Any) -> Any:
    answers = {"supervisor": world.sol, "connection": "none"}
    return assignments.assign_mediator(
        actor=world.cora, case=case, now=NOW, mediator=world.mediators[mediator], **answers | changes
    )


def contact(world: World, participant: Participant, **changes: Any) -> Contact:
    """Record a contact with somebody: a preparation meeting, unless `changes` say otherwise."""
    now, actor, key = changes.pop("now", NOW), changes.pop("actor", world.cora), changes.pop("form_key", None)
    answers = {"purpose": "preparation", "channel": "in_person", "result": "reached", "made_at": now}
    if "purpose" not in changes:
        answers["topics"] = list(PRESETS[Program.objects.get().preset].policy.preparation_topics)
    return contacts.record_contact(
        actor=actor, participant=participant, now=now, form_key=key or uuid.uuid4(),
        contact=Contact(**answers | changes),
    )  # fmt: skip


def record_law(world: World, case: MediationCase, **changes: Any) -> Any:
    answers = {"appeal": "none", "conviction": "convicted", "no_contact_order": "none"}
    return screening.record_legal_posture(
        **{"actor": world.cora, "case": case, "now": NOW} | answers | changes
    )


def choose(world: World, participant: Participant, **changes: Any) -> Any:
    """Record the choices of the person harmed: a meeting in one room, everything else left open."""
    answers = {"takes_part": True, "mode": "face_to_face", "wishes": dict.fromkeys(Wish.values, "")}
    return contacts.record_choices(
        **{"actor": world.cora, "participant": participant, "now": NOW} | answers | changes
    )


def in_order(case: MediationCase) -> tuple[Participant, Participant]:
    """Return the parties in the order in which they are approached."""
    victim, offender = parties(case)
    return (victim, offender) if case.referral.referrer_class == "victim_self" else (offender, victim)


def _prepare(world, case, mediator, starts_at):
    contact(world, in_order(case)[0])
    screening.record_acknowledgement(actor=world.cora, case=case, now=NOW, answer="full")
    record_law(world, case)
    for name in (mediator, "max")[: Program.objects.get().policy.mediators_needed]:
        assign(world, case, name)
    screening.begin_preparing(actor=world.cora, case=case, now=NOW)


def prepare_all(world: World, case: MediationCase) -> None:
    """Do all that has to be done before a case is ready, the consents aside."""
    contact(world, in_order(case)[1])
    for party in parties(case):
        contacts.record_readiness(actor=world.cora, participant=party, now=NOW, is_ready=True)
        minors.record_minor(actor=world.cora, participant=party, now=NOW, is_minor=False)
    choose(world, parties(case)[0])
    for assignment in MediatorAssignment.objects.live().filter(case=case):
        contacts.record_mediator_readiness(
            actor=world.cora, case=case, now=NOW, mediator=assignment.mediator, is_ready=True
        )
    assess(world, case)


def send_link(world: World, participant: Participant, **changes: Any) -> links.Sent:
    """Send somebody a link to their own page, to an address that they get if they have none."""
    if not participant.email:
        participant.email = f"{participant.pk.hex}@own.example"
        participant.save(update_fields=["email"])
    answers = {"now": timezone.now(), "form_key": uuid.uuid4()}
    return links.send_participant_link(
        **{"actor": world.cora, "participant": participant} | answers | changes
    )


def open_page(world: World, participant: Participant, client: Any, **changes: Any) -> Any:
    """Send somebody a link, and let a browser open their page with the code; return the browser."""
    sent = send_link(world, participant, **changes)
    answer = client.post(f"/mine/{sign_link(sent.link)}/", {"code": sent.code})
    assert answer.status_code == 302, answer.content.decode()
    return client


def _ready(world, case, mediator, starts_at):
    prepare_all(world, case)
    consent_of_both(world, case)
    screening.mark_ready(actor=world.cora, case=case, now=NOW)


def schedule(world: World, case: MediationCase, **changes: Any) -> Any:
    starts_at = changes.pop("starts_at", NOW + DAY)
    answers = {
        "form_key": uuid.uuid4(),
        "mode": "face_to_face",
        "place": "Library, room 2",
        "starts_at": starts_at,
        "ends_at": starts_at + HOUR,
        "fits_choices": True,
    }
    return sessions.schedule_session(**{"actor": world.cora, "case": case, "now": NOW} | answers | changes)


def _schedule(world, case, mediator, starts_at):
    schedule(world, case, starts_at=starts_at)


def _hold(world, case, mediator, starts_at):
    hold_session(world, case, now=starts_at + HOUR)


def hold_session(world: World, case: MediationCase, **changes: Any) -> Any:
    answers = {"attended": [party.pk for party in parties(case)]}
    return sessions.record_held(**{"actor": world.cora, "case": case} | answers | changes)


def _agree(world, case, mediator, starts_at):
    agreements.begin_agreement(actor=world.cora, case=case, now=starts_at + HOUR)


def _sign(world, case, mediator, starts_at):
    make_item(case, world)
    agreements.propose_agreement(actor=world.cora, case=case, now=starts_at + HOUR)
    sign(world, case, now=starts_at + HOUR)


def sign(world: World, case: MediationCase, **changes: Any) -> Any:
    answers = {"signed_by": [party.pk for party in parties(case)], "now": NOW}
    return agreements.sign_agreement(**{"actor": world.cora, "case": case} | answers | changes)


def propose_and_sign(world: World, case: MediationCase) -> None:
    """Have an agreement that is written signed by both sides."""
    agreements.propose_agreement(actor=world.cora, case=case, now=NOW)
    sign(world, case)


def _begin_closing(world, case, mediator, starts_at):
    closing.begin_closing(actor=world.cora, case=case, now=starts_at + HOUR, reason="offender_withdrew")


def _close(world, case, mediator, starts_at):
    now = starts_at + HOUR
    tell_all(world, case, now=now)
    closing.issue_report(actor=world.cora, case=case, now=now)
    closing.close_case(actor=world.cora, case=case, now=now)


def tell_all(world: World, case: MediationCase, **changes: Any) -> None:
    """Follow everybody up, as has to be done before a case can be closed."""
    for party in parties(case):
        contact(world, party, **{"purpose": "follow_up", "survey_offered": True} | changes)


WAYS = dict(
    zip(
        STAGES[1:],
        (_screen, _prepare, _ready, _schedule, _hold, _agree, _sign, _begin_closing, _close),
        strict=True,
    )
)
