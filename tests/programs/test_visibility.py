"""Who sees what: a stranger finds nothing, a colleague without the right is told so, a mediator sees their own."""

import pytest
from django.urls import reverse

from programs.access import ACCESS
from programs.models import AgreementItem, MediationCase, RestitutionPayment
from tests.programs.cast import at, contact, make_case, make_referral, make_world, parties
from tests.programs.test_payments import pay


def seen(user):
    return set(MediationCase.objects.visible_to(user))


def test_it_works(world):
    mine, other = make_case(world, "preparing"), make_case(world, "preparing", mediator="max")
    assert seen(world.cora) == seen(world.alice) == seen(world.sol) == {mine, other}
    assert seen(world.mia) == {mine}
    assert seen(world.otto) == set()


def test_a_supervisor_sees_the_supervised_cases_only(world):
    make_case(world, "screening")
    supervised = make_case(world, "preparing")
    assert seen(world.sol) == {supervised}


def keys_of(world, case):
    item = AgreementItem.objects.filter(agreement__case=case).first()
    pay(world, case, item)
    party = parties(case)[0].pk
    letter = contact(
        world, parties(case)[0], wording="please_call", words="Please call.", purpose="follow_up"
    )
    return {
        "referral": case.referral_id,
        "participant": party,
        "people": party,
        "letters": letter.pk,
        "items": item.pk,
        "payments": RestitutionPayment.objects.get(item=item).pk,
        "cases": case.pk,
        "referrals": case.referral_id,
    }


# Pages about one thing that is no part of a case; `tests/meta` asks for those.
OF_THE_PROGRAM = {
    "saved",
    "mediators",
    "affiliations",
    "sources",
    "complaints",
    "releases",
    "files",
    "messages",
    "standards",
}
OF_THE_PROGRAM |= {
    "payment-reports",
    "import",
    "retention",
    "surveys",
    "networks",
    "time",
    "training",
    "everything",
}
NOT_READ = {"filter-delete", "item-tick"}
"""Only written to; who may is in the access matrix."""
LEADS_ON = {"certificate-pdf"}
"""To the page that says why there is none yet."""


def addresses(world, case):
    """Return the address of every page that is about one thing, for this case."""
    from programs import urls

    keys = keys_of(world, case)
    for path in urls.urlpatterns:
        pattern = str(path.pattern)
        first = pattern.split("/", maxsplit=1)[0]
        if "<uuid:pk>" in pattern and first not in OF_THE_PROGRAM and path.name not in NOT_READ:
            extra = [case.assignments.first().mediator_id] if "<uuid:mediator>" in pattern else []
            extra += ["en"] if "<slug:language>" in pattern else []
            yield path.name, reverse(path.name, args=[keys[first], *extra])


def test_a_stranger_is_sent_to_sign_in_and_learns_nothing(world, at_alpha):
    case = make_case(world, "monitoring")
    for name, url in addresses(world, case):
        answer = at_alpha.get(url)
        assert answer.status_code == 302, name
        assert answer.url.startswith("/sign-in/"), name


def test_a_mediator_finds_nothing_of_anothers_case(world, at_alpha):
    case = make_case(world, "monitoring", mediator="max")
    at_alpha.force_login(world.mia)
    for name, url in addresses(world, case):
        allowed = "mediator" in ACCESS[name]
        assert at_alpha.get(url).status_code == (404 if allowed else 403), name
        assert at_alpha.post(url).status_code in (403, 404, 405), name


def test_the_mediator_of_the_case_opens_what_a_mediator_may(world, at_alpha):
    case = make_case(world, "monitoring", mediator="mia")
    at_alpha.force_login(world.mia)
    for name, url in addresses(world, case):
        opens = 302 if name in LEADS_ON else 200
        assert at_alpha.get(url).status_code == (opens if "mediator" in ACCESS[name] else 403), name


@pytest.mark.parametrize("name", ["referrals", "referral-accept", "mediator-assign", "payment-record"])
def test_a_colleague_without_the_right_is_told_so(world, name):
    assert "mediator" not in ACCESS[name]


def test_a_mediator_declares_their_own_conflict_and_nobody_elses(world, at_alpha):
    case = make_case(world, "preparing")
    at_alpha.force_login(world.mia)
    others = reverse("conflict-declare", args=[case.pk, world.max.pk])
    assert at_alpha.post(others, {"connection": "knows"}).status_code == 403
    mine = reverse("conflict-declare", args=[case.pk, world.mia.pk])
    assert at_alpha.post(mine, {"connection": "knows"}).status_code == 302
    assert at_alpha.get(reverse("case", args=[case.pk])).status_code == 404


def test_the_neighbour_finds_nothing_of_ours(alpha, beta, at_beta):
    with at(alpha):
        ours = make_world(alpha)
        case = make_case(ours, "monitoring")
        urls = list(addresses(ours, case))
    with at(beta):
        at_beta.force_login(make_world(beta).cora)
        for name, url in urls:
            answer = at_beta.get(url) if name != "referral-accept" else at_beta.post(url)
            # Letting a case through is not a coordinator's, whosever case it is.
            assert answer.status_code == (404 if "coordinator" in ACCESS[name] else 403), name


def test_a_receipt_is_all_that_a_referrer_sees(world, at_alpha):
    make_referral()
    assert at_alpha.get(reverse("referrals")).status_code == 302
