"""Who sees what: neither the other side nor those who mediate learn of an answer, and numbers outlive a key."""

import re

import pytest

from amends import audit
from amends.audit.models import AuditEntry
from amends.vault.errors import Shredded
from amends.vault.shredding import destroy_data_key
from programs.actions.closing import begin_closing, close_case, issue_report
from programs.actions.surveys import offer_survey, type_survey
from programs.models import MediationCase, Survey
from programs.models.survey import side_of
from programs.retention.unseen import seeing_sealed
from programs.surveys.counting import count_items
from tests.conftest import HostClient
from tests.programs.cast import DAY, NOW, fresh, make_case, open_page, parties, tell_all

WORDS = "canarysaidhow"
LATER = NOW + 3 * DAY


@pytest.fixture
def case(world):
    found = make_case(world, "held")
    begin_closing(actor=world.cora, case=found, now=LATER, reason="completed_dialogue_no_agreement")
    return fresh(found)


def pages(browser):
    found = [browser.get("/mine/"), browser.get("/mine/asked/"), browser.get("/mine/dates/")]
    return [re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", each.content.decode()) for each in found]


def test_the_other_side_reads_the_same_whatever_is_asked_and_said(world, case, survey_of):
    browser = open_page(world, parties(case)[1], HostClient("alpha.localhost"))
    before = pages(browser)
    told = {"actor": world.cora, "now": LATER}
    offer_survey(**told, survey=survey_of(case), form_key=parties(case)[0].pk, way="phone")
    asked = pages(browser)
    type_survey(**told, survey=survey_of(case), way="phone", answers={"fear": 5}, words=WORDS)
    assert before == asked == pages(browser)


def test_a_mediator_sees_nothing_of_their_own_case_before_it_is_closed(world, case, survey_of, at_alpha):
    type_survey(
        actor=world.cora, now=LATER, survey=survey_of(case), way="phone", answers={"mediator": 1}, words=WORDS
    )
    row = survey_of(case)
    world.mia.roles = ["mediator", "coordinator"]
    world.mia.save(update_fields=["roles"])
    at_alpha.force_login(world.mia)
    for path in ("", "answers/", "paper/en/"):
        assert at_alpha.get(f"/surveys/{row.pk}/{path}").status_code == 404
    assert row.pk.hex[:8].upper() not in at_alpha.get("/surveys/").content.decode()
    listed = at_alpha.get(f"/cases/{case.pk}/surveys/").content.decode()
    assert "for somebody else" in listed
    assert row.pk.hex[:8].upper() not in listed
    tell_all(world, case, now=LATER)
    issue_report(actor=world.cora, case=case, now=LATER)
    close_case(actor=world.cora, case=case, now=LATER)
    assert WORDS in at_alpha.get(f"/surveys/{row.pk}/").content.decode()


@pytest.mark.parametrize("told", [{"answers": {"fear": 5}, "words": ""}, {"answers": {}, "words": WORDS}])
def test_whoever_reads_what_somebody_said_is_noted(world, case, survey_of, at_alpha, told):
    row = survey_of(case)
    type_survey(actor=world.cora, now=LATER, survey=row, way="phone", **told)
    at_alpha.force_login(world.alice)
    assert at_alpha.get(f"/surveys/{row.pk}/").status_code == 200
    audit.flush()
    read = AuditEntry.objects.filter(facts__purpose="survey_answers", object_id=str(row.pk))
    assert read.count() == 1


def test_a_mediator_alone_has_no_page_of_it(world, case, survey_of, at_alpha):
    at_alpha.force_login(world.mia)
    for path in (
        "/surveys/",
        "/surveys/add/",
        f"/surveys/{survey_of(case).pk}/",
        f"/cases/{case.pk}/surveys/",
    ):
        assert at_alpha.get(path).status_code == 403


def test_what_is_sealed_is_seen_by_nobody_and_counted(world, case, survey_of, at_alpha):
    type_survey(
        actor=world.cora, now=LATER, survey=survey_of(case), way="paper", answers={"fear": 2}, words=WORDS
    )
    row = survey_of(case)
    with seeing_sealed():
        MediationCase.objects.filter(pk=case.pk).update(state="sealed")
    at_alpha.force_login(world.alice)
    assert at_alpha.get(f"/surveys/{row.pk}/").status_code == 404
    assert case.reference not in at_alpha.get("/surveys/").content.decode()
    assert count_items(NOW.date(), LATER.date()) == []
    with seeing_sealed():
        (fear,) = [each for each in count_items(NOW.date(), LATER.date()) if each.item == "fear"]
    assert fear.distribution[2] == 1


def test_numbers_are_counted_when_the_key_is_gone(world, case, survey_of, alpha):
    person = parties(case)[0]
    type_survey(
        actor=world.cora, now=LATER, survey=survey_of(case), way="paper", answers={"fear": 2}, words=WORDS
    )
    destroy_data_key(alpha.schema_name, person.vault_key)
    (fear,) = [each for each in count_items(NOW.date(), LATER.date()) if each.item == "fear"]
    assert (fear.answered, fear.distribution[2]) == (1, 1)
    with pytest.raises(Shredded):
        str(Survey.objects.select_related("participant").get(pk=survey_of(case).pk).words)


def test_sides_are_those_of_the_roles(case):
    victim, offender = parties(case)
    assert (side_of(victim), side_of(offender)) == ("harmed", "responsible")
