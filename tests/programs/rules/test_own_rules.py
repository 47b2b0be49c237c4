"""A program's own rules govern: they stop steps, ask for something first, remind and assign, and nothing else."""

import pytest
from django.utils import translation

from programs.actions.own_parts import NoSuchItem, describe_case, put_own_part, remove_own_part, tick_item
from programs.actions.policy import UnableToPublish
from programs.actions.screening import begin_preparing
from programs.facts import CaseFacts, facts_of_many
from programs.models import ItemDone, MediationCase, Program
from programs.policy.catalogue import SETTINGS
from programs.policy.drafting import draft_of
from programs.policy.kinds import NotAllowed
from programs.policy.simulating import effects_of
from programs.rules import tree
from programs.rules.doing import cases_by_rules, things_to_do
from programs.rules.kinds import STOPPABLE
from programs.rules.saying import say_rule
from programs.steps import STEPS
from tests.programs.cast import DAY, NOW, assign, contact, fresh, in_order, make_case, record_law
from tests.programs.policy.test_publishing import draft, publish
from tests.programs.rules.parts import (
    ARSON,
    FIELD,
    ITEM,
    RULE,
    SILENT,
    TWO_MEDIATORS,
    a_field,
    a_reminder,
    a_rule,
    an_item,
    own_parts,
)


def screened(world, **changes):
    """Return a case that could be prepared, were it not for own rules."""
    from programs.actions.screening import record_acknowledgement

    case = make_case(world, "screening", **changes)
    contact(world, in_order(case)[0])
    record_acknowledgement(actor=world.cora, case=case, now=NOW, answer="full")
    record_law(world, case)
    assign(world, case)
    return case


def prepare(world, case):
    return begin_preparing(actor=world.cora, case=case, now=NOW)


def the_rule(**changes):
    return SETTINGS["rules"].kind.read([a_rule(**changes)])[0]


def test_it_works(world, refused):
    publish(world, rules=[a_rule()])
    theft, arson = screened(world), screened(world, offences=["arson"])
    prepare(world, theft)
    assert refused(lambda: prepare(world, arson)) == [RULE]
    assign(world, arson, "max")
    assert prepare(world, arson).state == "preparing"


def test_a_rule_that_stops_says_its_name_its_sentence_and_the_programs_own_words(world):
    from programs.guards import StepRefused

    publish(world, rules=[a_rule()])
    with pytest.raises(StepRefused) as caught:
        prepare(world, screened(world, offences=["arson"]))
    (reason,) = caught.value.reasons
    assert reason.sentence.startswith(
        "Two with arson: While “Offense” is: Arson or “How grave an offense is” is: Grave"
    )
    assert "“Begin preparing”" in reason.sentence
    assert (reason.remedy, reason.rule) == ("Ask a second mediator.", "Own")


def test_a_rule_that_blocks_blocks_while_its_condition_holds(world, refused):
    rule = a_rule(
        effect="block",
        when={"all": [{"fact": "relationship", "op": "ne", "value": ["strangers"]}]},
        must={"all": []},
    )
    publish(world, rules=[rule])
    case = screened(world)
    describe_case(actor=world.cora, case=case, now=NOW, relationship="family", answers={})
    assert refused(lambda: prepare(world, case)) == [RULE]
    describe_case(actor=world.cora, case=case, now=NOW, relationship="strangers", answers={})
    prepare(world, case)


def test_no_rule_keeps_anybody_from_stopping(world):
    stopping = {"withdraw_consent", "put_on_hold", "begin_closing", "cancel_session", "record_legal_posture",
                "record_contact", "record_choices", "drop_agreement", "record_not_held"}  # fmt: skip
    assert stopping <= set(STEPS)
    assert not stopping & set(STOPPABLE)
    for step in stopping:
        with pytest.raises(NotAllowed):
            the_rule(steps=[step])


def test_a_case_works_by_the_rules_of_its_own_version(world):
    before = screened(world, offences=["arson"])
    publish(world, rules=[a_rule()])
    assert prepare(world, before).state == "preparing"


def test_what_a_draft_of_rules_would_stop_is_said_before(world):
    case = screened(world, offences=["arson"])
    drafted = draft(world, rules=[a_rule()])
    found = effects_of(drafted.policy, Program.objects.get(), NOW)
    assert [(each.subject, [reason.id for reason in each.blocked_by]) for each in found] == [(case, [RULE])]


