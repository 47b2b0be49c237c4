"""Rules, checklists and fields are made in forms, read back as sentences, tried on a case, and work once published."""

import re

import pytest
from django.urls import reverse

from programs.models import MediationCase, PolicyDraft, Program
from programs.policy.drafting import draft_of
from tests.conftest import HostClient
from tests.programs.cast import NOW, make_case
from tests.programs.policy.test_publishing import publish
from tests.programs.rules.parts import RULE, a_rule, own_parts


@pytest.fixture
def alice(world, at_alpha):
    at_alpha.force_login(world.alice)
    return at_alpha


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def drafted():
    return draft_of(Program.objects.get()).policy


def test_a_rule_is_made_without_typing_code(alice, world):
    answer = alice.post(
        reverse("own-part-add", args=["rules"]),
        {
            "name": "Two with arson",
            "effect": "require",
            "steps": ["begin_preparing"],
            "text": "Ask a second mediator.",
        },
    )
    rule = drafted().rules[0]
    page = reverse("own-rule", args=[rule.id])
    assert answer["Location"] == page
    assert "Say what it asks for before these steps." in text(alice.get(reverse("own-parts")))
    for condition, fact, told in (
        ("when", "offence", {"op": "in", "value": ["arson"], "beside": "own"}),
        ("when", "severity", {"op": "in", "value": ["grave"], "beside": "0"}),
        ("when", "harmed", {"op": "ge", "value": "2", "beside": "own"}),
        ("must", "mediators", {"op": "ge", "value": "2", "beside": "own"}),
    ):
        lead = alice.get(reverse("own-rule-fact", args=[rule.id]), {"fact": fact, "condition": condition})
        assert lead.status_code == 302
        assert alice.get(lead["Location"]).status_code == 200
        assert alice.post(lead["Location"], told).status_code == 302
    said = text(alice.get(page))
    assert (
        "While (“Offense” is: Arson or “How grave an offense is” is: Grave) and “Number of persons harmed” is at "
        "least 2, this can only be done if “Number of mediators” is at least 2: “Begin preparing”." in said
    )
    alice.post(page, {"condition": "when", "join": "any"})
    assert "(“Offense” is: Arson and “How grave" in text(alice.get(page))
    alice.post(page, {"condition": "when", "drop": "1-0"})
    alice.post(page, {"condition": "when", "drop": "0-1"})
    assert "While “Offense” is: Arson, this can only be done" in text(alice.get(page))


def test_what_makes_no_sense_changes_nothing(alice, world):
    publish(world, rules=[a_rule()])
    page = reverse("own-rule", args=[RULE])
    for told in (
        {"condition": "when", "drop": "9-9"},
        {"condition": "when", "drop": "x"},
        {"condition": "gone"},
        {},
    ):
        assert alice.post(page, told).status_code == 302
    assert not PolicyDraft.objects.exists()
    assert alice.get(reverse("own-rule", args=["rule-99999999"])).status_code == 404
    assert alice.get(reverse("own-rule-compare", args=[RULE, "when", "gone"])).status_code == 404
    assert alice.get(reverse("own-part-add", args=["poems"])).status_code == 404
    assert alice.get(reverse("own-rule-fact", args=[RULE]), {"fact": "gone"}).status_code == 302


@pytest.mark.parametrize(
    ("part", "told", "wrong"),
    [
        ("rules", {"name": "x", "effect": "block"}, "Choose the steps that the rule stops"),
        ("rules", {"name": "x", "effect": "remind", "states": ["intake"]}, "Write what is to be done"),
        ("rules", {"effect": "block", "steps": ["mark_ready"]}, "Give the rule a name"),
        ("checklist", {"text": "x"}, "Choose where"),
        ("checklist", {"text": "x", "state": "intake", "days": "999"}, "Enter a whole number from 0 to 365"),
        (
            "fields",
            {"label": "Court", "sort": "choices", "choices": "One"},
            "A choice needs two answers or more",
        ),
        ("fields", {"label": "Court"}, "Choose what the answer is"),
    ],
)
def test_bad_input_gets_a_clear_error_and_nothing_is_lost(alice, world, part, told, wrong):
    answer = alice.post(reverse("own-part-add", args=[part]), told)
    assert answer.status_code == 200
    assert wrong in text(answer)
    assert all(
        f'value="{each}"' in text(answer) or each in text(answer)
        for each in told.values()
        if isinstance(each, str)
    )
    assert not PolicyDraft.objects.exists()


