"""No sequence of steps, by whomever, leads to an accreditation without evidence and a reviewer without a conflict."""

import contextlib
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from amends.actions import Refused
from network.accreditation import actions
from network.accreditation.models import Accreditation, Evidence, State
from network.accreditation.states import GOOD, state_on
from tests.network.accreditation.made import WHY, answers_of, applied, prove, said

PEOPLE = ("officer", "officer2", "reviewer", "other", "stranger", "analyst")
CRITERIA = ("training", "supervision", "serious-harm", "learning", "impartial")
OUTCOMES = ("accredited", "provisional", "refused")
person = st.sampled_from(PEOPLE)
STEP = st.one_of(
    st.tuples(st.just("prove"), st.sampled_from((*CRITERIA, "all"))),
    st.tuples(st.just("assign"), person, person),
    st.tuples(st.just("declare"), person, st.booleans()),
    st.tuples(st.just("answer"), st.booleans()),
    st.tuples(
        st.just("find"),
        person,
        st.sampled_from((*CRITERIA, "all")),
        st.sampled_from(("met", "partly", "not_met")),
    ),
    st.tuples(st.just("finish"), person),
    st.tuples(st.just("decide"), person, st.sampled_from(OUTCOMES)),
    st.tuples(st.just("met"), person),
    st.tuples(st.sampled_from(("suspend", "reinstate", "revoke")), person),
    st.tuples(st.just("appeal")),
    st.tuples(st.just("uphold"), person),
)
# So that whole ways are walked as well as nonsense: a way that ends well, of which anything may be missing.
WAY = (
    ("prove", "all"),
    ("assign", "officer", "reviewer"),
    ("declare", "reviewer", False),
    ("answer", False),
    ("find", "reviewer", "all", "met"),
    ("finish", "reviewer"),
    ("answer", False),
    ("decide", "officer2", "accredited"),
)


@st.composite
def ways(draw):
    """Some steps of the good way in their order, with others between them."""
    way = []
    for step in WAY:
        way += draw(st.lists(STEP, max_size=2))
        if draw(st.integers(0, 5)):
            way.append(step)
    return way + draw(st.lists(STEP, max_size=4))


def walk(scene, row, step, number):
    """Take one step; what is refused changes nothing."""
    name, rest = step[0], step[1:]
    act = {"accreditation": row, "now": timezone.now()}
    if name in HEARD:
        told = said(scene, number, id=str(row.pk), **HEARD[name](row, *rest))
        actions.hear_accreditation(actor=None, tenant=scene.tenant, said=told, now=timezone.now())
    elif name == "prove":
        prove(scene, row, *(() if rest[0] == "all" else rest))
    else:
        who, *more = rest
        for told in TAKEN[name](scene, *more):
            getattr(actions, ACTION[name])(actor=getattr(scene, who), **told, **act)


HEARD = {
    "answer": lambda row, belongs: answers_of(row, belongs=belongs),
    "appeal": lambda _: {"appeal": "No."},
}
"""What the program says."""
ACTION = {
    "assign": "assign_reviewer",
    "declare": "declare_reviewer_conflict",
    "find": "record_finding",
    "finish": "finish_review",
    "decide": "decide_accreditation",
    "met": "close_condition",
    "uphold": "answer_appeal",
    **{each: f"{each}_accreditation" for each in ("suspend", "reinstate", "revoke")},
}
TAKEN = {
    "assign": lambda scene, reviewer: [{"reviewer": getattr(scene, reviewer)}],
    "declare": lambda _, has_conflict: [{"has_conflict": has_conflict, "words": "A friend."}],
    "find": lambda _, criterion, result: [
        {"criterion": each, "result": result, "words": WHY, **condition(result)}
        for each in (CRITERIA if criterion == "all" else (criterion,))
    ],
    "finish": lambda _: [{"recommends": "accredited", "words": WHY}],
    "decide": lambda _, outcome: [{"outcome": outcome, "why": WHY}],
    "met": lambda _: [{"criterion": each} for each in CRITERIA],
    "uphold": lambda _: [{"upheld": True, "answer": WHY}],
    **dict.fromkeys(("suspend", "reinstate", "revoke"), lambda _: [{"why": WHY}]),
}
"""What each step is given, as often as it is taken."""


