"""What the page of a case offers is what the access policy allows: for each role and each state of a case."""

import pytest
from django.urls import reverse

from amends.accounts.access import may
from programs.models import MediationCase
from programs.models.case import CaseState
from programs.retention.unseen import seeing_sealed
from programs.steps import CASE_STEPS
from tests.programs.cast import ROLES, make_case

ENDS = (CaseState.CLOSING, CaseState.CLOSED, CaseState.SEALED, CaseState.PURGED)


@pytest.fixture
def case(world) -> MediationCase:
    return make_case(world, "monitoring")


@pytest.mark.parametrize("name", sorted(ROLES))
def test_a_case_offers_what_the_policy_allows(name, world, case, at_alpha):
    user = world.people[name]
    at_alpha.force_login(user)
    seen = 0
    for state in CaseState.values:
        reason = "other" if state in ENDS else ""
        held = {"held_from": "ready", "hold_reason": "other"} if state == CaseState.ON_HOLD else {}
        with seeing_sealed():
            MediationCase.objects.filter(pk=case.pk).update(state=state, closure_reason=reason, **held)
        is_visible = MediationCase.objects.visible_to(user).filter(pk=case.pk).exists()
        page = at_alpha.get(reverse("case", args=[case.pk]))
        assert page.status_code == (200 if is_visible else 404)
        if is_visible:
            seen += 1
            offered = {each["href"] for each in page.context["next"]}
            offered |= {href for _label, href in page.context["others"]}
            assert offered == {
                reverse(step.page, args=[case.pk])
                for step in CASE_STEPS
                if step.about == "case" and may(user, step.id, state)
                # Nothing in this case is there to be let through.
                if not step.only_when_possible
            }
    sees_all = {"alice", "cora", "sol"}
    # What is sealed or purged is seen by nobody.
    assert seen == (len(CaseState) - 2 if name in sees_all else 11 if name == "mia" else 0)
