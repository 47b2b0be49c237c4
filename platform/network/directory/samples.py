"""Invented programs, the same ones for a seed: for the demonstration, for the benchmark and for tests.

Who serves what is spread as in directories that exist: 60 in a hundred serve one county, 25 several, 12 a state and 3
a nation. About a third of the questions is left open, as people leave them.
"""

import math
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from django.utils.text import slugify

from network import places
from network.directory.facts import Facts, Site
from network.directory.vocabulary import FACETS, Facet

ONE, SEVERAL, STATE = 0.60, 0.85, 0.97
"""Up to which share of chance a program serves one county, several, or a state; the others serve a nation."""
UNSTATED, UNSTATED_OF_ALL = 0.2, 0.12
"""How often one answer is missing where others are given, and how often a facet has none: a third of all together."""
CONFIDENTIAL, SECOND_SITE = 0.12, 0.1
FARTHEST = 0.25
"""Degrees that a site lies off the middle of its county at most."""
MOST_COUNTIES = 8
SOURCE = "Invented, to show how the directory works"
WIDER = {"us": "us-state", "ca": "ca-prov", "gb": "gb-nation", "au": "au-state"}

FIRST = """
    Amber Ashen Autumn Birch Bluestem Bright Broad Calm Cedar Clear Copper Coral Crescent Dawn Driftwood Early
    Eastern Elder Ember Evening Fallow Fern Flint Foxglove Garnet Gentle Golden Granite Green Harvest Hazel Heather
    High Hollow Indigo Ivory Juniper Kindred Lantern Larch Lilac Linden Little Long Lower Maple Meadow Mild Mossy
    Northern Oaken Ochre Open Orchard Pebble Pine Plain Quiet Red Rowan Saffron Sage Silver Slate Southern Spruce
    Still Stone Summer Sunlit Tall Tamarack Thistle Timber Upper Violet Walnut Warm Western Wild Willow Winter Yarrow
    """.split()  # noqa: SIM905 - a list of a hundred strings reads worse
SECOND = """
    Anchor Arbor Arch Bay Beacon Bend Bluff Bridge Brook Cairn Canyon Causeway Clearing Common Cove Creek Crossing
    Dale Delta Door Dune Elm Fallow Falls Field Finch Ford Forge Garden Gate Glade Glen Grove Harbor Haven Hearth
    Heron Hill Hollow Inlet Island Junction Kestrel Knoll Lake Landing Lane Lark Ledge Loom Marsh Meadow Mesa Mill
    Moor Oak Orchard Otter Pass Path Plover Point Pond Porch Prairie Quarry Reach Ridge River Robin Shore Sparrow
    Spring Square Station Swallow Table Thicket Trail Valley Vale Well Wharf Window Wren Yard
    """.split()  # noqa: SIM905 - as above
