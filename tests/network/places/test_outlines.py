"""Maps without a server of maps: outlines and points in one drawing, right across the antimeridian."""

import re
from math import cos, dist, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.places import look_up, place_of
from network.places.clipping import clip
from network.places.distance import measure
from network.places.file import ask
from network.places.outlines import WIDTH, map_of
from network.places.packing import pack, unpack
from network.places.projecting import Projection, Window

pytestmark = pytest.mark.no_db
LONGEST_PATHS = 60_000  # bytes of one drawing before compression
LATITUDES = st.floats(-80, 80)
LONGITUDES = st.floats(-180, 179.99)


def rings_of(path):
    """Read back what was drawn: a list of points for each ring."""
    rings = []
    for ring in re.findall(r"M(-?\d+) (-?\d+)l([^z]*)z", path):
        x, y = int(ring[0]), int(ring[1])
        points = [(x, y)]
        numbers = [int(number) for number in ring[2].split()]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        rings.append(points)
    return rings


def holds(path, point):
    x, y = point
    inside = False
    for ring in rings_of(path):
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
    return inside


def here(drawing):
    [found] = [outline for outline in drawing.outlines if outline.kind == "here"]
    return found


def test_it_works():
    [place] = look_up("55104").places
    drawing = map_of([(place.latitude, place.longitude), (46.7867, -92.1005)], place)
    assert here(drawing).name == "Ramsey County"
    assert holds(here(drawing).path, drawing.points[0])
    assert not holds(here(drawing).path, drawing.points[1])
    assert {"Hennepin County", "St. Louis County"} <= {outline.name for outline in drawing.outlines}
    for x, y in drawing.points:
        assert 0 <= x <= drawing.width
        assert 0 <= y <= drawing.height


@pytest.mark.parametrize("row", ask("SELECT code, latitude, longitude FROM region WHERE outline IS NOT NULL"))
def test_every_state_is_drawn_whole(row):
    code = row[0]
    drawing = map_of([], place_of(code))
    assert here(drawing).name == place_of(code).name
    points = [point for ring in rings_of(here(drawing).path) for point in ring]
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in points)
    wide = max(x for x, _ in points) - min(x for x, _ in points)
    tall = max(y for _, y in points) - min(y for _, y in points)
    assert max(wide / drawing.width, tall / drawing.height) > 0.5, "so small that it must be torn apart"
    assert sum(len(outline.path) for outline in drawing.outlines) < LONGEST_PATHS


@pytest.mark.parametrize("code", ["us-county:02016", "us-state:AK"])
def test_the_aleutians_are_one_chain(code):
    attu, adak, unalaska = (52.9, 172.91), (51.88, -176.65), (53.87, -166.53)
    drawing = map_of([attu, adak, unalaska], place_of(code))
    across = [x for x, _ in drawing.points]
    assert across == sorted(across)
    # as far apart on paper as on Earth, to a tenth
    on_earth = measure(*attu, *adak) / measure(*adak, *unalaska)
    on_paper = dist(*drawing.points[:2]) / dist(*drawing.points[1:])
    assert on_paper == pytest.approx(on_earth, rel=0.1)


def test_guam_and_samoa_fit_on_one_drawing():
    drawing = map_of([(13.44, 144.79), (-14.27, -170.7)])
    assert {outline.name for outline in drawing.outlines} >= {"Guam", "American Samoa"}
    assert drawing.points[0][0] < drawing.points[1][0], "the way across the Pacific is the short one"


def test_the_whole_country_shows_the_48():
    drawing = map_of([], place_of("country:us"))
    names = {outline.name for outline in drawing.outlines}
    assert {"Maine", "California", "Florida", "Washington"} <= names
    assert "Hawaii" not in names


def test_where_no_outlines_are_known_there_is_no_map():
    assert map_of([(43.65, -79.38)], look_up("M5V").places[0]) is None
    assert map_of([], look_up("London UK").places[0]) is None
    assert map_of([], place_of("world")) is None
    assert map_of([], look_up("09001").places[0]) is None
    assert map_of([(51.5, -0.1)]) is None
    assert map_of([]) is None


def test_a_path_has_only_numbers():
    """It is written into an attribute of a page."""
    for outline in map_of([], place_of("us-state:HI")).outlines:
        assert re.fullmatch(r"[MlZz0-9 \-]+", outline.path)


@given(st.lists(st.tuples(LATITUDES, LONGITUDES), min_size=1, max_size=6))
def test_every_point_is_in_its_window(points):
    window = Window.around([(latitude, longitude, latitude, longitude) for latitude, longitude in points])
    assert window.width <= 360
    for latitude, longitude in points:
        assert window.touches(latitude, longitude, latitude, longitude)


@given(LATITUDES, LONGITUDES, st.floats(0, 359))
def test_the_smallest_arc_of_two_is_the_short_way(latitude, west, away):
    east = (west + away + 180) % 360 - 180
    window = Window.around([(latitude, west, latitude, west), (latitude, east, latitude, east)])
    assert window.width <= max(min(away, 360 - away) * 1.25, 0.2 / 0.05) + 1e-6


@given(st.sampled_from([44.0, 64.0, 18.0, -14.0]), st.floats(-180, 179), st.floats(-1, 1), st.floats(-1, 1))
def test_areas_are_true(latitude, longitude, up, across):
    """A small square has the same area wherever it lies in the drawing."""
    window = Window.around([(latitude - 2, longitude - 2, latitude + 2, longitude + 2)])
    project = Projection(window)

    def area(south, west):
        size = 0.01
        (ax, ay), (bx, by) = project(south, west), project(south, west + size)
        (cx, cy), (dx, dy) = project(south + size, west), project(south + size, west + size)
        return abs((dx - ax) * (cy - by) - (cx - bx) * (dy - ay)) / 2

    expected = radians(0.01) ** 2 * cos(radians(latitude + up + 0.005))
    assert area(latitude + up, longitude + across) == pytest.approx(expected, rel=1e-3)


RINGS = st.lists(
    st.lists(st.tuples(st.integers(-180_000, 180_000), st.integers(-90_000, 90_000)), min_size=4, max_size=9),
    max_size=4,
)


@given(RINGS)
def test_packing_is_read_back(rings):
    in_degrees = [[(x / 1000, y / 1000) for x, y in ring] for ring in rings]
    expected = []
    for ring in in_degrees:
        kept = [point for before, point in zip([None, *ring], ring, strict=False) if point != before]
        if len(kept) >= 4:
            expected.append(kept)
    assert unpack(pack(in_degrees)) == expected


def test_a_ring_is_cut_at_the_edge_of_the_box():
    square = [(-10.0, 5.0), (5.0, 5.0), (5.0, 15.0), (-10.0, 15.0)]
    assert sorted(set(clip(square, (0, 0, 10, 10)))) == [(0.0, 5.0), (0.0, 10.0), (5.0, 5.0), (5.0, 10.0)]
    assert clip(square, (20, 20, 30, 30)) == []
    assert clip([], (0, 0, 1, 1)) == []


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=3, max_size=12))
def test_nothing_is_left_outside_the_box(ring):
    assert all(-1e-6 <= x <= 10 + 1e-6 and -1e-6 <= y <= 10 + 1e-6 for x, y in clip(ring, (0, 0, 10, 10)))


def test_the_width_is_fixed():
    assert map_of([], place_of("us-state:TN")).width == WIDTH
