"""A program applies, is reviewed and accredited by what crosses; nothing crosses before it applies."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from amends.accounts.models import User
from amends.actions import Refused
from network.accreditation import actions as platform_actions
from network.accreditation import store
from network.accreditation.guards import current_review
from network.accreditation.models import Accreditation, Evidence
from network.oversight.actions import invite_program
from programs.actions import accreditation as actions
from tenants.context import as_owner, platform
from tests.programs.accreditation.made import (
    TEXT,
    begun,
    copy_of,
    fill,
    made_accreditor,
    made_offer,
    offered,
    row_of,
    send,
)
from tests.programs.cast import at, make_case, parties
from tests.programs.networks.made import accept, does, in_program, on_the_platform
from tests.programs.networks.made import copy_of as membership_of

CANARY = "Quillon Canaryfield"
WHY = "All is as it should be."


@pytest.fixture
def network(worker):
    return made_offer()


@pytest.fixture
def member(alpha, joined_world, network, worker):
    """A program that belongs to the network; somebody is in a case of it."""
    does(network, invite_program, network=network.row, tenant=alpha, why="Join us.")
    worker.drain()
    in_program(alpha, lambda: accept(joined_world, membership_of(), ()))
    worker.drain()

    def somebody():
        victim, _offender = parties(make_case(joined_world))
        victim.name = CANARY
        victim.save()

    in_program(alpha, somebody)
    return joined_world


@pytest.fixture
def sent(alpha, member, worker):
    """An application that the platform has, with its documents; its key."""
    with at(alpha):
        told = offered(member)
    copy = in_program(alpha, lambda: begun(member, told))
    in_program(alpha, lambda: fill(member, copy))
    worker.drain()
    assert row_of(copy.id) is None, "nothing crosses before the program applies"
    in_program(alpha, lambda: send(member, copy))
    worker.drain()
    return copy.id


def by(person, act, key, **told):
    with on_the_platform():
        return act(actor=person, accreditation=Accreditation.objects.get(pk=key), now=timezone.now(), **told)


def reviewed(network, key, worker):
    """Have somebody review it, and the program say that they are none of its own."""
    by(network.officer, platform_actions.assign_reviewer, key, reviewer=network.reviewer)
    worker.drain()
    by(network.reviewer, platform_actions.declare_reviewer_conflict, key, has_conflict=False, words="")
    for each in network.version.content.criteria:
        found = {"criterion": each.id, "result": "met", "words": WHY, "condition": "", "due": None}
        by(network.reviewer, platform_actions.record_finding, key, **found)
    by(network.reviewer, platform_actions.finish_review, key, recommends="accredited", words=WHY)


def test_it_works(alpha, member, network, sent, worker):
    row = row_of(sent)
    assert row.state == "applied"
    with at(alpha):
        copy = copy_of(sent)
        assert (copy.state, {each.state for each in copy.proofs}) == ("applied", {"arrived"})
        assert all(not each.key for each in copy.proofs)
    with platform():
        documents = list(Evidence.objects.filter(accreditation=row))
        assert len(documents) == 5
        assert {store.get(each.pk, each.content_key, each.size) for each in documents} == {TEXT}
    reviewed(network, sent, worker)
    worker.drain()
    by(network.officer, platform_actions.decide_accreditation, sent, outcome="accredited", why=WHY)
    worker.drain()
    with at(alpha):
        copy = copy_of(sent)
        assert (copy.state, len(copy.findings), copy.steps[-1]["why"]) == ("accredited", 5, WHY)
        assert copy.valid_until == row_of(sent).valid_until.isoformat()


def test_nothing_of_a_case_is_kept_on_the_platform(alpha, member, network, sent, worker):
    reviewed(network, sent, worker)
    kept = []
    with as_owner(), connection.cursor() as cursor:
        for model in ("evidence", "accreditation", "step", "finding", "review", "annualreturn", "appeal"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM accreditation_{model} t")
            kept.append(cursor.fetchone()[0])
    assert "trained before the first meeting" in "".join(kept), "otherwise this would show nothing"
    assert "Canaryfield" not in "".join(kept)


def test_a_reviewer_with_an_account_in_the_program_is_told_apart_there(alpha, member, network, sent, worker):
    insider = made_accreditor(network, email=member.people["mia"].email)
    by(network.officer, platform_actions.assign_reviewer, sent, reviewer=insider)
    worker.drain()
    with platform():
        assert current_review(row_of(sent)).belongs is True
    by(insider, platform_actions.declare_reviewer_conflict, sent, has_conflict=False, words="")
    found = {"criterion": "training", "result": "met", "words": WHY, "condition": "", "due": None}
    with pytest.raises(Refused) as refusal:
        by(insider, platform_actions.record_finding, sent, **found)
    assert [reason.id for reason in refusal.value.reasons] == ["reviewer_outside_program"]


def test_an_account_that_is_made_while_a_review_goes_on_is_found_at_the_next_finding(
    alpha, member, network, sent, worker
):
    by(network.officer, platform_actions.assign_reviewer, sent, reviewer=network.reviewer)
    worker.drain()
    by(network.reviewer, platform_actions.declare_reviewer_conflict, sent, has_conflict=False, words="")
    found = {"result": "met", "words": WHY, "condition": "", "due": None}
    by(network.reviewer, platform_actions.record_finding, sent, criterion="training", **found)
    worker.drain()
    in_program(
        alpha,
        lambda: User.objects.create(email=network.reviewer.email, name="Abel", roles=["mediator"]),
    )
    by(network.reviewer, platform_actions.record_finding, sent, criterion="supervision", **found)
    worker.drain()
    with pytest.raises(Refused) as refusal:
        by(network.reviewer, platform_actions.record_finding, sent, criterion="learning", **found)
    assert [reason.id for reason in refusal.value.reasons] == ["reviewer_outside_program"]


def test_an_account_that_is_made_after_the_review_is_found_before_the_decision(
    alpha, member, network, sent, worker
):
    reviewed(network, sent, worker)
    worker.drain()
    in_program(
        alpha, lambda: User.objects.create(email=network.reviewer.email, name="Abel", roles=["mediator"])
    )
    decided = {"outcome": "accredited", "why": WHY}
    with time_machine.travel(timezone.now() + dt.timedelta(hours=3)):
        with pytest.raises(Refused) as refusal:
            by(network.officer, platform_actions.decide_accreditation, sent, **decided)
        assert [reason.id for reason in refusal.value.reasons] == ["reviewer_compared_anew"]
        by(network.officer, platform_actions.compare_reviewer, sent)
        worker.drain()
        with pytest.raises(Refused) as refusal:
            by(network.officer, platform_actions.decide_accreditation, sent, **decided)
    assert [reason.id for reason in refusal.value.reasons] == ["reviewer_outside_program"]


def test_a_standard_is_read_before_and_begun_only_while_nothing_of_it_stands(
    alpha, member, network, at_alpha
):
    with at(alpha):
        at_alpha.force_login(member.alice)
    page = at_alpha.get("/networks/accreditation/").content.decode()
    assert network.version.content.criteria[0].words in page
    assert "/networks/accreditation/start/" in page
    with at(alpha):
        told = offered(member)
    in_program(alpha, lambda: begun(member, told))
    page = at_alpha.get("/networks/accreditation/").content.decode()
    assert "/networks/accreditation/start/" not in page


def test_an_application_is_withdrawn(alpha, member, sent, worker):
    in_program(alpha, lambda: actions.withdraw_application(actor=member.alice, accreditation=sent))
    worker.drain()
    assert row_of(sent).state == "withdrawn"
    with at(alpha):
        assert copy_of(sent).state == "withdrawn"


def test_an_appeal_crosses_and_is_answered_by_somebody_else(alpha, member, network, sent, worker):
    reviewed(network, sent, worker)
    worker.drain()
    by(network.officer, platform_actions.decide_accreditation, sent, outcome="refused", why="Not yet.")
    worker.drain()
    in_program(
        alpha,
        lambda: actions.appeal_decision(
            actor=member.alice, accreditation=sent, words="You overlooked our plan.", now=timezone.now()
        ),
    )
    worker.drain()
    with pytest.raises(Refused) as refusal:
        by(network.officer, platform_actions.answer_appeal, sent, upheld=True, answer=WHY)
    assert [reason.id for reason in refusal.value.reasons] == ["appeal_by_another"]


def test_one_that_cannot_be_applied_for_is_a_draft_again(alpha, member, network, worker):
    with at(alpha):
        told = offered(member)
    copy = in_program(alpha, lambda: begun(member, told))
    in_program(alpha, lambda: fill(member, copy))
    with on_the_platform():
        standard = network.version.standard
        platform_actions.close_standard(actor=network.officer, standard=standard, now=timezone.now())
    in_program(alpha, lambda: send(member, copy))
    worker.drain()
    with at(alpha):
        after = copy_of(copy.id)
        assert (after.state, after.unfit, len(after.proofs)) == ("draft", "closed", 5)
    assert row_of(copy.id) is None
