"""The pages of billing: a payer's own, another price, programs that a network covers, and the operator's."""

import datetime as dt

import pytest
from django.conf import settings

from amends.accounts.models import User
from amends.outbox.models import Outbox
from billing.actions import offer_coverage, settle
from billing.letters import lapse_letter, offer_letter, rate_letter
from billing.models import BillingAccount, Coverage, Offer, RateRequest, TenantStanding
from network.oversight.models import Network
from tenants.context import platform
from tests.amends.accounts.rig import sign_in
from tests.billing.conftest import PASSWORD
from tests.billing.made import DAY, subscribe


@pytest.fixture
def officer(cast, at_operator, now):
    """An officer of a network that is subscribed, in a browser."""
    at_operator.post(
        "/console/networks/",
        {"name": "State Network", "level": "state", "place": "Maine", "email": "money@net.example"},
    )
    with platform():
        network = Network.objects.get()
        user = User.objects.create(email="nora@net.example", name="Nora", roles=["network_officer"])
        user.set_password(PASSWORD)
        user.save()
        account = BillingAccount.objects.get(owner_kind="network")
    answer = at_operator.post(f"/console/networks/{network.pk}/", {"email": "nora@net.example"})
    assert answer.status_code == 302
    with platform():
        subscribe(account, now, plan="network.1")
    return sign_in("public", "nora@net.example")


