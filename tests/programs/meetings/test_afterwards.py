"""After a session: caucus and lateness, talking it over with everybody, and notes that are nobody else's."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from amends import audit
from amends.audit.models import AuditEntry, Kind
from programs.actions.afterwards import (
    NothingToTalkOver,
    NotTheirCase,
    TalksAlone,
    keep_own_note,
    record_debrief,
)
from programs.actions.assignments import declare_conflict
from programs.actions.closing import begin_closing
from programs.debriefing import late_talks, left_of
from programs.facts import Asked, CaseFacts
from programs.models import MediationCase, MediatorAssignment, Program, Session
from programs.retention.access_request import archive_of
from tests.programs.cast import DAY, HOUR, NOW, WAYS, contact, fresh, hold_session, make_case, parties

AFTER = NOW + DAY + 2 * HOUR
LATE = NOW + 10 * DAY


@pytest.fixture
def case(world):
    return make_case(world, "held")


def facts_of(case, now=AFTER):
    return CaseFacts(case=fresh(case), program=Program.objects.get(), now=now)


def talk(world, case, mediator="mia", **changes):
    told = {"actor": world.sol, "case": case, "now": AFTER, "mediator": world.mediators[mediator]}
    return record_debrief(**told | changes)


def late(now=LATE):
    return [each.case for each in late_talks(MediationCase.objects.all(), Program.objects.get(), now)]


def debrief(world, person, **changes):
    told = {"purpose": "debrief", "channel": "phone", "made_at": AFTER, "now": AFTER}
    return contact(world, person, **told | changes)


# Caucus and lateness


def test_that_there_was_a_caucus_and_how_late_it_began_is_recorded_and_nothing_else(world, at_alpha):
    case = make_case(world, "scheduled", starts_at=NOW + DAY)
    held = hold_session(world, case, now=NOW + DAY + HOUR, minutes_late=20, had_caucus=True)
    assert (held.minutes_late, held.had_caucus) == (20, True)
    at_alpha.force_login(world.cora)
    page = at_alpha.get(f"/cases/{case.pk}/").content.decode()
    assert "It began 20 minutes late." in page
    assert "The mediator spoke with each side alone." in page


def test_a_session_is_on_time_unless_somebody_says_otherwise(case):
    held = Session.objects.get(case=case)
    assert (held.minutes_late, held.had_caucus) == (0, False)


# Talking it over


def test_each_who_was_there_and_each_mediator_is_left_until_it_is_talked_over(world, case):
    victim, offender = parties(case)
    left = left_of(facts_of(case))
    assert {each.pk for each in left.people} == {victim.pk, offender.pk}
    assert [each.pk for each in left.mediators] == [world.mia.pk]
    debrief(world, victim)
    assert [each.pk for each in left_of(facts_of(case)).people] == [offender.pk]
    debrief(world, offender, result="refused")
    assert left_of(facts_of(case)).people == []
    talk(world, case)
    assert left_of(facts_of(case)).is_done
    assert AuditEntry.objects.filter(verb="session_talked_over").count() == 1


def test_it_stands_on_the_first_page_once_its_days_are_over(world, case, at_alpha):
    assert late(NOW + 8 * DAY) == []
    assert late() == [case]
    victim, offender = parties(case)
    debrief(world, victim)
    debrief(world, offender)
    assert late() == [case], "the mediator is left"
    talk(world, case)
    assert late() == []


def test_who_was_tried_often_enough_is_not_left(world, case):
    victim, offender = parties(case)
    debrief(world, offender)
    talk(world, case)
    for number in range(3):
        assert late() == [case]
        debrief(world, victim, result="no_answer", made_at=AFTER + number * HOUR, now=AFTER + number * HOUR)
    assert late() == []
    assert left_of(facts_of(case, LATE)).is_done


def test_a_case_that_is_closed_asks_for_nothing(world, case):
    MediationCase.objects.filter(pk=case.pk).update(state="closed", closure_reason="other")
    assert late() == []


def test_without_a_session_there_is_nothing_to_talk_over(world, at_alpha):
    case = make_case(world, "scheduled")
    assert left_of(facts_of(case)) is None
    with pytest.raises(NothingToTalkOver):
        talk(world, case)
    at_alpha.force_login(world.cora)
    assert at_alpha.get(f"/cases/{case.pk}/talks/").status_code == 404
    assert 'value="debrief"' not in at_alpha.get(f"/people/{parties(case)[0].pk}/contacts/").content.decode()


def test_nobody_talks_their_own_session_over_alone(world, at_alpha):
    case = make_case(world, "held", mediator="both")
    with pytest.raises(TalksAlone):
        talk(world, case, "both", actor=world.both)
    at_alpha.force_login(world.both)
    answer = at_alpha.post(f"/cases/{case.pk}/talks/", {"mediator": str(world.both.pk)})
    assert answer.status_code == 409
    assert "Nobody talks their own session over alone." in answer.content.decode()
    assert Session.objects.get(case=case).debriefed == []
    talk(world, case, "both", actor=world.cora)
    assert Session.objects.get(case=case).debriefed == [world.both.pk]


def test_a_mediator_sees_the_page_and_records_none(world, case, at_alpha):
    with pytest.raises(PermissionDenied):
        talk(world, case, actor=world.mia)
    at_alpha.force_login(world.mia)
    page = at_alpha.get(f"/cases/{case.pk}/talks/")
    assert page.status_code == 200
    assert "Talked over with" not in page.content.decode()


def test_a_mediator_of_another_case_is_none_of_this(world, case, at_alpha):
    with pytest.raises(NothingToTalkOver):
        talk(world, case, "max")
    at_alpha.force_login(world.cora)
    for wrong in ("", "x", str(case.pk)):
        assert at_alpha.post(f"/cases/{case.pk}/talks/", {"mediator": wrong}).status_code == 302


def test_it_is_done_by_the_page_alone(world, case, at_alpha):
    at_alpha.force_login(world.cora)
    page = at_alpha.get(f"/cases/{case.pk}/talks/").content.decode()
    for person in parties(case):
        assert person.name in page
        assert f"/people/{person.pk}/contacts/?purpose=debrief" in page
    assert at_alpha.post(f"/cases/{case.pk}/talks/", {"mediator": str(world.mia.pk)}).status_code == 302
    assert Session.objects.get(case=case).debriefed == [world.mia.pk]
    assert at_alpha.post(f"/cases/{case.pk}/talks/", {"mediator": str(world.mia.pk)}).status_code == 302
    assert Session.objects.get(case=case).debriefed == [world.mia.pk], "twice is once"


# Notes for oneself

SECRET = "canary thought of a mediator"


def keep(world, case, who="mia", text=SECRET):
    return keep_own_note(actor=world.people[who], case=case, now=AFTER, text=text)


def test_a_mediator_reads_their_note_and_nobody_else_does(world, case, at_alpha):
    at_alpha.force_login(world.mia)
    assert at_alpha.post(f"/cases/{case.pk}/note/", {"text": SECRET}).status_code == 302
    assert SECRET in at_alpha.get(f"/cases/{case.pk}/note/").content.decode()
    audit.flush()
    readings = AuditEntry.objects.filter(kind=Kind.READ, facts__purpose="own_note")
    assert readings.exists()
    for who in ("alice", "cora", "sol", "max", "both"):
        at_alpha.force_login(world.people[who])
        assert at_alpha.get(f"/cases/{case.pk}/note/").status_code in (403, 404), who
        for page in ("", "people/", "talks/", "agreement/"):
            assert SECRET not in at_alpha.get(f"/cases/{case.pk}/{page}").content.decode()


def test_only_who_mediates_the_case_keeps_one(world, case):
    with pytest.raises(PermissionDenied):
        keep(world, case, "cora")
    with pytest.raises(MediationCase.DoesNotExist):
        keep(world, case, "max")
    mixed = make_case(world, "held", mediator="max")
    MediationCase.objects.filter(pk=mixed.pk).update(supervisor=world.both)
    with pytest.raises(NotTheirCase):
        keep(world, mixed, "both")


def test_it_is_sealed_in_the_database_and_its_words_are_in_no_record(world, case):
    keep(world, case)
    with connection.cursor() as cursor:
        cursor.execute("SELECT private_note FROM programs_mediatorassignment WHERE case_id = %s", [case.pk])
        assert b"canary" not in bytes(cursor.fetchone()[0])
    for entry in AuditEntry.objects.all():
        assert "canary" not in json.dumps(entry.facts)


def test_emptied_it_is_taken_away(world, case):
    keep(world, case)
    keep(world, case, text="")
    assert MediatorAssignment.objects.get(case=case).private_note is None


def test_no_export_of_a_person_holds_it(world, case):
    keep(world, case)
    for person in parties(case):
        person.case = case
        facts = CaseFacts(case=case, program=Program.objects.get(), now=AFTER, asked=Asked(person=person))
        packed = zipfile.ZipFile(io.BytesIO(archive_of(facts, world.alice, "en")))
        for name in packed.namelist():
            assert b"canary" not in packed.read(name)


def test_it_is_gone_when_the_case_closes(world):
    case = make_case(world, "closing")
    keep(world, case)
    WAYS["closed"](world, case, "mia", NOW + DAY)
    assert MediatorAssignment.objects.get(case=case).private_note is None


def test_it_stays_while_the_case_comes_to_its_end(world, case):
    keep(world, case)
    begin_closing(actor=world.cora, case=case, now=AFTER, reason="completed_dialogue_no_agreement")
    assert MediatorAssignment.objects.get(case=case).private_note == SECRET


def test_it_is_gone_when_they_no_longer_mediate(world, case):
    keep(world, case)
    declare_conflict(
        actor=world.mia,
        case=case,
        mediator=world.mediators["mia"],
        now=AFTER,
        connection="knows",
        reason="We met.",
    )
    assert MediatorAssignment.objects.get(case=case).private_note is None
