"""Whatever networks publish, members decide, and days bring: no policy looser than a minimum, no case moved unseen.

Acceptance 2 of part 8, against a reckoning of its own (`by_hand`).
"""

import datetime as dt
import uuid

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from amends.audit.models import AuditEntry
from programs.actions.guidance import hold_standards, take_standards
from programs.actions.policy import (
    UnableToPublish,
    change_settings,
    discard_draft,
    move_case_to_policy,
    publish_policy,
)
from programs.models import MediationCase, PolicyVersion, Program
from programs.policy.drafting import draft_of
from tests.programs.cast import NOW, make_case
from tests.programs.guidance.by_hand import STAYS, Network, looser, torn

STAGES = ("pre_charge", "post_charge", "post_adjudication", "community")
VALUES = {
    "answer_days": st.integers(1, 20),
    "mediators_needed": st.integers(1, 3),
    "training_hours": st.integers(0, 60),
    "stages": st.lists(st.sampled_from(STAGES), min_size=1, max_size=3, unique=True),
    "no_pending_appeal": st.booleans(),
    "days": st.dictionaries(st.sampled_from(("intake", "ready", "held")), st.integers(1, 40), min_size=1),
}
ASKED = st.fixed_dictionaries({}, optional=VALUES)
OURS = st.fixed_dictionaries({}, optional={name: VALUES[name] for name in VALUES if name != "days"})
WHICH = st.integers(0, 2)
MOST_CASES = 3


class Standards(RuleBasedStateMachine):
    """A program with three networks; `world` is set for a run."""

    world = None

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.networks = [Network() for _number in range(3)]
        self.words = {}
        self.today, self.now = NOW.date(), NOW
        self.pinned = {}
        self.moves = AuditEntry.objects.filter(verb__startswith="policy_moved").count()
        self.kept = Program.objects.get().policy.stages
        self.chose = False

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def _bring(self, which, template=None, *, is_member=True):
        network = self.networks[which]
        network.number += 1
        word = {
            "network": str(uuid.UUID(int=which + 1)),
            "name": f"Network {which}",
            "number": network.number,
            "is_member": is_member,
            "template": template,
            "resources": [],
        }
        self.words.setdefault(which, []).append(word)
        take_standards(actor=None, word=word, now=self.now)

    @rule(which=WHICH, asked=ASKED, wait=st.integers(0, 40), recommends=st.booleans())
    def publish(self, which, asked, wait, recommends):
        network = self.networks[which]
        network.asked, network.holds_from = asked, self.today + dt.timedelta(days=wait)
        network.is_member, network.ends_on = True, None
        asks = {name: {"value": value, "demand": "required"} for name, value in asked.items()}
        if recommends:  # binds nobody
            asks.setdefault("arrears_days", {"value": {"remind": 1}, "demand": "recommended"})
            asks.setdefault("supervision_weeks", {"value": 1, "demand": "optional"})
        template = {
            "number": network.number + 1,
            "settings": asks,
            "why": "Agreed.",
            "holds_from": network.holds_from.isoformat(),
            "published_on": self.today.isoformat(),
        }
        network.wake(self.today)
        self._bring(which, template)

    @rule(which=WHICH)
    def withdraw(self, which):
        network = self.networks[which]
        network.asked, network.holds_from = {}, self.today
        network.is_member, network.ends_on = True, None
        network.wake(self.today)
        self._bring(which)

    @rule(which=WHICH)
    def leave(self, which):
        network = self.networks[which]
        if network.is_member:
            network.is_member, network.ends_on = False, self.today + dt.timedelta(days=STAYS)
        self._bring(which, is_member=False)

    @rule(which=WHICH, data=st.data())
    def hear_something_again(self, which, data):
        if which in self.words:
            word = data.draw(st.sampled_from(self.words[which]))
            take_standards(actor=None, word=word, now=self.now)

    @rule(days=st.integers(1, 12))
    def days_pass(self, days):
        self.today += dt.timedelta(days=days)
        self.now += dt.timedelta(days=days)
        for network in self.networks:
            network.wake(self.today)
        hold_standards(actor=None, now=self.now)

    @rule(values=OURS, moves=st.booleans())
    def decide(self, values, moves):
        draft = change_settings(actor=self.world.alice, now=self.now, values=values)
        told = {"actor": self.world.alice, "now": self.now, "note": "We want it."}
        try:
            made = publish_policy(**told, mark=draft.mark, moves_open_cases=moves)
        except UnableToPublish:
            if not draft_of(Program.objects.get()).is_empty:
                discard_draft(actor=self.world.alice)
            return
        self.chose = True
        if moves:
            self.moves += len(self.pinned)
            self.pinned = dict.fromkeys(self.pinned, made.pk)

    @rule()
    def open_case(self):
        if len(self.pinned) < MOST_CASES:
            case = make_case(self.world, "intake", stage=Program.objects.get().policy.stages[0])
            self.pinned[case.pk] = Program.objects.get().current_policy_id
            assert case.policy_id == self.pinned[case.pk]

    @rule()
    def move_case(self):
        for key in list(self.pinned)[:1]:
            move_case_to_policy(actor=self.world.alice, case=MediationCase.objects.get(pk=key))
            self.pinned[key] = Program.objects.get().current_policy_id
            self.moves += 1

    @invariant()
    def nothing_is_looser_than_a_minimum(self):
        assert list(looser(Program.objects.get().policy, self.networks)) == []

    @invariant()
    def what_is_contradicted_is_loosened_by_nobody(self):
        stages = Program.objects.get().policy.stages
        if torn(self.networks):
            assert set(stages) <= set(self.kept) if self.chose else set(stages) == set(self.kept)
        self.kept, self.chose = stages, False

    @invariant()
    def each_case_keeps_its_version_unless_a_move_is_on_record(self):
        rows = MediationCase.objects.filter(pk__in=self.pinned)
        assert dict(rows.values_list("pk", "policy")) == self.pinned
        assert AuditEntry.objects.filter(verb__startswith="policy_moved").count() == self.moves

    @invariant()
    def each_network_concerned_is_told_of_a_contradiction(self):
        guidance = Program.objects.get().guidance
        contradicted = torn(self.networks)
        for which, network in enumerate(self.networks):
            if which in self.words:
                told = guidance[str(uuid.UUID(int=which + 1))]["torn"]
                assert set(told) == contradicted & network.live.keys()


def test_no_policy_is_looser_than_a_minimum_and_no_case_moves_unseen(world):
    machine = type("Run", (Standards,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate,),
            database=None,
        ),
    )
    assert PolicyVersion.objects.count() == 1, "every example was undone"
