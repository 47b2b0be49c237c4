"""A letter obeys what contacts obey, when it is written and once more as it leaves."""

import json

import pytest
from django.utils import timezone

from amends.mail.models import Delivery
from api.models import Scope
from programs.actions.closing import begin_closing
from programs.actions.minors import record_guardian, record_minor
from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.bookings import cancel_ahead
from programs.facts import CaseFacts
from programs.guards.contacts import unanswered
from programs.models import Contact, MediationCase, Program
from programs.own_letters import letter_to_person
from programs.recipients import for_party
from tests.api.rig import Software, token_of
from tests.programs.cast import DAY, NOW, fresh, make_case, parties, send_link
from tests.programs.letters.test_write import sides, write

__all__ = ["sides"]


def facts_of(person):
    return CaseFacts(case=fresh(person).case, program=Program.objects.get(), now=NOW)


def guardian_of(world, child, who, **told):
    record_minor(actor=world.cora, participant=child, now=NOW, is_minor=True)
    answers = {"is_guardian": True, "guardian": fresh(who)} | told
    record_guardian(actor=world.cora, participant=fresh(child), now=NOW, **answers)


@pytest.mark.parametrize("wording", ["preparation", "session_invitation", "consent_form", "session_canceled"])
def test_whatever_is_written_to_somebody_not_reached_yet_is_an_approach(world, refused, wording):
    victim, _offender = parties(make_case(world, "screening"))
    told = {"wording": wording, "channel": "in_person", "words": "Please come."}
    assert refused(lambda: write(world, victim, **told)) == ["order_kept"]
    assert write(world, victim, **told | {"purpose": "told_end"})


@pytest.mark.parametrize("is_suspected", [True, False])
def test_who_is_responsible_and_guardian_as_well_stays_on_his_side(world, sides, refused, is_suspected):
    victim, offender = sides
    guardian_of(world, victim, offender, is_suspected=is_suspected)
    words = "Vera Lindqvist is at 14 Quiet Lane now."
    assert refused(lambda: write(world, offender, words=words)) == ["letter_to_one_side"]


def test_a_letter_that_waits_does_not_leave_to_a_guardian_suspected_since(world, sides):
    victim, _offender = sides
    mail = Person("Gert Guardian", email="gert@own.example")
    gert = add_participant(actor=world.cora, case=victim.case, now=NOW, role="guardian", person=mail)
    guardian_of(world, victim, gert)
    letter = write(world, gert, channel="email")
    assert letter_to_person(contact_id=letter.pk)
    guardian_of(world, victim, gert, is_suspected=True)
    assert letter_to_person(contact_id=letter.pk) is None


def test_a_letter_that_waits_does_not_leave_with_a_name_that_is_known_by_now(world, sides):
    victim, offender = sides
    letter = write(world, offender, channel="email", words="Anna Berg has agreed.")
    victim.name = "Anna Berg"
    victim.save()
    assert letter_to_person(contact_id=letter.pk) is None


def test_a_reminder_of_a_session_leaves_only_while_it_lies_ahead(world):
    case = make_case(world, "scheduled", starts_at=timezone.now() + DAY)
    victim = parties(case)[0]
    victim.email = "vera@own.example"
    victim.save()
    letter = write(world, victim, channel="email", wording="session_reminder", words="Tomorrow at three.")
    assert letter_to_person(contact_id=letter.pk)
    cancel_ahead(facts_of(victim), world.cora)
    assert letter_to_person(contact_id=letter.pk) is None


@pytest.mark.parametrize(
    ("purpose", "leaves"), [("told_end", True), ("follow_up", True), ("arranging", False)]
)
def test_the_end_is_told_after_it_as_well(world, sides, purpose, leaves):
    victim, _offender = sides
    letter = write(world, victim, channel="email", purpose=purpose)
    MediationCase.objects.filter(pk=victim.case_id).update(state="closed", closure_reason="other")
    assert bool(letter_to_person(contact_id=letter.pk)) is leaves


def test_letters_of_one_day_are_one_try_and_paper_by_hand_is_none(world, sides, refused):
    victim, _offender = sides
    before = unanswered(facts_of(victim), victim)
    for _ in range(3):
        write(world, victim, channel="in_person")
    assert unanswered(facts_of(victim), victim) == before
    for _ in range(3):
        write(world, victim)
    assert unanswered(facts_of(victim), victim) == before + 1
    case = fresh(victim).case
    end = {"actor": world.cora, "case": case, "now": NOW, "reason": "victim_unreachable"}
    assert "tries_enough" in refused(lambda: begin_closing(**end))


def test_software_writes_only_where_it_may_read_people(world, sides):
    """Otherwise the refusal would tell it, guess by guess, who is on the other side."""
    _victim, offender = sides
    told = {"wording": "please_call", "channel": "in_person", "is_safe": True, "words": "Vera Lindqvist"}
    path = f"people/{offender.pk}/steps/write_letter/"
    blind = Software(token_of(world.cora, (Scope.CASES_WRITE,))[1], "alpha.localhost").send(path, told)
    assert blind.status_code == 403
    assert "letter_to_one_side" not in blind.content.decode()
    seeing = Software(token_of(world.cora, (Scope.CASES_WRITE, Scope.PEOPLE_READ))[1], "alpha.localhost")
    answer = seeing.send(path, told)
    assert [each["id"] for each in json.loads(answer.content)["unmet"]] == ["letter_to_one_side"]


@pytest.mark.parametrize(
    ("state", "counts"), [("refused", 0), ("dropped", 0), ("sent", 1), ("maybe_sent", 1)]
)
def test_a_message_that_came_back_is_no_try(world, sides, state, counts):
    """Otherwise a wrong address would make somebody unreachable whom nobody ever tried to reach."""
    victim, _offender = sides
    before = unanswered(facts_of(victim), victim)
    letter = write(world, victim, channel="email")
    link = send_link(world, victim).link
    assert unanswered(facts_of(victim), victim) == before + 2
    for sent in (letter.delivery, Contact.objects.get(form_key=link.form_key).delivery):
        Delivery.objects.create(pk=sent, job="x", state=state, begun_at=NOW)
    assert unanswered(facts_of(victim), victim) == before + 2 * counts


def test_no_text_message_goes_to_somebody_who_must_get_no_message(world, sides, refused):
    """What stands on a screen is a message that was left there."""
    victim, _offender = sides
    told = {"channel": "text", "words": "Please call us."}
    waiting = write(world, victim, **told)
    assert letter_to_person(contact_id=waiting.pk)
    type(victim).objects.filter(pk=victim.pk).update(leave_no_message=True)
    assert letter_to_person(contact_id=waiting.pk) is None
    assert refused(lambda: write(world, victim, **told)) == ["message_allowed"]
    with pytest.raises(ValueError, match="no address"):
        for_party(fresh(victim), program=Program.objects.get(), now=NOW, way="text")
    assert write(world, victim, words="Please call us.")


def test_the_form_leaves_text_messages_out_for_whoever_must_get_none(world, sides, at_alpha):
    victim, _offender = sides
    at_alpha.force_login(world.cora)
    path = f"/people/{victim.pk}/letters/write/?wording=please_call"
    by_text = 'value="text"'
    assert by_text in at_alpha.get(path).content.decode()
    type(victim).objects.filter(pk=victim.pk).update(leave_no_message=True)
    page = at_alpha.get(path).content.decode()
    assert by_text not in page
    assert "Ways that are not safe for this person are left out." in page
