"""A guardian consents for each child: a yes for one is none for another who is recorded later (E6)."""

import pytest

from programs.actions.consents import record_consent, withdraw_consent
from programs.actions.screening import mark_ready
from programs.models import ParticipationConsent
from tests.conftest import HostClient
from tests.programs.cast import DAY, NOW, consent_of_both, fresh, make_case, open_page, parties, prepare_all
from tests.programs.people.test_minors import add, say_minor, tie

LATER = NOW + DAY


@pytest.fixture
def family(world):
    """Return a case with a child on each side, and a guardian who consented for the first of them alone."""
    case = make_case(world, "preparing")
    prepare_all(world, case)
    consent_of_both(world, case)
    first, second = parties(case)
    for child in (first, second):
        say_minor(world, child)
    guardian = add(world, case)
    tie(world, first, guardian)
    agree(world, guardian, NOW)
    return case, first, second, guardian


def agree(world, person, now):
    return record_consent(actor=world.cora, participant=fresh(person), now=now, form="written", language="en")


def ready(world, case, now=LATER):
    return mark_ready(actor=world.cora, case=case, now=now)


def test_a_yes_for_one_is_none_for_another(world, family, refused):
    case, _first, second, guardian = family
    tie(world, second, guardian, now=LATER)
    assert "guardian_consents" in refused(lambda: ready(world, case))
    agree(world, guardian, LATER)
    assert ready(world, case).state == "ready"


def test_the_yes_before_is_kept_and_one_counts(world, family):
    _case, _first, second, guardian = family
    tie(world, second, guardian, now=LATER)
    agree(world, guardian, LATER)
    before, now = ParticipationConsent.objects.filter(participant=guardian)
    assert (before.given_at, before.withdrawn_at) == (NOW, LATER)
    assert (now.given_at, now.withdrawn_at) == (LATER, None)
    assert agree(world, guardian, LATER + DAY) == now, "there is nobody new"


def test_taking_it_back_holds_for_each(world, family, refused):
    case, _first, second, guardian = family
    tie(world, second, guardian, now=LATER)
    agree(world, guardian, LATER)
    withdraw_consent(actor=world.cora, participant=fresh(guardian), now=LATER)
    reasons = refused(lambda: ready(world, case))
    assert "guardian_consents" in reasons


def test_a_case_that_was_ready_is_prepared_again(world, family):
    case, _first, second, guardian = family
    other = add(world, case, name="Otto Other")
    tie(world, second, other)
    agree(world, other, NOW)
    assert ready(world, case).state == "ready"
    tie(world, second, other, is_guardian=False, now=LATER)
    tie(world, second, guardian, now=LATER)
    assert fresh(case).state == "preparing"


def test_the_pages_say_that_they_are_asked_anew(world, family, at_alpha):
    case, _first, second, guardian = family
    tie(world, second, guardian, now=LATER)
    at_alpha.force_login(world.cora)
    page = at_alpha.get(f"/cases/{case.pk}/people/").content.decode()
    assert "Has not consented for each child yet" in page


def test_they_can_say_yes_again_on_their_own_page(world, family):
    _case, _first, second, guardian = family
    tie(world, second, guardian, now=LATER)
    own = open_page(world, fresh(guardian), HostClient("alpha.localhost"))
    assert own.post("/mine/answer/", {"agrees": "on"}).status_code == 302
    assert ParticipationConsent.objects.filter(participant=guardian).count() == 2
