"""What a network publishes reaches its members, whoever joins or leaves; contradictions reach both networks."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from amends.audit.models import AuditEntry
from network.guidance.actions import withdraw_resource
from network.guidance.models import Delivery
from network.oversight.actions import end_program_membership, invite_program
from programs.actions.guidance import hold_standards, take_standards
from programs.actions.networks import leave_network
from programs.guidance.copies import Guide, guides_of
from programs.guidance.courses import courses_of
from programs.guidance.crossing import TakeStandards
from programs.guidance.mailing import standards_letter
from programs.models import PolicyFloor, PolicyVersion, Program
from tenants.context import platform
from tests.network.guidance.made import made_resource, made_template
from tests.programs.cast import at
from tests.programs.networks.made import (
    accept,
    copy_of,
    does,
    in_program,
    made_network,
    on_the_platform,
    row_of,
)

STRICT = {"mediators_needed": ("required", 2), "answer_days": ("recommended", 3)}


def publish(network, asked=None, *, wait=14):
    with on_the_platform():
        made_template(network.row, network.officer, asked or STRICT, wait=wait)


def guide(network=None):
    found = [
        each
        for each in guides_of(Program.objects.get())
        if network is None or each.network == str(network.row.pk)
    ]
    assert len(found) == 1
    return found[0]


def days_later(tenant, days):
    return in_program(
        tenant, lambda: hold_standards(actor=None, now=timezone.now() + dt.timedelta(days=days))
    )


def test_it_works(alpha, member, network, worker):
    publish(network)
    worker.drain()
    with at(alpha):
        copy = guide()
        assert (copy.name, copy.is_member, copy.template["why"]) == ("State Network", True, "Agreed in May.")
        assert copy.required == {"mediators_needed": 2}
        assert Program.objects.get().policy.mediators_needed == 1, "not before its day"
        assert not PolicyFloor.objects.exists()
    assert days_later(alpha, 13) == []
    (made,) = days_later(alpha, 15)
    assert (made.published_by, made.note) == (None, "State Network")
    with at(alpha):
        policy = Program.objects.get().policy
        assert (policy.mediators_needed, policy.answer_days) == (2, 7), "what is recommended binds nobody"
        assert PolicyFloor.objects.get().values == {"mediators_needed": 2}
    assert days_later(alpha, 16) == [], "once"


def test_somebody_who_joins_later_has_time_too(alpha, joined_world, network, worker):
    publish(network)
    does(network, invite_program, network=network.row, tenant=alpha, why="Join us.")
    worker.drain()
    with at(alpha):
        assert guides_of(Program.objects.get()) == [], "nothing before it joins"
    in_program(alpha, lambda: accept(joined_world, copy_of()))
    worker.drain()
    with at(alpha):
        today = timezone.localtime().date()
        assert guide().is_pending(today + dt.timedelta(days=12))
        assert not PolicyFloor.objects.exists()


@pytest.mark.parametrize("who", ["program", "network"])
def test_after_leaving_it_holds_for_thirty_days(alpha, member, network, worker, who):
    publish(network)
    worker.drain()
    days_later(alpha, 15)
    if who == "program":
        in_program(alpha, lambda: leave_network(actor=member.alice, membership=copy_of().id))
    else:
        does(network, end_program_membership, membership=row_of(alpha), why="Over.")
    worker.drain()
    with at(alpha):
        assert (guide().is_member, guide().resources) == (False, ())
        assert PolicyFloor.objects.live().exists()
    days_later(alpha, 29)
    with at(alpha):
        assert PolicyFloor.objects.live().exists()
    days_later(alpha, 31)
    with at(alpha):
        assert not PolicyFloor.objects.live().exists()
        assert Program.objects.get().policy.mediators_needed == 2, "nobody loosens it for the program"


def test_an_overtaken_delivery_changes_nothing(alpha, member, network, worker):
    publish(network)
    with platform():
        assert not Delivery.objects.exists()
    worker.drain()
    with platform():
        row = Delivery.objects.get()
        older = TakeStandards.read(delivery_id=row.pk, number=row.number)
    publish(network, {"mediators_needed": ("required", 3)})
    worker.drain()
    in_program(alpha, lambda: take_standards(actor=None, word=older, now=timezone.now()))
    with at(alpha):
        assert guide().required == {"mediators_needed": 3}
        assert AuditEntry.objects.filter(verb="standards_taken").count() >= 2


def test_networks_that_contradict_each_other_are_both_told_and_not_of_whom(alpha, member, network, worker):
    other = made_network("Great Lakes Network")
    does(other, invite_program, network=other.row, tenant=alpha, why="Join us.")
    worker.drain()
    in_program(alpha, lambda: accept(member, copy_of(other), ()))
    worker.drain()
    publish(network, {"stages": ("required", ["pre_charge"])})
    publish(other, {"stages": ("required", ["post_charge"])})
    worker.drain()
    with at(alpha):
        before = Program.objects.get().policy.stages
    assert days_later(alpha, 15), "one comes before the other"
    worker.drain()
    with at(alpha):
        after = Program.objects.get().policy.stages
        assert set(after) <= set(before)
        assert guide(network).torn == guide(other).torn == ("stages",)
    with platform():
        rows = Delivery.objects.all()
        assert {row.network_id: row.torn for row in rows} == {
            network.row.pk: ["stages"],
            other.row.pk: ["stages"],
        }
        told = TakeStandards.read(delivery_id=rows[0].pk, number=0)
        assert ("Great Lakes" in str(told)) == (rows[0].network_id == other.row.pk)


def test_what_is_lent_comes_by_its_name_alone(alpha, member, network, worker):
    with on_the_platform():
        made_resource(network.row, network.officer)
    worker.drain()
    with at(alpha):
        (lent,) = guide().resources
        assert (lent["name"], lent["number"]) == ("Our survey", 1)
        assert "body" not in lent


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("announced", "What is required holds from"),
        ("held", "Open cases keep the version"),
        ("torn", "contradicts what somebody else requires"),
    ],
)
def test_administrators_get_a_letter_with_the_day_and_a_link(alpha, member, network, worker, state, words):
    publish(network)
    worker.drain()
    told = {"user_id": member.alice.pk, "network_id": network.row.pk, "state": state}
    with at(alpha):
        letter = standards_letter(**told, number=1)
        assert letter.subject == "Standards of State Network"
        assert words in letter.body
        assert "/standards/" in letter.body
        assert standards_letter(**told, number=9) is None, "something else holds by now"
        assert standards_letter(**told | {"user_id": member.cora.pk}, number=1) is None


@pytest.mark.parametrize(("language", "words"), [("fr", "ses membres"), ("es", "sus miembros")])
def test_the_letter_is_in_the_readers_language(alpha, member, network, worker, language, words):
    publish(network)
    worker.drain()
    told = {"user_id": member.alice.pk, "network_id": network.row.pk, "number": 1, "state": "announced"}
    with at(alpha):
        type(member.alice).objects.filter(pk=member.alice.pk).update(language=language)
        assert words in standards_letter(**told).body


def test_what_a_later_release_wrote_is_left_out():
    asked = {
        "gone_since": {"value": 1, "demand": "required"},
        "answer_days": {"value": 3, "demand": "required"},
    }
    odd = {"mediators_needed": {"value": "many", "demand": "required"}}
    told = {"network": str(uuid.uuid4()), "name": "N", "template": {"settings": asked | odd}, "of_later": 1}
    assert Guide.read(told).required == {"answer_days": 3}


def test_open_cases_keep_their_version(alpha, member, network, worker):
    from programs.models import MediationCase
    from tests.programs.cast import make_case

    case = in_program(alpha, lambda: make_case(member, "intake"))
    publish(network)
    worker.drain()
    days_later(alpha, 15)
    with at(alpha):
        assert MediationCase.objects.get(pk=case.pk).policy_id == case.policy_id
        assert PolicyVersion.objects.count() == 2


def test_a_course_is_brought_whole_and_gone_when_it_is_taken_back(alpha, member, network, worker):
    course = {"hours": 40, "form": "online", "language": "English", "provider": "A school", "link": ""}
    with on_the_platform():
        row = made_resource(network.row, network.officer, kind="course", name="Forty hours", body=course)
    worker.drain()
    with at(alpha):
        (offered,) = courses_of(Program.objects.get())
        assert (offered.name, offered.network, offered.number) == ("Forty hours", "State Network", 1)
        assert offered.course.as_json() == course
    with on_the_platform():
        withdraw_resource(actor=network.officer, resource=row.resource, now=timezone.now())
    worker.drain()
    with at(alpha):
        assert courses_of(Program.objects.get()) == []
