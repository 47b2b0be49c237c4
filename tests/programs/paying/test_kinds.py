"""Every action and page of a program is of one kind of work, and of the kind that somebody has looked at."""

from importlib import import_module

import pytest
from django.urls import get_resolver

from amends.accounts.access import rules
from amends.actions import REGISTRY
from billing.ladder import LEAVES, Rung, Work
from programs import paying
from programs.paying import kinds_of_actions, kinds_of_pages, read_on
from programs.work import ALWAYS
from tests.meta.isolation_pages import TENANT_URLCONF
from tests.meta.test_actions import public_functions
from tests.programs.paying.made import TABLE

OF_THE_PLATFORM = ("amends.console.", "billing.", "network.", "programs.signup.", "tenants.", "tests.")

# Looked at by hand, one by one: what a founder would say that each of these is.
ACTIONS = {
    "submit_referral": "intake",
    "accept_referral": "intake",
    "send_for_software": "intake",
    "take_handed_on": "intake",
    "upload_import": "intake",
    "begin_import": "intake",
    "bring_program_in": "intake",
    "ask_move_out": "export",
    "discard_move": "protection",
    "decline_referral": "casework",
    "forward_referral": "casework",
    "amend_referral": "casework",
    "add_participant": "casework",
    "record_contact": "casework",
    "assign_mediator": "casework",
    "record_qualification": "casework",
    "schedule_session": "casework",
    "record_held": "casework",
    "sign_agreement": "casework",
    "record_receipt": "casework",
    "write_message": "casework",
    "close_case": "casework",
    "remind_of_session": "casework",
    "withdraw_referral": "protection",
    "withdraw_consent": "protection",
    "cancel_session": "protection",
    "put_on_hold": "protection",
    "record_risk": "protection",
    "revoke_release": "protection",
    "declare_conflict": "protection",
    "change_contact_ways": "protection",
    "make_complaint": "protection",
    "answer_complaint": "protection",
    "place_hold": "protection",
    "carry_out_retention": "protection",
    "export_person": "protection",
    "save_draft": "protection",
    "open_draft": "protection",
    "disable_user": "protection",
    "reset_second_factor": "protection",
    "remove_second_factor": "protection",
    "change_password": "protection",
    "revoke_token": "protection",
    "take_listing_out": "protection",
    "change_capacity": "protection",
    "take_standing": "protection",
    "undo_import": "protection",
    "change_roles": "running",
    "invite_person": "running",
    "publish_policy": "running",
    "put_own_part": "running",
    "publish_listing": "running",
    "add_source": "running",
    "enrol_mediator": "running",
    "change_look": "running",
    "make_token": "running",
}
PAGES = {
    "refer": "intake",
    "desk-rows": "intake",
    "handed-in": "intake",
    "imports": "intake",
    "api-referrals": "intake",
    "api-agency-referrals": "intake",
    "api-step-accept-referral": "intake",
    "case": "casework",
    "case-people": "casework",
    "referral-decline": "casework",
    "session-schedule": "casework",
    "policy": "casework",
    "api-case": "casework",
    "session-cancel": "protection",
    "consent-withdraw": "protection",
    "refer-withdraw": "protection",
    "draft": "protection",
    "own-stop": "protection",
    "own-dates": "protection",
    "own-link": "protection",
    "person-export": "protection",
    "records": "protection",
    "sign-in": "protection",
    "second-factor-remove": "protection",
    "team-disable": "protection",
    "plan": "protection",
    "listing-take-out": "protection",
    "policy-change": "running",
    "team-invite": "running",
    "listing-publish": "running",
    "source-add": "running",
    "look": "running",
    "figures": "export",
    "move-file": "export",
    "figures-file": "export",
}


def urls_of(resolver) -> set[str]:
    found = set()
    for each in resolver.url_patterns:
        found |= urls_of(each) if hasattr(each, "url_patterns") else {each.name}
    return found


def actions_of_programs() -> set[str]:
    for module, _name in public_functions():
        import_module(module)
    return {name.rpartition(".")[2] for name in REGISTRY if not name.startswith(OF_THE_PLATFORM)}


def unsaid() -> set[str]:
    """Return the names that are of no kind, and kinds that are of no name."""
    pages = urls_of(get_resolver(TENANT_URLCONF)) ^ (set(kinds_of_pages()) | ALWAYS)
    return pages | (actions_of_programs() ^ set(kinds_of_actions()))


def test_every_page_and_action_of_a_program_is_of_one_kind():
    assert unsaid() == set()
    assert not set(kinds_of_pages()) & ALWAYS
    assert read_on() <= set(kinds_of_pages())
    assert actions_of_programs() <= set(rules())


def test_a_page_without_a_kind_is_found(monkeypatch):
    rest = {name: work for name, work in kinds_of_pages().items() if name != "own-stop"}
    monkeypatch.setattr("tests.programs.paying.test_kinds.kinds_of_pages", lambda: rest)
    assert unsaid() == {"own-stop"}


def test_a_name_that_two_modules_say_is_an_error(monkeypatch):
    import api.work

    monkeypatch.setitem(api.work.PAGES, "own-stop", Work.RUNNING)
    with pytest.raises(ValueError, match="own-stop"):
        paying._gathered("PAGES")


def moved(kinds: dict[str, Work], expected: dict[str, str]) -> set[str]:
    return {name for name, work in expected.items() if kinds[name] != work}


def test_the_telling_ones_are_of_the_kind_that_they_should_be():
    assert moved(kinds_of_actions(), ACTIONS) == set()
    assert moved(kinds_of_pages(), PAGES) == set()


def test_a_kind_that_was_moved_is_found():
    kinds = kinds_of_actions() | {"withdraw_consent": Work.RUNNING}
    assert moved(kinds, ACTIONS) == {"withdraw_consent"}


def test_participants_pages_are_never_stopped_before_the_last_rung():
    own = {name for name in kinds_of_pages() if name.startswith("own-") and "part" not in name}
    own = {name for name in own if not name.startswith("own-rule")}
    assert len(own) > 15
    assert {kinds_of_pages()[name] for name in own} == {Work.PROTECTION}


def test_the_ladder_is_the_table_of_the_design():
    assert {rung.value: {work: work in LEAVES[rung] for work in Work} for rung in Rung} == TABLE
