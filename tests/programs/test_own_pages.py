"""A participant's own pages: a yes, a no at any time, choices kept one by one, ways, dates, what was agreed."""

import re
import uuid

import pytest
from django.utils import timezone

from amends import audit
from amends.audit.models import AuditEntry
from programs.actions.consents import record_consent
from programs.actions.letters import write_letter
from programs.consent_texts import PARTY
from programs.facts import CaseFacts
from programs.models import (
    AgreementItem,
    Contact,
    Participant,
    ParticipationConsent,
    Program,
    Session,
    VictimChoice,
)
from programs.models.choice import Wish
from programs.own_page import TOPICS
from programs.steps import STEPS, missing
from programs.timeline import story
from tests.conftest import HostClient
from tests.programs.cast import (
    NOW,
    contact,
    fresh,
    make_case,
    make_item,
    open_page,
    parties,
    pay,
    propose_and_sign,
    send_link,
)

LANGUAGES = ("en", "fr", "es")


def browser() -> HostClient:
    return HostClient("alpha.localhost")


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def case(world):
    return make_case(world, "preparing")


@pytest.fixture
def victims(world, case):
    return open_page(world, parties(case)[0], browser())


@pytest.fixture
def offenders(world, case):
    return open_page(world, parties(case)[1], browser())


class TestConsent:
    def test_it_works(self, case, offenders):
        assert offenders.post("/mine/answer/", {"agrees": "on"}).status_code == 302
        consent = ParticipationConsent.objects.get()
        assert (consent.form, consent.text_version, consent.language) == ("e_sign", PARTY, "en")
        assert consent.participant == parties(case)[1]
        assert consent.recorded_by is None
        assert "You said yes" in text_of(offenders.get("/mine/answer/"))

    def test_a_yes_is_given_by_ticking_not_by_opening(self, offenders):
        offenders.get("/mine/answer/")
        assert offenders.post("/mine/answer/", {}).status_code == 200
        assert not ParticipationConsent.objects.exists()

    def test_it_is_in_the_language_that_was_read(self, offenders):
        offenders.get("/mine/answer/?language=fr")
        offenders.post("/mine/answer/", {"agrees": "on"})
        assert ParticipationConsent.objects.get().language == "fr"

    def test_before_its_time_it_is_only_read(self, world):
        case = make_case(world, "screening")
        client = open_page(world, parties(case)[1], browser())
        assert 'name="agrees"' not in text_of(client.get("/mine/answer/"))
        response = client.post("/mine/answer/", {"agrees": "on"})
        assert response.status_code == 409
        assert "cannot be done at the moment" in text_of(response)
        assert not ParticipationConsent.objects.exists()

    def test_pressed_twice_it_is_one(self, offenders):
        for _ in range(2):
            offenders.post("/mine/answer/", {"agrees": "on"})
        assert ParticipationConsent.objects.count() == 1


