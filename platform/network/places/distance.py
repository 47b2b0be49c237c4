"""Distances on the sphere, and the boxes of latitude and longitude that a circle fits into."""

from math import asin, cos, degrees, hypot, pi, radians, sin

EARTH = 6371.0088  # km, the mean radius of the International Union of Geodesy and Geophysics
KM_PER_MILE = 1.609344
POLE = 90.0
EDGE = 180.0

Box = tuple[float, float, float, float]  # lat_min, lat_max, lng_min, lng_max


def measure(from_latitude: float, from_longitude: float, latitude: float, longitude: float) -> float:
    """Return the kilometers between two points, by the haversine formula; at most 0.4% from the ellipsoid's."""
    start, end = radians(from_latitude), radians(latitude)
    up = sin((end - start) / 2)
    across = sin(radians(longitude - from_longitude) / 2)
    # Under the root stands a sum of squares; rounding may lift it above one for two opposite points.
    return 2 * EARTH * asin(min(1.0, hypot(up, across * (cos(start) * cos(end)) ** 0.5)))


def in_miles(kilometers: float) -> float:
    """Return statute miles."""
    return kilometers / KM_PER_MILE


def in_kilometers(miles: float) -> float:
    """Return kilometers of statute miles."""
    return miles * KM_PER_MILE


def boxes(latitude: float, longitude: float, radius: float) -> list[Box]:
    """Return one box, or two where it is cut at 180 degrees, that hold every point within `radius` km.

    A box holds points outside the circle too: measure those that are found in it. Its corners are (lat_min,
    lat_max, lng_min, lng_max), with lng_min below lng_max. A circle that holds a pole reaches around the Earth.
    """
    angle = min(radius / EARTH, pi)
    # A hair wider than computed, so that rounding loses no point on the edge.
    reach = degrees(angle) + 1e-9
    south, north = latitude - reach, latitude + reach
    if south <= -POLE or north >= POLE:
        return [(max(south, -POLE), min(north, POLE), -EDGE, EDGE)]
    # The meridians that touch the circle do so nearer to the pole than its middle.
    wide = degrees(asin(min(1.0, sin(angle) / cos(radians(latitude))))) + 1e-9
    west, east = longitude - wide, longitude + wide
    if west < -EDGE:
        return [(south, north, west + 2 * EDGE, EDGE), (south, north, -EDGE, east)]
    if east > EDGE:
        return [(south, north, west, EDGE), (south, north, -EDGE, east - 2 * EDGE)]
    return [(south, north, west, east)]
