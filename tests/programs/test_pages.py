"""The pages as a whole: each opens for those who may, and lists cost the same for one row and for many."""

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs import urls
from programs.access import ACCESS
from programs.models import AgreementItem, RestitutionPayment
from tests.programs.cast import make_case, make_referral, parties
from tests.programs.test_payments import pay

OF_A_CASE = {path.name for path in urls.urlpatterns if "cases/<uuid:pk>/" in str(path.pattern)} - {
    "conflict-declare"
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
    # Letting a disputed case through is the supervisor's alone.
    assert opened == dict.fromkeys(OF_A_CASE, 200) | {"acknowledgement-override": 403}


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
