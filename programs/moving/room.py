"""Whether a whole program can be taken out or in now."""

from amends.actions import Refused
from programs.models import ImportBatch, Program
from programs.models.imported import AT_WORK, MoveKind
from programs.moving.arriving import full_tables, moved_before
from programs.moving.reasons import AT_WORK as MOVES_ALREADY
from programs.moving.reasons import CAME_BEFORE, IMPORT_AT_WORK, NOT_EMPTY, NOT_OPEN


def demand_room(program: Program) -> None:
    """Raise Refused unless a whole program can be taken in here."""
    if not program.is_open:
        raise Refused(NOT_OPEN)
    if moved_before():
        raise Refused(CAME_BEFORE)
    if full_tables():
        raise Refused(NOT_EMPTY)
    demand_nothing_at_work()


def demand_nothing_at_work() -> None:
    """Raise Refused while a job moves rows of the program."""
    at_work = ImportBatch.objects.filter(state__in=AT_WORK)
    if at_work.filter(kind__in=MoveKind.values).exists():
        raise Refused(MOVES_ALREADY)
    if at_work.exists():
        raise Refused(IMPORT_AT_WORK)
