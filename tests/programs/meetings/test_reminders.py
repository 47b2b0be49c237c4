"""The one reminder of a session: planned, sent by a safe way, once, and never of a session that is off or was moved."""

import re
import uuid

import pytest
import time_machine
from django.utils import timezone

from amends.audit.models import AuditEntry
from amends.outbox import NotYet
from amends.outbox.models import Outbox
from programs.actions import sessions
from programs.actions.consents import withdraw_consent
from programs.actions.holding import put_on_hold
from programs.actions.people import add_participant
from programs.actions.policy import change_settings, publish_policy
from programs.actions.referrals import Person
from programs.actions.reminders import remind_of_session
from programs.facts import CaseFacts
from programs.models import Contact, Participant, Program, Session
from programs.models.choice import Mode
from programs.own_letters import letter_to_person
from programs.reminding import PLANNED_AT_MOST, not_reminded, to_remind
from tenants.context import platform
from tests.programs.cast import DAY, HOUR, NOW, at, choose, fresh, make_case, make_world, parties, schedule

MEETING = NOW + 9 * DAY
BEFORE = MEETING - 2 * DAY


@pytest.fixture(autouse=True)
def march():
    with time_machine.travel(NOW, tick=False):
        yield


def reach(person: Participant, **changes) -> Participant:
    for name, value in changes.items():
        setattr(person, name, value)
    person.save(update_fields=[*changes])
    return person


@pytest.fixture
def case(world):
    """A case with a session ahead, of which both sides can be reminded by e-mail."""
    Program.objects.update(public_telephone="555 0123")
    found = make_case(world, "scheduled", starts_at=MEETING)
    for person, name in zip(parties(found), ("vera", "oskar"), strict=True):
        reach(person, email=f"{name}@own.example")
    return found


def remind(case, now=BEFORE, session=None):
    key = (session or Session.objects.get(case=case, state="scheduled")).pk
    with time_machine.travel(now, tick=False):
        return remind_of_session(actor=None, session_id=key, now=now)


def publish(world, **values):
    mark = change_settings(actor=world.alice, now=NOW, values=values).mark
    publish_policy(actor=world.alice, now=NOW, note="As we do it here.", mark=mark)


def facts_of(case, now=BEFORE):
    return CaseFacts(case=fresh(case), program=Program.objects.get(), now=now)


def reminders():
    return {each.participant.role: each for each in Contact.objects.filter(wording="date_reminder")}


def queued():
    with platform():
        return list(Outbox.objects.filter(job="programs.remind_of_session"))


def test_it_waits_for_its_day_under_a_key_that_says_nothing(committed, alpha):
    with at(alpha):
        case = make_case(make_world(alpha), "scheduled", starts_at=MEETING)
        session = Session.objects.get(case=case)
    (row,) = queued()
    assert (row.args, row.not_before) == ({"session_id": str(session.pk)}, BEFORE)


def test_a_session_that_is_months_away_is_planned_on_the_way(committed, alpha):
    far = NOW + 150 * DAY
    with at(alpha):
        case = make_case(make_world(alpha), "scheduled", starts_at=far)
        Program.objects.update(public_telephone="555 0123")
        for person, name in zip(parties(case), ("vera", "oskar"), strict=True):
            reach(person, email=f"{name}@own.example")
    planned = [row.not_before for row in queued()]
    assert planned == [NOW + PLANNED_AT_MOST]
    while planned[-1] < far - 2 * DAY:
        with at(alpha):
            assert remind(case, now=planned[-1]) == []
        planned = sorted(row.not_before for row in queued())
    assert planned[1:] == [NOW + 2 * PLANNED_AT_MOST, far - 2 * DAY]
    with at(alpha):
        assert len(remind(case, now=planned[-1])) == 2


def test_a_session_that_is_near_is_not_reminded_of(committed, alpha):
    with at(alpha):
        make_case(make_world(alpha), "scheduled", starts_at=NOW + DAY)
    assert queued() == []


def test_the_policy_says_how_many_days_before(committed, alpha):
    with at(alpha):
        world = make_world(alpha)
        Program.objects.update(time_zone="America/New_York")
        publish(world, session_reminder_days=5)
        make_case(world, "scheduled", starts_at=MEETING)
    (row,) = queued()
    # At the same time of day: the clocks went forward meanwhile, on March 8.
    assert row.not_before == MEETING - 5 * DAY + HOUR


def test_nobody_is_reminded_where_the_policy_says_so(committed, alpha):
    with at(alpha):
        world = make_world(alpha)
        publish(world, session_reminder_days=0)
        case = make_case(world, "scheduled", starts_at=MEETING)
        assert not_reminded(facts_of(case)) == []
    assert queued() == []


def test_each_side_gets_a_word_of_its_own_that_says_nothing(world, case):
    sent = remind(case)
    assert {each.participant.role for each in sent} == {"victim", "offender"}
    victim, offender = parties(case)
    for contact in sent:
        assert (contact.purpose, contact.result, contact.recorded_by) == ("arranging", "sent", world.cora)
        told = contact.words.lower()
        assert "appointment" in told
        assert "555 0123" in told
        assert "march 11" in told
        for word in ("mediat", "session", "case", "court", "victim", "offender", "harm", "alpha", "lincoln"):
            assert word not in told, word
        for person in (victim, offender):
            for name in person.name.lower().split():
                assert name not in told, "it names nobody, not even whom it is to"
    entry = AuditEntry.objects.get(verb="session_reminded")
    assert (entry.facts["sent"], entry.facts["of"]) == (2, 2)


