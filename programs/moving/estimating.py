"""How many rows travel, for the progress that a page shows."""

from programs.moving.travelling import rows_of, travelling
from programs.retention.unseen import seeing_sealed


def rows_there() -> int:
    """Return how many rows of this program travel."""
    with seeing_sealed():
        return sum(rows_of(model).order_by().count() for model in travelling())
