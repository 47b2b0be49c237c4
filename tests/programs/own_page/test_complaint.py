"""Say that something went wrong: sealed, for the administrators alone, with a number, a day and an answer."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amends import audit
from amends.accounts.access import PARTICIPANT, Outsider
from programs.actions.closing import begin_closing
from programs.actions.complaints import TooManyOpen, answer_complaint, make_complaint
from programs.letters import complaint_came
from programs.models import Complaint, Mediator, Program
from programs.timeline import story
from tests.conftest import HostClient
from tests.programs.cast import fresh, make_case, open_page, parties
from tests.programs.own_page.rig import START, browser
from tests.programs.policy.test_publishing import publish

WORDS = "Nobody listened when I called."
HERE = "/mine/word/"


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def visitor(world, offender):
    return open_page(world, offender, browser())


def complain(client, words=WORDS):
    key = client.get(HERE).context["form"]["form_key"].value()
    return client.post(HERE, {"form_key": key, "text": words})


def made(participant, text=WORDS):
    return make_complaint(
        actor=Outsider(PARTICIPANT, participant.pk), now=START, form_key=uuid.uuid4(), text=text
    )


class TestMaking:
    def test_it_is_kept_with_a_number_and_a_day(self, visitor, offender):
        assert complain(visitor).url == HERE
        complaint = Complaint.objects.get()
        assert (complaint.participant_id, complaint.text) == (offender.pk, WORDS)
        assert complaint.due_on == START.date() + dt.timedelta(days=14)
        page = text_of(visitor.get(HERE))
        assert f"Number {complaint.number}" in page
        assert "You hear from us by June 15, 2026." in page
        assert "We will answer you" in text_of(visitor.get("/mine/"))

    def test_what_they_wrote_is_sealed(self, visitor):
        complain(visitor)
        with connection.cursor() as cursor:
            cursor.execute("SELECT c::text FROM programs_complaint c")
            assert "listened" not in str(cursor.fetchall())

    def test_the_same_form_twice_is_one_complaint(self, visitor):
        form = {"form_key": str(uuid.uuid4()), "text": WORDS}
        assert [visitor.post(HERE, form).status_code for _again in range(2)] == [302, 302]
        assert Complaint.objects.count() == 1

    def test_nothing_written_is_no_complaint(self, visitor):
        assert "Write what went wrong" in text_of(complain(visitor, " "))
        assert not Complaint.objects.exists()

    def test_the_day_is_the_program_s(self, world, offender):
        publish(world, complaint_days=3)
        case = offender.case
        case.policy = None
        first = made(offender)
        assert first.due_on == START.date() + dt.timedelta(days=14), "by the policy of the case"

    def test_it_works_when_the_case_is_coming_to_its_end(self, world, case, visitor):
        begin_closing(actor=world.cora, case=case, now=START, reason="offender_withdrew")
        assert complain(visitor).status_code == 302
        assert Complaint.objects.count() == 1


class TestWhoLearnsOfIt:
    def test_every_administrator_is_written_to_and_nobody_else(self, world, offender):
        with CaptureQueriesContext(connection) as captured:
            complaint = made(offender)
        queued = [
            each["sql"] for each in captured.captured_queries if "INTO public.amends_outbox" in each["sql"]
        ]
        assert len(queued) == 1 and "programs.complaint_came" in queued[0]
        assert str(world.alice.pk) in queued[0] and "listened" not in queued[0]
        letter = complaint_came(user_id=world.alice.pk, complaint_id=complaint.pk)
        assert complaint.number in letter.subject
        assert "listened" not in letter.body and "Oskar" not in letter.body
        assert complaint_came(user_id=world.cora.pk, complaint_id=complaint.pk) is None

    def test_an_administrator_who_mediates_the_case_does_not_see_it(self, world, offender, at_alpha):
        complaint = made(offender)
        world.mia.roles = ["mediator", "program_admin"]
        world.mia.save()
        at_alpha.force_login(world.mia)
        assert at_alpha.get(reverse("complaint", args=[complaint.pk])).status_code == 404
        assert complaint.number not in text_of(at_alpha.get(reverse("complaints")))
        assert complaint_came(user_id=world.mia.pk, complaint_id=complaint.pk) is None
        with pytest.raises(Complaint.DoesNotExist):
            answer_complaint(actor=world.mia, complaint=complaint, now=START, text="No.")

    def test_neither_do_the_records_of_the_program_tell_who_mediates_the_case(
        self, world, offender, visitor, at_alpha
    ):
        made(offender)
        visitor.get(HERE)
        other = make_case(world, "preparing", mediator="max")
        seen = made(parties(other)[0])
        world.mia.roles = ["mediator", "program_admin"]
        world.mia.save()
        audit.record("of_a_later_version", ("programs.program", None), actor=world.alice)
        audit.flush()
        told = {}
        for name in ("alice", "mia"):
            at_alpha.force_login(world.people[name])
            told[name] = text_of(at_alpha.get(reverse("records")))
        assert told["alice"].count("Complaint made") == 2
        assert "Read their own complaint" in told["alice"]
        assert told["mia"].count("Complaint made") == 1
        assert "Read their own complaint" not in told["mia"]
        assert "Changed something else" in told["mia"]
        assert Complaint.objects.visible_to(world.mia).get() == seen

    def test_neither_does_one_who_mediated_it_before(self, world, case, offender):
        complaint = made(offender)
        Mediator.objects.get(pk=world.mia.pk).assignments.update(ended_at=START)
        world.mia.roles = ["program_admin"]
        world.mia.save()
        assert not Complaint.objects.visible_to(world.mia).filter(pk=complaint.pk).exists()

    @pytest.mark.parametrize("name", ["cora", "sol", "mia"])
    def test_those_who_work_on_the_case_see_nothing(self, world, case, offender, at_alpha, name):
        complaint = made(offender)
        at_alpha.force_login(world.people[name])
        assert at_alpha.get(reverse("complaints")).status_code == 403
        assert at_alpha.get(reverse("complaint", args=[complaint.pk])).status_code == 403
        for page in ("case", "case-people"):
            answer = text_of(at_alpha.get(reverse(page, args=[case.pk])))
            assert complaint.number not in answer and "omplaint" not in answer

    def test_neither_the_case_s_story_nor_its_records_tell_of_it(self, world, case, offender, at_alpha):
        complaint = made(offender)
        at_alpha.force_login(world.alice)
        at_alpha.post(reverse("complaint", args=[complaint.pk]), {"text": "We are sorry."})
        audit.flush()
        assert "omplaint" not in str(story(fresh(case)))
        at_alpha.force_login(world.cora)
        assert "omplaint" not in text_of(at_alpha.get(reverse("case-records", args=[case.pk])))

    def test_the_other_side_sees_none_of_it(self, world, case, offender):
        complaint = made(offender)
        other = open_page(world, parties(case)[0], HostClient("alpha.localhost"))
        page = text_of(other.get(HERE))
        assert complaint.number not in page and "listened" not in page


class TestAnswering:
    def test_the_answer_stands_on_their_own_page(self, world, visitor, at_alpha):
        complain(visitor)
        complaint = Complaint.objects.get()
        at_alpha.force_login(world.alice)
        listed = text_of(at_alpha.get(reverse("complaints")))
        assert complaint.number in listed and "June 15, 2026" in listed
        address = reverse("complaint", args=[complaint.pk])
        assert WORDS in text_of(at_alpha.get(address))
        assert at_alpha.post(address, {"text": "We are sorry."}).url == reverse("complaints")
        assert "Answered" in text_of(at_alpha.get(reverse("complaints")))
        page = text_of(visitor.get(HERE))
        assert "We are sorry." in page and "You hear from us by" not in page
        assert fresh(complaint).answered_by == world.alice

    def test_a_day_that_is_past_is_marked(self, world, offender, at_alpha, clock):
        made(offender)
        at_alpha.force_login(world.alice)
        assert "Overdue" not in text_of(at_alpha.get(reverse("complaints")))
        Complaint.objects.update(due_on=START.date() - dt.timedelta(days=1))
        assert "Overdue" in text_of(at_alpha.get(reverse("complaints")))

    def test_an_empty_answer_is_none(self, world, offender, at_alpha):
        complaint = made(offender)
        at_alpha.force_login(world.alice)
        answer = at_alpha.post(reverse("complaint", args=[complaint.pk]), {"text": ""})
        assert "Write your answer" in text_of(answer)
        assert fresh(complaint).answered_at is None

    @pytest.mark.parametrize("words", ["Vera took part as well.", "Call 555 0199 for more."])
    def test_it_names_nobody_of_the_other_side(self, world, offender, at_alpha, refused, words):
        complaint = made(offender)
        answer = lambda: answer_complaint(actor=world.alice, complaint=complaint, now=START, text=words)  # noqa: E731
        assert refused(answer) == ["letter_to_one_side"]
        at_alpha.force_login(world.alice)
        page = at_alpha.post(reverse("complaint", args=[complaint.pk]), {"text": words})
        assert page.status_code == 409
        assert "These words name somebody of the other side" in text_of(page)
        assert words in text_of(page), "nothing typed is lost"
        assert fresh(complaint).answered_at is None
        audit.flush()
        at_alpha.force_login(world.cora)
        assert "omplaint" not in text_of(at_alpha.get(reverse("case-records", args=[offender.case_id])))


class TestHowMany:
    def test_three_wait_at_once_and_the_fourth_is_said_by_telephone(self, world, visitor, offender):
        Program.objects.update(public_telephone="(317) 555-0142")
        form = visitor.get(HERE).context["form"]["form_key"].value()
        for number in range(3):
            assert complain(visitor, f"Word {number}").status_code == 302
        page = text_of(visitor.get(HERE))
        assert "You have told us of 3 things that we have not answered yet." in page
        assert "(317) 555-0142" in page and 'name="text"' not in page
        late = visitor.post(HERE, {"form_key": form, "text": "One more thing"})
        assert late.status_code == 409
        assert "One more thing" in text_of(late), "nothing typed is lost"
        assert Complaint.objects.count() == 3

    def test_the_same_form_again_is_not_one_more(self, visitor):
        form = {"form_key": str(uuid.uuid4()), "text": WORDS}
        for number in range(2):
            complain(visitor, f"Word {number}")
        assert [visitor.post(HERE, form).status_code for _again in range(2)] == [302, 302]
        assert Complaint.objects.count() == 3

    def test_an_answered_one_makes_room_and_others_have_their_own(self, world, case, offender):
        first, *_more = [made(offender) for _number in range(3)]
        with pytest.raises(TooManyOpen):
            made(offender)
        assert made(parties(case)[0])
        answer_complaint(actor=world.alice, complaint=first, now=START, text="We are sorry.")
        assert made(offender)

    def test_that_one_was_refused_is_for_those_who_answer_alone(self, world, offender, at_alpha):
        for _number in range(3):
            made(offender)
        with pytest.raises(TooManyOpen):
            made(offender)
        audit.flush()
        at_alpha.force_login(world.cora)
        assert "omplaint" not in text_of(at_alpha.get(reverse("case-records", args=[offender.case_id])))
