"""Listings that tests make up, and a second description of what a question finds: slow, plain, and without SQL."""

import random
import uuid
from datetime import UTC, date, datetime, timedelta
from math import asin, cos, radians, sin, sqrt

from network.directory.actions import store_listing
from network.directory.facts import Facts, Site
from network.directory.search import Question
from network.directory.vocabulary import FACETS, Capacity
from tenants.context import as_owner

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

# Where boxes go wrong: beside the line of the date, near the pole, on islands; and where most people live.
SPOTS = {
    "us-county:27123": ("us-state:MN", 44.95, -93.10),
    "us-county:27053": ("us-state:MN", 44.98, -93.27),
    "us-county:02020": ("us-state:AK", 61.22, -149.90),
    "us-county:02016": ("us-state:AK", 51.88, -176.65),
    "us-county:02185": ("us-state:AK", 71.29, -156.79),
    "us-county:66010": ("us-state:GU", 13.44, 144.79),
    "us-county:60050": ("us-state:AS", -14.27, -170.70),
    "us-county:15007": ("us-state:HI", 21.98, -159.37),
    "ca-fsa:M5V": ("ca-prov:ON", 43.64, -79.40),
    "gb-laa:manchester": ("gb-nation:ENG", 53.48, -2.24),
}
BEYOND = [(52.0, 179.9), (51.9, -179.8), (-16.9, 179.99), (65.8, -169.0), (64.7, 177.5), (89.9, 30.0)]
COUNTRY_OF = {"us": "country:us", "ca": "country:ca", "gb": "country:gb"}


def covering(code: str) -> tuple[str, ...]:
    """Return every code that covers one of the spots."""
    state = SPOTS[code][0]
    return (code, state, COUNTRY_OF[state[:2]], "world")


def random_facts(dice: random.Random, number: int) -> Facts:
    """Return facts at random, of which many state little."""
    code = dice.choice(list(SPOTS))
    state, latitude, longitude = SPOTS[code]
    served = dice.choices(
        [(), (code,), tuple(dice.sample(list(SPOTS), 3)), (state,), (COUNTRY_OF[state[:2]],), ("world",)],
        [2, 8, 4, 3, 1, 1],
    )[0]
    answers = {
        facet.id: {
            value: given
            for value, _label in facet.values
            if (given := dice.choice(["yes", "no", "", "", "assess" if facet.may_assess else "yes"]))
        }
        for facet in FACETS.values()
    }
    return Facts(
        name=f"Program {number} {dice.choice(['Harmony', 'Lakeview', 'Doña Ana', 'Restore'])}",
        serves=served,
        sites=tuple(_site(dice, latitude, longitude) for _ in range(dice.choice([0, 1, 1, 1, 2]))),
        answers=answers,
        capacity=dice.choice(["", *Capacity.values]),
    )


def _site(dice: random.Random, latitude: float, longitude: float) -> Site:
    pk = str(uuid.UUID(int=dice.getrandbits(128), version=4))
    if dice.random() < 0.15:
        return Site(id=pk, is_confidential=True, area="Somewhere safe", telephone="555 0100")
    if dice.random() < 0.1:
        latitude, longitude = dice.choice(BEYOND)
    # About as far as the boxes reach, in either direction.
    east = (longitude + dice.gauss(0, 1.2) + 180) % 360 - 180
    return Site(id=pk, latitude=max(-90.0, min(90.0, latitude + dice.gauss(0, 0.8))), longitude=east)


def fill(dice: random.Random, count: int) -> dict[str, Facts]:
    """Store random listings and return their facts by slug."""
    stored = {}
    for number in range(count):
        facts = random_facts(dice, number)
        listing = store_listing(
            actor=None,
            tenant_id=None,
            slug=f"program-{number}",
            facts=facts,
            version=1,
            now=NOW,
            confirmed_on=date(2026, 11, 1) - timedelta(days=number),
        )
        stored[listing.slug] = facts
    return stored


def list_a_program(slug: str) -> None:
    """Commit a listing that says something of everything, of a program in Ramsey County, Minnesota."""
    facts = Facts(
        name="Lakeview Mediation",
        description="We bring people together after harm, if they want it.\n\nNobody has to come.",
        how_to_refer="Courts send the order; everybody else calls.",
        agency_type="community_agency",
        parent="Lakeview Community Trust",
        serves=("us-county:27123", "us-county:27053"),
        sites=(
            Site(
                id="00000000-0000-4000-8000-000000000001",
                name="Main office",
                address="1 Lake Street",
                city="Saint Paul",
                state="MN",
                postal_code="55104",
                latitude=44.953,
                longitude=-93.158,
                telephone="+1 651 555 0100",
            ),
            Site(
                id="00000000-0000-4000-8000-000000000002",
                is_confidential=True,
                area="North of the river",
                telephone="+1 651 555 0101",
            ),
        ),
        answers={
            "stage": {"pre_charge": "yes", "post_sentence": "no"},
            "offence": {"property": "yes", "sexual": "assess", "severe": "no"},
            "age": {"juvenile": "yes", "adult": "yes"},
            "language": {"en": "yes", "es": "yes"},
        },
        premise="victim_supreme",
        capacity="waitlist",
        waiting_days=21,
        telephone="+1 651 555 0100",
        email="hello@lakeview.example",
        website="https://lakeview.example/",
        refer_url="https://lakeview.example/refer/",
        hours="Monday to Friday, 9 to 5",
    )
    with as_owner():
        store_listing(
            actor=None, tenant_id=None, slug=slug, facts=facts, version=1, now=NOW, confirmed_on=date(2026, 3, 1),
            source="The court’s list of programs", place_names=("Ramsey County", "Hennepin County"),
        )  # fmt: skip


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return kilometers by the haversine formula, with the mean radius of the earth."""
    (a, b), (c, d) = (map(radians, point) for point in (one, other))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * 6371.0088 * asin(min(1.0, sqrt(h)))


def answers_to(question: Question, facts: Facts) -> int | None:
    """Return the tier in which a listing answers a question, or None when it does not."""
    if any(facts.answer(*token.split(":")) == "no" for token in question.wishes):
        return None
    reaches = [_reach(code) for code in facts.serves if code in question.codes]
    is_near = question.has_point and any(
        distance((question.latitude, question.longitude), (site.latitude, site.longitude)) <= question.radius
        for site in facts.sites
        if site.latitude is not None
    )
    if not reaches and not is_near:
        return None
    if facts.capacity == "closed":
        return 5
    if not reaches:
        return 4
    if min(reaches) > 0:
        return 3
    return 1 if facts.capacity == "accepting" else 2


def _reach(code: str) -> int:
    if code.startswith(("country:", "world")):
        return 2
    return 1 if code.startswith(("us-state:", "ca-prov:", "gb-nation:")) else 0
