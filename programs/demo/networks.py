"""The demonstration's networks as plain data: a national one over three of states, and the programs below them.

The four programs that can be looked at belong to one of them. With AMENDS_DEMO_SIZE=network there are sixty more, each
with an administrator and a listing, so that the pages of networks have something to show.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from network.directory.samples import FIELD, FIRST, SECOND, sample_places
from network.oversight.models import Level, Share
from programs.demo.programs import Demo, Worker

SMALL, NETWORK = "small", "network"
"""How large a demonstration is."""
PROGRAMS_OF_A_STATE = 20


@dataclass(frozen=True)
class DemoNetwork:
    """A network, and the people who act for it: (login, name, duties)."""

    slug: str
    name: str
    level: str
    place: str
    state: str
    """The state in which its programs are, as "MN"; empty for the one above all."""
    time_zone: str
    people: tuple[tuple[str, str, tuple[str, ...]], ...]

    def email(self, login: str) -> str:
        """Return the address that somebody of it signs in with."""
        return f"{login}@{self.slug}.example"


NATIONAL = DemoNetwork(
    "national-council",
    "National Council of Mediation Programs",
    Level.NATIONAL,
    "United States",
    "",
    "America/New_York",
    (("officer", "Naomi Castell", ("network_officer",)), ("analyst", "Ivo Brandt", ("network_analyst",))),
)
STATES = (
    DemoNetwork(
        "north-star",
        "North Star Mediation Network",
        Level.STATE,
        "Minnesota",
        "MN",
        "America/Chicago",
        (
            ("officer", "Greta Lindahl", ("network_officer",)),
            ("accreditor", "Abel Moreno", ("network_accreditor",)),
            ("accreditor2", "Wanda Kirk", ("network_accreditor",)),
            ("analyst", "Ines Quist", ("network_analyst",)),
            ("billing", "Pat Oyelaran", ("network_billing",)),
        ),
    ),
    DemoNetwork(
        "crossroads",
        "Crossroads Reconciliation Network",
        Level.STATE,
        "Indiana",
        "IN",
        "America/Indiana/Indianapolis",
        (("officer", "Theo Marsh", ("network_officer", "network_accreditor")),),
    ),
    DemoNetwork(
        "great-lakes",
        "Great Lakes Restorative Network",
        Level.STATE,
        "Wisconsin",
        "WI",
        "America/Chicago",
        (("officer", "Lena Fuchs", ("network_officer", "network_billing")),),
    ),
)
COUNTED_OF = {"north-star": 8, "great-lakes": 4}
"""How many programs of a network take part in figures across programs: of the second too few to be published."""
TERMS = (
    "Members work by their own policy, and never below a minimum that the network has announced.\n\n"
    "The network sees what a member shares and nothing else: no case, and nobody who takes part in one. "
    "A member can share less, or leave, on any day."
)
KINDS = ("church", "community_agency", "probation", "dispute_settlement")
ASKED = {
    "answer_days": ("required", 5),
    "mediators_needed": ("required", 2),
    "contact_tries": ("recommended", 4),
    "survey_after_days": ("recommended", 60),
    "victim_word": ("optional", "survivor"),
}
"""What a network of a state asks of its members' policies: how much, and which value."""
WHY = "Agreed at the meeting of the members. Nobody waits longer for an answer, and nobody mediates alone."
LENT: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    (
        "survey",
        "Survey of the network",
        "The same days for everybody, so that answers can be read side by side.",
        {"survey_before_days": 5, "survey_after_days": 60, "survey_reminder_days": 7},
    ),
    (
        "letter",
        "Please call",
        "A short letter that says nothing about why.",
        {
            "wordings": [
                {
                    "id": "letter-5e7a11c0",
                    "replaces": "please_call",
                    "en": "Please call {neutral_name} at {phone}. We are glad to tell you what it is about.",
                    "es": "Llame a {neutral_name} al {phone}, por favor. Con gusto le diremos de qué se trata.",
                    "fr": "Merci d’appeler {neutral_name} au {phone}. Nous vous dirons volontiers de quoi il s’agit.",
                }
            ]
        },
    ),
)
"""What it lends them: kind, name, what it is good for, and its settings."""
STANDARD = "practitioner"
"""For which of our standards the networks of states accredit."""
ANSWER = "All of us were trained before the first meeting, and somebody looks on twice a year."
PLAN = b"Forty hours before the first meeting, two meetings watched, and a talk with a supervisor after each."
FOUND = "What was handed in shows it, and what we were told fits."
CONDITION = "Write down who is called when somebody is in danger, and hand it in."
ANNOUNCEMENT = {
    "title": "Training for new mediators in the spring",
    "text": "Two weekends, with twelve places. Write to the office of the network by the end of the month.",
}
"""What programs say when they apply, what reviewers find, and what the network tells its members."""
SHARES = (tuple(Share.values), (Share.CONTACT.value, Share.LISTING.value, Share.POLICY.value), ())
"""What members share, in turn."""


def demos_of(network: DemoNetwork) -> Iterator[Demo]:
    """Yield the invented programs of a state, each in a county of its own."""
    counties = [
        each for each in sample_places() if each.state == network.state and each.code.startswith("us-")
    ]
    for number, county in enumerate(counties[:PROGRAMS_OF_A_STATE]):
        chance = Random(f"{network.slug}/{number}")  # noqa: S311 - invented programs, no secret
        first, second, field = chance.choice(FIRST), chance.choice(SECOND), chance.choice(FIELD)
        yield Demo(
            slug=f"{first}-{second}-{network.state}{number}".lower(),
            name=f"{first} {second} {field}",
            neutral_name=f"{first} {second} Office",
            telephone=f"(555) 555-01{number:02}",
            type=KINDS[number % len(KINDS)],
            time_zone=network.time_zone,
            workers=(Worker("admin", f"{chance.choice(FIRST)} {chance.choice(SECOND)}", ("program_admin",)),),
            serves=(county.code,),
            listing={"description": f"Meetings for people of {county.name}.", "capacity": "accepting"},
        )
