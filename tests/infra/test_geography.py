"""The build of the file of places: outlines, the county of a point, and the same bytes from the same data."""

import hashlib
import random

import pytest

from infra.geography import courts, postal, towns, writing
from infra.geography.counties import Counties, County
from infra.geography.shapes import Locator, Shape, read, turn
from infra.geography.sources import SOURCES
from network.places.file import SCALE, ask
from network.places.packing import unpack

pytestmark = pytest.mark.no_db


def square(west, south, size=1.0):
    return [
        (west, south),
        (west, south + size),
        (west + size, south + size),
        (west + size, south),
        (west, south),
    ]


LEFT, RIGHT = Shape([square(-94, 45)]), Shape([square(-93, 45)])
# Two counties of Minnesota side by side, and between them no one else.
COUNTIES = Counties(
    {
        27053: County(27053, "Hennepin County", "MN", LEFT, keys={"hennepin", "hennepin county"}),
        27123: County(27123, "Ramsey County", "MN", RIGHT, keys={"ramsey", "ramsey county"}),
    }
)


def test_it_works():
    assert COUNTIES.around(45.5, -93.5, "MN") == [27053]
    assert COUNTIES.around(45.5, -92.5, "MN") == [27123]


def test_near_the_line_the_other_side_is_named_too():
    assert COUNTIES.around(45.5, -93.01, "MN") == [27053, 27123]
    assert COUNTIES.around(45.5, -92.99, "MN") == [27123, 27053]
    # 0.07 degrees are 5.4 km there
    assert COUNTIES.around(45.5, -93.07, "MN") == [27053]


def test_off_the_coast_the_nearest_is_meant_but_not_from_anywhere():
    assert COUNTIES.around(45.5, -91.8, "MN") == [27123]
    assert COUNTIES.around(45.5, -80, "MN") == []


def test_a_county_of_another_state_is_never_named():
    assert COUNTIES.around(45.5, -93.01, "WI") == []


def test_a_hole_is_outside():
    shape = Shape([square(0, 0, 3), square(1, 1)])
    assert shape.contains((0.5, 0.5))
    assert not shape.contains((1.5, 1.5))
    assert shape.distance((1.5, 1.5)) == pytest.approx(0.5 * 111.195, rel=0.01)


def test_what_lies_across_the_antimeridian_has_a_middle_there():
    shape = Shape([square(179, 51), square(-180, 51)])
    assert shape.bounds() == (51, 179, 52, -179)
    latitude, longitude = shape.centroid()
    assert (latitude, abs(longitude)) == (pytest.approx(51.5), pytest.approx(180))
    assert shape.distance((-179.9, 50.9)) < 12
    assert Locator({1: shape}, 20).near(51.5, -178.9)[0][1] == 1


def test_turning():
    assert [turn(degrees) for degrees in (190, -190, 540, 0)] == [-170, 170, -180, 0]


