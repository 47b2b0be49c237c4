"""Distances, and boxes that hold every point of a circle, wherever on Earth it lies."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from network.places.distance import EARTH, boxes, in_kilometers, in_miles, measure

pytestmark = pytest.mark.no_db
LATITUDES = st.floats(-90, 90, allow_nan=False)
LONGITUDES = st.floats(-180, 180, allow_nan=False)
# Where a box is most easily wrong: the Aleutians, Guam, Pago Pago, Fiji, both poles, and 180 degrees itself.
EDGES = [
    (51.88, -176.65),
    (52.9, 172.9),
    (13.44, 144.79),
    (-14.27, -170.7),
    (-17.8, 179.99),
    (-16.5, -179.99),
    (89.9, 0.0),
    (-90.0, 45.0),
    (0.0, 180.0),
    (0.0, -180.0),
]


def is_held(found, latitude, longitude):
    return any(south <= latitude <= north and west <= longitude <= east for south, north, west, east in found)


def test_it_works():
    # Minneapolis to Saint Paul, and New York to London, as the great circle has them
    assert measure(44.98, -93.2638, 44.9444, -93.0933) == pytest.approx(13.99, abs=0.01)
    assert measure(40.7128, -74.006, 51.5074, -0.1278) == pytest.approx(5570.2, abs=0.3)


def test_it_is_measured_across_the_antimeridian():
    assert measure(51.9, 179.9, 51.9, -179.9) == pytest.approx(13.72, abs=0.01)
    assert measure(0, 180, 0, -180) == pytest.approx(0, abs=1e-6)


def test_opposite_points_are_half_around():
    assert measure(90, 0, -90, 0) == pytest.approx(EARTH * 3.141592653589793)
    assert measure(0, 0, 0, 180) == pytest.approx(EARTH * 3.141592653589793)


def test_miles():
    assert in_miles(in_kilometers(50)) == pytest.approx(50)
    assert in_kilometers(1) == 1.609344


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_it_is_the_same_both_ways(a, b, c, d):
    assert measure(a, b, c, d) == pytest.approx(measure(c, d, a, b), abs=1e-6)
    assert 0 <= measure(a, b, c, d) <= EARTH * 3.1416


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES, st.floats(0.001, 20_100))
@example(51.9, 179.9, 51.9, -179.9, 14)
@example(-16.5, -179.99, -17.8, 179.99, 150)
@example(89.9, 0, 89.9, 180, 30)
def test_no_point_of_the_circle_is_outside_the_boxes(latitude, longitude, other, away, radius):
    if measure(latitude, longitude, other, away) <= radius:
        assert is_held(boxes(latitude, longitude, radius), other, away)


@given(st.sampled_from(EDGES), st.floats(-1.2, 1.2), st.floats(-3, 3), st.floats(1, 250))
def test_nor_close_by(middle, up, across, radius):
    """Points drawn from the whole Earth are seldom near, so here are some that are."""
    latitude, longitude = middle
    other = max(-90.0, min(90.0, latitude + up))
    away = (longitude + across + 180) % 360 - 180
    if measure(latitude, longitude, other, away) <= radius:
        assert is_held(boxes(latitude, longitude, radius), other, away)


@given(LATITUDES, LONGITUDES, st.floats(0.001, 5_000))
def test_boxes_are_in_range_and_at_most_two(latitude, longitude, radius):
    found = boxes(latitude, longitude, radius)
    assert 1 <= len(found) <= 2
    for south, north, west, east in found:
        assert -90 - 1e-6 <= south <= north <= 90 + 1e-6
        assert -180 <= west <= east <= 180


@pytest.mark.parametrize("middle", EDGES)
def test_a_box_is_not_much_larger_than_its_circle(middle):
    """A box around the Earth would pass every test above."""
    latitude, longitude = middle
    area = sum((north - south) * (east - west) for south, north, west, east in boxes(latitude, longitude, 80))
    if abs(latitude) < 80:
        assert area < 1.44**2 * 2 / 0.6


def test_only_a_circle_across_180_degrees_is_cut():
    assert len(boxes(13.44, 144.79, 80)) == 1
    assert len(boxes(-14.27, -170.7, 80)) == 1
    assert len(boxes(-17.8, 179.99, 80)) == 2
    assert len(boxes(51.88, -179.9, 80)) == 2
    assert boxes(89.9, 0, 80) == [(pytest.approx(89.18, abs=0.01), 90.0, -180.0, 180.0)]