class TestStopping:
    @pytest.mark.parametrize(
        "state",
        ["preparing", "ready", "scheduled", "held", "agreement_pending", "monitoring", "closing", "on_hold"],
    )
    @pytest.mark.parametrize("side", [0, 1])
    def test_nothing_stands_in_the_way(self, world, state, side):
        case = make_case(world, "preparing" if state == "on_hold" else state)
        person = parties(case)[side]
        if state in ("preparing", "on_hold"):
            record_consent(actor=world.cora, participant=person, now=NOW, form="written", language="en")
        type(case).objects.filter(pk=case.pk).update(state="preparing" if state == "closing" else case.state)
        client = open_page(world, person, browser())
        changes = {"held_from": "preparing", "hold_reason": "other"} if state == "on_hold" else {}
        type(case).objects.filter(pk=case.pk).update(state=state, **changes)
        assert client.get("/mine/stop/").status_code == 200
        assert client.post("/mine/stop/").status_code == 302
        assert not ParticipationConsent.objects.live().filter(participant=person).exists()
        assert "It has stopped" in text_of(client.get("/mine/stop/"))

    def test_what_was_planned_is_cancelled_and_the_other_side_sees_nothing_but_that(self, world):
        case = make_case(world, "scheduled")
        victim, offender = parties(case)
        theirs, other = (open_page(world, person, browser()) for person in (victim, offender))
        before = text_of(other.get("/mine/"))
        assert "Library, room 2" in text_of(other.get("/mine/dates/"))
        theirs.post("/mine/stop/")
        assert Session.objects.get().state == "cancelled"
        after = text_of(other.get("/mine/dates/"))
        assert "Nothing is planned" in after
        for word in ("withdr", "stopped", "cancel"):
            assert word not in after.lower().partition("<main")[2]
        # Apart from the date, the first page is what it was.
        plain = re.compile(r'id="task-list-\d+-hint"[^>]*>[^<]*<|value="[^"]+"')
        assert plain.sub("", text_of(other.get("/mine/"))) == plain.sub("", before)

    def test_a_no_before_any_yes_is_in_the_log_once(self, case, victims):
        for _ in range(2):
            victims.post("/mine/stop/")
        refused = Contact.objects.filter(participant=parties(case)[0], result="refused")
        assert [(row.recorded_by, row.purpose) for row in refused] == [(None, "arranging")]
        assert "You said no" in text_of(victims.get("/mine/"))

    def test_what_we_write_or_try_after_a_no_is_no_answer(self, world, case, victims):
        victim = parties(case)[0]
        victims.post("/mine/stop/")
        later = {"now": timezone.now(), "purpose": "arranging", "channel": "in_person"}
        letter = Contact(
            purpose="arranging",
            channel="in_person",
            result="sent",
            wording="session_canceled",
            language="en",
            words="x",
        )
        write_letter(
            actor=world.cora, participant=victim, now=later["now"], form_key=uuid.uuid4(), contact=letter
        )
        contact(world, victim, result="no_answer", **later)
        assert "You said no" in text_of(victims.get("/mine/"))
        victims.post("/mine/stop/")
        assert Contact.objects.filter(participant=victim, result="refused").count() == 1
        contact(world, victim, result="reached", **later)
        assert "You said no" not in text_of(victims.get("/mine/"))

    def test_the_story_does_not_say_which_side_stopped(self, world, case, victims):
        record_consent(actor=world.cora, participant=parties(case)[0], now=NOW, form="written", language="en")
        victims.post("/mine/stop/")
        audit.flush()
        entry = next(each for each in story(case) if each["label"] == "Consent withdrawn")
        assert entry["byline"] == "a party, on their own page"
        actor = AuditEntry.objects.get(verb="consent_withdrawn").actor
        assert actor == f"participant:{parties(case)[0].pk}"


class TestChoices:
    def answer(self, client, number, **data):
        return client.post(f"/mine/wishes/{number}/", data)

    def test_it_works(self, world, case, victims):
        assert self.answer(victims, 1, answer="yes").url == "/mine/wishes/2/"
        assert self.answer(victims, 2, answer="shuttle").url == "/mine/wishes/3/"
        for number in range(3, len(TOPICS) + 1):
            data = {"words": "By the door"} if number == 7 else {"is_open": "on"}
            last = self.answer(victims, number, **data)
        assert last.url == "/mine/wishes/"
        choice = VictimChoice.objects.latest("version")
        assert (choice.takes_part, choice.mode, choice.is_complete) == (True, "shuttle", True)
        assert choice.wishes == dict.fromkeys(Wish.values, "") | {"seating": "By the door"}
        assert choice.recorded_by is None
        assert "By the door" in text_of(victims.get("/mine/wishes/"))

    def test_stopping_half_way_keeps_what_was_said_and_the_case_waits(self, world, case, victims):
        self.answer(victims, 1, answer="yes")
        self.answer(victims, 4, words="Not in my street")
        choice = VictimChoice.objects.latest("version")
        assert not choice.is_complete
        assert choice.wishes == {"where": "Not in my street"}
        assert "2 of 13 answered" in text_of(victims.get("/mine/"))
        assert "/mine/wishes/2/" in text_of(victims.get("/mine/wishes/")), "it goes on where they stopped"
        facts = CaseFacts(case=case, program=Program.objects.get(), now=NOW)
        assert "choices_complete" in [reason.id for reason in missing(STEPS["mark_ready"], facts)]

    def test_no_is_a_full_answer(self, victims):
        assert self.answer(victims, 1, answer="no").url == "/mine/wishes/"
        assert VictimChoice.objects.get().takes_part is False
        assert self.answer(victims, 5, words="x").url == "/mine/wishes/", "nothing else is asked"
        assert VictimChoice.objects.count() == 1

    def test_words_and_left_open_are_not_both(self, victims):
        self.answer(victims, 1, answer="yes")
        for data in ({}, {"words": "x", "is_open": "on"}):
            assert self.answer(victims, 5, **data).status_code == 200
        assert VictimChoice.objects.count() == 1

    def test_only_ways_of_this_program_are_offered(self, victims):
        self.answer(victims, 1, answer="yes")
        page = text_of(victims.get("/mine/wishes/2/"))
        assert 'value="letter_exchange"' not in page
        assert "Somebody else goes in my place" in page
        assert self.answer(victims, 2, answer="letter_exchange").status_code == 200

    def test_what_no_longer_fits_is_cancelled(self, world):
        case = make_case(world, "scheduled")
        client = open_page(world, parties(case)[0], browser())
        assert "it may be canceled" in text_of(client.get("/mine/wishes/2/"))
        self.answer(client, 2, answer="video_live")
        assert (Session.objects.get().state, fresh(case).state) == ("cancelled", "ready")

    def test_when_they_cannot_be_changed_they_are_still_shown(self, world):
        client = open_page(world, parties(make_case(world, "held"))[0], browser())
        assert "nothing can be changed here" in text_of(client.get("/mine/wishes/"))
        before = VictimChoice.objects.count()
        assert client.get("/mine/wishes/2/").url == "/mine/wishes/"
        assert self.answer(client, 2, answer="video_live").status_code == 409
        assert VictimChoice.objects.count() == before

    def test_they_are_not_for_the_other_side(self, offenders):
        assert offenders.get("/mine/wishes/").status_code == 404
        assert self.answer(offenders, 1, answer="yes").status_code == 404
        assert not VictimChoice.objects.exists()

    @pytest.mark.parametrize("number", [0, 14, 99999999999])
    def test_there_is_no_such_question(self, number, victims):
        assert victims.get(f"/mine/wishes/{number}/").status_code == 404


