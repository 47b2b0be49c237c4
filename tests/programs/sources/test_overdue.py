"""Before the promised day of an answer somebody is reminded, after it the administrators hear of it: once each."""

import datetime as dt

import pytest
import time_machine
from django.core import mail

from amends.mail.send import send
from amends.outbox.models import Outbox
from programs.actions.overdue import escalate_answer, remind_of_answer
from programs.actions.referrals import accept_referral, begin_review
from programs.letters import referrals_wait
from programs.models import Referral
from tenants.context import platform
from tests.programs.cast import DAY, NOW, at, make_referral, make_world

PEOPLE = ("Oskar", "Vera", "Rita", "Lincoln", "bicycle", "Evenings")


def queued(job):
    """Return the arguments of each row of this job, and from when it is due, in the order of queueing."""
    with platform():
        rows = Outbox.objects.filter(job=job).order_by("id")
        return [(row.args, row.not_before) for row in rows]


def days_of(referral):
    """Return how many days after it came somebody is reminded, and told that it is late."""
    found = []
    for job in ("programs.remind_of_referral", "programs.escalate_referral"):
        times = [when for args, when in queued(job) if args["referral_id"] == str(referral.pk)]
        found.append([(when.date() - NOW.date()).days for when in times])
    return found


@pytest.mark.parametrize(("days", "reminded"), [(7, 5), (4, 2), (3, 2), (1, 1)])
def test_it_works(committed, alpha, days, reminded):
    from programs.actions.sources import Agreed, add_source
    from tests.programs.sources.conftest import COURT

    with time_machine.travel(NOW, tick=False), at(alpha):
        world = make_world(alpha)
        source = add_source(actor=world.cora, agreed=Agreed(**COURT | {"answer_days": days}))
        referral = make_referral(referrer_class="judge", source=source)
    assert days_of(referral) == [[reminded], [days + 1]]


def test_a_sample_is_not_watched(committed, alpha):
    with time_machine.travel(NOW, tick=False), at(alpha):
        make_world(alpha)
        referral = make_referral(is_sample=True)
    assert days_of(referral) == [[], []]


def told(alpha, act, referral, now=NOW + 5 * DAY):
    """Return to whom is written when a job runs, and whether it is about being late."""
    before = len(queued("programs.referrals_wait"))
    with at(alpha):
        act(actor=None, referral_id=referral.pk, now=now)
    rows = queued("programs.referrals_wait")[before:]
    return sorted((args["user_id"], args["is_late"]) for args, _when in rows)


def test_each_is_said_once_and_to_whom(committed, alpha):
    with time_machine.travel(NOW, tick=False), at(alpha):
        world = make_world(alpha)
        referral = make_referral()
    cora, alice = str(world.cora.pk), str(world.alice.pk)
    assert told(alpha, remind_of_answer, referral) == [(cora, False)]
    assert told(alpha, remind_of_answer, referral) == []
    assert told(alpha, escalate_answer, referral) == sorted([(cora, True), (alice, True)])
    assert told(alpha, escalate_answer, referral) == []


def test_referrals_of_one_day_are_said_together(committed, alpha):
    with time_machine.travel(NOW, tick=False), at(alpha):
        world = make_world(alpha)
        first, second = make_referral(), make_referral()
        later = make_referral(now=NOW + DAY)
    assert told(alpha, remind_of_answer, first) == [(str(world.cora.pk), False)]
    assert told(alpha, remind_of_answer, second) == []
    assert told(alpha, remind_of_answer, later) == [(str(world.cora.pk), False)]


def test_who_looks_at_it_is_reminded_too(committed, alpha):
    with time_machine.travel(NOW, tick=False), at(alpha):
        world = make_world(alpha)
        referral = make_referral()
        begin_review(actor=world.alice, referral=referral, now=NOW)
    assert {user for user, _late in told(alpha, remind_of_answer, referral)} == {
        str(world.cora.pk),
        str(world.alice.pk),
    }


def test_nothing_is_said_of_what_is_decided(committed, alpha):
    with time_machine.travel(NOW, tick=False), at(alpha):
        world = make_world(alpha)
        referral = make_referral()
        accept_referral(actor=world.cora, referral=referral, now=NOW)
    for act in (remind_of_answer, escalate_answer):
        assert told(alpha, act, referral) == []


def test_the_letter_holds_a_number_and_a_link_and_nothing_else(world):
    make_referral()
    make_referral()
    with time_machine.travel(NOW + 6 * DAY, tick=False):
        letter = referrals_wait(user_id=world.cora.pk, is_late=False)
        assert referrals_wait(user_id=world.cora.pk, is_late=True) is None
    assert "2 wait for an answer" in letter.body
    assert letter.body.endswith("/referrals/")
    with time_machine.travel(NOW + 8 * DAY, tick=False):
        late = referrals_wait(user_id=world.alice.pk, is_late=True)
    assert "2 answers are later than was promised" in late.body
    for each in (letter, late):
        send(each.recipient, each.subject, each.body)
    raw = "".join(each.message().as_string() for each in mail.outbox)
    references = [referral.reference for referral in Referral.objects.all()]
    assert not [
        word for word in (*PEOPLE, *references, "referral ") if word in raw.replace("/referrals/", "")
    ]


def test_the_day_is_the_programs(world):
    """The last evening of a promise is not late yet where the program is, whatever day it is in London."""
    from programs.models import Program

    Program.objects.update(time_zone="America/Los_Angeles")
    referral = make_referral()
    evening = dt.datetime.combine(referral.answer_by, dt.time(23), tzinfo=Program.objects.get().zone)
    with time_machine.travel(evening, tick=False):
        assert referrals_wait(user_id=world.cora.pk, is_late=True) is None
    with time_machine.travel(evening + dt.timedelta(hours=2), tick=False):
        assert referrals_wait(user_id=world.cora.pk, is_late=True) is not None


def test_nobody_is_written_to_who_may_not_read_referrals(world):
    make_referral()
    assert referrals_wait(user_id=world.mia.pk, is_late=False) is None
