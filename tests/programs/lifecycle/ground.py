"""The real program: its people, and how each move is taken by the real action."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied

from amends import audit
from amends.accounts.actions import people as accounts
from amends.accounts.models import User
from programs.actions import forwarding, mediators, policy, program, verification
from programs.actions.coming import change_times
from programs.guards import StepRefused
from programs.models import Absence, MediationCase, Mediator, Referral, ReferralForward
from tests.programs.cast import make_people
from tests.programs.lifecycle import referring
from tests.programs.lifecycle.acting import helper, stored_person, taken_as
from tests.programs.lifecycle.changes import trained
from tests.programs.lifecycle.effects import answer_of_others
from tests.programs.lifecycle.moves import ZONE, Move, new_world
from tests.programs.lifecycle.shadow import Helper, World

SCHOOL, PROBATION = "Lincoln School", "County Probation"


MORE_PEOPLE = {
    "sue": ["coordinator", "case_supervisor"],
    "gone": ["coordinator", "case_supervisor"],
    "stan": ["mediator"],
    "sara": ["mediator"],
    "rosa": ["mediator"],
    "lea": ["mediator"],
}


STANDINGS = {
    "mia": "volunteer", "max": "volunteer", "both": "volunteer", "otto": "volunteer", "lea": "volunteer",
    "stan": "staff", "sara": "staff", "rosa": "roster",
}  # fmt: skip


class Ground:
    """The people of the program, who are made once, and another program to which referrals can go.

    A program is opened for each example and rolled back after it.
    """

    def __init__(self, tenant: Any, other: Any):
        self.tenant, self.other = tenant, other
        with audit.gathering():
            self.users: dict[str, User] = make_people(tenant, MORE_PEOPLE)
            accounts.disable_user(actor=self.users["alice"], user=self.users["gone"])

    def open(self, preset: str, kind: str) -> World:
        """Set the program up with its mediators; return what the test believes of it."""
        with audit.gathering():
            return self._open(preset, kind)

    def _open(self, preset: str, kind: str) -> World:
        alice = self.users["alice"]
        world = new_world(preset, kind)
        program.set_up_program(
            actor=alice, tenant_id=self.tenant.id, name="Alpha", neutral_name="Office", type=kind, preset=preset,
            time_zone=ZONE.key, opened_at=world.now,
        )  # fmt: skip
        for name, standing in STANDINGS.items():
            mediators.enrol_mediator(actor=alice, user=self.users[name], standing=standing, now=world.now)
            world.helpers[name] = Helper(standing)
            level = "foundation" if name == "rosa" else "advanced"
            self.certify(
                world, name, trained(world, level=level, training_hours=10 if name == "sara" else 40)
            )
        self.affiliate("otto", "probation_officer", PROBATION, "probation")
        self.affiliate("lea", "school_staff", SCHOOL, "school")
        world.helpers["otto"].is_officer = True
        world.helpers["otto"].kinds.add("probation_officer")
        world.helpers["lea"].kinds.add("school_staff")
        world.helpers["otto"].offices.add(PROBATION)
        world.helpers["lea"].offices.add(SCHOOL)
        return world

    def certify(self, world: World, name: str, training: dict[str, Any]) -> None:
        mediator = Mediator.objects.get(pk=self.users[name].pk)
        mediators.record_qualification(actor=self.users["alice"], mediator=mediator, **training)
        world.helpers[name].training = training

    def affiliate(self, name: str, kind: str, office: str, office_kind: str) -> None:
        mediator = Mediator.objects.get(pk=self.users[name].pk)
        mediators.record_affiliation(
            actor=self.users["alice"],
            mediator=mediator,
            kind=kind,
            office_name=office,
            office_kind=office_kind,
        )

    def account(self, name: str) -> User | None:
        """Return an account as it is now, as a request finds it; nobody has none."""
        return User.objects.get(pk=self.users[name].pk) if name else None

    def take(self, world: World, move: Move) -> tuple[frozenset[str], Any]:
        """Take a step by its real action; return what refused it, and what the action returned."""
        try:
            with audit.gathering():
                return frozenset(), taken_as(move.step)(self, world, move)
        except StepRefused as refused:
            return frozenset(reason.id for reason in refused.reasons), None
        except PermissionDenied:
            return frozenset({"role_allowed"}), None
        except (MediationCase.DoesNotExist, Referral.DoesNotExist):
            return frozenset({"case_visible"}), None

    def change(self, world: World, move: Move) -> None:
        """Let something happen around the cases, in the program and in the shadow."""
        with audit.gathering():
            CHANGES[move.step](self, world, move)


def refer(ground: Ground, world: World, move: Move) -> None:
    referring.refer(world, move.asked)


def wait(ground: Ground, world: World, move: Move) -> None:
    world.now += move.asked["long"]


def switch_account(ground: Ground, world: World, move: Move) -> None:
    name = move.asked["mediator"]
    helper, user = world.helpers[name], ground.users[name]
    switch = accounts.disable_user if helper.is_active else accounts.enable_user
    switch(actor=ground.users["alice"], user=user)
    helper.is_active = not helper.is_active


def become_officer(ground: Ground, world: World, move: Move) -> None:
    name = move.asked["mediator"]
    ground.affiliate(name, "parole_officer", "State Parole", "parole")
    world.helpers[name].is_officer = True
    world.helpers[name].kinds.add("parole_officer")
    world.helpers[name].offices.add("State Parole")


def certify(ground: Ground, world: World, move: Move) -> None:
    """Note what is known of somebody's training."""
    ground.certify(world, move.asked["mediator"], move.asked["training"])


