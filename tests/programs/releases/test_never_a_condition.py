"""C4, FIXED: no rule of a case's way forward may look for a release, whoever writes it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.facts import CaseFacts
from programs.models import Program
from programs.models.case import CaseState
from programs.steps import CASE_STEPS, missing
from tests.meta.source import python_files, tree
from tests.programs.cast import NOW, make_case, parties

LOOKED_AT_BY = {"programs/guards/forwarding.py"}
"""Guards that may: what leaves the program for another one (R7), which is no step of a case."""


def test_no_guard_knows_releases():
    import ast

    names = ("InformationRelease", "releases", "release", "record_release", "revoke_release")
    rooms = ("programs/guards", "programs/steps")
    knowing = {
        str(path)
        for path in python_files("programs")
        if str(path).startswith((*rooms, "programs/loading.py"))
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Name) and node.id in names)
        or (isinstance(node, ast.Attribute) and node.attr in names)
    }
    assert knowing <= LOOKED_AT_BY


def test_no_step_of_a_case_has_a_guard_that_does():
    from programs.guards import GUARDS

    asking = {each.id for each in GUARDS.values() if each.rule in ("C4", "R7")}
    assert not [step.id for step in CASE_STEPS if asking & set(step.guards)]


def test_judging_every_step_reads_no_release_and_says_the_same_with_one(world, release_of):
    case = make_case(world, "preparing")

    def judged():
        said = {}
        for state in CaseState:
            case.state = state
            facts = CaseFacts(case=case, program=Program.objects.get(), now=NOW)
            said[state] = [[reason.id for reason in missing(step, facts)] for step in CASE_STEPS]
        return said

    with CaptureQueriesContext(connection) as asked:
        without = judged()
    assert len(asked) > 10
    assert not [each for each in asked if "informationrelease" in each["sql"]]
    for person in parties(case):
        release_of(person)
    assert judged() == without


def test_the_pages_say_so(world, at_alpha):
    person = parties(make_case(world))[0]
    at_alpha.force_login(world.cora)
    assert (
        "nothing in a case waits for one" in at_alpha.get(f"/people/{person.pk}/releases/").content.decode()
    )
    form = at_alpha.get(f"/people/{person.pk}/releases/add/").content.decode()
    assert "Never ask for a release as a condition" in form
