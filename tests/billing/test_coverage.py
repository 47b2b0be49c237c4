"""Who pays for which program: trials, a program's own subscription, a network's; and that paying shows nothing."""

import pytest
from django.db import IntegrityError, transaction

from amends.accounts.access import PAYER, Outsider
from billing.actions import (
    answer_offer,
    begin_trial,
    offer_coverage,
    open_account,
    release_program,
    settle,
    withdraw_offer,
)
from billing.actions.announcements import archive_lapsed
from billing.actions.coverage import HAND_OVER
from billing.actions.usage import note_usage
from billing.announcing import payers_of
from billing.models import Coverage, Offer, Subscription, TenantStanding
from billing.refusals import UnableToCover
from billing.running import covered_programs
from billing.standing import standing_of_tenant
from tenants.context import platform
from tenants.models import State, Tenant
from tests.billing.conftest import PERSON
from tests.billing.made import DAY, subscribe

SOMEBODY = Outsider(PAYER, PERSON)


@pytest.fixture(autouse=True)
def in_public(cast):
    with platform():
        yield


@pytest.fixture
def network(now):
    account = open_account(actor=None, owner_kind="network", owner_id=PERSON, name="State Network")
    subscribe(account, now, plan="network.1")
    return account


def told(tenant):
    return TenantStanding.objects.get(pk=tenant.pk)


def test_a_trial_holds_everything_for_thirty_days(on_trial, alpha, now):
    standing = standing_of_tenant(alpha, now=now)
    assert standing.lapses_at == now + 30 * DAY
    assert standing.active_cases is None
    assert told(alpha).told["kind"] == "trial"


def test_a_program_has_one_trial_ever(on_trial, alpha, now):
    begin_trial(actor=None, account=on_trial, tenant=alpha, now=now + 60 * DAY)
    assert Coverage.objects.get().ends_at == now + 30 * DAY
    with pytest.raises(IntegrityError), transaction.atomic():
        Coverage.objects.create(
            account=on_trial, tenant=alpha, kind="trial", plan_key="program-large.1", starts_at=now
        )


def test_a_subscription_pays_for_the_program_of_the_trial(on_trial, alpha, now):
    paid = subscribe(on_trial, now)
    settle(actor=None, account=on_trial, now=now)
    own = Coverage.objects.get(kind="own")
    assert (own.tenant_id, own.subscription_id, own.ends_at) == (alpha.pk, paid.pk, None)
    assert told(alpha).lapses_at is None
    settle(actor=None, account=on_trial, now=now)
    assert Coverage.objects.filter(kind="own").count() == 1


def test_a_card_that_fails_and_is_mended(on_trial, alpha, now):
    paid = subscribe(on_trial, now)
    settle(actor=None, account=on_trial, now=now)
    late = now + 40 * DAY
    paid.status, paid.failing_since = "past_due", late
    paid.save()
    settle(actor=None, account=on_trial, now=late)
    assert told(alpha).lapsed_since == late
    before = told(alpha).version
    paid.status, paid.failing_since = "active", None
    paid.save()
    settle(actor=None, account=on_trial, now=late + DAY)
    assert told(alpha).lapsed_since is None
    assert told(alpha).version == before + 1


def test_a_canceled_subscription_ends_its_coverage_on_its_day_and_another_goes_on(on_trial, alpha, now):
    paid = subscribe(on_trial, now)
    settle(actor=None, account=on_trial, now=now)
    over = now + 50 * DAY
    paid.status, paid.ends_at = "canceled", over
    paid.save()
    settle(actor=None, account=on_trial, now=over + DAY)
    assert Coverage.objects.get(kind="own").ends_at == over
    assert told(alpha).lapsed_since == over
    subscribe(on_trial, over + 2 * DAY, plan="program-medium.1")
    settle(actor=None, account=on_trial, now=over + 2 * DAY)
    assert told(alpha).lapsed_since is None
    assert Coverage.objects.filter(kind="own").count() == 2


def test_what_is_no_news_is_not_told_again(on_trial, alpha, now):
    before = told(alpha).version
    settle(actor=None, account=on_trial, now=now)
    assert told(alpha).version == before


