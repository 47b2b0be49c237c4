"""Who in the program hears of a referral, and what its source is told back: as agreed, never beyond D1."""

import pytest
from django.urls import reverse

from amends.accounts.models import User
from programs.actions.closing import close_case, issue_report
from programs.actions.referrals import accept_referral, decline_referral
from programs.models import Referral
from programs.receipts import receipt_token
from programs.tasks import PublishReceipt
from programs.telling import told_of
from tests.programs.cast import NOW, make_case, make_referral, tell_all

FROM_COURT = {"referrer_class": "judge", "office_name": ""}


def names(referral):
    return sorted(user.pk for user in told_of(referral))


def test_it_works(world, make_source):
    source = make_source(told_roles=["case_supervisor"], told_user=world.alice)
    referral = make_referral(source=source, **FROM_COURT)
    assert names(referral) == sorted([world.sol.pk, world.both.pk, world.alice.pk])


def test_without_a_word_about_it_the_coordinators_are_told(world, make_source):
    assert names(make_referral(source=make_source(), **FROM_COURT)) == [world.cora.pk]


@pytest.mark.parametrize("gone", [{"is_active": False}, {"roles": ["mediator"]}])
def test_when_whoever_was_named_has_left_the_coordinators_are_told(world, make_source, gone):
    referral = make_referral(source=make_source(told_user=world.sol), **FROM_COURT)
    assert names(referral) == [world.sol.pk]
    User.objects.filter(pk=world.sol.pk).update(**gone)
    assert names(referral) == [world.cora.pk]


def shown(browser, referral):
    return browser.get(reverse("refer-received", args=[receipt_token(referral.pk)])).content.decode()


def crossing(referral):
    return PublishReceipt.read(referral_id=referral.pk, version=1)


DECIDED = ("We have taken it on", "We cannot take it on", "Accepted", "Declined", "We answer by", "Closed")


def test_a_source_that_is_told_of_the_receipt_alone_learns_no_decision(world, at_alpha, make_source):
    source = make_source(told_back="received_only")
    pages, crossings = [], []
    for decide in (None, accept_referral, decline_referral):
        referral = make_referral(source=source, **FROM_COURT)
        if decide is not None:
            reason = {"reason": "capacity"} if decide is decline_referral else {}
            decide(actor=world.cora, referral=referral, now=NOW, **reason)
        pages.append(shown(at_alpha, referral))
        crossings.append(crossing(referral))
    for page in pages:
        assert "We have received it" in page
        assert not [word for word in DECIDED if word in page]
    assert {(each["status"], each["decided_on"], each["closed_on"]) for each in crossings} == {
        ("received", None, None)
    }


def closed_case(world, source):
    case = make_case(world, "closing", source=source, **FROM_COURT)
    tell_all(world, case)
    issue_report(actor=world.cora, case=case, now=NOW)
    close_case(actor=world.cora, case=case, now=NOW)
    return Referral.objects.get(pk=case.referral_id)


@pytest.mark.parametrize(
    ("told_back", "status", "has_milestones", "has_report"),
    [
        ("received_only", "received", False, False),
        ("milestones", "closed", True, False),
        ("report", "closed", True, True),
    ],
)
def test_what_is_told_at_the_end(world, at_alpha, make_source, told_back, status, has_milestones, has_report):
    referral = closed_case(world, make_source(told_back=told_back))
    page = shown(at_alpha, referral)
    assert ("Accepted" in page, "Closed" in page) == (has_milestones, has_milestones)
    assert ("had to do with each other" in page) is has_report
    assert crossing(referral)["status"] == status


def test_what_was_agreed_later_holds_at_once(world, at_alpha, make_source):
    source = make_source(told_back="report")
    referral = closed_case(world, source)
    assert "had to do with each other" in shown(at_alpha, referral)
    source.told_back = "received_only"
    source.save()
    assert "had to do with each other" not in shown(at_alpha, referral)


def test_who_closes_a_case_is_told_what_the_referrer_learns(world, at_alpha, make_source):
    case = make_case(world, "closing", source=make_source(told_back="milestones"), **FROM_COURT)
    at_alpha.force_login(world.cora)
    page = at_alpha.get(f"/cases/{case.pk}/report/").content.decode()
    assert "agreed with the source of this referral that it gets none" in page


def test_a_receipt_can_still_be_withdrawn(world, at_alpha, make_source):
    referral = make_referral(source=make_source(told_back="received_only"), **FROM_COURT)
    token = receipt_token(referral.pk)
    at_alpha.post(reverse("refer-withdraw", args=[token]))
    assert "It is withdrawn" in shown(at_alpha, referral)
