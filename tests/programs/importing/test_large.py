"""300 rows, 2 % of them broken: all good ones go in, each bad one is named, and undone nothing is left."""

import csv
import io

from programs.actions.imports import begin_import
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import at, make_world
from tests.programs.importing import large
from tests.programs.importing.rig import check, fresh, undo

ROWS = 300


def test_all_good_rows_go_in_and_out_again(alpha, worker):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
    worker.drain()
    before = large.state_of(alpha)
    content, broken = large.file_of(ROWS)
    batch = check(alpha, world, worker, list(csv.reader(io.StringIO(content.decode())))[1:])
    with at(alpha):
        begin_import(actor=world.cora, batch=batch)
    worker.drain()
    batch = fresh(alpha, batch)
    assert large.named(alpha, batch) == broken
    assert large.digest_of(alpha)[1] == ROWS - len(broken) == batch.counts["rows"]["made"]
    undo(alpha, world, worker, batch)
    assert large.state_of(alpha) == before