def test_nobody_is_reminded_twice(case):
    assert len(remind(case)) == 2
    assert remind(case) == []
    assert remind(case, now=BEFORE + HOUR) == []
    assert Contact.objects.filter(wording="date_reminder").count() == 2


def test_it_leaves_by_e_mail_with_a_subject_and_a_sender_that_say_nothing(case):
    for contact in remind(case):
        with time_machine.travel(BEFORE, tick=False):
            letter = letter_to_person(contact_id=contact.pk)
        assert letter.recipient.address == contact.participant.email
        assert letter.recipient.sender == "Office"
        assert letter.subject == ""


def test_a_text_message_goes_where_e_mail_is_not_safe(case):
    victim, _offender = parties(case)
    reach(victim, unsafe_channels=["email"], phone="+1 555 010 0199")
    remind(case)
    found = reminders()
    assert {role: each.channel for role, each in found.items()} == {"victim": "text", "offender": "email"}


def test_who_must_get_none_gets_none_and_somebody_is_told_to_call(world, case, at_alpha):
    victim, _offender = parties(case)
    reach(victim, unsafe_channels=["email"], phone="+1 555 010 0199", leave_no_message=True)
    remind(case)
    assert set(reminders()) == {"offender"}
    assert [each.role for each in not_reminded(facts_of(case))] == ["victim"]
    assert not_reminded(facts_of(case, now=BEFORE - HOUR)) == [], "its day has not come"
    with time_machine.travel(BEFORE, tick=False):
        at_alpha.force_login(world.cora)
        page = re.sub(r"\s+", " ", at_alpha.get(f"/cases/{case.pk}/").content.decode())
    assert "No reminder went to: victim." in page


def test_a_mailbox_of_both_sides_gets_nothing(case):
    for person in parties(case):
        reach(person, email="family@home.example")
    assert remind(case) == []


def test_it_waits_for_the_safe_hours_and_comes_never_after_the_beginning(case):
    victim, _offender = parties(case)
    local = MEETING.astimezone(Program.objects.get().zone)
    reach(victim, safe_days=[(local.weekday() + 1) % 7])
    remind(case)
    letter = reminders()["victim"]
    with time_machine.travel(BEFORE, tick=False), pytest.raises(NotYet):
        letter_to_person(contact_id=letter.pk)
    with time_machine.travel(MEETING + DAY, tick=False):
        assert letter_to_person(contact_id=letter.pk) is None


def test_a_session_that_was_called_off_is_not_reminded_of(world, case):
    session = Session.objects.get(case=case)
    sessions.cancel_session(actor=world.cora, case=case, now=NOW)
    assert remind(case, session=session) == []
    assert AuditEntry.objects.filter(verb="session_reminder_dropped").exists()


def test_a_session_that_was_moved_is_reminded_of_at_its_new_time_alone(world, case):
    old = Session.objects.get(case=case)
    (first, _second) = remind(case)
    sessions.cancel_session(actor=world.cora, case=case, now=NOW)
    with time_machine.travel(NOW + HOUR, tick=True):
        schedule(world, fresh(case), starts_at=MEETING + 7 * DAY)
    assert remind(case, session=old) == []
    with time_machine.travel(BEFORE, tick=False):
        assert letter_to_person(contact_id=first.pk) is None, "its words are about the old time"
    sent = remind(case, now=BEFORE + 7 * DAY)
    assert len(sent) == 2
    assert all("march 18" in each.words.lower() for each in sent)


def test_who_said_no_since_is_not_written_to(world, case):
    session = Session.objects.get(case=case)
    victim, _offender = parties(case)
    withdraw_consent(actor=world.cora, participant=victim, now=NOW)
    assert remind(case, session=session) == []


def test_a_case_that_rests_reminds_nobody(world, case):
    put_on_hold(actor=world.cora, case=fresh(case), now=NOW, reason="asked")
    assert remind(case, session=Session.objects.filter(case=case).first()) == []


def test_company_is_reminded_only_once_somebody_talked_with_them(world, case):
    told = {"actor": world.cora, "case": case, "now": NOW, "role": "support_person"}
    add_participant(**told, person=Person("Sam Support", email="sam@own.example"))
    session = Session.objects.get(case=case)
    assert {each.role for each in to_remind(session, facts_of(case))} == {"victim", "offender"}


def test_the_person_harmed_is_not_reminded_of_where_somebody_else_goes_for_them(world):
    Program.objects.update(public_telephone="555 0123")
    case = make_case(world, "ready")
    choose(world, parties(case)[0], mode=Mode.SURROGATE)
    session = schedule(world, case, mode="surrogate", place="Library")
    assert [each.role for each in to_remind(session, facts_of(case))] == ["offender"]


def test_without_a_number_to_call_nothing_leaves_with_a_gap(case):
    Program.objects.update(public_telephone="")
    assert remind(case) == []
    assert len(not_reminded(facts_of(case))) == 2


def test_a_key_of_no_session_is_dropped(world):
    assert remind_of_session(actor=None, session_id=uuid.uuid4(), now=timezone.now()) == []
