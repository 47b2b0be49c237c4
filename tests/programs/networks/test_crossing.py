"""A program joins a network, shares, stops and leaves, by words that cross both ways and in any order."""

from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from amends.actions import Refused
from amends.audit.models import AuditEntry
from amends.outbox.models import Outbox
from network.oversight.actions import (
    answer_request,
    answer_transfer,
    describe_network,
    end_program_membership,
    invite_program,
    note_looks,
    offer_transfer,
    publish_terms,
    spread_looks,
    withdraw_program_invitation,
)
from network.oversight.models import Membership
from programs.actions.listing import take_listing_out
from programs.actions.networks import (
    change_network_shares,
    decline_network,
    hear_unfit,
    leave_network,
    take_membership,
)
from programs.actions.program import describe_program
from programs.models import Program
from programs.networks.crossing import TakeMembership
from tenants.context import platform
from tests.programs.cast import at
from tests.programs.listing.parts import draft, publish
from tests.programs.networks.made import (
    ALL,
    CONTACT,
    accept,
    ask,
    copy_of,
    does,
    in_program,
    made_network,
    on_the_platform,
    row_of,
)
from tests.programs.paying.made import put_on


@pytest.fixture
def invited(alpha, joined_world, network, worker):
    """A program that was invited, and knows."""
    does(network, invite_program, network=network.row, tenant=alpha, why="Join us.")
    worker.drain()
    return joined_world


@pytest.fixture
def member(alpha, invited, worker):
    """A program that belongs to the network, and shares all it can."""
    in_program(alpha, lambda: accept(invited, copy_of()))
    worker.drain()
    return invited


def test_it_works(alpha, invited, worker):
    with at(alpha):
        copy = copy_of()
        assert (copy.state, copy.why, copy.terms_text) == ("invited", "Join us.", "Members meet once a year.")
    in_program(alpha, lambda: accept(invited, copy))
    worker.drain()
    row = row_of(alpha)
    assert (row.state, row.terms.number, row.shares) == ("member", 1, list(ALL))
    assert row.told["contact"] == CONTACT
    assert row.told["listing"] == {"is_listed": False, "confirmed_on": None}
    assert set(row.told) == {"program", *ALL}
    with at(alpha):
        copy = copy_of()
        assert (copy.state, copy.is_on_its_way) == ("member", False)
        assert copy.joined_at


def test_what_was_declined_is_over_on_both_sides(alpha, invited, worker):
    in_program(alpha, lambda: decline_network(actor=invited.alice, membership=copy_of().id))
    worker.drain()
    assert row_of(alpha).state == "declined"
    with at(alpha):
        assert (copy_of().state, copy_of().is_open) == ("declined", False)


def test_what_is_shared_no_more_is_gone_there(alpha, member, worker):
    fewer = ("policy",)
    in_program(
        alpha,
        lambda: change_network_shares(
            actor=member.alice, membership=copy_of().id, shares=fewer, contact=CONTACT
        ),
    )
    worker.drain()
    row = row_of(alpha)
    assert (row.state, row.shares, set(row.told)) == ("member", ["policy"], {"program", "policy"})
    assert "dora" not in str(row.told).lower()


def test_leaving_takes_along_what_was_shared(alpha, member, worker):
    in_program(alpha, lambda: leave_network(actor=member.alice, membership=copy_of().id))
    with at(alpha):
        assert (copy_of().state, copy_of().shares, copy_of().contact) == ("left", (), {})
    worker.drain()
    row = row_of(alpha)
    assert (row.state, row.shares, row.told, row.told_at) == ("left", [], {}, None)
    assert row.ended_at


def test_a_program_asks_and_is_taken_in(alpha, joined_world, network, worker):
    in_program(alpha, lambda: ask(joined_world, network))
    worker.drain()
    row = row_of(alpha)
    assert (row.state, row.why, row.shares) == ("asked", "We are alone.", list(ALL))
    does(network, answer_request, membership=row, accepted=True, why="")
    worker.drain()
    with at(alpha):
        assert copy_of().state == "member"
    assert row_of(alpha).told["contact"] == CONTACT


