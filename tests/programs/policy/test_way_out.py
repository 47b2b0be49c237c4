"""A policy goes on where another release wrote it, and where others ask for what nothing can meet."""

import uuid

import pytest
from django.urls import reverse

from programs.actions.policy import UnableToPublish
from programs.models import PolicyVersion
from programs.policy import versions
from programs.policy.drafting import draft_of
from programs.presets import PRESETS
from tests.programs.policy.test_publishing import draft, program, publish, take

CHURCH = PRESETS["church"].policy


@pytest.mark.parametrize(
    ("stored", "setting", "value"),
    [
        ({"premise": "gone_since"}, "premise", CHURCH.premise),
        ({"mediators_needed": 99}, "mediators_needed", CHURCH.mediators_needed),
        ({"stages": ["post_charge", "of_a_later_release"]}, "stages", ("post_charge",)),
        ({"stages": ["of_a_later_release"]}, "stages", CHURCH.stages),
        ({"stages": "pre_charge"}, "stages", CHURCH.stages),
        ({"days": "many"}, "days", CHURCH.days),
        ({"days": {"intake": 3, "screening": "soon", "new": 1}}, "days", {**CHURCH.days, "intake": 3}),
    ],
)
def test_a_value_that_this_release_does_not_know_falls_back(stored, setting, value):
    assert getattr(versions.read(stored, "church"), setting) == value


def test_what_it_does_know_counts_beside_it():
    found = versions.read({"premise": "gone_since", "answer_days": 3, "of_later": 1}, "church")
    assert (found.answer_days, found.premise) == (3, CHURCH.premise)


def test_a_program_works_by_a_version_of_another_release(world, at_alpha):
    version = PolicyVersion.objects.create(
        number=9, values={"premise": "gone_since", "answer_days": 3}, published_at="2026-03-02T15:00Z"
    )
    type(program()).objects.update(current_policy=version)
    assert (program().policy.answer_days, program().policy.premise) == (3, CHURCH.premise)
    at_alpha.force_login(world.alice)
    assert at_alpha.get(reverse("policy")).status_code == 200


ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture
def torn(world):
    """Two networks ask for stages of which none is both's; the program takes what the first asks for."""
    publish(world, stages=["pre_charge", "post_charge"])
    take({"stages": ["pre_charge", "post_charge"]}, network=ONE)
    take({"stages": ["community"]}, network=OTHER)


def test_something_else_can_be_published(world, torn):
    assert publish(world, answer_days=3)
    assert program().policy.answer_days == 3


def test_what_they_are_torn_about_may_become_stricter_and_not_looser(world, torn):
    assert publish(world, stages=["pre_charge"])
    with pytest.raises(UnableToPublish) as loose:
        publish(world, stages=["pre_charge", "post_charge", "post_adjudication"])
    assert loose.value.why == "floor"
    assert {each.setting.id for each in loose.value.breaches} == {"stages"}


def test_another_floor_holds_as_before(world, torn):
    take({"answer_days": 5}, network=uuid.UUID(int=3))
    with pytest.raises(UnableToPublish):
        publish(world, answer_days=6)


def test_the_pages_say_who_asks_for_what(world, torn, at_alpha):
    at_alpha.force_login(world.alice)
    draft(world, answer_days=3)
    for page in ("policy", "policy-draft"):
        text = at_alpha.get(reverse(page)).content.decode()
        assert "nothing meets all who set a minimum" in text
        assert text.count("State Office: ") == 2
        assert "This cannot be published yet" not in text
    form = {"mark": draft_of(program()).mark, "note": "Sooner", "moves_open_cases": "no"}
    assert at_alpha.post(reverse("policy-draft"), form).status_code == 302
    assert program().policy.answer_days == 3


def test_the_form_takes_an_answer_that_is_no_looser(world, torn, at_alpha):
    at_alpha.force_login(world.alice)
    path = reverse("policy-change", args=["referrals"])
    page = at_alpha.get(path)
    sent = {}
    for field in page.context["form"]:
        value = field.initial() if callable(field.initial) else field.initial
        sent[field.html_name] = (
            {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        )
    assert at_alpha.post(path, sent | {"stages": ["pre_charge"]}).status_code == 302
    refused = at_alpha.post(path, sent | {"stages": ["pre_charge", "post_charge", "post_adjudication"]})
    assert refused.status_code == 200
    assert refused.context["form"].errors.keys() == {"stages"}
