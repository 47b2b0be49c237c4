"""The world as the test believes it to be: plain rows in memory, as a coordinator would tell them."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

HARMED = ("victim", "victim_representative", "surrogate_victim")
SIGNED = ("active", "fulfilled", "partially_fulfilled", "breached", "returned_to_referrer", "replaced")


class Diverged(AssertionError):
    """The program did something else than the rules of the domain say; `walk` is the way that shows it."""

    def __init__(self, what: str, walk: Any = None):
        super().__init__(what)
        self.walk = walk


@dataclass
class Helper:
    """Somebody who may mediate."""

    standing: str
    training: dict[str, Any] = field(default_factory=dict)
    """The level, the hours, and the days of the last supervision and observation and of the end of the check."""
    is_active: bool = True
    is_officer: bool = False
    offices: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    """What they belong to: an officer, of a school ..."""
    away: tuple[dt.date, dt.date] | None = None
    """The first and the last day on which they said that they are away."""


@dataclass
class Contact:
    purpose: str
    result: str
    at: dt.datetime
    survey: bool = False
    recorded: dt.datetime | None = None
    topics: tuple[str, ...] = ()

    @property
    def is_reached(self) -> bool:
        return self.result == "reached"


@dataclass(eq=False)
class Person:
    key: Any
    role: str
    unsafe: tuple[str, ...] = ()
    no_message: bool = False
    hours: tuple[int, int] | None = None
    """From and until when they may be called, by the program's clock; None: at any time."""
    office: str = ""
    has_email: bool = False
    loss: Decimal | None = None
    is_ready: bool | None = None
    is_organisation: bool = False
    spoken_for: int | None = None
    """By whom, by the place among the people of the case."""
    mail_of: str = ""
    """Whose account has the same address, if somebody's."""
    is_minor: bool | None = None
    guardians: dict[int, bool] = field(default_factory=dict)
    """The guardians by their place among the people of the case, and whether each is suspected."""
    guarded_since: dict[int, dt.datetime] = field(default_factory=dict)
    """Since when each is on record."""
    consents: bool = False
    took_back: bool = False
    """Did they take a consent back, and give none since?"""
    away: tuple[dt.date, ...] = ()
    """The days on which they said that they cannot come."""
    agreed_at: list[dt.datetime] = field(default_factory=list)
    stopped_at: list[dt.datetime] = field(default_factory=list)
    """When they consented, and when they took it back."""
    contacts: list[Contact] = field(default_factory=list)
    choices: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_harmed(self) -> bool:
        return self.role in HARMED

    @property
    def is_party(self) -> bool:
        return (self.is_harmed or self.role == "offender") and not self.is_organisation

    def was_reached(self, *purposes: str) -> bool:
        return any(c.is_reached for c in self.contacts if not purposes or c.purpose in purposes)

    def went_through(self) -> set[str]:
        """Return what preparation meetings went through with them."""
        met = [c for c in self.contacts if c.purpose == "preparation" and c.is_reached]
        return {topic for c in met for topic in c.topics}

    def tries(self, *purposes: str) -> int:
        """Return how many tries in a row, up to the last one, met nobody; told apart by the time of the contact."""
        told = sorted((c for c in self.contacts if not purposes or c.purpose in purposes), key=lambda c: c.at)
        met = [number for number, c in enumerate(told, 1) if c.result in ("reached", "refused")]
        return len(told) - max(met, default=0)

    def allows(self, *modes: str) -> bool:
        latest = self.choices[-1] if self.choices else {"takes_part": False}
        return latest["takes_part"] and latest["mode"] in (*modes, "no_preference")


@dataclass
class Meeting:
    mode: str
    starts: dt.datetime
    ends: dt.datetime
    mediators: list[str]
    state: str = "scheduled"


@dataclass
class Row:
    """A payment, or hours of work; a reversal has the figure negative."""

    key: Any
    figure: Decimal
    is_reversal: bool = False
    is_reversed: bool = False


@dataclass
class Item:
    key: Any
    kind: str
    figure: Decimal | None
    due: dt.date
    status: str = "open"
    ledger: list[Row] = field(default_factory=list)
    before: "Item | None" = None
    """What it was in the version that was changed: it is the same debt."""
    came: Decimal = Decimal(0)
    """What had come in on the debt by then."""
    let_go: Decimal = Decimal(0)

    @property
    def is_money(self) -> bool:
        return self.kind == "monetary_restitution"

    @property
    def is_work(self) -> bool:
        return self.kind in ("service_to_victim", "community_service")

    @property
    def left(self) -> Decimal:
        """What is still owed of the debt, with all that came in on it in any version."""
        return (self.figure or Decimal(0)) + self.came - self.let_go - self.paid

    @property
    def paid(self) -> Decimal:
        earlier = self.before.paid if self.before else Decimal(0)
        return earlier + sum((row.figure for row in self.ledger), Decimal(0))


@dataclass(eq=False)
class Paper:
    """One version of an agreement."""

    version: int
    state: str = "draft"
    items: list[Item] = field(default_factory=list)
    signatures: int = 0


@dataclass
class Referral:
    key: Any
    stage: str
    asked_by: str
    office: str
    offences: tuple[str, ...]
    is_sample: bool = False
    state: str = "submitted"
    is_with_others: bool = False
    """Was it handed on, and has the other program not answered yet?"""
    went_over: bool = False
    """Did it go there over the platform?"""
    is_there: bool = False
    """Has that program said that it arrived, and answers by itself?"""
    leave_ends: dt.datetime | None = None
    """Until when what another program handed on to this one may be used."""
    is_joined: bool = False

    @property
    def initiative(self) -> str:
        return {"victim_self": "victim", "offender_self": "offender"}.get(self.asked_by, "program")


