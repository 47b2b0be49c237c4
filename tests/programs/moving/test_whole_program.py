"""A program with a row of everything goes out and into an empty one: the same, by the digest of every row."""

import pytest
from django.utils import timezone

from programs.actions.moving import discard_move
from programs.models import ImportBatch
from programs.models.imported import ImportState
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.meta.isolation_rows import CANARY, Scene
from tests.programs.cast import at
from tests.programs.moving.rig import archive_bytes, founded, moved_in, moved_out


@pytest.fixture
def scene(alpha):
    with at(alpha):
        scene = Scene(alpha, CANARY)
        discard_move(actor=scene.world.alice, batch=scene.move, now=timezone.now())
    return scene


def test_it_arrives_as_it_was(alpha, beta, scene, worker):  # noqa: F811
    out = moved_out(alpha, worker, scene.world.alice)
    assert out.state == ImportState.PACKED
    content = archive_bytes(alpha, scene.world.alice, out)
    assert CANARY.encode() not in content
    came = moved_in(beta, worker, founded(beta), content, out.found["passphrase"])
    assert came.state == ImportState.IMPORTED, [
        came.progress.get("trouble"),
        [k for k, v in came.progress.get("proved", {}).items() if not v],
    ]
    assert came.progress["same"]
    assert came.progress["digest"] == out.progress["digest"]
    with at(beta):
        again = ImportBatch.objects.moves().get()
    assert again.found is None
