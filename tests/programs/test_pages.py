"""The pages as a whole: each opens for those who may, and lists cost the same for one row and for many."""

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs import urls
from programs.access import ACCESS
from programs.models import AgreementItem, RestitutionPayment
from tests.programs.cast import assign, make_case, make_referral, parties
from tests.programs.test_payments import pay

OF_A_CASE = {path.name for path in urls.urlpatterns if "cases/<uuid:pk>/" in str(path.pattern)} - {
    "conflict-declare",
    "item-tick",
    # Only written to, from the list of what is due: `retention.test_pages`.
    "retention-say",
    # Only after a session, and only for its mediator: `meetings.test_afterwards`.
    "case-talks",
    "case-note",
    # Only where there is an agreement: `test_papers`.
    "agreement-paper",
    "agreement-pdf",
}


@pytest.fixture
def signed_in(world, at_alpha):
    def browser(name):
        at_alpha.force_login(world.people[name])
        return at_alpha

    return browser


def test_it_works(world, signed_in):
    make_case(world, "monitoring")
    make_referral()
    page = signed_in("cora").get(reverse("home"))
    assert page.status_code == 200
    assert "1 referral waits" in page.content.decode()
    assert "Vera Victim" in page.content.decode()


def test_every_url_is_in_the_access_table():
    assert {path.name for path in urls.urlpatterns} == set(ACCESS)


@pytest.mark.parametrize(
    "state",
    [
        "intake",
        "screening",
        "preparing",
        "ready",
        "scheduled",
        "held",
        "agreement_pending",
        "monitoring",
        "closed",
    ],
)
def test_every_page_of_a_case_opens_in_every_state(world, signed_in, state):
    case, browser = make_case(world, state), signed_in("cora")
    opened = {name: browser.get(reverse(name, args=[case.pk])).status_code for name in OF_A_CASE}
    # Letting a case through is the supervisor's alone.
    overrides = ("acknowledgement-override", "offence-override", "substance-override")
    assert opened == dict.fromkeys(OF_A_CASE, 200) | dict.fromkeys(overrides, 403)


def test_pages_of_people_items_and_payments_open(world, signed_in):
    case, browser = make_case(world, "monitoring"), signed_in("cora")
    item = AgreementItem.objects.get()
    pay(world, case, item)
    keys = {
        "participant-edit": parties(case)[0].pk,
        "consent-record": parties(case)[0].pk,
        "consent-withdraw": parties(case)[0].pk,
        "item-mark": item.pk,
        "item-remove": item.pk,
        "payment-record": item.pk,
        "payment-reverse": RestitutionPayment.objects.get().pk,
    }
    for name, key in keys.items():
        assert browser.get(reverse(name, args=[key])).status_code == 200, name


@pytest.mark.parametrize("url", ["cases", "referrals", "home"])
def test_a_list_costs_the_same_for_one_row_and_for_twenty(world, signed_in, url):
    browser = signed_in("cora")
    make_case(world, "screening")
    make_referral()
    first = queries_of(browser, reverse(url))
    for _ in range(19):
        make_case(world, "screening")
        make_referral()
    assert queries_of(browser, reverse(url)) == first


def queries_of(browser, url):
    from django.db import connection

    browser.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


def test_a_case_costs_the_same_for_two_people_and_for_ten(world, signed_in):
    from programs.actions.people import add_participant
    from programs.actions.referrals import Person
    from tests.programs.cast import NOW

    browser, case = signed_in("cora"), make_case(world, "preparing")
    first = queries_of(browser, reverse("case-people", args=[case.pk]))
    for number in range(8):
        add_participant(
            actor=world.cora, case=case, now=NOW, role="support_person", person=Person(f"Helper {number}")
        )
    assert queries_of(browser, reverse("case-people", args=[case.pk])) == first


def test_times_are_shown_in_the_programs_zone(alpha, at_alpha):
    from tests.programs.cast import at, make_world

    with at(alpha):
        world = make_world(alpha, time_zone="Asia/Tokyo")
        case = make_case(world, "scheduled")  # 15:00 UTC
        at_alpha.force_login(world.cora)
        assert "midnight" in at_alpha.get(reverse("case", args=[case.pk])).content.decode()


