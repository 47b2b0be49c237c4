"""The demonstration's cases: each plot is lived by the real actions, in each type of program, the same twice."""

from collections import Counter

import pytest

from programs.actions.demo import NoDemonstration, make_demo_case
from programs.demo.plots import PLOTS, plots_of
from programs.demo.programs import PROGRAMS
from programs.management.commands import seed
from programs.models import AgreementItem, MediationCase, Participant, Referral
from programs.models.case import CaseState
from programs.models.referral import ReferralState
from programs.presets import PRESETS
from tests.programs.cast import NOW, at


@pytest.fixture(params=PROGRAMS, ids=lambda demo: demo.type)
def demo(request, alpha):
    """A demonstration program that is furnished, entered, without a case."""
    command = seed.Command()
    command.hashed = "!"
    with at(alpha):
        command.furnish(request.param, alpha)
        yield request.param


def firsts(demo):
    """Return the number of the first case of each plot that this program has."""
    plots = [plot for plot, _age in plots_of(PRESETS[demo.type])]
    return [plots.index(plot) for plot in dict.fromkeys(plots)]


def test_each_plot_can_be_lived(demo):
    for number in firsts(demo):
        assert make_demo_case(actor=None, number=number, now=NOW)
    states = set(MediationCase.objects.values_list("state", flat=True))
    has_exchange = "letter_exchange" in PRESETS[demo.type].policy.modes
    left_out = {CaseState.SEALED, CaseState.PURGED} | (set() if has_exchange else {CaseState.EXCHANGING})
    assert set(CaseState) - states == left_out
    assert set(Referral.objects.values_list("state", flat=True)) == {
        ReferralState.SUBMITTED,
        ReferralState.UNDER_REVIEW,
        ReferralState.ACCEPTED,
        ReferralState.DECLINED,
        ReferralState.WITHDRAWN,
    }
    reasons = Counter(
        MediationCase.objects.exclude(closure_reason="").values_list("closure_reason", flat=True)
    )
    assert set(reasons) == {plot.reason for plot in PLOTS if plot.reason}
    assert AgreementItem.objects.filter(due_date__lt=NOW.date(), status="open").exists()


def test_a_case_is_made_once_and_the_same_each_time(alpha, beta):
    names = []
    for place in (alpha, beta):
        command = seed.Command()
        command.hashed = "!"
        with at(place):
            command.furnish(PROGRAMS[0], place)
            for _ in range(2):
                make_demo_case(actor=None, number=20, now=NOW)
            assert Referral.objects.count() == 1
            names.append([person.name for person in Participant.objects.order_by("role")])
    assert names[0] == names[1]


def test_each_program_has_sixty_to_a_hundred_and_twenty():
    sizes = [len(plots_of(PRESETS[demo.type])) for demo in PROGRAMS]
    assert all(60 <= size <= 120 for size in sizes)
    assert len(set(sizes)) == len(sizes)


def test_no_case_is_invented_where_real_ones_are(world, settings):
    settings.AMENDS_DEMO = False
    with pytest.raises(NoDemonstration):
        make_demo_case(actor=None, number=0, now=NOW)
    assert not Referral.objects.exists()