def test_a_network_covers_who_says_yes_and_releases_with_a_hand_over(network, alpha, on_trial, now):
    offer = offer_coverage(actor=SOMEBODY, account=network, tenant=alpha, now=now)
    with pytest.raises(UnableToCover) as refused:
        offer_coverage(actor=SOMEBODY, account=network, tenant=alpha, now=now)
    assert refused.value.reasons[0].id == "asked_once"
    answer_offer(actor=SOMEBODY, offer=offer, accepted=True, now=now)
    assert covered_programs(network, now=now) == 1
    assert told(alpha).told["payer"] == "State Network"
    release_program(actor=SOMEBODY, account=network, tenant=alpha, now=now + 40 * DAY)
    assert covered_programs(network, now=now + 40 * DAY) == 0
    assert told(alpha).lapses_at == now + 40 * DAY + HAND_OVER


def test_a_no_covers_nobody_and_an_answer_is_one(network, alpha, now):
    offer = offer_coverage(actor=SOMEBODY, account=network, tenant=alpha, now=now)
    assert answer_offer(actor=SOMEBODY, offer=offer, accepted=False, now=now) is None
    assert not Coverage.objects.exists()
    with pytest.raises(UnableToCover) as refused:
        answer_offer(actor=SOMEBODY, offer=Offer.objects.get(), accepted=True, now=now)
    assert refused.value.reasons[0].id == "offer_waits"


def test_an_offer_that_was_taken_back_cannot_be_accepted(network, alpha, now):
    offer = offer_coverage(actor=SOMEBODY, account=network, tenant=alpha, now=now)
    withdraw_offer(actor=SOMEBODY, offer=offer, now=now)
    with pytest.raises(UnableToCover):
        answer_offer(actor=SOMEBODY, offer=offer, accepted=True, now=now)


def test_who_pays_nothing_or_late_covers_nobody_more(network, alpha, now):
    Subscription.objects.update(status="past_due", failing_since=now)
    with pytest.raises(UnableToCover) as refused:
        offer_coverage(actor=SOMEBODY, account=network, tenant=alpha, now=now)
    assert refused.value.reasons[0].id == "payment_in_order"
    Subscription.objects.update(status="canceled", ends_at=now)
    with pytest.raises(UnableToCover) as refused:
        offer_coverage(actor=SOMEBODY, account=network, tenant=alpha, now=now)
    assert refused.value.reasons[0].id == "subscribed"


def test_a_network_that_fails_lapses_all_that_it_covers_but_who_pays_too(network, alpha, beta, on_trial, now):
    for tenant in (alpha, beta):
        offer = offer_coverage(actor=SOMEBODY, account=network, tenant=tenant, now=now)
        answer_offer(actor=SOMEBODY, offer=offer, accepted=True, now=now)
    subscribe(on_trial, now)
    settle(actor=None, account=on_trial, now=now)
    late = now + 31 * DAY
    Subscription.objects.filter(account=network).update(status="past_due", failing_since=late)
    settle(actor=None, account=network, now=late)
    assert told(beta).lapsed_since == late
    assert told(alpha).lapsed_since is None


def test_who_is_archived_for_not_paying_is_open_again_once_it_pays(on_trial, alpha, now):
    """A county pays half a year late: its program was archived meanwhile, and is not charged for nothing."""
    paid = subscribe(on_trial, now, status="past_due", failing_since=now)
    Coverage.objects.update(ends_at=now)
    settle(actor=None, account=on_trial, now=now)
    late = now + 166 * DAY
    assert archive_lapsed(actor=None, now=late) == 0, "its cases were not counted lately"
    note_usage(actor=None, tenant=alpha, active_cases=0, now=late)
    assert archive_lapsed(actor=None, now=late) == 1
    settle(actor=None, account=on_trial, now=late)
    assert state_of(alpha) == State.ARCHIVED
    paid.status, paid.failing_since = "active", None
    paid.save()
    settle(actor=None, account=on_trial, now=late)
    assert state_of(alpha) == State.ACTIVE


@pytest.mark.parametrize(("released", "hears"), [(0, False), (20, True)])
def test_who_released_a_program_long_ago_hears_nothing_of_its_lapse(
    network, alpha, on_trial, now, released, hears
):
    offer = offer_coverage(actor=SOMEBODY, account=network, tenant=alpha, now=now)
    answer_offer(actor=SOMEBODY, offer=offer, accepted=True, now=now)
    release_program(actor=SOMEBODY, account=network, tenant=alpha, now=now + released * DAY)
    accounts = {each.account for each in payers_of(told(alpha))}
    assert accounts == ({on_trial, network} if hears else {on_trial})


def state_of(tenant):
    return Tenant.objects.get(pk=tenant.pk).state
