"""A program and its cases from before there were versions, or written by a release that knows none."""

import pytest
from django.urls import reverse

from programs.models import MediationCase, PolicyVersion, Program
from tests.programs.cast import make_case
from tests.programs.policy.test_publishing import draft, publish, take


@pytest.fixture
def old_case(world):
    case = make_case(world, "preparing")
    MediationCase.objects.update(policy=None)
    Program.objects.update(current_policy=None)
    case.refresh_from_db()
    return case


def test_every_page_is_there(world, old_case, at_alpha):
    at_alpha.force_login(world.alice)
    pages = [reverse(name) for name in ("policy", "policy-versions", "home")]
    pages += [reverse("policy-change", args=["offenses"]), reverse("case-policy", args=[old_case.pk])]
    draft(world, mediators_needed=2)
    for page in (*pages, reverse("policy-draft"), reverse("case", args=[old_case.pk])):
        assert at_alpha.get(page).status_code == 200, page


def test_it_publishes_its_first_version_and_moves_its_cases(world, old_case):
    version = publish(world, moves=True, mediators_needed=2)
    old_case.refresh_from_db()
    assert old_case.policy == version
    assert take({"answer_days": 3}).number == version.number + 1
    assert PolicyVersion.objects.count() == version.number + 1


def test_its_case_can_be_found_and_moved(world, old_case, at_alpha):
    publish(world, mediators_needed=2)
    at_alpha.force_login(world.alice)
    address = reverse("case-policy", args=[old_case.pk])
    assert address in at_alpha.get(reverse("case", args=[old_case.pk])).content.decode()
    assert "2 people" in at_alpha.get(address).content.decode()
    at_alpha.post(address)
    old_case.refresh_from_db()
    assert old_case.policy.number == 2