def shown(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_who_is_on_trial_reads_until_when_and_what_it_would_cost(at_billing):
    page = shown(at_billing.client, "/billing/")
    assert "Trial" in page
    assert "Choose a plan" in page
    form = shown(at_billing.client, "/billing/subscribe/")
    assert "$29.00 a month or $290.00 a year" in form
    assert "Your trial goes on until" in form


def test_amounts_are_written_as_the_language_does(at_billing):
    at_billing.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    assert "29,00\xa0$US" in shown(at_billing.client, "/billing/subscribe/").replace("&nbsp;", "\xa0")


def test_the_payers_details_are_changed_and_an_address_is_asked_for(at_billing):
    facts = {"name": "Alpha County", "email": "", "country": "CA", "po_number": "PO-7", "language": "fr"}
    refused = at_billing.client.post("/billing/payer/", facts)
    assert "address at which invoices reach you" in refused.content.decode()
    unknown = facts | {"email": "ap@county.example", "country": "ZZ"}
    assert "govuk-error-message" in at_billing.client.post("/billing/payer/", unknown).content.decode()
    assert (
        at_billing.client.post("/billing/payer/", facts | {"email": "ap@county.example"}).status_code == 302
    )
    with platform():
        account = BillingAccount.objects.get(pk=at_billing.account.pk)
    assert (account.name, account.email, account.po_number) == ("Alpha County", "ap@county.example", "PO-7")


def test_without_an_address_nothing_is_subscribed_to(at_billing):
    with platform():
        BillingAccount.objects.update(email="")
    answer = at_billing.client.get("/billing/subscribe/", follow=True)
    assert answer.redirect_chain[-1][0] == "/billing/payer/?then=subscribe"
    assert "where invoices go" in answer.content.decode()
    facts = {"name": "Alpha", "email": "ap@alpha.example", "country": "US", "po_number": "", "language": "en"}
    answer = at_billing.client.post("/billing/payer/?then=subscribe", facts, follow=True)
    assert answer.redirect_chain[-1][0] == "/billing/subscribe/"


def test_another_price_is_asked_for_answered_and_told(at_billing, at_operator, now):
    asked = {"rate": "nonprofit", "account_of_it": "A charity of twelve volunteers."}
    assert at_billing.client.post("/billing/price/", asked).status_code == 302
    again = at_billing.client.post("/billing/price/", asked)
    assert (again.status_code, "already" in again.content.decode()) == (409, True)
    with platform():
        request = RateRequest.objects.get()
    assert "Alpha Mediation" in shown(at_operator, "/console/billing/")
    path = f"/console/billing/prices/{request.pk}/"
    assert "twelve volunteers" in shown(at_operator, path)
    silent = at_operator.post(path, {"granted": "no", "answer": ""})
    assert "Say why not" in silent.content.decode()
    assert at_operator.post(path, {"granted": "yes", "answer": "Welcome."}).status_code == 302
    assert at_operator.post(path, {"granted": "yes", "answer": ""}).status_code == 409
    with platform():
        assert BillingAccount.objects.get(pk=at_billing.account.pk).rate == "nonprofit"
        letter = rate_letter(request_id=request.pk)
    assert letter.recipient.address == "office@alpha.example"
    assert "is granted" in letter.body
    assert "$17.40 a month" in shown(at_billing.client, "/billing/subscribe/")


def test_a_network_asks_a_program_which_says_yes_and_is_released(officer, at_billing, alpha, now):
    host = "alpha.localhost"
    for nowhere in ("nowhere.example", "http://[x"):
        assert officer.post("/billing/programs/ask/", {"address": nowhere}).status_code == 200
    answer = officer.post("/billing/programs/ask/", {"address": f"http://{host}:8000/cases/"})
    assert answer.status_code == 302, answer.content.decode()
    assert officer.post("/billing/programs/ask/", {"address": host}).status_code == 409
    with platform():
        offer = Offer.objects.get()
        letter = offer_letter(offer_id=offer.pk)
    assert "State Network would pay for" in letter.body
    assert "State Network would pay for your program" in shown(at_billing.client, "/billing/")
    answered = at_billing.client.post(f"/billing/asked/{offer.pk}/answer/", {"answer": "yes"})
    assert answered.status_code == 302
    assert at_billing.client.post(f"/billing/asked/{offer.pk}/answer/", {"answer": "no"}).status_code == 409
    with platform():
        coverage = Coverage.objects.get(kind="covered")
        assert offer_letter(offer_id=offer.pk) is None
    assert alpha.name in shown(officer, "/billing/programs/")
    assert officer.post(f"/billing/programs/{coverage.pk}/release/").status_code == 302
    assert "covered until" in shown(officer, "/billing/programs/")


def test_nobody_answers_or_releases_for_another(officer, at_billing, beta, now):
    with platform():
        account = BillingAccount.objects.get(owner_kind="network")
        from amends.accounts.access import PAYER, Outsider

        somebody = Outsider(PAYER, account.pk)
        offer = offer_coverage(actor=somebody, account=account, tenant=beta, now=now)
    assert at_billing.client.post(f"/billing/asked/{offer.pk}/answer/", {"answer": "yes"}).status_code == 404
    assert at_billing.client.post(f"/billing/asked/{offer.pk}/take-back/").status_code == 404
    assert officer.post(f"/billing/asked/{offer.pk}/take-back/").status_code == 302


def test_paying_gives_an_officer_nothing_of_a_program(officer, alpha):
    assert officer.get("/billing/").status_code == 200
    for path in ("/console/", "/console/billing/", "/agency/"):
        assert officer.get(path).status_code == 403


def test_an_officer_is_appointed_for_one_network(at_operator, officer):
    with platform():
        network = Network.objects.get()
    path = f"/console/networks/{network.pk}/"
    assert (
        "acts for a network already" in at_operator.post(path, {"email": "nora@net.example"}).content.decode()
    )
    assert "has this address" in at_operator.post(path, {"email": "nobody@net.example"}).content.decode()
    with platform():
        person = network.officers.get().pk
    assert at_operator.post(f"/console/officers/{person}/dismiss/").status_code == 302
    assert officer.get("/billing/").status_code == 302


def test_a_lapse_is_written_to_its_payer_once_with_the_next_day(on_trial, alpha, now):
    from billing.tasks import turn

    with platform():
        Coverage.objects.update(starts_at=now - 40 * DAY, ends_at=now - 16 * DAY)
        settle(actor=None, account=on_trial, now=now)
        turn()
        turn()
        (row,) = Outbox.objects.filter(job="billing.lapse_letter")
        letter = lapse_letter(**row.args)
        assert "takes no new referrals" in letter.body
        assert "No meeting is canceled" in letter.body
        day = TenantStanding.objects.get(pk=alpha.pk).lapsed_since + 75 * DAY
        assert f"{day:%Y}" in letter.body
        Coverage.objects.update(ends_at=now + 40 * DAY)
        settle(actor=None, account=on_trial, now=now)
        assert lapse_letter(**row.args) is None


def test_a_payer_hears_of_a_lapse_without_waiting_for_the_turn_of_the_hour(on_trial, alpha, now):
    from billing.tasks import announce_news

    def queued(job):
        return Outbox.objects.filter(job=job).count()

    with platform():
        settle(actor=None, account=on_trial, now=now)
        assert queued("billing.announce") == 0
        Coverage.objects.update(starts_at=now - 40 * DAY, ends_at=now - DAY)
        settle(actor=None, account=on_trial, now=now)
        settle(actor=None, account=on_trial, now=now)
        assert queued("billing.announce") == 1
        announce_news()
        announce_news()
        assert queued("billing.lapse_letter") == queued("programs.hear_lapse") == 1


def test_who_ends_soon_is_told_a_week_before(on_trial, alpha, now):
    from billing.actions.announcements import announce

    with platform():
        assert announce(actor=None, now=now) == 0
        assert announce(actor=None, now=now + dt.timedelta(days=24)) == 1
        assert announce(actor=None, now=now + dt.timedelta(days=25)) == 0


def test_prices_are_public_and_worked_out(at_platform):
    page = shown(at_platform, "/pricing/?programs=40&currency=USD")
    assert "40 programs: $2,060.00 a month" in page
    assert "Write a whole number" in shown(at_platform, "/pricing/?programs=many")
    assert "write to us" in shown(at_platform, "/pricing/?programs=900")


def test_only_a_price_that_was_just_shown_is_confirmed(now):
    from billing.views.subscribing import _shown_at

    seconds = int(now.timestamp())
    assert _shown_at(str(seconds - 60), now) is not None
    for typed in ("", "x", "²", "9" * 30, str(seconds - 86_400), str(seconds + 60)):
        assert _shown_at(typed, now) is None
