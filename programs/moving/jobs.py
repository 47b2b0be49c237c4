"""The jobs of a move: each does one part and ends by queueing the next, so that a kill costs one part at most."""

import uuid
from typing import Any

from django.utils import timezone

from amends import outbox
from programs.actions.moving import expire_move, go_on_moving, settle_move
from programs.models import ImportBatch
from programs.moving.gathering import one_moment
from programs.moving.packing import sweep


@outbox.job("programs.move_step")
def step(*, batch_id: uuid.UUID) -> None:
    """Do the next part."""
    go_on_moving(actor=None, batch_id=batch_id, now=timezone.now())


def settling(*, batch_id: uuid.UUID) -> None:
    """What the errand below takes."""


class Settling:
    """Brings what was gathered to one moment. An errand, whose `perform` alone may begin its own kind of transaction.

    What it does is committed by itself, and done once: another attempt finds the next stage.
    """

    def prepare(self, attempt: outbox.Attempt, **args: Any) -> Any:
        """Return which move."""
        return args["batch_id"]

    def perform(self, plan: uuid.UUID) -> None:
        """Settle it as of one moment."""
        with one_moment():
            settle_move(actor=None, batch_id=plan)

    def conclude(self, plan: uuid.UUID, outcome: Any) -> bool:
        """Return whether it is done."""
        return not isinstance(outcome, Exception)


outbox.errand("programs.move_settle", like=settling)(Settling())


@outbox.job("programs.move_expire")
def expire(*, batch_id: uuid.UUID) -> None:
    """Delete an archive whose time is over."""
    expire_move(actor=None, batch_id=batch_id, now=timezone.now())


@outbox.job("programs.move_sweep")
def sweep_move(*, batch_id: uuid.UUID) -> None:
    """Take what no row speaks of out of the storage."""
    sweep(ImportBatch.objects.defer("found").get(pk=batch_id))