FIELD = (
    "Mediation",
    "Restorative Justice",
    "Victim Offender Mediation",
    "Victim Offender Dialogue",
    "Reconciliation",
    "Community Mediation",
    "Conflict Resolution",
    "Community Conferencing",
    "Restorative Dialogue",
    "Youth Diversion",
    "Community Justice",
    "Dispute Settlement",
    "Peacemaking",
    "Restorative Practices",
    "Family Group Conferencing",
    "Restitution and Mediation",
)
FORM = (
    "Program",
    "Center",
    "Services",
    "Project",
    "Partnership",
    "Network",
    "Initiative",
    "Council",
    "Institute",
    "Collaborative",
    "Association",
    "Office",
)
STREETS = ("Street", "Avenue", "Road", "Lane", "Way", "Court")
KINDS = (
    ("community_agency", 42), ("church", 23), ("dispute_settlement", 10), ("probation", 9), ("corrections", 5),
    ("prosecutor", 4), ("victim_services", 3), ("court", 2), ("juvenile_services", 1), ("police", 1),
)  # fmt: skip
"""Who runs them, in a hundred, about as surveys found (W5)."""
YES: dict[str, float] = {
    "age:juvenile": 0.85, "age:adult": 0.55, "offence:property": 0.95, "offence:violence": 0.6,
    "offence:severe": 0.1, "offence:sexual": 0.08, "offence:domestic": 0.06, "offence:driving": 0.4,
    "language:en": 0.98, "language:es": 0.4, "language:interpreter": 0.6, "language:sign": 0.35,
    "mode:face_to_face": 0.97, "process:vom": 0.9, "cost:free": 0.75, "cost:free_harmed": 0.95,
    "referrer:judge": 0.9, "referrer:probation_officer": 0.85, "referrer:prosecutor": 0.8, "stage:pre_charge": 0.55,
    "stage:post_charge": 0.75, "stage:post_adjudication": 0.8, "access:step_free": 0.7,
}  # fmt: skip
"""How often an answer that is given is yes; for every other value see USUALLY."""
USUALLY: dict[str, float] = {"language": 0.07, "faith": 0.2, "process": 0.3, "access": 0.3}
ASSESSED = {"severe": 0.35, "sexual": 0.3, "domestic": 0.35, "violence": 0.25, "driving": 0.1}
WORDS = (
    "We bring people who were harmed and people who did it together, when both want that.",
    "Trained volunteers prepare everybody before a meeting. Nobody has to come.",
    "We began with cases of young people and take cases of adults as well.",
    "A mediator visits each side first. The meeting is at a time and a place that suits both.",
    "We work with the court, the schools and the neighborhoods of our place.",
    "Whoever was harmed decides whether, when and how there is a meeting.",
)
HOW = (
    "Call us, or send the form. We answer within a week.",
    "Write to us. You need no police report.",
    "Courts send the order; everybody else calls.",
    "",
)


class County(NamedTuple):
    """A county, or what is like one elsewhere: its code and name, its middle in degrees, and its state ("MN")."""

    code: str
    name: str
    latitude: float
    longitude: float
    state: str


def sample_facts(seed: int | str, count: int, where: Iterable[County]) -> Iterator[tuple[str, Facts]]:
    """Yield `count` invented programs, each with what its address is made of; more of them begin with the same ones.

    `where`: where they may be; the countries are those of the places. Raises ValueError without any.
    """
    counties = [County(*place) for place in where]
    if not counties:
        raise ValueError("Sample listings need places.")
    by_state: dict[tuple[str, str], list[County]] = defaultdict(list)
    for county in counties:
        by_state[_country(county), county.state].append(county)
    states = list(by_state.values())
    for number in range(count):
        chance = Random(f"{seed}/{number}")  # noqa: S311 - invented programs, no secret
        # Half of them by a state first: else the states with many small counties would have nearly all.
        home = chance.choice(chance.choice(states)) if chance.random() < 0.5 else chance.choice(counties)  # noqa: PLR2004 - a half
        facts = _facts(chance, home, by_state[_country(home), home.state])
        yield f"{slugify(facts.name)[:60]}-{number:x}", facts


def sample_places() -> list[County]:
    """Return where invented programs may be: every county of the United States, the provinces, nations of Britain."""
    named = [(each, state.code) for state in places.states() for each in places.counties_of(state.code)]
    named += [(each, each.code) for country in ("ca", "gb") for each in places.divisions_of(country)]
    known = places.places_of([each.code for each, _state in named])
    return [
        County(each.code, each.name, place.latitude, place.longitude, state.partition(":")[2])
        for each, state in named
        if (place := known[each.code]).latitude is not None and place.longitude is not None
    ]


def _country(county: County) -> str:
    return county.code[:2]


