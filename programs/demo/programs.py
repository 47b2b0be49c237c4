"""The demonstration programs as plain data: one of each type, with the people who work there.

Made-up places and people. The password is known to everybody, which is why `manage seed` refuses to run unless
AMENDS_DEMO allows it.
"""

from dataclasses import dataclass, field

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

    def email(self, worker: Worker) -> str:
        """Return the address that this person signs in with."""
        return f"{worker.login}@{self.slug}.example"


def _team(admin: str, coordinator: str, supervisor: str) -> tuple[Worker, ...]:
    return (
        Worker("admin", admin, ("program_admin",)),
        Worker("coordinator", coordinator, ("coordinator",)),
        Worker("supervisor", supervisor, ("case_supervisor",)),
    )


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
