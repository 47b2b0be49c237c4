"""What is attacked: worlds whose tables agree, and real records that are those of the study."""

import hashlib

import numpy as np
import pytest

from infra.drills.disclosure import records, worlds
from network.reporting import intake
from network.reporting.models import Kind
from network.reporting.plan import TABLES, Level

pytestmark = pytest.mark.no_db

WORLD = worlds.synthetic(7, programs=12, regions=2, networks=1)


def test_the_file_of_records_is_the_one_that_is_named():
    assert hashlib.sha256(records.SOURCE.read_bytes()).hexdigest() == records.SHA256
    people = records.people()
    # The study's own figures: 432 people, of whom 114 were arrested within the year.
    assert (len(people), sum(each["arrest"] for each in people)) == (432, 114)


@pytest.mark.parametrize("world", [WORLD, records.real(7), worlds.fixtures(7)], ids=lambda world: world.name)
def test_each_case_is_in_one_possible_cell_of_each_table(world):
    counts = worlds.exact(world.records, TABLES)
    for table in TABLES:
        assert counts[table.id].sum() == len(world.records)
        assert not counts[table.id][~worlds.possible(table)].any()


def test_what_a_program_hands_in_fits_the_plan():
    mine = WORLD.records[(WORLD.records["program"] == 3) & (WORLD.records["year"] == 2022)]
    year = worlds.handed(mine, worlds.YEAR_TABLES)
    assert intake.check(Kind.YEAR, year) == len(mine)
    late = tuple(table for table in TABLES if table.is_late)
    assert intake.check(Kind.LATER, worlds.handed(mine, late)) == len(mine)


def test_regions_are_the_nation():
    parts = [len(WORLD.cases(level, code, 2022)) for level, code in WORLD.domains() if level == Level.REGION]
    assert (
        sum(parts)
        == len(WORLD.cases(Level.NATION, worlds.NATION, 2022))
        == (WORLD.records["year"] == 2022).sum()
    )


def test_a_world_is_made_again_of_its_seed():
    assert np.array_equal(worlds.synthetic(7, programs=12, regions=2, networks=1).records, WORLD.records)
