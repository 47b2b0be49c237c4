"""Draws the area around a place for a page that asks nobody for a map: paths and points for an `<svg>`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from network.places.clipping import clip
from network.places.file import SCALE, ask
from network.places.packing import Rings, unpack
from network.places.place import Kind, Place
from network.places.projecting import Point, Projection, Window

WIDTH = 640
LOWEST, HIGHEST = 320, 640
# In a wider window counties would be a net of lines; there only states are drawn.
WIDEST_WITH_COUNTIES = 14.0  # degrees of longitude: all of Texas, Montana and California
FINEST = 2  # what is smaller than this many units both ways is left out: a ring, or a step along it
MORE = 1.1  # the edges of a window are curves
MARGIN = 20.0  # outlines are cut this far outside the drawing, so that the cut is not seen
LOWER_48 = (24.5, -124.8, 49.4, -66.9)

Box = tuple[float, float, float, float]  # south, west, north, east


@dataclass(frozen=True, slots=True)
class Outline:
    """One path, for the attribute `d`. Draw them in their order.

    `kind` says how: "area" is land, filled; "here" lies upon it and is what the map is around (let the lines beneath
    show through); "border" is the line of a state upon both, not filled. The ground may be sea or another country.
    """

    kind: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What `<svg viewBox="0 0 width height">` needs; `points` are in the order asked, in its units."""

    width: int
    height: int
    outlines: tuple[Outline, ...]
    points: tuple[Point, ...]


def map_of(points: Iterable[tuple[float, float]], around: Place | None = None) -> Drawing | None:
    """Return a drawing that holds the place and all points (latitude, longitude), or None where there are no outlines.

    Outlines are known of the United States and its territories. A list tells all that a map does: a page shows the
    list first, and needs no map to be understood.
    """
    points = list(points)
    boxes = [(latitude, longitude, latitude, longitude) for latitude, longitude in points]
    here = _box_of(around) if around else None
    if (around and not here) or not (boxes or here):
        return None
    window = Window.around([*boxes, *([here] if here else [])])
    sheet = _Sheet(window)
    found = _outlines_in(sheet.window, _code_of(around) if around else "")
    if not found:
        return None
    drawn = [Outline(kind, name, sheet.draw(rings)) for kind, name, rings in found]
    return Drawing(
        WIDTH,
        sheet.height,
        tuple(outline for outline in drawn if outline.path),
        tuple(sheet.place(latitude, longitude) for latitude, longitude in points),
    )


class _Sheet:
    """A window laid onto paper: as wide as it may be, and not too low or high."""

    def __init__(self, window: Window) -> None:
        self.project = Projection(window)
        edge = [self.project(latitude, longitude) for latitude, longitude in window.edge()]
        left, right = min(x for x, _ in edge), max(x for x, _ in edge)
        top, bottom = min(y for _, y in edge), max(y for _, y in edge)
        self.height = round(min(max(WIDTH * (bottom - top) / (right - left), LOWEST), HIGHEST))
        self.scale = min(WIDTH / (right - left), self.height / (bottom - top))
        # The paper is wider or taller than the window was; what lies there is drawn too.
        across, up = WIDTH / self.scale / (right - left), self.height / self.scale / (bottom - top)
        self.window = window.stretch(across * MORE, up * MORE)
        self.left = WIDTH / 2 - self.scale * (left + right) / 2
        self.top = self.height / 2 - self.scale * (top + bottom) / 2

    def place(self, latitude: float, longitude: float) -> Point:
        """Return where on the paper it is, to a tenth of a unit."""
        x, y = self._lay(latitude, longitude)
        return round(x, 1), round(y, 1)

    def _lay(self, latitude: float, longitude: float) -> Point:
        x, y = self.project(latitude, longitude)
        return self.left + self.scale * x, self.top + self.scale * y

    def draw(self, rings: Rings) -> str:
        """Return the rings as one path of whole units, without what is outside or too fine to be seen."""
        box = (-MARGIN, -MARGIN, WIDTH + MARGIN, self.height + MARGIN)
        paths = [_write(clip([self._lay(y, x) for x, y in ring], box)) for ring in rings]
        return "".join(path for path in paths if path)


def _write(ring: Sequence[Point]) -> str:
    """Return "M12 30l4-1 2 7z": after the first point only the steps, which are shorter."""
    if not ring or all(max(side) - min(side) < FINEST for side in zip(*ring, strict=True)):
        return ""
    at = start = (round(ring[0][0]), round(ring[0][1]))
    steps = []
    for point in ring:
        step = round(point[0]) - at[0], round(point[1]) - at[1]
        if max(abs(step[0]), abs(step[1])) >= FINEST:
            steps.append(f"{step[0]} {step[1]}")
            at = at[0] + step[0], at[1] + step[1]
    return f"M{start[0]} {start[1]}l{' '.join(steps)}z" if len(steps) > 1 else ""


def _code_of(around: Place) -> str:
    """A town or a ZIP is drawn as the county it lies in, a court as the county or state."""
    served = (around.code, *around.served_by)
    return next((code for code in served if code.startswith(("us-county:", "us-state:"))), "")


def _box_of(around: Place) -> Box | None:
    code = _code_of(around)
    if around.kind is Kind.COUNTRY:
        return LOWER_48 if around.code == "country:us" else None
    table, column, key = _where(code)
    rows = ask(f"SELECT south, west, north, east FROM {table} WHERE {column} = ?", (key,))
    if not rows:
        return None
    south, west, north, east = (number / SCALE for number in rows[0])
    return south, west, north, east


def _outlines_in(window: Window, here: str) -> list[tuple[str, str, Rings]]:
    """Return kind, name and rings of what is in the window, in the order of drawing."""
    with_counties = window.width <= WIDEST_WITH_COUNTIES
    states = [each for each in _boxes("region") if window.touches(*each[2])]
    counties = [
        each for each in _boxes("county") if each[0] == here or (with_counties and window.touches(*each[2]))
    ]
    land, borders = (counties, states) if with_counties else (states, [])
    chosen = [each for each in [*states, *counties] if each[0] == here]
    return [
        *(("area", name, _rings(code)) for code, name, _ in land),
        *(("here", name, _rings(code)) for code, name, _ in chosen),
        *(("border", name, _rings(code)) for code, name, _ in borders if code != here),
    ]


@lru_cache(maxsize=2)
def _boxes(table: str) -> list[tuple[str, str, Box]]:
    key = {"county": "printf('us-county:%05d', fips)", "region": "code"}[table]
    rows = ask(
        f"SELECT {key}, name, south, west, north, east FROM {table} WHERE south IS NOT NULL ORDER BY 1"
    )
    return [(code, name, tuple(number / SCALE for number in box)) for code, name, *box in rows]  # type: ignore[misc]


@lru_cache(maxsize=1000)
def _rings(code: str) -> Rings:
    """Kept for the next drawing of the same area; 1,000 outlines are some megabytes."""
    table, column, key = _where(code)
    return unpack(ask(f"SELECT outline FROM {table} WHERE {column} = ?", (key,))[0][0])


def _where(code: str) -> tuple[str, str, str]:
    """Return table, column and key of a code that has an outline."""
    return (
        ("region", "code", code)
        if code.startswith("us-state:")
        else ("county", "fips", code.partition(":")[2])
    )
