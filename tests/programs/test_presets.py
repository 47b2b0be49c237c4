"""The six presets behave differently, each in a way that a sentence states."""

import pytest

from programs.actions.program import UnableToSetUp, set_up_program
from programs.models import Program
from programs.policy.versions import values_of
from programs.presets import PRESETS
from tests.programs.cast import assign, at, make_case, make_severe_case, make_world, record_law


def test_it_works(world):
    program = Program.objects.get()
    assert (program.type, program.premise, PRESETS[program.preset].track) == ("church", "balanced", "vom")


def test_a_second_set_up_changes_nothing(world, alpha):
    again = set_up_program(
        actor=world.alice, tenant_id=alpha.id, name="Other", neutral_name="X", type="church", preset="church"
    )
    assert again.name == "Alpha Mediation"
    assert Program.objects.count() == 1


def test_a_preset_is_refused_for_another_type(world, alpha):
    with pytest.raises(UnableToSetUp):
        set_up_program(
            actor=world.alice,
            tenant_id=alpha.id,
            name="X",
            neutral_name="X",
            type="church",
            preset="probation",
        )


def test_a_church_assigns_no_staff_and_a_community_agency_does(alpha, beta, refused):
    from programs.actions.mediators import enrol_mediator
    from tests.programs.cast import NOW

    for tenant, kind, is_allowed in ((alpha, "church", False), (beta, "community_agency", True)):
        with at(tenant):
            world = make_world(tenant, type=kind)
            enrol_mediator(actor=world.alice, user=world.mia, standing="staff", now=NOW)
            world.mediators["mia"].refresh_from_db()
            case = make_case(world, "screening")
            if is_allowed:
                assert assign(world, case)
            else:
                assert refused(lambda case=case, world=world: assign(world, case)) == ["standing_allowed"]


def test_severe_violence_needs_two_mediators(alpha, refused):
    from programs.actions.screening import begin_preparing, record_acknowledgement
    from tests.programs.cast import NOW

    with at(alpha):
        world = make_world(alpha, preset="severe_violence")
        case = make_severe_case(world, "screening")
        record_acknowledgement(actor=world.cora, case=case, now=NOW, answer="full")
        record_law(world, case)
        assign(world, case)
        prepare = lambda: begin_preparing(actor=world.cora, case=case, now=NOW)  # noqa: E731
        assert refused(prepare) == ["mediator_assigned"]
        assign(world, case, "max")
        assert prepare().state == "preparing"


def test_only_a_dispute_settlement_centre_takes_matters_outside_the_courts():
    assert [preset.id for preset in PRESETS.values() if "community" in preset.policy.stages] == [
        "dispute_settlement"
    ]


def test_only_probation_returns_a_breach_to_the_officer():
    assert [preset.id for preset in PRESETS.values() if preset.policy.breach_returns_to_referrer] == [
        "probation"
    ]


def test_the_victims_wishes_lead_where_the_premise_says_so():
    leading = {preset.id for preset in PRESETS.values() if preset.policy.premise == "victim_supreme"}
    assert leading == {"community_agency", "severe_violence", "correctional"}


def test_no_two_presets_are_the_same():
    policies = [values_of(preset.policy) for preset in PRESETS.values()]
    assert all(policies.count(policy) == 1 for policy in policies)
