"""A mailbox or a number that both sides have: nothing goes there, unless whoever runs the case answers for it."""

import uuid

import pytest

from amends import audit
from amends.audit.models import AuditEntry
from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.models import Contact, Session
from programs.own_letters import letter_to_person, own_page_link
from tests.programs.cast import NOW, fresh, make_case, parties, send_link
from tests.programs.letters.test_write import WORDS, sides, write

__all__ = ["sides"]

WHY = "They live together again and both asked for it."


@pytest.fixture
def shared(sides):
    victim, offender = sides
    for person in sides:
        person.email, person.phone = "Family@own.example", "+1 555 0100 123"
        person.save()
    offender.email, offender.phone = "family@own.example", "+1 (555) 0100-123"
    offender.save()
    return victim, offender


@pytest.mark.parametrize("way", ["email", "text"])
def test_it_is_refused(world, shared, refused, way):
    for person in shared:
        assert refused(lambda person=person: write(world, person, channel=way)) == ["way_is_own"]
    assert write(world, shared[0]), "paper is handed over"


def test_a_link_is_refused_too(world, shared, refused):
    assert refused(lambda: send_link(world, shared[1])) == ["way_is_own"]


@pytest.mark.parametrize("way", ["email", "text"])
def test_who_runs_the_case_may_answer_for_it(world, shared, way):
    letter = write(world, shared[0], channel=way, reason=WHY)
    assert letter_to_person(contact_id=letter.pk)
    assert fresh(letter).reason == WHY
    audit.flush()
    (entry,) = AuditEntry.objects.filter(verb="shared_way_confirmed")
    assert entry.actor == f"accounts.user:{world.cora.pk}"
    assert WHY not in str(vars(entry))


def test_so_may_a_link(world, shared):
    link = send_link(world, shared[0], reason=WHY).link
    assert own_page_link(link_id=link.pk, number=1)
    assert Contact.objects.get(form_key=link.form_key).reason == WHY
    audit.flush()
    assert AuditEntry.objects.filter(verb="shared_way_confirmed").count() == 1


def test_a_mediator_may_not(world, shared, refused):
    mia = {"actor": world.mia}
    assert refused(lambda: send_link(world, shared[0], reason=WHY, **mia)) == ["way_is_own"]


def test_a_link_that_waits_does_not_leave_once_the_way_is_shared(world, sides):
    victim, offender = sides
    link = send_link(world, victim).link
    assert own_page_link(link_id=link.pk, number=1)
    offender.email = fresh(victim).email
    offender.save()
    assert own_page_link(link_id=link.pk, number=1) is None


def test_a_family_on_one_side_may_share(world, sides):
    victim, _offender = sides
    mother = Person("Greta Lindqvist", email=victim.email)
    add_participant(actor=world.cora, case=victim.case, now=NOW, role="victim_representative", person=mother)
    assert write(world, victim, channel="email")


def test_the_form_asks_only_where_it_is_so(world, sides, at_alpha):
    victim, offender = sides
    at_alpha.force_login(world.cora)
    question = "Somebody of the other side has the same mailbox or number. Why is it safe all the same?"
    paths = (f"/people/{victim.pk}/letters/write/?wording=please_call", f"/people/{victim.pk}/link/")
    assert [question in at_alpha.get(path).content.decode() for path in paths] == [False, False]
    offender.email = victim.email
    offender.save()
    assert [question in at_alpha.get(path).content.decode() for path in paths] == [True, True]
    form = {
        "form_key": str(uuid.uuid4()),
        "wording": "please_call",
        "written_in": "en",
        "channel": "email",
        "words": WORDS,
        "is_safe": "on",
    }
    assert at_alpha.post(paths[0], form).status_code == 409
    assert at_alpha.post(paths[0], form | {"reason": WHY}).status_code == 302


def test_that_a_draft_told_of_a_session_is_in_the_records(world, at_alpha):
    """The place stands in the words before anything is sent."""
    case = make_case(world, "scheduled")
    victim = parties(case)[0]
    at_alpha.force_login(world.cora)

    def read():
        audit.flush()
        entries = AuditEntry.objects.filter(kind="read", object_type="programs.session")
        return [entry.object_id for entry in entries if entry.facts["purpose"] == "letter_draft"]

    at_alpha.get(f"/people/{victim.pk}/letters/write/?wording=please_call")
    assert read() == []
    page = at_alpha.get(f"/people/{victim.pk}/letters/write/?wording=session_invitation")
    session = Session.objects.get(case=case)
    assert session.place in page.content.decode()
    assert read() == [str(session.pk)]
