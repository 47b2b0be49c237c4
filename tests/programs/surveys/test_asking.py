"""Asking, answering, declining and typing in, by the pages alone."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TimedOut

import pytest
import time_machine
from django.db import connections, transaction

from amends.accounts.access import PARTICIPANT, Outsider
from amends.outbox.models import Outbox
from programs.actions.closing import begin_closing
from programs.actions.policy import change_settings, publish_policy
from programs.actions.surveys import (
    SurveyIsOver,
    answer_survey,
    decline_survey,
    offer_survey,
    remind_of_survey,
    set_survey_aside,
    type_survey,
)
from programs.models import Contact, Survey
from programs.models.survey import key_for
from programs.surveys.instruments import items_for
from tenants.context import platform
from tests.conftest import HostClient
from tests.programs.cast import DAY, NOW, at, fresh, make_case, make_world, open_page, parties


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def case(world):
    found = make_case(world, "held")
    begin_closing(actor=world.cora, case=found, now=NOW + 2 * DAY, reason="completed_dialogue_no_agreement")
    return fresh(found)


def offer(world, survey, way="phone", **changes):
    told = {"actor": world.cora, "survey": survey, "now": NOW + 3 * DAY, "form_key": uuid.uuid4(), "way": way}
    return offer_survey(**told | changes)


@pytest.fixture
def mine(world, case, survey_of):
    """The page of the person harmed, who was asked."""
    offer(world, survey_of(case))
    return open_page(world, parties(case)[0], HostClient("alpha.localhost"))


def test_it_works(world, case, mine, survey_of):
    """One question at a time, each kept at once; the last one ends it."""
    assert "/mine/asked/" in text(mine.get("/mine/"))
    assert "No, thank you" in text(mine.get("/mine/asked/"))
    listed = items_for("harmed", "after")
    for number, item in enumerate(listed, 1):
        page = mine.get(f"/mine/asked/{number}/")
        assert str(item.words["harmed"]) in text(page)
        answer = "It was good." if item.id == "words" else {"scale": "4", "yes_no": "0"}[item.kind]
        led = mine.post(f"/mine/asked/{number}/", {item.id: answer})["Location"]
        assert led == ("/mine/asked/?done=1" if number == len(listed) else f"/mine/asked/{number + 1}/")
    row = survey_of(case)
    assert (row.state, row.way, row.words, row.settled_by) == ("answered", "own_page", "It was good.", None)
    assert row.answers["fear"] == 4
    assert row.answers["pressure"] == 0
    assert "words" not in row.answers
    assert "Thank you" in text(mine.get("/mine/asked/?done=1"))
    assert "/mine/asked/" not in text(mine.get("/mine/")), "it is asked once"


def test_a_question_is_skipped_and_what_was_answered_is_still_there(mine, case, survey_of):
    mine.post("/mine/asked/1/", {"fear": "5"})
    mine.post("/mine/asked/2/", {})
    assert survey_of(case).answers == {"fear": 5}
    assert re.search(r'value="5"[^>]*checked', text(mine.get("/mine/asked/1/")))
    assert mine.get("/mine/asked/99/").status_code == 404


def test_a_number_that_no_answer_has_is_not_kept(mine, case, survey_of):
    assert mine.post("/mine/asked/1/", {"fear": "9"}).status_code == 200
    assert survey_of(case).answers == {}


def test_no_is_one_press_and_takes_back_what_was_said(mine, case, survey_of):
    mine.post("/mine/asked/1/", {"fear": "5"})
    assert mine.post("/mine/asked/", {"decline": "yes"}).status_code == 302
    row = survey_of(case)
    assert (row.state, row.answers, row.words) == ("declined", {}, None)
    assert "Nothing is asked of you" in text(mine.get("/mine/asked/"))
    assert mine.post("/mine/asked/1/", {"fear": "5"})["Location"] == "/mine/asked/"
    assert remind_of_survey(actor=None, survey_id=row.pk, now=NOW + 9 * DAY) is None


def test_nobody_answers_for_somebody_else(world, case, survey_of):
    offer(world, survey_of(case))
    offender = Outsider(PARTICIPANT, parties(case)[1].pk)
    told = {"actor": offender, "survey": survey_of(case), "now": NOW}
    for act in (lambda: answer_survey(**told, answers={"fear": 1}), lambda: decline_survey(**told)):
        with pytest.raises(SurveyIsOver):
            act()
    assert survey_of(case).state == "asked"


def test_a_link_is_sent_while_the_case_is_closing(world, case, survey_of, at_alpha):
    victim = parties(case)[0]
    victim.email = "vera@own.example"
    victim.save(update_fields=["email"])
    row = survey_of(case)
    at_alpha.force_login(world.cora)
    page = text(at_alpha.get(f"/surveys/{row.pk}/"))
    assert victim.name in page
    key = re.search(r'name="form_key" value="([^"]+)"', page).group(1)
    answer = at_alpha.post(f"/surveys/{row.pk}/", {"offer": "yes", "form_key": key, "way": "own_page"})
    assert re.search(r"data-code>\s*\d{3} \d{3}", answer.content.decode())
    assert survey_of(case).state == "asked"


def test_the_one_reminder_waits_for_its_day(committed, alpha, survey_of):
    with time_machine.travel(NOW, tick=False), at(alpha):
        world = make_world(alpha)
        case = make_case(world, "ready")
        victim = parties(case)[0]
        victim.email = "vera@own.example"
        victim.save(update_fields=["email"])
        row = survey_of(case, moment="before")
        for way in ("own_page", "own_page", "phone"):
            offer(world, row, way, now=NOW)
    with platform():
        (queued,) = Outbox.objects.filter(job="programs.remind_of_survey")
        assert (queued.args, queued.not_before) == ({"survey_id": str(row.pk)}, NOW + 5 * DAY)
        assert Outbox.objects.filter(job="programs.own_page_link").exists()


def test_it_refuses_a_link_to_an_address_that_is_not_safe(world, case, survey_of, at_alpha):
    victim = parties(case)[0]
    victim.email, victim.unsafe_channels = "vera@own.example", ["email"]
    victim.save(update_fields=["email", "unsafe_channels"])
    at_alpha.force_login(world.cora)
    told = {"offer": "yes", "form_key": str(uuid.uuid4()), "way": "own_page"}
    answer = at_alpha.post(f"/surveys/{survey_of(case).pk}/", told)
    assert answer.status_code == 409
    assert "This way is not safe for this person" in text(answer)
    assert survey_of(case).state == "due"


def test_it_refuses_to_call_or_send_paper_where_that_is_not_safe(world, case, survey_of, refused):
    victim = parties(case)[0]
    victim.unsafe_channels = ["phone", "letter"]
    victim.save(update_fields=["unsafe_channels"])
    for way in ("phone", "paper"):
        assert refused(lambda way=way: offer(world, survey_of(case), way)) == ["channel_safe"]
    assert survey_of(case).state == "due"


def test_somebody_is_reminded_once_by_the_safe_way(world, case, survey_of):
    victim = parties(case)[0]
    victim.email = "vera@own.example"
    victim.save(update_fields=["email"])
    row = offer(world, survey_of(case), "own_page").survey
    sent = remind_of_survey(actor=None, survey_id=row.pk, now=NOW + 9 * DAY)
    assert (sent.wording, sent.recorded_by) == ("survey_reminder", world.cora)
    for word in ("mediation", "survey", "case", "victim", "offender", victim.name):
        assert word.lower() not in sent.words.lower(), "it says nothing to whoever reads along"
    assert remind_of_survey(actor=None, survey_id=row.pk, now=NOW + 20 * DAY) is None
    assert Contact.objects.filter(wording="survey_reminder").count() == 1


def test_nobody_is_reminded_whose_mailbox_is_not_safe_any_more(world, case, survey_of):
    victim = parties(case)[0]
    victim.email = "vera@own.example"
    victim.save(update_fields=["email"])
    row = offer(world, survey_of(case), "own_page").survey
    victim.unsafe_channels = ["email"]
    victim.save(update_fields=["unsafe_channels"])
    assert remind_of_survey(actor=None, survey_id=row.pk, now=NOW + 9 * DAY) is None
    assert not Contact.objects.filter(wording="survey_reminder").exists()


def test_a_telephone_script_is_read_out_in_their_language(world, case, survey_of, at_alpha):
    victim = parties(case)[0]
    victim.language = "fr"
    victim.save(update_fields=["language"])
    row = survey_of(case)
    at_alpha.force_login(world.sol)
    page = text(at_alpha.get(f"/surveys/{row.pk}/answers/"))
    assert "Quelle est votre satisfaction" in page
    assert "Say this first" in page, "what is for staff stays in theirs"
    at = f"/surveys/{row.pk}/answers/"
    assert "Nothing is answered" in text(at_alpha.post(at, {"way": "phone"}))
    told = {"way": "phone", "fear": "2", "justice": "4", "pressure": "1", "words": "Too slow."}
    assert at_alpha.post(at, told)["Location"] == f"/surveys/{row.pk}/"
    row = survey_of(case)
    assert (row.state, row.answers, row.words) == (
        "answered",
        {"fear": 2, "justice": 4, "pressure": 1},
        "Too slow.",
    )
    shown = text(at_alpha.get(f"/surveys/{row.pk}/"))
    assert "Too slow." not in shown, "whoever typed it and does not run the program sees it no more"
    at_alpha.force_login(world.cora)
    assert "Too slow." in text(at_alpha.get(f"/surveys/{row.pk}/"))
    assert at_alpha.get(at)["Location"] == f"/surveys/{row.pk}/", "it is typed in once"


def test_a_program_can_let_supervisors_read(world, case, survey_of, at_alpha):
    row = survey_of(case)
    told = {"way": "paper", "answers": {"fear": 1}, "words": "Quiet words."}
    type_survey(actor=world.cora, survey=row, now=NOW + 3 * DAY, **told)
    at_alpha.force_login(world.sol)
    assert "Quiet words." not in text(at_alpha.get(f"/surveys/{row.pk}/"))
    draft = change_settings(actor=world.alice, now=NOW, values={"survey_readers": "supervisors"})
    publish_policy(actor=world.alice, now=NOW, note="Both read.", mark=draft.mark, moves_open_cases=False)
    assert "Quiet words." in text(at_alpha.get(f"/surveys/{row.pk}/"))


def test_a_form_on_paper_names_nobody(world, case, survey_of, at_alpha):
    row = survey_of(case)
    at_alpha.force_login(world.cora)
    for language, said in (("en", "Thank you."), ("fr", "Merci."), ("es", "Gracias.")):
        page = text(at_alpha.get(f"/surveys/{row.pk}/paper/{language}/"))
        form = page[page.index("<article") : page.index("</article>")]
        assert said in form
        assert row.pk.hex[:8].upper() in form
        assert not any(word in form for person in parties(case) for word in person.name.split())
        assert case.reference not in form
    assert at_alpha.get(f"/surveys/{row.pk}/paper/xx/").status_code == 404


def test_it_says_why_somebody_is_not_asked(world, case, survey_of, at_alpha):
    row = survey_of(case)
    at_alpha.force_login(world.cora)
    at = f"/surveys/{row.pk}/"
    assert "Write why it is not suitable" in text(at_alpha.post(at, {"aside": "yes", "state": "unsuitable"}))
    told = {"aside": "yes", "state": "unsuitable", "reason": "She is ill."}
    assert at_alpha.post(at, told)["Location"] == at
    row = survey_of(case)
    assert (row.state, row.reason, row.settled_by) == ("unsuitable", "She is ill.", world.cora)
    with pytest.raises(SurveyIsOver):
        set_survey_aside(actor=world.cora, survey=row, now=NOW, state="declined")


def test_a_new_offense_is_noted_with_its_source(world, case, survey_of, at_alpha):
    row = survey_of(case, "offender", "follow_up")
    at_alpha.force_login(world.cora)
    at = f"/surveys/{row.pk}/answers/"
    assert "A new charge" in text(at_alpha.get(at)), "what counts as one is said"
    assert "Say where this is known from" in text(at_alpha.post(at, {"new_offence": "1"}))
    assert at_alpha.post(at, {"new_offence": "1", "offence_source": "1"}).status_code == 302
    row = survey_of(case, "offender", "follow_up")
    assert (row.answers, row.definition, row.way) == (
        {"new_offence": 1, "offence_source": 1},
        "charge",
        "records",
    )


def test_a_form_without_a_case_is_typed_in_and_holds_numbers_alone(world, at_alpha):
    at_alpha.force_login(world.cora)
    at = "/surveys/add/?side=harmed&moment=after&group=comparison"
    page = text(at_alpha.get(at))
    assert 'name="words"' not in page
    assert 'name="helpful"' not in page, "nobody met"
    key = re.search(r'name="form_key" value="([^"]+)"', page).group(1)
    told = {"form_key": key, "day_day": "1", "day_month": "3", "day_year": "2026", "justice": "4"}
    for _time in range(2):
        assert at_alpha.post(at, told).status_code == 302
    row = Survey.objects.get()
    assert (row.group, row.side, row.answers, str(row.counted_on)) == (
        "comparison",
        "harmed",
        {"justice": 4},
        "2026-03-01",
    )
    wrong = at_alpha.get("/surveys/add/?side=harmed&moment=follow_up&group=mediated")
    assert "New offenses are those of a person responsible" in text(wrong)
    assert at_alpha.get("/surveys/blank/harmed/es/").status_code == 200


def test_a_case_tells_the_board(world, case, at_alpha):
    at_alpha.force_login(world.cora)
    assert case.reference in text(at_alpha.get("/surveys/"))
    assert "To be asked" in text(at_alpha.get(f"/cases/{case.pk}/surveys/"))


def test_a_no_on_their_own_page_stands_whatever_staff_do_at_the_same_moment(committed, alpha):
    """They decline while a colleague types answers in: what they took back does not come again."""
    with at(alpha):
        world = make_world(alpha)
        case = make_case(world, "held")
        begin_closing(actor=world.cora, case=case, now=NOW, reason="completed_dialogue_no_agreement")
        victim = parties(case)[0]
        survey = Survey.objects.get(pk=key_for(victim, "after"))
        offer(world, survey)
        me = Outsider(PARTICIPANT, victim.pk)
        answer_survey(actor=me, survey=survey, now=NOW, answers={"fear": 5})

    def type_in():
        try:
            with at(alpha):
                type_survey(actor=world.cora, survey=survey, now=NOW, way="phone", answers={"pressure": 1})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with at(alpha), transaction.atomic():
            decline_survey(actor=me, survey=survey, now=NOW)
            typed = pool.submit(type_in)
            with pytest.raises(TimedOut):
                typed.result(timeout=5)  # it waits for what they are saying
        with pytest.raises(SurveyIsOver):
            typed.result(timeout=60)
    with at(alpha):
        row = Survey.objects.get(pk=survey.pk)
        assert (row.state, row.answers) == ("declined", {})