def test_a_comparison_without_a_value_is_asked_again(alice, world):
    publish(world, rules=[a_rule()])
    page = reverse("own-rule-compare", args=[RULE, "when", "harmed"])
    assert "Say what it is compared with" in text(alice.post(page, {"op": "ge", "beside": "own"}))
    assert "Enter a whole number from 0 to 100000" in text(
        alice.post(page, {"op": "ge", "value": "-1", "beside": "own"})
    )


def test_a_rule_is_tried_on_a_case_of_the_past(alice, world):
    closed, arson = make_case(world, "closed"), make_case(world, offences=["arson"])
    publish(world, rules=[a_rule()])
    page = reverse("own-rule", args=[RULE])
    assert "the rule does not apply." in text(alice.get(page, {"reference": closed.reference.lower()}))
    tried = text(alice.get(page, {"reference": arson.reference}))
    assert "the rule applies." in tried
    assert "<li>Yes: “Offense” is: Arson</li><li>No: “How grave an offense is” is: Grave</li>" in tried
    assert "There is no case with this reference" in text(alice.get(page, {"reference": "XXXX"}))
    # And those that are open are found by themselves.
    shown = text(alice.get(page))
    assert arson.reference in shown
    assert closed.reference not in shown


def test_items_and_fields_are_asked_on_the_page_of_a_case(alice, world):
    publish(world, **own_parts())
    case = make_case(world, "preparing")
    page = reverse("case", args=[case.pk])
    assert "Book the interpreter" in text(alice.get(page))
    alice.post(reverse("item-tick", args=[case.pk, "item-00000001"]), {"done": "yes"})
    assert "Not done after all" in text(alice.get(page))
    details = reverse("case-describe", args=[case.pk])
    told = {
        "relationship": "neighbours", "number-00000001": "900", "text-00000002": "17 CR 4",
        "choices-00000003": "North", "yes_no-00000005": "no",
        "day-00000004_day": "5", "day-00000004_month": "5", "day-00000004_year": "2026",
    }  # fmt: skip
    assert alice.post(details, told).status_code == 302, text(alice.post(details, told))
    shown = text(alice.get(page))
    assert all(each in shown for each in ("They are neighbors", "900", "17 CR 4", "North", "May 5, 2026"))
    assert 'value="900"' in text(alice.get(details))
    assert "Enter a whole number" in text(alice.post(details, told | {"number-00000001": "much"}))


def test_today_says_what_rules_ask_for(alice, world):
    publish(world, **own_parts())
    case = make_case(world)
    MediationCase.objects.filter(pk=case.pk).update(opened_at=NOW.replace(year=2024))
    assert "Call both sides." in text(alice.get(reverse("home")))


def test_only_who_changes_the_policy_comes_here(world):
    coordinator = HostClient("alpha.localhost")
    coordinator.force_login(world.cora)
    for name, args in (("own-parts", []), ("own-part-add", ["rules"]), ("own-rule", [RULE])):
        assert coordinator.get(reverse(name, args=args)).status_code == 403


def test_a_rule_that_is_changed_keeps_its_id_and_its_conditions(alice, world):
    publish(world, rules=[a_rule()])
    before = Program.objects.get().policy.rules[0]
    told = {"name": "Three {braces}", "effect": "require", "steps": ["mark_ready"], "text": "{0} %s"}
    assert alice.post(reverse("own-part", args=["rules", RULE]), told)["Location"].endswith(f"/{RULE}/")
    (after,) = drafted().rules
    assert (after.id, after.when, after.must) == (before.id, before.when, before.must)
    assert (after.name, after.steps) == ("Three {braces}", ("mark_ready",))
    assert "Three {braces}" in text(alice.get(reverse("own-parts")))
