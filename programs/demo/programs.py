"""The demonstration programs as plain data: one of each type, with the people who work there.

Made-up places and people. The password is known to everybody, which is why `manage seed` refuses to run unless
AMENDS_DEMO allows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PASSWORD = "amends-demo-only"


@dataclass(frozen=True)
class Worker:
    """Somebody with an account; `standing` makes them a mediator, `affiliation` is (kind, office, kind of office)."""

    login: str
    name: str
    roles: tuple[str, ...]
    standing: str = ""
    affiliation: tuple[str, str, str] = ()  # type: ignore[assignment]


@dataclass(frozen=True)
class Demo:
    """A program: its host, what it is, and who works there."""

    slug: str
    name: str
    neutral_name: str
    telephone: str
    type: str
    time_zone: str
    workers: tuple[Worker, ...] = field(default_factory=tuple)
    volunteers: tuple[str, ...] = ()
    """More people who mediate here, by name; nobody is told how to sign in as them."""
    serves: tuple[str, ...] = ()
    """Counties of Minnesota: the program is invented, the place is not, so that a search finds it."""
    sites: tuple[Mapping[str, Any], ...] = ()
    listing: Mapping[str, Any] = field(default_factory=dict)
    """What the directory says of it beyond its policy (`programs.listing.document`)."""

    def email(self, worker: Worker) -> str:
        """Return the address that this person signs in with."""
        return f"{worker.login}@{self.slug}.example"


def _team(admin: str, coordinator: str, supervisor: str) -> tuple[Worker, ...]:
    return (
        Worker("admin", admin, ("program_admin",)),
        Worker("coordinator", coordinator, ("coordinator",)),
        Worker("supervisor", supervisor, ("case_supervisor",)),
    )


def _site(address: str, city: str, postal_code: str) -> dict[str, Any]:
    return {
        "is_confidential": False,
        "address": address,
        "city": city,
        "state": "MN",
        "postal_code": postal_code,
        "country": "US",
    }


def _yes(*answers: str) -> dict[str, str]:
    return dict.fromkeys(answers, "yes")


PROGRAMS = (
    Demo(
        slug="grace",
        name="Grace Street Reconciliation",
        neutral_name="Grace Street Office",
        telephone="(317) 555-0142",
        type="church",
        time_zone="America/Indiana/Indianapolis",
        workers=(
            *_team("Ruth Adler", "Daniel Okafor", "Miriam Stoltzfus"),
            Worker("mediator", "Esther Lind", ("mediator",), "volunteer", ("church_member", "", "")),
            Worker("mediator2", "Paul Weaver", ("mediator",), "volunteer", ("church_member", "", "")),
        ),
        volunteers=("Ruben Hale", "Judith Amman", "Samuel Ortiz"),
        serves=("us-county:27123", "us-county:27163"),
        sites=(_site("18 Grace Street", "Saint Paul", "55104"),),
        listing={
            "parent": "Grace Street Church",
            "description": "Volunteers of several congregations bring people together after a theft or a fight.",
            "how_to_refer": "Send the form or call. A pastor, a teacher or a neighbor may do so too.",
            "hours": "Tuesday and Thursday, 4 to 8",
            "email": "office@grace.example",
            "capacity": "accepting",
            "age.adult": "yes",
            "faith.faith_based": "yes",
            **_yes("language.en", "language.es", "access.step_free", "access.child_care", "cost.free"),
        },
    ),
    Demo(
        slug="riverside",
        name="Riverside Community Mediation",
        neutral_name="Riverside Office",
        telephone="(312) 555-0117",
        type="community_agency",
        time_zone="America/Chicago",
        workers=(
            *_team("Amara Diallo", "Joan Reyes", "Peter Novak"),
            Worker("mediator", "Luz Herrera", ("mediator",), "staff"),
            Worker(
                "mediator2",
                "Frank Bauer",
                ("mediator",),
                "volunteer",
                ("police_officer", "Riverside Police Department", "police"),
            ),
        ),
        volunteers=("Keisha Brandt", "Tomasz Wolski", "Anh Pham", "Delphine Roy"),
        serves=("us-county:27053",),
        sites=(
            _site("400 River Terrace", "Minneapolis", "55454"),
            {"is_confidential": True, "area": "North of Minneapolis", "telephone": "(312) 555-0118"},
        ),
        listing={
            "description": "Whoever was harmed decides whether, when and how there is a meeting.",
            "how_to_refer": "No police report is needed.",
            "website": "https://riverside.example/",
            "capacity": "waitlist",
            "waiting_days": 30,
            "age.adult": "yes",
            "process.circle": "yes",
            "faith.faith_based": "no",
            **_yes("language.en", "language.es", "language.so", "language.hmn", "language.interpreter"),
            **_yes("language.sign", "access.step_free", "access.visits", "access.transport", "cost.free"),
        },
    ),
    Demo(
        slug="countyline",
        name="County Line Victim-Offender Meetings",
        neutral_name="County Line Office",
        telephone="(303) 555-0163",
        type="probation",
        time_zone="America/Denver",
        workers=(
            *_team("Helen Park", "Marcus Lee", "Irene Castillo"),
            Worker("mediator", "Noor Rahman", ("mediator",), "volunteer"),
            Worker(
                "mediator2",
                "Glenn Foster",
                ("mediator",),
                "volunteer",
                ("probation_officer", "County Line Probation", "probation"),
            ),
        ),
        volunteers=("Lori Benally", "Hugo Marsh", "Carla Ruiz", "Wes Tanaka"),
        serves=("us-county:27037", "us-county:27139"),
        sites=(_site("1 County Line Road", "Hastings", "55033"),),
        listing={
            "description": "Meetings for young people and adults on probation and those whom they harmed.",
            "how_to_refer": "Probation officers and judges send the order.",
            "hours": "Monday to Friday, 8 to 4:30",
            "capacity": "accepting",
            "age.adult": "yes",
            "access.step_free": "no",
            **_yes("language.en", "language.interpreter", "cost.free"),
        },
    ),
    Demo(
        slug="harbor",
        name="Harbor Dispute Settlement Center",
        neutral_name="Harbor Office",
        telephone="(212) 555-0128",
        type="dispute_settlement",
        time_zone="America/New_York",
        workers=(
            *_team("Sylvia Marsh", "Owen Grady", "Beatriz Lopes"),
            Worker("mediator", "Tomas Silva", ("mediator",), "volunteer"),
            Worker("mediator2", "Claire Duval", ("mediator",), "roster"),
        ),
        volunteers=("Nadia Klein", "Gus Pappas", "Imani Brooks"),
        serves=("us-county:27137", "us-county:27075", "us-county:27017"),
        sites=(_site("77 Harbor Drive", "Duluth", "55802"),),
        listing={
            "description": "Neighbors, families and small courts call us before a conflict grows.",
            "website": "https://harbor.example/",
            "capacity": "accepting",
            "cost": "Free in matters of a court; otherwise from 0 to 40 dollars, by income.",
            "age.adult": "yes",
            "cost.free": "no",
            "cost.free_harmed": "yes",
            **_yes("language.en", "language.fr", "access.hearing_loop", "access.step_free"),
        },
    ),
)

OPERATOR = {"email": "operator@amends.example", "name": "Olga Brandt", "roles": ("operator",)}

COURT = "lakeview-juvenile-court"
AGENCIES = (
    {"slug": COURT, "name": "Lakeview Juvenile Court", "kind": "court", "place": "Lakeview"},
    {
        "slug": "lakeview-victim-services",
        "name": "Lakeview Victim Services",
        "kind": "victim_services",
        "place": "Lakeview",
    },
)
CLERKS = (
    {"email": "manager@lakeview-court.example", "name": "Judith Vance", "is_manager": True},
    {"email": "clerk@lakeview-court.example", "name": "Arlo Finch", "is_manager": False},
)
"""Who works at the court, and sent part of what came to the programs."""
