"""The access policy names every action, and is the only place that says which role may do what."""

import ast
import uuid
from importlib import import_module

import pytest

from amends.accounts.access import (
    AGENCY_PERSON,
    AGENCY_SOFTWARE,
    ANYONE,
    PARTICIPANT,
    PAYER,
    SIGNED_IN,
    SYSTEM,
    NotInPolicy,
    Outsider,
    Rule,
    demand,
    may,
    may_open,
    rules,
    table,
)
from amends.accounts.models import Role, User
from amends.actions import REGISTRY
from programs.messages import MESSAGE_STEPS
from programs.models.case import CaseState
from programs.models.referral import ReferralState
from programs.steps import STEPS
from tenants.context import inside, platform
from tests.meta.source import python_files, tree
from tests.meta.test_actions import public_functions

WORDS = {ANYONE, SIGNED_IN, SYSTEM, PARTICIPANT, AGENCY_PERSON, PAYER, AGENCY_SOFTWARE}


def ours() -> set[str]:
    """Return the names of our own actions; tests have some too."""
    for module, _name in public_functions():
        import_module(module)
    return {name for name in REGISTRY if not name.startswith("tests.")}


def test_every_action_has_a_rule_and_every_rule_an_action():
    names = [name.rpartition(".")[2] for name in ours()]
    assert len(names) == len(set(names)), "the policy knows an action by its name alone"
    of_tests = {name.rpartition(".")[2] for name in REGISTRY if name.startswith("tests.")}
    assert set(names) - set(rules()) == set(), "say in ACTIONS of an access.py who may"
    assert set(rules()) - set(names) - of_tests == set(), "rules for actions that are no more"


def test_every_step_is_an_action_and_its_page_is_for_who_may_take_it():
    names = {name.rpartition(".")[2] for name in ours()}
    for step in STEPS.values():
        assert step.id in names
        assert rules()[step.id] == Rule(step.actors, step.sources)
        assert PARTICIPANT not in step.roles
        assert table()[step.page] == step.roles


def test_every_role_is_one():
    for name, roles in (table() | {name: rule.roles for name, rule in rules().items()}).items():
        assert roles, name
        assert set(roles) <= set(Role.values) | WORDS, name
        assert ANYONE not in roles or len(roles) == 1, name


def test_roles_are_not_named_beside_the_policy():
    """`has_role("coordinator")` in the middle of a page would be a second policy."""
    beside = [
        f"{path}:{node.lineno}"
        for path in python_files("platform", "programs", "tenants", "api", "billing")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "has_role"
        and any(isinstance(each, ast.Constant) for each in node.args)
    ]
    assert beside == []


def test_what_is_not_listed_is_refused():
    person = User(email="all@roles.example", roles=list(Role.values))
    assert not may(person, "no_such_action")
    assert not may(None, "no_such_action")
    with pytest.raises(NotInPolicy):
        demand(person, "no_such_action")


@pytest.mark.parametrize("role", [*Role.values, None])
def test_a_step_is_for_its_roles_in_its_states(role, alpha):
    """Role x action x state of the object: exactly what the steps declare, for every combination."""
    person = User(email="one@role.example", roles=[role] if role else [])
    with inside(alpha):
        for step in STEPS.values():
            for state in (*CaseState.values, *ReferralState.values):
                is_theirs = role in step.roles or ANYONE in step.roles
                assert may(person, step.id, state) is (is_theirs and state in step.sources)
    with platform():
        mine = [step for step in STEPS.values() if may(person, step.id)]
        assert [step.id for step in mine if ANYONE not in step.roles] == []


def test_somebody_disabled_may_nothing(alpha):
    person = User(email="gone@roles.example", roles=list(Role.values), is_active=False)
    for place in (inside(alpha), platform()):
        with place:
            for name, rule in rules().items():
                assert ANYONE in rule.roles or not may(person, name), name


def test_a_party_may_what_names_them_and_nothing_else():
    """No page of staff, no role, and not what every account may; three steps, each about themselves."""
    party = Outsider(PARTICIPANT, uuid.uuid4())
    own = {name for name, roles in table().items() if PARTICIPANT in roles}
    assert own
    for name, roles in table().items():
        assert may_open(party, name) is (name in own or ANYONE in roles), name
        assert all(kind not in roles or roles == (kind,) for kind in (PARTICIPANT, AGENCY_PERSON, PAYER)), (
            name
        )
    open_to_all = {name for name, rule in rules().items() if ANYONE in rule.roles}
    assert {name for name in rules() if may(party, name)} - open_to_all == {
        "record_consent",
        "withdraw_consent",
        "record_choices",
        "leave_own_page",
        "change_contact_ways",
        "change_times",
        "make_complaint",
        "answer_survey",
        "decline_survey",
        "revoke_release",
        "report_payment",
        # A message: at their own end of it alone (`programs.messages.taking`).
        *(step.id for step in MESSAGE_STEPS.values() if step.party),
        "write_message",
        "begin_recording",
        "add_piece",
    }
    sender = Outsider(AGENCY_PERSON, uuid.uuid4())
    assert {name for name in rules() if may(sender, name)} - open_to_all == {"leave_desk"}
    nobody = Outsider("stranger", uuid.uuid4())
    assert {name for name in rules() if may(nobody, name)} == open_to_all