def test_every_read_of_names_is_in_the_audit(world, signed_in):
    from amends import audit
    from amends.audit.models import AuditEntry

    case = make_case(world, "screening")
    signed_in("cora").get(reverse("case", args=[case.pk]))
    audit.flush()
    reads = AuditEntry.objects.filter(kind="read", facts__purpose="case_page")
    assert {str(party.pk) for party in parties(case)} <= set(reads.get().facts["ids"])


def test_a_case_leads_on_to_its_agreement_and_to_the_removal_of_a_mediator(world, signed_in):
    case = make_case(world, "monitoring")
    page = signed_in("cora").get(reverse("case", args=[case.pk])).content.decode()
    assert reverse("case-agreement", args=[case.pk]) in page
    assert "1 item of the agreement is still open" in page
    assert reverse("conflict-declare", args=[case.pk, world.mia.pk]) in page


def test_a_form_that_would_be_refused_is_not_shown(world, signed_in):
    case, browser = make_case(world, "preparing"), signed_in("cora")
    page = browser.get(reverse("session-schedule", args=[case.pk])).content.decode()
    assert 'data-guard="consents_live"' in page
    assert "How will they meet?" not in page


def test_a_refused_step_says_that_nothing_was_recorded(world, signed_in):
    case = make_case(world, "agreement_pending")
    answer = signed_in("cora").post(reverse("agreement-sign", args=[case.pk]), {})
    assert answer.status_code == 409
    assert "<title>Error: " in answer.content.decode()
    assert "Nothing was recorded yet" in answer.content.decode()


def test_whoever_signs_in_again_on_the_way_to_accept_finds_the_referral(world, signed_in):
    referral = make_referral()
    answer = signed_in("cora").get(reverse("referral-accept", args=[referral.pk]))
    assert answer.headers["Location"] == reverse("referral", args=[referral.pk])


def test_a_page_that_ends_something_says_what_ends(world, signed_in):
    case, browser = make_case(world, "scheduled"), signed_in("cora")
    page = browser.get(reverse("consent-withdraw", args=[parties(case)[0].pk])).content.decode()
    assert "a session that is scheduled is canceled" in page
    page = browser.get(reverse("session-cancel", args=[case.pk])).content.decode()
    assert "tell everybody who was to come" in page


def test_a_case_shows_its_next_session_and_leads_to_its_referral(world, signed_in):
    case = make_case(world, "scheduled")
    address = reverse("case", args=[case.pk])
    page = signed_in("cora").get(address).content.decode()
    assert "The next session" in page
    assert reverse("referral", args=[case.referral_id]) in page
    page = signed_in("mia").get(address).content.decode()
    assert reverse("referral", args=[case.referral_id]) not in page


def test_a_mediator_whom_nothing_waits_for_is_told_so(world, signed_in):
    case = make_case(world, "screening")
    assign(world, case)
    page = signed_in("mia").get(reverse("case", args=[case.pk])).content.decode()
    assert "Nothing waits for you here" in page


def test_a_closed_case_still_names_its_mediator_and_offers_nothing(world, signed_in):
    case, browser = make_case(world, "closed"), signed_in("cora")
    page = browser.get(reverse("case", args=[case.pk])).content.decode()
    assert str(world.mia) in page
    page = browser.get(reverse("case-people", args=[case.pk])).content.decode()
    assert reverse("participant-add", args=[case.pk]) not in page
    assert reverse("consent-withdraw", args=[parties(case)[0].pk]) not in page


def test_the_same_person_sent_twice_is_one(world, signed_in):
    case, browser = make_case(world, "preparing"), signed_in("cora")
    for _ in range(2):
        browser.post(
            reverse("participant-add", args=[case.pk]), {"role": "support_person", "name": "Rosa Friend"}
        )
    assert case.participants.filter(role="support_person").count() == 1


def test_an_amount_under_an_apology_is_not_dropped_in_silence(world, signed_in):
    case = make_case(world, "agreement_pending")
    due = {"due_date_day": "1", "due_date_month": "6", "due_date_year": "2030"}
    answer = signed_in("cora").post(
        reverse("item-add", args=[case.pk]), {"kind": "apology", "amount": "250", **due}
    )
    assert "Only a payment has an amount" in answer.content.decode()
