"""A referral comes in, or is refused at the door: not whole, or of somebody real while the program is not open."""

import contextlib
import datetime as dt
import uuid
from typing import Any

from programs.actions import referrals
from programs.actions.referrals import HandedOn
from programs.actions.referrals import Person as Named
from programs.models import InformationRelease, Participant, Referral
from programs.openness import NotOpen
from tests.programs.cast import DAY
from tests.programs.lifecycle.judgements import Asked
from tests.programs.lifecycle.shadow import Case, Diverged, Person, World
from tests.programs.lifecycle.shadow import Referral as Sent

MAIL = "safe@example.org"
HAVE_OFFICES = ("school", "probation_officer")


def refer(world: World, a: Asked) -> None:
    """Send a referral in, and believe of it what was sent; raises Diverged unless the door is as it has to be."""
    if a["lacks"]:
        refuse_incomplete(world, a["lacks"])
    elif world.is_open or a["is_sample"]:
        take_in(world, a)
    else:
        refuse_real(world, a)


def take_in(world: World, a: Asked) -> None:
    sent = send(world, a)
    if not a["offences"]:
        sent.offences.all().delete()  # nobody can send such a one in any more; only a sample's can be taken away
    keys = dict(Participant.objects.filter(referral=sent).values_list("role", "pk"))
    known = [Person(keys["offender"], "offender", a["unsafe"], a["no_message"], has_email=True)]
    if a["victim"]:
        known.append(Person(keys["victim"], "victim", a["unsafe"], has_email=True))
    office = a["office"] if a["asked_by"] in HAVE_OFFICES else ""
    told = Sent(
        sent.pk, a["stage"], a["asked_by"], office, a["offences"], a["is_sample"], leave_ends=leave_of(world, a)
    )  # fmt: skip
    case = Case(told, known)
    if a["asked_by"] == "offender_self" and "offender" not in world.policy.initiative:
        case.state = told.state = "awaiting_victim_initiative"  # R6: kept, whoever would decide
    world.cases.append(case)


def leave_of(world: World, a: Asked) -> dt.datetime | None:
    """Return until when what another program hands on may be used; None where nobody hands it on."""
    return world.now + a["leave"] if a["leave"] else None


def send(world: World, a: Asked) -> Referral:
    until = leave_of(world, a)
    handed_on = HandedOn(uuid.uuid4(), uuid.uuid4(), until) if until else None
    return referrals.submit_referral(
        actor=None, now=world.now, form_key=uuid.uuid4(), stage=a["stage"], referrer_class=a["asked_by"],
        office_name=a["office"], referrer=Named("Rita Referrer", phone="555 0100"),
        offences=a["offences"] or ("theft",), is_sample=a["is_sample"],
        offender=Named("Oskar Offender", email=MAIL, unsafe_channels=a["unsafe"], leave_no_message=a["no_message"]),
        victim=Named("Vera Victim", email=MAIL, unsafe_channels=a["unsafe"]) if a["victim"] else None,
        handed_on=handed_on,
    )  # fmt: skip


OTHERS = "Harbor Center"
RELEASES = {
    "live": {},
    "expired": {"given_at": -40 * DAY, "expires_at": -10 * DAY},
    "revoked": {"revoked_at": 0 * DAY},
    "elsewhere": {"recipient": "Grace Street"},
    "service": {"recipient_kind": "agency"},
}
"""What is wrong with a release, if anything; times are counted from now."""


def what_goes_with_it(ground: Any, world: World, case: Case, a: Asked) -> dict[str, Any]:
    """Return what a referral is handed on with, after putting there the release that the move tells of."""
    receivers = {"": None, "open": ground.other.pk, "gone": uuid.uuid4()}
    answers = {
        "program_name": OTHERS, "program_contact": "555 0155", "release": None, "receiver_id": receivers[a["receiver"]],
    }  # fmt: skip
    if a["goes_with"] == "nothing":
        return answers
    name = ground.other.name if a["receiver"] == "open" else OTHERS
    told = {"recipient_kind": "program", "recipient": name, "given_at": 0 * DAY, "expires_at": 30 * DAY}
    changed = told | RELEASES[a["goes_with"]]
    times = {name: world.now + value for name, value in changed.items() if name.endswith("_at")}
    release = InformationRelease(
        participant=Participant.objects.get(referral=case.referral.key, role="offender"),
        form_key=uuid.uuid4(), what=[*a["what"]], purpose="To go there", form="written",
        recorded_by=ground.users["sue"], **changed | times,
    )  # fmt: skip
    release.save(force_insert=True)
    return answers | {"release": release}


def refuse_real(world: World, a: Asked) -> None:
    """Send a referral of somebody real in while the program is not open (R1); nothing of it may be kept."""
    before = Referral.objects.count()
    with contextlib.suppress(NotOpen):
        send(world, a)
        raise Diverged("somebody real was referred to a program that is not open")
    if Referral.objects.count() != before:
        raise Diverged("a referral that was refused was kept")


def refuse_incomplete(world: World, lacks: str) -> None:
    """Send a referral in that lacks something that every referral has (R1); nothing of it may be kept."""
    sent = Referral.objects.count()
    whole = {
        "stage": "pre_charge", "source": "school", "offence": ("theft",), "offender": "Oskar Offender",
        "contact": "555 0100",
    }  # fmt: skip
    told = whole | {lacks: () if lacks == "offence" else " "}
    try:
        referrals.submit_referral(
            actor=None, now=world.now, form_key=uuid.uuid4(), stage=told["stage"], referrer_class=told["source"],
            office_name="", victim=None, offences=told["offence"],
            referrer=Named("Rita Referrer", phone=told["contact"].strip()), offender=Named(told["offender"]),
        )  # fmt: skip
    except referrals.IncompleteReferral as incomplete:
        refused = incomplete.missing
    else:
        refused = []
    if refused != [lacks] or Referral.objects.count() != sent:
        raise Diverged(f"a referral that lacks its {lacks} was refused for {refused or 'nothing'}")