@dataclass
class Risk:
    stage: str
    level: str
    is_planned: bool
    at: dt.datetime


@dataclass(eq=False)
class Case:
    referral: Referral
    people: list[Person]
    key: Any = None
    policy: Any = None
    """What the case works by; None while there is no case."""
    state: str = "referred"
    """The case's, or "referred" and "declined" while there is none."""
    coordinator: str | None = None
    supervisor: str | None = None
    acknowledged: str = ""
    is_overridden: bool = False
    law: dict[str, str] = field(default_factory=dict)
    settled_at: dt.datetime | None = None
    """When it was last settled what the two sides wish for."""
    risks: list[Risk] = field(default_factory=list)
    substance: str = ""
    told_substance: str = ""
    """Who said last whether there is something to talk about."""
    let_through: dict[str, str] = field(default_factory=dict)
    """Which supervisor let the offence, or that nothing is left to talk about, through."""
    assigned: dict[str, bool | None] = field(default_factory=dict)
    """The mediators, and whether each finds that the parties are ready."""
    conflicted: set[str] = field(default_factory=set)
    meetings: list[Meeting] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    held_from: str = ""
    hold_reason: str = ""
    reason: str = ""
    report: dict[str, Any] | None = None

    @property
    def parties(self) -> list[Person]:
        return [person for person in self.people if person.is_party]

    @property
    def harmed(self) -> list[Person]:
        return [person for person in self.people if person.is_harmed]

    def wards(self, number: int) -> dict[int, bool]:
        """Return those whose guardian somebody is, and whether they are suspected of having harmed them."""
        return {
            place: each.guardians[number]
            for place, each in enumerate(self.people)
            if number in each.guardians
        }

    def can_consent_for(self, number: int) -> bool:
        """E6: never an offender of this case, and nobody who is suspected of having harmed a child of it."""
        return self.people[number].role != "offender" and not any(self.wards(number).values())

    def lacks_guardian(self, person: Person) -> bool:
        """Return whether a minor is without a guardian who consents, or one took their consent back."""
        asked = [number for number in person.guardians if self.consented_for(person, number)]
        return not asked or not all(self.consents_for(person, number) for number in asked)

    def consented_for(self, person: Person, number: int) -> bool:
        """Return whether a guardian who can consent has done so for this child, whatever became of it."""
        given = self.people[number].agreed_at
        return self.can_consent_for(number) and any(at >= person.guarded_since[number] for at in given)

    def consents_for(self, person: Person, number: int) -> bool:
        """Return whether their consent for this child counts: given since they are its guardian, not taken back."""
        guardian = self.people[number]
        return guardian.consents and guardian.agreed_at[-1] >= person.guarded_since[number]

    @property
    def unguarded(self) -> list[Person]:
        return [person for person in self.parties if person.is_minor and self.lacks_guardian(person)]

    @property
    def responsible(self) -> list[Person]:
        return [person for person in self.people if person.role == "offender"]

    @property
    def deciders(self) -> list[Person]:
        """Return whose choices bind: the victims and whoever speaks for an organization, or those who stand in."""
        speaking = [self.people[p.spoken_for] for p in self.people if p.spoken_for is not None]
        people = [person for person in self.harmed if person.is_party]
        return [person for person in people if person.role == "victim" or person in speaking] or people

    @property
    def danger(self) -> str:
        """Return how high the risk was found the last time."""
        return self.risks[-1].level if self.risks else ""

    @property
    def ahead(self) -> Meeting | None:
        return next((each for each in self.meetings if each.state == "scheduled"), None)

    @property
    def had_exchange(self) -> bool:
        return any(person.was_reached("exchange") for person in self.people)

    @property
    def had_dialogue(self) -> bool:
        return self.had_exchange or any(each.state == "held" for each in self.meetings)

    @property
    def paper(self) -> Paper | None:
        """Return the version that is worked with: the latest that was not given up."""
        return next((each for each in reversed(self.papers) if each.state != "dropped"), None)

    @property
    def running(self) -> Paper | None:
        """Return the latest version that everybody signed."""
        return next((each for each in reversed(self.papers) if each.state in SIGNED), None)


@dataclass
class World:
    preset: str
    kind: str
    policy: Any
    zone: ZoneInfo
    now: dt.datetime
    helpers: dict[str, Helper]
    cases: list[Case] = field(default_factory=list)
    is_open: bool = True
    """Was the program verified? Until then nobody real is referred or written to."""
    decisions: int = 0
    """How often that was decided."""

    def is_active(self, name: str) -> bool:
        """Return whether an account is in use; those of mediators come and go."""
        return self.helpers[name].is_active if name in self.helpers else name != "gone"

    @property
    def today(self) -> dt.date:
        return self.now.astimezone(self.zone).date()

    def is_taken(self, case: Case, starts: dt.datetime, ends: dt.datetime) -> bool:
        """Return whether a mediator of this case is elsewhere then."""
        return any(
            {*case.assigned} & {*there.mediators} and starts < there.ends and there.starts < ends
            for other in self.cases
            if other is not case and (there := other.ahead) is not None
        )
