"""The story of a case is told from the audit."""

from amends import audit
from programs.timeline import story
from tests.programs.cast import make_case


def test_it_works(world):
    case = make_case(world, "scheduled")
    audit.flush()
    told = [str(event["label"]) for event in story(case)]
    assert told[0] == "Session scheduled"
    assert told[-1] == "Case opened"
    assert {event["byline"] for event in story(case)} == {"Cora"}


def test_it_holds_only_this_case(world):
    case = make_case(world, "intake")
    make_case(world, "scheduled")
    audit.flush()
    assert [str(event["label"]) for event in story(case)] == ["Case opened"]
