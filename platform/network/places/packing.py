"""Outlines as few bytes: each point as the step from the one before, in thousandths of a degree."""

from collections.abc import Iterator, Sequence

STEPS_PER_DEGREE = 1000
_LOW, _MORE = 0x7F, 0x80

Rings = list[list[tuple[float, float]]]


def pack(rings: Sequence[Sequence[tuple[float, float]]]) -> bytes:
    """Return rings of (longitude, latitude) as bytes; points that fall together become one."""
    numbers = []
    at = (0, 0)
    for ring in rings:
        points = [(round(x * STEPS_PER_DEGREE), round(y * STEPS_PER_DEGREE)) for x, y in ring]
        kept = [point for before, point in zip([None, *points], points, strict=False) if point != before]
        if len(kept) < 4:  # noqa: PLR2004 - a triangle and its end; less has no area
            continue
        numbers.append(len(kept))
        for point in kept:
            numbers += [_fold_sign(point[0] - at[0]), _fold_sign(point[1] - at[1])]
            at = point
    return b"".join(_write(number) for number in numbers)


def unpack(packed: bytes) -> Rings:
    """Return the rings that `pack` wrote, in degrees, rounded to its step."""
    numbers = _read(packed)
    rings: Rings = []
    x = y = 0
    for count in numbers:
        ring = []
        for _ in range(count):
            x += _unfold_sign(next(numbers))
            y += _unfold_sign(next(numbers))
            ring.append((x / STEPS_PER_DEGREE, y / STEPS_PER_DEGREE))
        rings.append(ring)
    return rings


def _fold_sign(number: int) -> int:
    return number * 2 if number >= 0 else -number * 2 - 1


def _unfold_sign(number: int) -> int:
    return -(number + 1) // 2 if number & 1 else number // 2


def _write(number: int) -> bytes:
    written = bytearray()
    while number > _LOW:
        written.append(number & _LOW | _MORE)
        number >>= 7
    return bytes([*written, number])


def _read(packed: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in packed:
        number |= (byte & _LOW) << shift
        shift += 7
        if not byte & _MORE:
            yield number
            number = shift = 0
