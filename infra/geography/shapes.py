"""Outlines: read from TopoJSON, measured, and asked which of them a point lies in."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, floor, hypot, radians

Point = tuple[float, float]  # longitude, latitude in degrees
Ring = list[Point]

# Falls Church, Virginia, is so small that the source has drawn it as a line: what lies this near, in km, is in it.
WIDTH_OF_A_LINE = 1.0
KM_PER_DEGREE = 111.195  # along a meridian of the sphere of network.places.distance


@dataclass(frozen=True)
class Shape:
    """The rings of one place: coasts, islands and holes, in degrees, parted at the antimeridian."""

    rings: list[Ring]

    @property
    def is_line(self) -> bool:
        """Whether no ring has an area."""
        return all(len(ring) < 4 for ring in self.rings)

    def contains(self, point: Point) -> bool:
        """Whether the point lies inside: in a ring, and in no hole of it."""
        if self.is_line:
            return self.distance(point) <= WIDTH_OF_A_LINE
        x, y = point
        inside = False
        for ring in self.rings:
            for (ax, ay), (bx, by) in pairwise(ring):
                if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                    inside = not inside
        return inside

    def distance(self, point: Point) -> float:
        """Return how far the point is from the line, in km, on a plane that touches the sphere at the point."""
        x, y = point
        shrink = cos(radians(y))
        nearest = float("inf")
        for ring in self.rings:
            flat = [(turn(px - x) * shrink * KM_PER_DEGREE, (py - y) * KM_PER_DEGREE) for px, py in ring]
            nearest = min(nearest, *(_from_origin(a, b) for a, b in pairwise(flat)))
        return nearest

    def bounds(self) -> tuple[float, float, float, float]:
        """Return south, west, north, east; west is greater than east where it lies across the antimeridian."""
        start = self.rings[0][0][0]
        eastings = [turn(x - start) for ring in self.rings for x, _ in ring]
        northings = [y for ring in self.rings for _, y in ring]
        west, east = turn(start + min(eastings)), turn(start + max(eastings))
        return min(northings), west, max(northings), east

    def centroid(self) -> tuple[float, float]:
        """Return the latitude and longitude of the middle of the area; holes count against it."""
        start = self.rings[0][0][0]
        total = across = up = 0.0
        for ring in self.rings:
            flat = [(turn(x - start), y) for x, y in ring]
            for (ax, ay), (bx, by) in pairwise(flat):
                cross = ax * by - bx * ay
                total += cross
                across += (ax + bx) * cross
                up += (ay + by) * cross
        if not total:
            (ax, ay), (bx, by) = self.rings[0][:2]
            return (ay + by) / 2, turn(ax + turn(bx - ax) / 2)
        return up / (3 * total), turn(start + across / (3 * total))


def turn(degrees: float) -> float:
    """Return the same longitude, or difference of two, between -180 and 180."""
    return (degrees + 180) % 360 - 180


def _from_origin(a: Point, b: Point) -> float:
    """Return how far the origin is from the segment."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, -(a[0] * dx + a[1] * dy) / length)) if length else 0.0
    return hypot(a[0] + along * dx, a[1] + along * dy)


def read(topology: Mapping, layer: str) -> dict[str, Shape]:
    """Return the shapes of a layer of a TopoJSON file by their ids."""
    arcs = [_unpack(arc, topology["transform"]) for arc in topology["arcs"]]
    return {
        geometry["id"]: Shape([_join(ring, arcs) for ring in _rings(geometry)])
        for geometry in topology["objects"][layer]["geometries"]
    }


def _rings(geometry: Mapping) -> Iterator[list[int]]:
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for polygon in polygons:
        yield from polygon


def _unpack(arc: Sequence, transform: Mapping) -> Ring:
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append(
            (
                x * transform["scale"][0] + transform["translate"][0],
                y * transform["scale"][1] + transform["translate"][1],
            )
        )
    return points


def _join(numbers: list[int], arcs: list[Ring]) -> Ring:
    """A negative number is an arc walked backwards; neighbors share their first and last point."""
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


class Locator:
    """Says in which shapes a point lies, and which are near."""

    CELL = 0.5  # degrees

    def __init__(self, shapes: Mapping[int, Shape], reach: float) -> None:
        """Look no further than `reach` km."""
        self.shapes = shapes
        self.reach = reach
        self.cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for key, shape in sorted(shapes.items()):
            for cell in sorted({cell for ring in shape.rings for cell in self._cells_of(ring)}):
                self.cells[cell].append(key)

    def _cells_of(self, ring: Ring) -> Iterator[tuple[int, int]]:
        south, north = min(y for _, y in ring), max(y for _, y in ring)
        pad = self.reach / KM_PER_DEGREE
        wide = pad / cos(radians(min(89.0, max(abs(south), abs(north)) + pad)))
        west, east = min(x for x, _ in ring) - wide, max(x for x, _ in ring) + wide
        for column in range(floor(west / self.CELL), floor(east / self.CELL) + 1):
            for row in range(floor((south - pad) / self.CELL), floor((north + pad) / self.CELL) + 1):
                yield floor(turn(column * self.CELL) / self.CELL), row

    def near(self, latitude: float, longitude: float) -> list[tuple[float, int]]:
        """Return (km, key) of each shape within reach, nearest first; 0 km where the point lies inside.

        What is drawn as a line lies inside another shape, so it comes before that one.
        """
        point = (longitude, latitude)
        cell = floor(turn(longitude) / self.CELL), floor(latitude / self.CELL)
        found = []
        for key in self.cells.get(cell, ()):
            shape = self.shapes[key]
            distance = 0.0 if shape.contains(point) else shape.distance(point)
            if distance <= self.reach:
                found.append((distance, not shape.is_line, key))
        return [(distance, key) for distance, _, key in sorted(found)]
