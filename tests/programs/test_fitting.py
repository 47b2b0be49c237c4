"""Before anybody is named: whether a matter is one for this program, by the same rules that accepting asks."""

import uuid

import pytest

from programs.actions.referrals import accept_referral
from programs.fitting import Matter, misfits
from programs.guards import StepRefused
from programs.models import Program, Referral
from tests.programs.cast import NOW, make_referral
from tests.programs.policy.test_publishing import publish

FITS = {"referrer_class": "school", "stage": "post_charge", "offences": ["theft"], "age": "adult"}


def page_of(browser, **changes):
    return browser.post("/refer/fits/", FITS | changes).content.decode()


def test_it_works(world, at_alpha):
    asked = at_alpha.get("/refer/fits/").content.decode()
    assert "no names" in asked
    page = page_of(at_alpha)
    assert 'data-fits="yes"' in page
    assert "A person here decides" in page


def test_it_names_the_rule_and_the_way_on(world, at_alpha):
    page = page_of(at_alpha, offences=["homicide", "theft"])
    assert 'data-fits="no"' in page
    assert "This program does not take: Homicide." in page
    assert 'data-guard="offences_taken"' in page
    assert "http://localhost/directory/" in page
    assert "You can still send it" in page


@pytest.mark.parametrize(
    ("changes", "decided", "guard"),
    [
        ({"stage": "post_release"}, {}, "stage_taken"),
        ({"referrer_class": "police"}, {"referrers": ["judge", "school"]}, "referrer_taken"),
        ({"referrer_class": "offender_self"}, {"initiative": ["victim"]}, "initiative_allowed"),
        ({"age": "minor"}, {"minors_responsible": False}, "minors_taken"),
        ({"offences": ["homicide"]}, {}, "offences_taken"),
    ],
)
def test_each_rule_is_named(changes, decided, guard, world, at_alpha):
    if decided:
        publish(world, **decided)
    page = page_of(at_alpha, **changes)
    assert f'data-guard="{guard}"' in page


def test_it_says_what_accepting_says(world):
    """For every stage, referrer and offense: it fits if and only if it could be accepted."""
    program = Program.objects.get()
    publish(
        world, referrers=["judge", "school", "victim_self", "offender_self"], initiative=["victim", "program"]
    )
    program = Program.objects.get()
    tried = set()
    for number, offence in enumerate(("theft", "homicide", "sexual", "stalking")):
        for stage in ("pre_charge", "post_charge", "post_adjudication", "post_release"):
            referrer = ("school", "police", "offender_self", "judge")[number]
            matter = Matter(stage, referrer, (offence,), "adult")
            told = {each.id for each in misfits(matter, program, NOW)}
            referral = make_referral(
                stage=stage, referrer_class=referrer, offences=[offence], form_key=uuid.uuid4()
            )
            if referral.state != "submitted":
                continue  # kept until the person harmed asks: nobody accepts it
            try:
                accept_referral(actor=world.cora, referral=referral, now=NOW)
            except StepRefused as refusal:
                assert told == {each.id for each in refusal.reasons}, matter
                tried.add("refused")
            else:
                assert told == set(), matter
                tried.add("accepted")
    assert tried == {"refused", "accepted"}


def test_the_answers_go_along_into_the_form(world, at_alpha):
    sent = {key: value for key, value in FITS.items() if key != "age"} | {
        "begin": "1",
        "offences": ["theft", "arson"],
    }
    form = at_alpha.post("/refer/", sent).context["form"]
    assert form["stage"].value() == "post_charge"
    assert form["offences"].value() == ["theft", "arson"]
    assert form["referrer_class"].value() == "school"
    assert not form.errors, "nothing is said about what is missing yet"
    assert not Referral.objects.exists()


def test_what_is_missing_is_asked_for(world, at_alpha):
    page = at_alpha.post("/refer/fits/", {}).content.decode()
    assert "Choose where the matter stands" in page
    assert "data-fits" not in page


def test_a_program_that_is_not_open_answers_nobody(world, at_alpha):
    Program.objects.update(verified_at=None)
    assert "data-fits" not in page_of(at_alpha)
