"""The story of a case is told from the audit."""

from amends import audit
from programs.timeline import story
from tests.programs.cast import consent_of_both, make_case


def test_it_works(world):
    case = make_case(world, "scheduled")
    audit.flush()
    told = [str(event["label"]) for event in story(case)]
    assert told[0] == "Session scheduled"
    assert told[-1] == "Case opened"
    assert {event["byline"] for event in story(case)} == {"Cora"}


def test_it_says_whose_consent_in_the_programs_words(world):
    case = make_case(world, "preparing")
    consent_of_both(world, case)
    audit.flush()
    told = {str(event["label"]) for event in story(case)}
    assert {"Consent recorded: victim", "Consent recorded: offender"} <= told


def test_it_holds_only_this_case(world):
    case = make_case(world, "intake")
    make_case(world, "scheduled")
    audit.flush()
    assert [str(event["label"]) for event in story(case)] == ["Case opened"]
