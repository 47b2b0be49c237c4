"""Cuts an outline down to a box, so that a page is not sent the coast of Alaska to show one town."""

from collections.abc import Sequence

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


def clip(ring: Sequence[Point], box: Box) -> list[Point]:
    """Return the part of a ring inside the box, side after side (Sutherland and Hodgman); empty when none is.

    Where the ring leaves the box the answer runs along its edge.
    """
    kept = list(ring)
    if all(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in kept):
        return kept  # most are, and need no more looking at
    for axis, limit, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        kept = _cut(kept, axis, limit, sign)
    return kept


def _cut(ring: list[Point], axis: int, limit: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    for before, point in zip([*ring[-1:], *ring], ring, strict=False):
        was, is_in = sign * (before[axis] - limit) >= 0, sign * (point[axis] - limit) >= 0
        if was != is_in:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            kept.append(
                (before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1]))
            )
        if is_in:
            kept.append(point)
    return kept
