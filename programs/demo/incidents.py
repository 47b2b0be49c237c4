"""What came to the demonstration programs, and the names of invented people, as plain data in English."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Incident:
    """What happened; `{thing}` and `{place}` are filled in from the lists beside it."""

    text: str
    offences: tuple[str, ...]
    things: tuple[str, ...]
    places: tuple[str, ...]


STREETS = (
    "Maple Street",
    "Ninth Street",
    "Orchard Road",
    "Mill Lane",
    "Chapel Hill",
    "Station Road",
    "Elm Court",
)
SHOPS = ("a corner shop", "a hardware store", "a pharmacy", "a thrift store", "a bookshop")
BUILDINGS = ("a church hall", "a school", "a bus shelter", "a library", "a parish house")

TAKEN = Incident(
    "{thing} was taken from {place}. The owner would like to know why, and to have it back or its worth.",
    ("theft",),
    ("A bicycle", "A lawn mower", "A tool box", "A phone", "A backpack with a laptop"),
    ("a porch", "a garage", "a parked truck", "a locker room", "a garden shed"),
)
SHOPLIFTING = Incident(
    "{thing} worth more than it looks were taken from {place} on several days.",
    ("theft",),
    ("Cosmetics", "Energy drinks", "Sports shoes", "Video games", "Small tools"),
    SHOPS,
)
SPRAYED = Incident(
    "{thing} of {place} was sprayed over at night. Volunteers had painted it the week before.",
    ("property_damage",),
    ("The wall", "The door", "The fence", "The sign", "The back entrance"),
    BUILDINGS,
)
BROKEN_INTO = Incident(
    "Somebody broke into {place} and took {thing}. The family has not slept well since.",
    ("burglary", "theft"),
    (
        "jewelry of a grandmother",
        "a games console",
        "cash from a drawer",
        "a wedding album in its box",
        "a guitar",
    ),
    ("a house on Maple Street", "a cabin", "a basement flat", "a farmhouse", "a trailer"),
)
FIGHT = Incident(
    "After {thing} two young people fought at {place}. One was hurt; both families are upset.",
    ("assault",),
    ("a ball game", "a party", "an argument online", "a bus ride", "a dance"),
    ("the school gate", "the parking lot", "the bus stop", "the skate park", "the river bank"),
)
CAR = Incident(
    "{thing} of a car was damaged on {place}. The owner thinks that it was meant for her.",
    ("property_damage",),
    ("The side", "A mirror", "The windshield", "A tire", "The hood"),
    STREETS,
)
CARD = Incident(
    "{thing} that was found at {place} was used for a week before anybody noticed.",
    ("fraud",),
    ("A bank card", "A gift card", "A phone with a wallet", "A checkbook", "A fuel card"),
    ("the bus station", "the market", "a diner", "the gym", "the laundry"),
)
CRASH = Incident(
    "A car was driven too fast on {place} and hit {thing}. Nobody was killed; one person limps.",
    ("driving",),
    ("a cyclist", "a parked van", "a mail carrier", "a fence with a child behind it", "another car"),
    STREETS,
)
THREAT = Incident(
    "Messages with threats were sent after {thing} at {place}. They still meet there each week.",
    ("threats",),
    ("a lost job", "a broken friendship", "a quarrel about money", "a team selection", "a rumor"),
    ("work", "church", "school", "the sports club", "the night shift"),
)
FIRE = Incident(
    "{thing} behind {place} was set on fire. It was put out before anybody was hurt.",
    ("arson", "property_damage"),
    ("A dumpster", "A shed", "A pile of pallets", "A playhouse", "Dry grass"),
    BUILDINGS,
)
NOISE = Incident(
    "{thing} at night goes on through the wall of a house on {place}. They no longer greet each other.",
    ("neighbour",),
    ("Music", "A barking dog", "A workshop", "Shouting", "A treadmill"),
    STREETS,
)
BOUNDARY = Incident(
    "{thing} between two lots on {place} was moved or cut while one side was away.",
    ("neighbour", "property_damage"),
    ("A fence", "A hedge", "A row of young trees", "A gate", "A drain"),
    STREETS,
)
DEPOSIT = Incident(
    "A tenant on {place} moved out in anger and left {thing}; the deposit was kept and words were said.",
    ("neighbour", "property_damage"),
    ("a broken door", "a wall with holes", "a stained floor", "a broken stove", "furniture in the hall"),
    STREETS,
)
PARKING = Incident(
    "Two families on {place} quarrel over {thing}; it ended with a shove.",
    ("neighbour", "assault"),
    ("a parking place", "a shared drive", "trash cans", "a basketball hoop", "snow that was shoveled over"),
    STREETS,
)
BUSINESS = Incident(
    "A customer and the owner of {place} fell out over {thing}, and it came to threats.",
    ("neighbour", "threats"),
    ("a repair", "a returned coat", "a bill", "a broken promise", "a loan"),
    SHOPS,
)

BY_TYPE: dict[str, tuple[Incident, ...]] = {
    "church": (TAKEN, SPRAYED, BROKEN_INTO, FIGHT, CARD, THREAT, FIRE, CAR),
    "community_agency": (TAKEN, SHOPLIFTING, SPRAYED, BROKEN_INTO, FIGHT, CAR, CARD, CRASH, THREAT),
    "probation": (TAKEN, SHOPLIFTING, BROKEN_INTO, FIGHT, CAR, CARD, CRASH, FIRE),
    "dispute_settlement": (NOISE, BOUNDARY, DEPOSIT, PARKING, BUSINESS, THREAT, CAR),
}

REFERRERS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "church": (
        ("judge", "Juvenile Court", "Judge Carol Hines"),
        ("probation_officer", "Juvenile Probation", "Victor Salas"),
        ("school", "Northside High School", "Dana Whitlock"),
        ("community", "", "Pastor Joel Amstutz"),
    ),
    "community_agency": (
        ("prosecutor", "State’s Attorney", "Renee Colbert"),
        ("judge", "Circuit Court", "Judge Simon Achebe"),
        ("victim_advocate", "Victim Services", "Paula Iverson"),
        ("defence_attorney", "Public Defender", "Greg Salter"),
    ),
    "probation": (
        ("judge", "District Court", "Judge Alma Reyes"),
        ("prosecutor", "District Attorney", "Kent Dalton"),
        ("institution", "Lookout Youth Services", "Wanda Pierce"),
    ),
    "dispute_settlement": (
        ("police", "Ninth Precinct", "Officer Dora Lind"),
        ("community", "", "Block association"),
        ("judge", "Civil Court", "Clerk Ned Rosen"),
        ("prosecutor", "Community Prosecution", "Ines Falk"),
    ),
}
"""Who refers to a program of each type: (class, office, name)."""

GIVEN = (
    "Ada", "Amir", "Beatrice", "Bruno", "Carmen", "Cyrus", "Delia", "Dmitri", "Edith", "Elias", "Farah",
    "Felix", "Greta", "Hassan", "Hilda", "Ibrahim", "Iris", "Jonas", "Joyce", "Kamala", "Karl", "Leila",
    "Lewis", "Magda", "Mateo", "Nina", "Noel", "Olive", "Oscar", "Petra", "Quentin", "Rosa", "Rufus",
    "Selma", "Silas", "Tamar", "Theo", "Uma", "Vera", "Wendell", "Yara", "Zeke",
)  # fmt: skip
FAMILY = (
    "Abbott", "Alvarado", "Beck", "Brandt", "Calloway", "Chen", "Dorsey", "Duarte", "Ebert", "Eze",
    "Fontaine", "Gill", "Grant", "Haas", "Hobbs", "Ito", "Jarvis", "Kaur", "Kemp", "Lang", "Lopez", "Mbeki",
    "Moss", "Nash", "Nowak", "Okoye", "Olsen", "Pratt", "Quinn", "Ramos", "Reyes", "Sato", "Shaw", "Tran",
    "Ulrich", "Varga", "Wade", "Weiss", "Yoder", "Zamora",
)  # fmt: skip

SAFE = (
    "After five; a partner must not hear of it.",
    "Mornings only. Ask for her by her first name.",
    "Never at work.",
    "Text first, then call.",
    "Hard of hearing; speak slowly.",
)
NOTES = (
    "Would rather talk once more before deciding.",
    "Asked what happens with the court; explained.",
    "Wants to hear why. Worried about being looked at.",
    "Calm. Wrote down three questions.",
    "Talked for a long time about the family.",
)
TERMS: tuple[tuple[str, str], ...] = (
    ("apology", "A letter in their own words"),
    ("monetary_restitution", "For the repair, in two parts"),
    ("monetary_restitution", "For what was taken"),
    ("community_service", "At the food pantry, on Saturdays"),
    ("service_to_victim", "Help in the yard"),
    ("no_contact_or_conduct", "Greet each other; call before it gets loud"),
    ("program_or_treatment", "The course on Tuesday evenings, to its end"),
)

LOW_RISK: dict[str, Any] = {
    "level": "low",
    "factors": [],
    "reasons": "Heard by telephone, and from the referrer.",
}
MEDIUM_RISK: dict[str, Any] = {
    "level": "medium",
    "factors": ["fear"],
    "reasons": "Heard by telephone, and from the referrer.",
    "safety_plan": "They come and leave half an hour apart; two of us are there.",
}
"""What was found about the risk of a case, and what is done about it."""