def test_a_reminder_stands_on_the_case_and_on_today_until_it_is_done(world):
    publish(world, rules=[a_reminder()])
    old, young = make_case(world), make_case(world)
    MediationCase.objects.filter(pk=old.pk).update(opened_at=NOW - 31 * DAY)
    MediationCase.objects.filter(pk=young.pk).update(opened_at=NOW - 29 * DAY)

    def by_rules():
        return [
            (rule.id, rows)
            for rule, rows in cases_by_rules(MediationCase.objects.all(), Program.objects.get(), NOW)
        ]

    assert by_rules() == [("rule-00000002", [old])]
    facts = CaseFacts(case=fresh(old), program=Program.objects.get(), now=NOW)
    assert [(each.text, each.role, each.done) for each in things_to_do(facts)] == [
        ("Call both sides.", "coordinator", None)
    ]
    tick_item(actor=world.cora, case=old, now=NOW, item="rule-00000002", is_done=True)
    assert by_rules() == []
    tick_item(actor=world.cora, case=old, now=NOW, item="rule-00000002", is_done=False)
    assert by_rules() == [("rule-00000002", [old])]


def test_what_only_reminds_goes_by_itself_and_is_not_ticked(world):
    rule = a_reminder(effect="remind", when={"all": [SILENT]})
    publish(world, rules=[rule])
    case = make_case(world, "preparing")
    later = NOW + 31 * DAY
    facts = facts_of_many([case], Program.objects.get(), later)[0]
    assert [each.may_be_ticked for each in things_to_do(facts)] == [False]
    with pytest.raises(NoSuchItem):
        tick_item(actor=world.cora, case=case, now=later, item="rule-00000002", is_done=True)
    contact(world, in_order(case)[0], now=later)
    assert things_to_do(facts_of_many([case], Program.objects.get(), later)[0]) == []


def test_a_required_item_keeps_a_case_where_it_is_until_it_is_ticked(world, refused):
    publish(world, checklist=[an_item(state="screening", is_required=True)])
    case = screened(world)
    assert refused(lambda: prepare(world, case)) == [ITEM]
    tick_item(actor=world.cora, case=case, now=NOW, item=ITEM, is_done=True)
    prepare(world, case)
    # It was of that state.
    with pytest.raises(NoSuchItem):
        tick_item(actor=world.cora, case=case, now=NOW, item=ITEM, is_done=True)


def test_ticking_twice_is_ticking_once(world):
    publish(world, checklist=[an_item(state="intake")])
    case = make_case(world)
    for _time in range(2):
        tick_item(actor=world.cora, case=case, now=NOW, item=ITEM, is_done=True)
    assert ItemDone.objects.filter(case=case).count() == 1
    for _time in range(2):
        tick_item(actor=world.cora, case=case, now=NOW, item=ITEM, is_done=False)
    assert not ItemDone.objects.filter(case=case).exists()


def test_a_day_is_counted_from_when_the_case_came_there(world):
    publish(world, checklist=[an_item(state="intake", days=7)])
    facts = CaseFacts(case=make_case(world), program=Program.objects.get(), now=NOW)
    (thing,) = things_to_do(facts)
    assert thing.due_on == (NOW + 7 * DAY).date()


def test_answers_are_kept_where_they_belong(world):
    from django.db import connection

    publish(world, **own_parts())
    case = make_case(world)
    answers = {FIELD: 900, "text-00000002": "17 CR 4", "gone-00000009": "x"}
    describe_case(actor=world.cora, case=case, now=NOW, relationship="family", answers=answers)
    case = fresh(case)
    assert (case.own_values, case.own_sealed) == ({FIELD: 900}, {"text-00000002": "17 CR 4"})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT own_sealed::text, own_values::text FROM programs_mediationcase WHERE id = %s", [case.pk]
        )
        assert "17 CR 4" not in str(cursor.fetchone())
    describe_case(
        actor=world.cora, case=case, now=NOW, relationship="", answers={FIELD: None, "text-00000002": None}
    )
    case = fresh(case)
    assert (case.own_values, case.own_sealed, case.relationship) == ({}, {}, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {FIELD: "900"}, {FIELD: True}, {FIELD: -1}, {"choices-00000003": "South"}, {"day-00000004": "tomorrow"},
        {"yes_no-00000005": 1}, {"text-00000002": 5},
    ],
)  # fmt: skip
def test_an_answer_of_another_kind_is_refused(world, wrong):
    publish(world, **own_parts())
    case = make_case(world)
    with pytest.raises(NotAllowed):
        describe_case(actor=world.cora, case=case, now=NOW, relationship="", answers=wrong)