def go_away(ground: Ground, world: World, move: Move) -> None:
    """Note that somebody is away; they say so themselves if their account is in use."""
    name, days = move.asked["mediator"], move.asked["days"]
    come_back(ground, world, move)
    user = ground.users[name if world.is_active(name) else "alice"]
    mediators.note_absence(actor=user, mediator=helper(ground, move.asked), first=days[0], last=days[1])
    world.helpers[name].away = days


def come_back(ground: Ground, world: World, move: Move) -> None:
    name = move.asked["mediator"]
    for absence in Absence.objects.filter(mediator=ground.users[name].pk).select_related("mediator"):
        mediators.remove_absence(actor=ground.users["alice"], absence=absence)
    world.helpers[name].away = None


def cannot_come(ground: Ground, world: World, move: Move) -> None:
    """Note on which days somebody of a case cannot come."""
    case = world.cases[move.case]
    person = case.people[move.asked["person"]]
    person.away = move.asked["days"]
    change_times(
        actor=ground.users["alice"],
        participant=stored_person(case, person),
        free_days=(),
        free_from=None,
        free_until=None,
        away_days=person.away,
    )


def receiver_says(ground: Ground, world: World, move: Move) -> None:
    """Let the program of the platform that a referral went to say what it makes of it, which is heard by a job."""
    case, answer = world.cases[move.case], move.asked["answer"]
    forward = ReferralForward.objects.get(referral=case.referral.key, answer="pending")
    forwarding.hear_receiver(
        actor=None,
        forward_id=forward.pk,
        receiver_id=ground.other.pk,
        answer=answer,
        group="",
        version=forward.answer_version + 1,
        now=world.now,
    )
    case.referral.is_there = True
    if answer != "pending":
        answer_of_others(case, answer)


def decide_verification(ground: Ground, world: World, move: Move) -> None:
    """Let the operator verify the program, or take that back."""
    world.is_open = move.asked["is_verified"]
    world.decisions += 1
    verified_at = world.now if world.is_open else None
    verification.take_verification(actor=None, verified_at=verified_at, version=world.decisions)


def publish(ground: Ground, world: World, move: Move) -> None:
    """Publish another policy, for new cases or also for those that are open."""
    alice, a = ground.users["alice"], move.asked
    draft = policy.change_settings(actor=alice, now=world.now, values={a["setting"]: a["value"]})
    policy.publish_policy(
        actor=alice, now=world.now, note="Tried.", mark=draft.mark, moves_open_cases=a["moves_open_cases"]
    )
    world.policy = replace(world.policy, **{a["setting"]: a["value"]})
    for case in world.cases if a["moves_open_cases"] else ():
        if case.key is not None and case.state != "closed":
            case.policy = world.policy


CHANGES: dict[str, Callable[[Ground, World, Move], None]] = {
    "refer": refer,
    "decide_verification": decide_verification,
    "wait": wait,
    "switch_account": switch_account,
    "become_officer": become_officer,
    "publish": publish,
    "certify": certify,
    "go_away": go_away,
    "come_back": come_back,
    "cannot_come": cannot_come,
    "receiver_says": receiver_says,
}
"""What changes around the cases: no guard stands here, each does to the shadow at once what it does."""