def condition(result):
    """Return a condition for what is met in part."""
    if result == "partly":
        return {"condition": "Do it.", "due": timezone.localdate() + timedelta(days=9)}
    return {"condition": "", "due": None}


def assert_earned(row):
    """Whoever was accredited this moment has all that it takes, and two people stand behind it."""
    review = row.reviews.get(ended_at=None)
    assert (review.has_conflict, review.belongs) == (False, False)
    assert review.asked == review.answered > 0
    assert review.done_at is not None
    assert row.decided_by_id not in (None, review.reviewer_id)
    required = {each.id for each in row.by.content.criteria if each.required}
    assert required <= set(Evidence.objects.filter(accreditation=row).values_list("criterion", flat=True))
    assert set(review.findings.values_list("criterion", flat=True)) == set(CRITERIA)
    assert not review.findings.filter(criterion__in=required, result="not_met").exists()
    if any(each.is_open for each in review.findings.all()):
        assert row.state == State.PROVISIONAL


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(way=ways())
@example(way=[*WAY, ("answer", True)])
@example(way=[*WAY, ("suspend", "officer"), ("answer", True), ("reinstate", "officer2")])
def test_no_way_leads_around_the_rules(scene, way):
    with transaction.atomic():
        row = applied(scene)
        for number, step in enumerate(way, start=2):
            with contextlib.suppress(Refused, PermissionDenied), transaction.atomic():
                walk(scene, row, step, number)
            before, row = row, Accreditation.objects.get(pk=row.pk)
            # What the program says of a reviewer later does not undo a decision, but nothing is decided on it.
            if row.state != before.state and state_on(row, timezone.localdate()) in GOOD:
                assert_earned(row)
        transaction.set_rollback(True)


def test_the_good_way_leads_there(scene):
    row = applied(scene)
    for number, step in enumerate(WAY, start=2):
        walk(scene, row, step, number)
    row = Accreditation.objects.get(pk=row.pk)
    assert row.state == State.ACCREDITED
    assert_earned(row)
    assert [each.state for each in row.steps.all()] == ["applied", "under_review", "accredited"]


@pytest.mark.parametrize(
    ("left_out", "guard"),
    [
        (0, "required_evidence"),
        (1, "review_is_done"),
        (2, "review_is_done"),
        (4, "review_is_done"),
        (5, "review_is_done"),
        (6, "reviewer_compared_anew"),
    ],
)
def test_each_step_of_the_way_is_needed(scene, left_out, guard):
    row = applied(scene)
    for number, step in enumerate(WAY[:-1], start=2):
        if number - 2 != left_out:
            with contextlib.suppress(Refused):
                walk(scene, row, step, number)
    if left_out == 1:
        # Nobody was asked, so it is not even under review.
        guard = "accreditation_state"
    with pytest.raises(Refused) as refusal:
        walk(scene, row, WAY[-1], 99)
    assert guard in {reason.id for reason in refusal.value.reasons}
    assert Accreditation.objects.get(pk=row.pk).state != State.ACCREDITED


def test_a_reviewer_whom_the_program_knows_for_its_own_finds_nothing(scene):
    row = applied(scene)
    for step in (*WAY[:3], ("answer", True)):
        walk(scene, row, step, 5)
    with pytest.raises(Refused) as refusal:
        walk(scene, row, WAY[4], 6)
    assert [reason.id for reason in refusal.value.reasons] == ["reviewer_outside_program"]


def test_a_declared_conflict_is_not_taken_back(scene):
    row = applied(scene)
    walk(scene, row, WAY[1], 2)
    walk(scene, row, ("declare", "reviewer", True), 3)
    for step in (WAY[2], WAY[4]):
        with pytest.raises(Refused) as refusal:
            walk(scene, row, step, 4)
        assert [reason.id for reason in refusal.value.reasons] == ["unconflicted_reviewer"]
    with pytest.raises(Refused) as refusal:
        walk(scene, row, ("assign", "officer", "reviewer"), 5)
    assert [reason.id for reason in refusal.value.reasons] == ["another_reviewer"]


def test_evidence_of_another_program_is_not_taken(scene, beta):
    row = applied(scene)
    told = {"id": str(uuid.uuid4()), "accreditation": str(row.pk), "criterion": "training"}
    assert actions.hear_evidence(actor=None, tenant=beta, said=told, now=timezone.now()) is None
    assert not Evidence.objects.exists()