def test_a_program_that_is_not_taken_in_reads_why(alpha, joined_world, network, worker):
    in_program(alpha, lambda: ask(joined_world, network))
    worker.drain()
    does(network, answer_request, membership=row_of(alpha), accepted=False, why="We take four a year.")
    worker.drain()
    with at(alpha):
        assert (copy_of().state, copy_of().why, copy_of().shares) == ("refused", "We take four a year.", ())
    assert row_of(alpha).told == {}


def takes_none(network, _alpha):
    told = {"about": "", "website": "", "contact_email": "", "takes_requests": False}
    with on_the_platform():
        describe_network(actor=network.officer, network=network.row, **told)


def other_terms(network, _alpha):
    does(network, publish_terms, network=network.row, text="Members meet twice a year.")


def invites_too(network, alpha):
    does(network, invite_program, network=network.row, tenant=alpha, why="")


@pytest.mark.parametrize(
    ("meanwhile", "reason"),
    [(takes_none, "takes_no_requests"), (other_terms, "other_terms"), (invites_too, "known_already")],
)
def test_a_request_that_cannot_be_made_does_not_wait_for_ever(
    alpha, joined_world, network, worker, meanwhile, reason
):
    asked = in_program(alpha, lambda: ask(joined_world, network))
    meanwhile(network, alpha)
    worker.drain()
    with at(alpha):
        copies = {each["id"]: each for each in Program.objects.get().networks.values()}
        told = copies.pop(asked.id)
        assert (told["state"], told["unfit"], told["shares"]) == ("refused", reason, [])
        assert [each["state"] for each in copies.values()] == (["invited"] if copies else [])
    with platform():
        assert not Membership.objects.filter(pk=asked.id).exists()


def test_word_of_an_unfit_request_changes_nothing_that_was_taken_back(alpha, joined_world, network, worker):
    asked = in_program(alpha, lambda: ask(joined_world, network))
    in_program(alpha, lambda: leave_network(actor=joined_world.alice, membership=asked.id))
    in_program(alpha, lambda: hear_unfit(actor=None, membership=UUID(asked.id), reason="other_terms"))
    worker.drain()
    with at(alpha):
        assert (copy_of().state, copy_of().unfit) == ("withdrawn", "")
    with platform():
        assert not Membership.objects.exists(), "it was taken back before it arrived"


def test_both_sides_at_once_the_program_first(alpha, joined_world, network, worker):
    in_program(alpha, lambda: ask(joined_world, network))
    worker.drain()
    with pytest.raises(Refused) as caught:
        invites_too(network, alpha)
    assert [each.id for each in caught.value.reasons] == ["is_member_or_asked"]


@pytest.mark.parametrize("program_first", [True, False])
def test_the_program_leaves_while_the_network_ends_it(alpha, member, network, worker, program_first):
    acts = [
        lambda: in_program(alpha, lambda: leave_network(actor=member.alice, membership=copy_of().id)),
        lambda: does(network, end_program_membership, membership=row_of(alpha), why="Not any more."),
    ]
    for act in acts if program_first else reversed(acts):
        act()
    worker.drain()
    row = row_of(alpha)
    assert (row.state, row.told, row.shares) == ("removed", {}, [])
    with at(alpha):
        assert (copy_of().state, copy_of().is_on_its_way) == ("removed", False)


def test_the_program_joins_while_the_invitation_is_taken_back(alpha, invited, network, worker):
    in_program(alpha, lambda: accept(invited, copy_of()))
    does(network, withdraw_program_invitation, membership=row_of(alpha))
    worker.drain()
    assert (row_of(alpha).state, row_of(alpha).told) == ("withdrawn", {})
    with at(alpha):
        assert (copy_of().state, copy_of().shares) == ("withdrawn", ())


def test_an_overtaken_word_changes_nothing(alpha, invited, worker):
    with platform():
        row = Membership.objects.get()
        older = TakeMembership.read(membership_id=row.pk, version=row.version)
    in_program(alpha, lambda: accept(invited, copy_of()))
    worker.drain()
    in_program(alpha, lambda: take_membership(actor=None, word=older))
    with at(alpha):
        assert copy_of().state == "member"
        assert AuditEntry.objects.filter(verb="network_overtaken").count() == 1


