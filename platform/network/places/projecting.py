"""From the globe to a plane: a window of the Earth, and where in a drawing each point of it falls."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin, sqrt

from network.places.distance import POLE

Point = tuple[float, float]
TURN = 360.0
PADDING = 0.12  # of the window, on each side
SMALLEST = 0.2  # degrees of latitude: about 22 km, so that one point alone has something around it
SIXTH = 1 / 6  # the parallels that are true to scale lie this far from the edges of the window
FLATTEST = 1e-3  # a cone as flat as a cylinder, around the equator
EDGES = 8  # points along each edge of a window that are looked at: edges are curves in a drawing


@dataclass(frozen=True)
class Window:
    """Part of the Earth: degrees from south to north, and from `west` so many degrees eastwards, across 180 or not."""

    south: float
    north: float
    west: float
    width: float

    @classmethod
    def around(cls, boxes: Iterable[tuple[float, float, float, float]]) -> "Window":
        """Return the smallest window that holds all boxes of south, west, north, east, and a little more."""
        boxes = list(boxes)
        south, north = min(box[0] for box in boxes), max(box[2] for box in boxes)
        west, width = _smallest_arc([(box[1], (box[3] - box[1]) % TURN) for box in boxes])
        shrink = max(cos(radians((south + north) / 2)), 0.05)
        tall = max((north - south) * (1 + 2 * PADDING), SMALLEST)
        wide = min(max(width * (1 + 2 * PADDING), SMALLEST / shrink), TURN)
        middle = (south + north) / 2
        return cls(
            max(middle - tall / 2, -POLE), min(middle + tall / 2, POLE), west + width / 2 - wide / 2, wide
        )

    def stretch(self, across: float, up: float) -> "Window":
        """Return a window that many times as wide and tall, around the same middle."""
        wide, tall = min(self.width * across, TURN), (self.north - self.south) * up
        center = (self.south + self.north) / 2
        south, north = max(center - tall / 2, -POLE), min(center + tall / 2, POLE)
        return Window(south, north, self.middle - wide / 2, wide)

    @property
    def middle(self) -> float:
        """The longitude that is drawn upright."""
        return self.west + self.width / 2

    def touches(self, south: float, west: float, north: float, east: float) -> bool:
        """Whether some of the box is in the window."""
        if north < self.south or south > self.north:
            return False
        return (west - self.west) % TURN <= self.width or (self.west - west) % TURN <= (east - west) % TURN

    def edge(self) -> list[Point]:
        """Return points of the edge, as latitude and longitude."""
        steps = [step / EDGES for step in range(EDGES + 1)]
        heights = [self.south + (self.north - self.south) * step for step in steps]
        across = [self.west + self.width * step for step in steps]
        sides = [(height, place) for height in heights for place in (self.west, self.west + self.width)]
        return sides + [(height, place) for place in across for height in (self.south, self.north)]


def _smallest_arc(arcs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the west end and width of the smallest arc that holds all arcs: the circle without its widest gap."""
    ordered = sorted((west % TURN, width) for west, width in arcs)
    reach = max(west + width for west, width in ordered) - TURN  # what comes around from the end
    best, start = -1.0, ordered[0][0]
    for west, width in ordered:
        if west - reach > best:
            best, start = west - reach, west
        reach = max(reach, west + width)
    return start, TURN - max(best, 0.0)


class Projection:
    """Albers' equal-area cone, laid upon the window: what is twice as large on the Earth is so in the drawing."""

    def __init__(self, window: Window) -> None:
        inset = (window.north - window.south) * SIXTH
        first, second = radians(window.south + inset), radians(window.north - inset)
        cone = (sin(first) + sin(second)) / 2
        self.cone = cone if abs(cone) > FLATTEST else FLATTEST
        self.constant = cos(first) ** 2 + 2 * self.cone * sin(first)
        self.middle = window.middle
        self.level = self._radius((window.south + window.north) / 2)

    def _radius(self, latitude: float) -> float:
        return sqrt(max(self.constant - 2 * self.cone * sin(radians(latitude)), 0.0)) / self.cone

    def __call__(self, latitude: float, longitude: float) -> Point:
        """Return x to the right and y downwards, in radii of the Earth."""
        away = (longitude - self.middle + TURN / 2) % TURN - TURN / 2
        radius, angle = self._radius(latitude), self.cone * radians(away)
        return radius * sin(angle), radius * cos(angle) - self.level