def test_topojson_is_read_with_arcs_walked_backwards():
    topology = {
        "transform": {"scale": [0.5, 0.5], "translate": [10, 20]},
        "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]],
        "objects": {
            "counties": {
                "geometries": [
                    {"type": "Polygon", "id": "01001", "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "id": "01003", "arcs": [[[2, -1]]]},
                ]
            }
        },
    }
    shapes = read(topology, "counties")
    assert shapes["01001"].rings == [[(11.0, 20.0), (11.0, 21.0), (10.0, 21.0), (10.0, 20.0), (11.0, 20.0)]]
    assert shapes["01003"].contains((11.5, 20.5))
    assert not shapes["01003"].contains((10.5, 20.5))


def zip_row(number, latitude, longitude, county="", state="MN"):
    return {
        "zip_code": number,
        "lat": str(latitude),
        "long": str(longitude),
        "county": county,
        "state": state,
    }


def test_the_county_of_a_record_is_offered_second():
    agreement = postal.Agreement()
    rows = [
        zip_row("55401", 45.5, -93.5, "Ramsey County"),
        zip_row("55402", 45.5, -93.5, "Hennepin County"),
        zip_row("55403", 0, 0, "Hennepin County"),
        zip_row("09001", 0, 0, state="AE"),
    ]
    differs, agrees, unplaced, military = postal.read_zips(rows, COUNTIES, agreement)
    assert differs.counties == [27053, 27123]
    assert agrees.counties == [27053]
    assert (unplaced.counties, unplaced.latitude) == ([27053], pytest.approx(45.5))
    assert (military.counties, military.latitude, military.region) == ([], None, "AE")
    assert (agreement.compared, agreement.agreed, agreement.near) == (2, 1, 1)


def town_row(number, name, **changes):
    row = {"geonameid": number, "name": name, "latitude": 45.5, "longitude": -93.5, "population": 900}
    return row | {"countrycode": "US", "admin1code": "MN", "alternatenames": []} | changes


def test_towns_of_one_name_are_told_apart_and_doubles_are_one():
    england = {"countrycode": "GB", "admin1code": "ENG"}
    rows = [
        town_row(1, "Walton", latitude=53.6, longitude=-1.5, **england),
        town_row(2, "Walton", latitude=51.2, longitude=-0.5, **england),
        town_row(3, "Walton", latitude=51.2, longitude=-0.5, **england | {"population": 950}),
        town_row(4, "Wakefield", latitude=53.7, longitude=-1.5, **england | {"population": 99_000}),
        town_row(5, "Woking", latitude=51.3, longitude=-0.5, **england | {"population": 99_000}),
        town_row(6, "Ghost (historical)"),
        town_row(7, "Paris", countrycode="FR", admin1code="11"),
    ]
    found = {town.number: town.name for town in towns.read(rows, COUNTIES)}
    assert found == {1: "Walton (Wakefield)", 3: "Walton (Woking)", 4: "Wakefield", 5: "Woking"}


def court_row(name, **changes):
    row = {"id": name, "name": name, "location": "Minnesota", "system": "state", "type": "trial", "dates": []}
    return row | changes


@pytest.mark.parametrize(
    ("row", "county"),
    [
        (court_row("Ramsey County District Court"), 27123),
        (court_row("Minnesota District Court, Hennepin County"), 27053),
        (court_row("Ramsey Probate Court"), 27123),
        (court_row("Anoka Municipal Court"), 27053),
        (court_row("Ramsey City Court"), None),
        (court_row("Supreme Court of Minnesota", type="appellate"), None),
        (court_row("District Court, D. Minnesota", system="federal"), None),
    ],
)
def test_a_court_is_placed_by_its_name_only_where_that_is_certain(row, county):
    found = towns.read([town_row(1, "Anoka")], COUNTIES)
    assert [court.county for court in courts.read([row], COUNTIES, found)] == [county]


def test_a_court_that_was_dissolved_is_left_out():
    ended = court_row("Old Court", dates=[{"start": "1850", "end": "1900"}])
    assert list(courts.read([ended, court_row("Gone Court", active=False)], COUNTIES, [])) == []


def build(file):
    found = towns.read([town_row(1, "Minneapolis"), *_anchors()], COUNTIES)
    states = {f"{number:02}": Shape([square(-93, 45)]) for number in range(1, 80)}
    writing.write(
        file,
        writing.Writing(COUNTIES, found, [postal.Fsa("M5V", "ON", 43.6, -79.3)], states),
        postal.read_zips([zip_row("55401", 45.5, -93.5)], COUNTIES, postal.Agreement()),
        courts.read([court_row("Ramsey County District Court")], COUNTIES, found),
        SOURCES,
    )
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _anchors():
    """A town in each division, whose middle is where its towns are."""
    from infra.geography.divisions import DIVISIONS

    number = 100
    for country, divisions in DIVISIONS.items():
        for theirs, name in divisions.values():
            number += 1
            yield town_row(number, f"{name} town", countrycode=country, admin1code=theirs, population=5_000)


def test_the_same_data_gives_the_same_bytes(tmp_path):
    assert build(tmp_path / "one") == build(tmp_path / "two")


def test_the_county_in_the_file_is_the_one_whose_outline_holds_the_point():
    """By the outlines that the file has, rounded to 0.001 degrees, and by looking at each of them."""
    outlines = {fips: Shape(unpack(packed)) for fips, packed in ask("SELECT fips, outline FROM county")}
    rows = ask("SELECT number, latitude, longitude, county FROM zip WHERE county IS NOT NULL")
    for number, latitude, longitude, county in random.Random(7).sample(rows, 150):
        point = (longitude / SCALE, latitude / SCALE)
        holding = [fips for fips, shape in outlines.items() if shape.rings and shape.contains(point)]
        if holding and county not in holding:
            assert outlines[county].distance(point) < 0.2 or holding[0] // 1000 != county // 1000, number