def _facts(chance: Random, home: County, neighbours: Sequence[County]) -> Facts:
    name = _name(chance, home)
    kind = chance.choices([kind for kind, _weight in KINDS], [weight for _kind, weight in KINDS])[0]
    capacity = chance.choices(("accepting", "waitlist", "closed", ""), (45, 12, 5, 38))[0]
    telephone, host = _telephone(chance, home), f"{slugify(name)[:60].strip('-')}.example"
    return Facts(
        name=name,
        description=" ".join(chance.sample(WORDS, chance.randint(1, 3))),
        how_to_refer=chance.choice(HOW),
        agency_type=_maybe(chance, kind),
        serves=_served(chance, home, neighbours),
        sites=tuple(_sites(chance, home, telephone)),
        answers=_answers(chance, kind),
        premise=_maybe(chance, chance.choice(("victim_supreme", "balanced"))),
        capacity=capacity,
        waiting_days=chance.choice((14, 30, 45, 60, 90)) if capacity == "waitlist" else None,
        telephone=telephone,
        email=_maybe(chance, f"intake@{host}"),
        website=_maybe(chance, f"https://{host}/"),
        hours=chance.choice(("", "", "Monday to Friday, 9 to 5", "Tuesday and Thursday evenings")),
    )


def _maybe(chance: Random, value: str) -> str:
    return value if chance.random() > UNSTATED else ""


def _name(chance: Random, home: County) -> str:
    invented = f"{chance.choice(FIRST)} {chance.choice(SECOND)}"
    place = f" of {home.name}" if chance.random() < 0.2 else ""  # noqa: PLR2004 - every fifth
    return f"{invented} {chance.choice(FIELD)} {chance.choice(FORM)}{place}"


def _served(chance: Random, home: County, neighbours: Sequence[County]) -> tuple[str, ...]:
    share, country = chance.random(), _country(home)
    if share < ONE:
        return (home.code,)
    if share < SEVERAL:
        most = chance.randint(2, MOST_COUNTIES)
        return tuple(each.code for each in sorted(neighbours, key=lambda each: _apart(each, home))[:most])
    return (f"{WIDER[country]}:{home.state}",) if share < STATE else (f"country:{country}",)


def _apart(one: County, other: County) -> float:
    """Return how far two counties lie apart, in squared degrees of latitude, the short way around the earth."""
    across = abs(one.longitude - other.longitude)
    across = min(across, 360 - across) * math.cos(math.radians(one.latitude))
    return across**2 + (one.latitude - other.latitude) ** 2


def _sites(chance: Random, home: County, telephone: str) -> Iterator[Site]:
    for _ in range(1 + (chance.random() < SECOND_SITE)):
        key = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        if chance.random() < CONFIDENTIAL:
            yield Site(
                id=key,
                is_confidential=True,
                area=home.name,
                state=home.state,
                country=_country(home).upper(),
                telephone=telephone,
            )
            continue
        street = f"{chance.randint(1, 980)} {chance.choice(SECOND)} {chance.choice(STREETS)}"
        east = (home.longitude + chance.uniform(-FARTHEST, FARTHEST) + 180) % 360 - 180
        yield Site(
            id=key,
            address=street,
            city=home.name.removesuffix(" County"),
            state=home.state,
            country=_country(home).upper(),
            latitude=round(home.latitude + chance.uniform(-FARTHEST, FARTHEST), 4),
            longitude=round(east, 4),
            telephone=telephone,
        )


def _telephone(chance: Random, home: County) -> str:
    """Return a number that is kept for stories: nobody is called by one."""
    if _country(home) == "gb":
        return f"+44 1632 960{chance.randint(0, 999):03}"
    return f"+1 {chance.randint(201, 989)} 555 01{chance.randint(0, 99):02}"


def _answers(chance: Random, kind: str) -> dict[str, dict[str, str]]:
    given = {facet.id: dict(_given(chance, facet)) for facet in FACETS.values()}
    if kind == "church":
        given["faith"] = {"faith_based": "yes"}
    return {facet: answers for facet, answers in given.items() if answers}


def _given(chance: Random, facet: Facet) -> Iterator[tuple[str, str]]:
    if chance.random() < UNSTATED_OF_ALL:
        return
    for value, _label in facet.values:
        share = chance.random()
        if share < UNSTATED:
            continue
        likely = YES.get(facet.token(value), USUALLY.get(facet.id, 0.5))
        if chance.random() < likely:
            yield value, "yes"
        elif facet.may_assess and chance.random() < ASSESSED.get(value, 0):
            yield value, "assess"
        else:
            yield value, "no"
