"""A small run of the drill: the release as it is built holds, and each mistake turns it red."""

import pytest

from infra.drills.disclosure import AGAIN, running
from infra.drills.disclosure.mistakes import MISTAKES


@pytest.mark.takes(seconds=20)
def test_it_holds_and_the_mistakes_show(committed):
    report = running.run_small(3)
    told = report.figures
    assert told["wrong"] == []
    assert told["exact_disclosures"] == told["programs_totals_estimated"] == 0
    assert set(told["mistakes"]) == set(MISTAKES)
    assert all(told["mistakes"].values())
    assert told["naive_broken_percent"] == 100
    assert told["suppression_broken_percent"] > 70
    released = told["worlds"]["synthetic, 12 programs of 85"]["released"]
    assert released["published"] == released["domains"] == 6
    # Each late case, and each beginning again, was refused.
    assert released["refused_after_sealing"] > AGAIN
    assert report.ok
