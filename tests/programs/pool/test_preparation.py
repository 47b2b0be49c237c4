"""What preparation has to go through, as the program decides, and that whoever comes along is prepared too."""

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.actions.screening import mark_ready
from programs.models import Contact
from tests.programs.cast import NOW, consent_of_both, contact, make_case, parties, prepare_all, schedule
from tests.programs.policy.test_publishing import publish

WANTED = ("process", "stop")


def ready(world, case):
    return mark_ready(actor=world.cora, case=case, now=NOW)


@pytest.fixture
def prepared(world):
    """Return a case that is ready but for the topics, which the program wants."""
    publish(world, preparation_topics=WANTED)
    case = make_case(world, "preparing")
    prepare_all(world, case)
    consent_of_both(world, case)
    return case


class TestTopics:
    def test_what_the_program_wants_is_gone_through_with_each_side(self, world, prepared, refused):
        assert refused(lambda: ready(world, prepared)) == ["topics_covered"]
        victim, offender = parties(prepared)
        contact(world, victim, topics=list(WANTED))
        assert refused(lambda: ready(world, prepared)) == ["topics_covered"]
        contact(world, offender, topics=["process"])
        assert refused(lambda: ready(world, prepared)) == ["topics_covered"]
        contact(world, offender, topics=["stop", "safety"])
        assert ready(world, prepared).state == "ready"

    @pytest.mark.parametrize(
        "told",
        [{"result": "no_answer"}, {"purpose": "arranging"}],
        ids=["nobody was there", "no preparation"],
    )
    def test_only_a_meeting_that_took_place_counts(self, world, prepared, refused, told):
        for party in parties(prepared):
            contact(world, party, topics=list(WANTED), **told)
        assert refused(lambda: ready(world, prepared)) == ["topics_covered"]

    def test_a_program_that_wants_none_asks_for_none(self, world):
        assert make_case(world, "ready")


class TestSupport:
    @pytest.fixture
    def case(self, world):
        case = make_case(world, "ready")
        self.friend = add_participant(
            actor=world.cora, case=case, now=NOW, role="support_person", person=Person("Fay Friend")
        )
        return case

    def test_whoever_comes_along_is_prepared_first(self, world, case, refused):
        assert refused(lambda: schedule(world, case)) == ["support_prepared"]
        contact(world, self.friend, result="no_answer")
        assert refused(lambda: schedule(world, case)) == ["support_prepared"]
        contact(world, self.friend)
        assert schedule(world, case)

    def test_whoever_does_not_come_holds_nobody_up(self, world, case):
        contact(world, self.friend, result="refused")
        assert schedule(world, case)


class TestThePage:
    @pytest.fixture
    def record(self, world, prepared, at_alpha):
        at_alpha.force_login(world.cora)
        address = reverse("contact-record", args=[parties(prepared)[0].pk])
        key = at_alpha.get(address).context["form"]["form_key"].value()
        now = timezone.localtime()
        answers = {
            "form_key": key, "purpose": "preparation", "channel": "in_person", "result": "reached", "at": "00:00",
            "day_day": now.day, "day_month": now.month, "day_year": now.year, "topics": list(WANTED),
        }  # fmt: skip
        return lambda **changes: at_alpha.post(address, answers | changes)

    def test_topics_are_ticked_and_shown(self, prepared, record, at_alpha):
        assert record().status_code == 302
        assert Contact.objects.get(topics__len=2).topics == list(WANTED)
        page = at_alpha.get(reverse("case-people", args=[prepared.pk])).content.decode()
        assert "Gone through: How it works; The right to stop at any time" in page

    def test_the_form_says_what_the_program_wants(self, prepared, at_alpha, world):
        at_alpha.force_login(world.cora)
        page = at_alpha.get(reverse("contact-record", args=[parties(prepared)[1].pk])).content.decode()
        assert "Before a case is ready: How it works; The right to stop at any time." in page

    def test_another_contact_covers_none(self, record):
        assert "This was no preparation meeting" in record(purpose="arranging").content.decode()
        assert not Contact.objects.filter(topics__len=2).exists()