class TestWays:
    def test_it_works(self, world, case, victims, refused):
        answers = {"unsafe_channels": ["phone", "email"], "leave_no_message": "on", "language": "es"}
        response = victims.post("/mine/ways/", answers)
        victim = parties(case)[0]
        assert (victim.unsafe_channels, victim.leave_no_message, victim.language) == (
            ["phone", "email"],
            True,
            "es",
        )
        assert response.cookies["django_language"].value == "es"
        assert refused(lambda: send_link(world, victim)) == ["channel_safe"]

    def test_one_way_is_left(self, case, victims):
        ways = ["in_person", "phone", "video", "email", "text", "letter"]
        assert victims.post("/mine/ways/", {"unsafe_channels": ways, "language": "en"}).status_code == 200
        assert parties(case)[0].unsafe_channels == []

    def test_name_and_address_cannot_be_changed_here(self, case, victims):
        victims.post(
            "/mine/ways/", {"language": "en", "email": "x@x.example", "name": "X", "role": "offender"}
        )
        assert Participant.objects.filter(case=case, role="victim").count() == 1
        assert parties(case)[0].name == "Vera Victim"


class TestDatesAndAgreement:
    def test_their_own_words_about_company(self, world):
        case = make_case(world, "scheduled")
        victim, offender = parties(case)
        client = open_page(world, victim, browser())
        client.post("/mine/wishes/6/", {"words": "My sister"})
        page = text_of(client.get("/mine/dates/"))
        assert "Library, room 2" in page
        assert "My sister" in page
        assert "My sister" not in text_of(open_page(world, offender, browser()).get("/mine/dates/"))

    def test_each_side_sees_what_concerns_it(self, world):
        case = make_case(world, "agreement_pending")
        victim, offender = parties(case)
        paid = make_item(case, world, text="Money for the bicycle", beneficiary=victim)
        make_item(case, world, kind="community_service", amount=None, hours=20, text="Work at the library")
        pages = [open_page(world, person, browser()) for person in (victim, offender)]
        assert [page.get("/mine/progress/").status_code for page in pages] == [404, 404], (
            "before it is signed"
        )
        propose_and_sign(world, case)
        pay(world, case, AgreementItem.objects.get(pk=paid.pk))
        theirs, other = (text_of(page.get("/mine/progress/")) for page in pages)
        for shown in (theirs, other):
            assert "Money for the bicycle" in shown
            assert "Still to be paid: 75.00 of 120.00 USD" in shown
        assert "Work at the library" in other
        assert "Still to be worked: 20 of 20 hours" in other
        assert "Work at the library" not in theirs

    def test_company_sees_dates_and_nothing_of_the_agreement(self, world):
        case = make_case(world, "monitoring")
        guardian = Participant.objects.create(case=case, role="guardian", name="Gus")
        client = open_page(world, fresh(guardian), browser())
        assert client.get("/mine/dates/").status_code == 200
        assert client.get("/mine/progress/").status_code == 404


def test_messages_to_staff_do_not_come_up_here(world, case, at_alpha):
    """Somebody who works here is signed in in the same browser, with a message waiting."""
    at_alpha.force_login(world.mia)
    at_alpha.post(f"/people/{parties(case)[1].pk}/readiness/", {"is_ready": "yes"})
    open_page(world, parties(case)[1], at_alpha)
    page = text_of(at_alpha.get("/mine/"))
    assert "It is recorded" not in page
    assert "Mia" not in page
    assert "/cases/" not in page
