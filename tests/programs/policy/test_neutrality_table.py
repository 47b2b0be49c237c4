"""Who may mediate: a table of what a mediator belongs to, kinds of programs and parts in the case, every cell tried.

What is expected is written here by hand (N1, N3), and asks nothing of the code that it judges.
"""

import pytest

from programs.actions.mediators import enrol_mediator, record_affiliation
from programs.facts import Asked, CaseFacts
from programs.guards import unmet
from programs.models import Affiliation, Mediator, Program
from programs.steps.declared import NEUTRALITY
from tests.programs.cast import NOW, at, make_case, make_world

TYPES = ("church", "community_agency", "probation", "dispute_settlement")
KINDS = (
    "probation_officer", "parole_officer", "police_officer", "prosecutor", "defence_attorney", "victim_advocate",
    "court_staff", "school_staff", "church_member", "other",
)  # fmt: skip
PARTS = {
    "an office that has no part in the case": ("Some Office", set()),
    "the office that referred": ("Lincoln School", {"no_involved_office"}),
    "no office": ("", set()),
}
NO_OFFICERS = {"probation": {"probation_officer", "parole_officer"}}
"""In a probation program nobody of such a department mediates any case."""
CONNECTIONS = {
    "none": set(),
    **{
        key: {"no_connection"}
        for key in ("kin", "authority", "employer", "other_matter", "knows", "objection")
    },
}
STANDINGS = {
    "church": {"volunteer"},
    "community_agency": {"volunteer", "staff"},
    "probation": {"volunteer"},
    "dispute_settlement": {"volunteer", "roster"},
}


@pytest.fixture(params=TYPES)
def judging(request, alpha):
    """Return the kind of program, its people, and what stands against Mia as the mediator of a case there."""
    with at(alpha):
        world = make_world(alpha, type=request.param)
        case, program = make_case(world, "screening"), Program.objects.get()

        def judge(connection="none"):
            asked = Asked(
                mediator=Mediator.objects.get(pk=world.mia.pk),
                supervisor=world.sol,
                connection=connection,
                is_assigning=True,
            )
            facts = CaseFacts(case=case, program=program, now=NOW, asked=asked)
            return {each.id for each in unmet(NEUTRALITY, facts)}

        yield request.param, world, judge


def test_what_a_mediator_belongs_to(judging):
    program, world, judge = judging
    cells = 0
    for kind in KINDS:
        for part, (office, refusing) in PARTS.items():
            told = {"kind": kind, "office_name": office, "office_kind": "other" if office else ""}
            record_affiliation(actor=world.alice, mediator=world.mediators["mia"], **told)
            expected = refusing | (
                {"no_officer_of_department"} if kind in NO_OFFICERS.get(program, ()) else set()
            )
            assert judge() == expected, f"{kind} of {part} in a program of the type {program}"
            Affiliation.objects.all().delete()
            cells += 1
    assert cells == len(KINDS) * len(PARTS)


def test_how_a_mediator_is_connected(judging):
    program, _world, judge = judging
    for connection, expected in CONNECTIONS.items():
        assert judge(connection) == expected, f"{connection} in a program of the type {program}"


def test_what_a_mediator_is_here(judging):
    program, world, judge = judging
    for standing in ("volunteer", "staff", "roster"):
        enrol_mediator(actor=world.alice, user=world.mia, standing=standing, now=NOW)
        expected = set() if standing in STANDINGS[program] else {"standing_allowed"}
        assert judge() == expected, f"{standing} in a program of the type {program}"