def test_one_that_has_ended_is_not_described_any_more(world, refused):
    case = make_case(world, "closed")
    ids = refused(lambda: describe_case(actor=world.cora, case=case, now=NOW, relationship="", answers={}))
    assert ids == ["right_state"]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (a_rule(effect="block", when={"all": []}), "A rule without a condition would stop every case"),
        (a_rule(must={"all": []}), "Say what it asks for"),
        (a_rule(when={"all": [{"fact": "gone", "op": "in", "value": ["x"]}]}), "there is not any more"),
        (a_rule(when={"all": [{"fact": "harmed", "op": "in", "value": ["x"]}]}), "there is not any more"),
    ],
)
def test_an_unfinished_rule_is_not_published(world, rule, told):
    with pytest.raises(UnableToPublish) as caught:
        publish(world, rules=[rule])
    assert caught.value.why == "unfinished"
    assert told in caught.value.problems[0]


def test_a_rule_with_a_field_that_goes_is_noticed(world):
    rule = a_rule(when={"all": [{"fact": FIELD, "op": "gt", "value": 500}]})
    publish(world, rules=[rule], fields=[a_field()])
    with pytest.raises(UnableToPublish):
        publish(world, fields=[])


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "x"}, {"name": ""}, {"name": 3}, {"effect": "permit"}, {"steps": []}, {"steps": "begin_preparing"},
        {"when": []}, {"when": {"fact": "offence"}}, {"when": {"all": [{"all": [{"all": [{"all": [{"all": []}]}]}]}]}},
        {"when": {"any": [ARSON] * 21}}, {"role": "operator"}, {"text": "x" * 501}, {"states": ["nowhere"]},
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused(world, wrong):
    with pytest.raises(NotAllowed):
        draft(world, rules=[a_rule(**wrong)])


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("checklist", an_item(days=-1)), ("checklist", an_item(state="closed")),
        ("checklist", an_item(is_required="yes")),
        ("fields", a_field(id="poem-00000001")), ("fields", a_field(choices=["one", "two"])),
        ("fields", a_field(id="choices-00000001")), ("fields", a_field(label=" ")),
    ],
)  # fmt: skip
def test_what_is_no_item_and_no_field_is_refused(world, part, wrong):
    with pytest.raises(NotAllowed):
        draft(world, **{part: [wrong]})


def test_two_of_one_id_and_too_many_are_refused(world):
    for rules in ([a_rule(), a_rule()], [a_rule(id=f"rule-{number:08x}") for number in range(51)]):
        with pytest.raises(NotAllowed):
            draft(world, rules=rules)


def test_what_is_stored_is_read_as_it_was(world):
    kind = SETTINGS["rules"].kind
    rules = kind.read([a_rule(), a_reminder(), a_rule(id="rule-00000003", when={"not": ARSON})])
    assert kind.read(kind.store(rules)) == rules
    assert tree.read(tree.store(rules[2].when)) == rules[2].when


def test_a_record_is_put_in_its_place_and_taken_out(world):
    for rule in (a_rule(), a_reminder(), a_rule(name="Changed")):
        put_own_part(actor=world.alice, now=NOW, part="rules", record=SETTINGS["rules"].kind.read([rule])[0])
    assert [each.name for each in draft_of(Program.objects.get()).policy.rules] == ["Changed", "Thirty days"]
    for _time in range(2):
        remove_own_part(actor=world.alice, now=NOW, part="rules", record_id=RULE)
    assert [each.name for each in draft_of(Program.objects.get()).policy.rules] == ["Thirty days"]


def test_every_rule_is_a_sentence_in_each_language(world):
    policy = Program.objects.get().policy
    rules = [the_rule(), the_rule(effect="block"), *SETTINGS["rules"].kind.read([a_reminder()])]
    rules.append(the_rule(when={"not": {"all": [ARSON, TWO_MEDIATORS, {"any": []}]}}))
    said = {}
    for language in ("en", "fr", "es"):
        with translation.override(language):
            said[language] = [say_rule(rule, policy) for rule in rules]
    for one, other, third in zip(*said.values(), strict=True):
        assert len({one, other, third}) == 3


def test_as_many_queries_for_many_cases_as_for_one(world):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    publish(world, **own_parts())

    def count():
        with CaptureQueriesContext(connection) as seen:
            effects_of(draft(world, rules=[a_rule(effect="block")]).policy, Program.objects.get(), NOW)
            cases_by_rules(MediationCase.objects.all(), Program.objects.get(), NOW)
        return len(seen)

    make_case(world)
    count()  # the first makes the draft
    one = count()
    for _case in range(5):
        make_case(world, offences=["arson"])
    assert count() == one