def test_the_terms_that_were_agreed_to_are_not_replaced_on_the_way(alpha, invited, network, worker):
    in_program(alpha, lambda: accept(invited, copy_of()))
    other_terms(network, alpha)
    with platform():
        row = Membership.objects.get()
        word = TakeMembership.read(membership_id=row.pk, version=row.version)
    assert word["terms_number"] == 2
    in_program(alpha, lambda: take_membership(actor=None, word=word))
    worker.drain()
    assert row_of(alpha).terms.number == 1
    with at(alpha):
        assert (copy_of().terms_number, copy_of().terms_text) == (1, "Members meet once a year.")


def test_who_is_invited_is_shown_new_terms_and_does_not_agree_to_old_ones(alpha, invited, network, worker):
    with at(alpha):
        seen = copy_of()
    other_terms(network, alpha)
    worker.drain()
    with at(alpha), pytest.raises(Refused) as caught:
        accept(invited, seen)
    assert [each.id for each in caught.value.reasons] == ["network_terms_as_shown"]
    with at(alpha):
        assert copy_of().terms_text == "Members meet twice a year."


def test_one_network_hands_a_member_over_to_another(alpha, member, network, worker):
    other = made_network("Great Lakes Network")
    offered = does(network, offer_transfer, membership=row_of(alpha), to=other.row, why="They moved.")
    worker.drain()
    with at(alpha):
        assert copy_of().state == "member", "nobody asked the program yet"
    does(other, answer_transfer, membership=offered, accepted=True)
    worker.drain()
    with at(alpha):
        assert (copy_of(other).state, copy_of(other).moved_from) == ("invited", "State Network")
    in_program(alpha, lambda: accept(member, copy_of(other), ("policy",)))
    worker.drain()
    assert (row_of(alpha, network).state, row_of(alpha, network).told) == ("left", {})
    assert (row_of(alpha, other).state, row_of(alpha, other).shares) == ("member", ["policy"])
    with at(alpha):
        assert (copy_of(network).state, copy_of(other).state) == ("left", "member")


def test_what_was_settled_is_not_done_again(alpha, invited, network, worker):
    in_program(alpha, lambda: decline_network(actor=invited.alice, membership=copy_of().id))
    with at(alpha):
        told = {"actor": invited.alice, "membership": copy_of().id}
        for act in (
            lambda: decline_network(**told),
            lambda: leave_network(**told),
            lambda: accept(invited, copy_of()),
            lambda: change_network_shares(**told, shares=(), contact={}),
        ):
            with pytest.raises(Refused) as caught:
                act()
            assert [each.id for each in caught.value.reasons] == ["network_waits_for_this"]


def test_a_network_that_knows_the_program_is_not_asked(alpha, invited, network):
    with at(alpha), pytest.raises(Refused) as caught:
        ask(invited, network)
    assert [each.id for each in caught.value.reasons] == ["network_knows_program"]


def test_each_look_arrives_in_the_programs_record_once(alpha, member, network, worker):
    for page in ("network-member", "network-roster"):
        does(network, note_looks, memberships=[row_of(alpha)], page=page)
    worker.drain()
    with on_the_platform():
        assert spread_looks(actor=None, now=timezone.now(), most=10) == 0
    worker.drain()
    with at(alpha):
        found = AuditEntry.objects.filter(verb="network_looked").order_by("seq")
        assert [each.facts["page"] for each in found] == ["network-member", "network-roster"]
        assert {each.facts["officer"] for each in found} == {str(network.officer.pk)}


def test_what_changes_is_told_anew(alpha, member, worker):
    def change():
        describe_program(actor=member.alice, neutral_name="Office", place="Duluth", time_zone="UTC")
        draft(member)
        publish(member, timezone.now())

    in_program(alpha, change)
    worker.drain()
    told = row_of(alpha).told
    assert (told["program"]["place"], told["listing"]["is_listed"]) == ("Duluth", True)
    assert told["payment"]["lapsed_since"] is None

    def change_back():
        take_listing_out(actor=member.alice)
        put_on("restricted")

    in_program(alpha, change_back)
    worker.drain()
    told = row_of(alpha).told
    assert told["listing"]["is_listed"] is False
    assert told["payment"]["lapsed_since"]


def test_nothing_waits_when_all_is_said(alpha, member, worker):
    worker.drain()
    with platform(), transaction.atomic():
        assert not Outbox.objects.filter(job__startswith="programs.").exists()
