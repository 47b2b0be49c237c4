"""Every step from every state: what it leads to, or by which rule it is refused; and by whom it may be taken."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from amends.actions import Refused
from network.accreditation import actions
from network.accreditation.guards import current_review
from network.accreditation.models import Accreditation, State
from network.accreditation.states import state_on
from tests.network.accreditation.made import WHY, in_state

A, U, P, C = "applied", "under_review", "provisional", "accredited"
D, L, S, R, N, W, X = "renewal_due", "lapsed", "suspended", "revoked", "refused", "withdrawn", "renewed"
STATES = (A, U, P, C, D, L, S, R, N, W, X)

STEPS = {
    "assign_reviewer": ("officer", lambda scene: {"reviewer": scene.other}),
    "declare_reviewer_conflict": ("reviewer", lambda _: {"has_conflict": False, "words": ""}),
    "record_finding": (
        "reviewer",
        lambda _: {"criterion": "training", "result": "met", "words": WHY, "condition": "", "due": None},
    ),
    "finish_review": ("reviewer", lambda _: {"recommends": "accredited", "words": WHY}),
    "decide_accreditation": ("officer2", lambda _: {"outcome": "accredited", "why": WHY}),
    "close_condition": ("reviewer", lambda _: {"criterion": "training"}),
    "suspend_accreditation": ("officer", lambda _: {"why": WHY}),
    "reinstate_accreditation": ("officer", lambda _: {"why": WHY}),
    "revoke_accreditation": ("officer", lambda _: {"why": WHY}),
    "answer_appeal": ("officer2", lambda _: {"upheld": True, "answer": WHY}),
}
LEADS_TO = {
    ("assign_reviewer", A): U,
    ("assign_reviewer", U): U,
    ("declare_reviewer_conflict", U): U,
    ("record_finding", U): U,
    ("finish_review", U): U,
    ("decide_accreditation", U): C,
    # The condition is open still: another rule than the state refuses it.
    ("decide_accreditation", P): "no_open_condition",
    ("close_condition", P): P,
    ("suspend_accreditation", P): S,
    ("suspend_accreditation", C): S,
    ("suspend_accreditation", D): S,
    ("reinstate_accreditation", S): C,
    ("revoke_accreditation", P): R,
    ("revoke_accreditation", C): R,
    ("revoke_accreditation", D): R,
    ("revoke_accreditation", S): R,
    ("answer_appeal", N): U,
    ("answer_appeal", P): U,
    ("answer_appeal", R): U,
    ("answer_appeal", S): C,
}
"""Everything else is refused as "accreditation_state"."""
ROLES = {
    "assign_reviewer": {"officer", "officer2"},
    "declare_reviewer_conflict": {"reviewer"},
    "record_finding": {"reviewer"},
    "finish_review": {"reviewer"},
    "decide_accreditation": {"officer", "officer2", "other"},
    "close_condition": {"reviewer"},
    "suspend_accreditation": {"officer", "officer2"},
    "reinstate_accreditation": {"officer", "officer2"},
    "revoke_accreditation": {"officer", "officer2"},
    # The first officer decided.
    "answer_appeal": {"officer2"},
}
WHERE = {
    "assign_reviewer": A,
    "close_condition": P,
    "suspend_accreditation": C,
    "revoke_accreditation": C,
    "reinstate_accreditation": S,
    "answer_appeal": N,
}
PEOPLE = ("officer", "officer2", "reviewer", "other", "analyst", "billing", "stranger")
REFUSALS = {
    "stranger": {"acts_for_this_network"},
    "officer": {"appeal_by_another"},
    "other": {"is_the_reviewer"},
    "reviewer": {"another_person_decides"},
}


def take(scene, step, row, person=None):
    who, told = STEPS[step]
    act = getattr(actions, step)
    return act(actor=getattr(scene, person or who), accreditation=row, now=timezone.now(), **told(scene))


def made(scene, step, state):
    """Return a row in a state, with the review as far as the step needs it."""
    begun = step in ("declare_reviewer_conflict", "record_finding", "finish_review")
    row = in_state(scene, state, done=not begun, appeals=step == "answer_appeal")
    if step == "declare_reviewer_conflict" and (review := current_review(row)):
        review.has_conflict = None
        review.save()
    return row


def told_state(row):
    return state_on(Accreditation.objects.get(pk=row.pk), timezone.localdate())


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_leads_from_its_states_alone(scene, step, state):
    row = made(scene, step, state)
    assert told_state(row) == state
    follows = LEADS_TO.get((step, state), "accreditation_state")
    if follows in STATES:
        take(scene, step, row)
        assert told_state(row) == follows
        return
    with pytest.raises(Refused) as refusal:
        take(scene, step, row)
    assert follows in {reason.id for reason in refusal.value.reasons}
    assert all(str(reason.sentence) and str(reason.remedy) for reason in refusal.value.reasons)
    assert told_state(row) == state


def test_the_table_has_every_state():
    assert set(STATES) == set(State.values)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_taken_by_its_people_alone(scene, step, person):
    row = made(scene, step, WHERE.get(step, U))
    before = told_state(row)
    if person in ROLES[step]:
        take(scene, step, row, person)
        return
    with pytest.raises((Refused, PermissionDenied)) as refusal:
        take(scene, step, row, person)
    if isinstance(refusal.value, Refused):
        assert REFUSALS[person] & {reason.id for reason in refusal.value.reasons}
    else:
        assert person in ("analyst", "billing", "officer", "officer2", "reviewer", "other")
    assert told_state(row) == before
