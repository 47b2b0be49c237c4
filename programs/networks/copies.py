"""The program's copy of its memberships, read from one column."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from programs.models import Program

WAITS_FOR_US, WAITS_FOR_THEM, IS_MEMBER = ("invited",), ("asked",), ("member",)


@dataclass(frozen=True)
class Copy:
    """One membership as this program knows it; dates are texts as JSON holds them."""

    id: str
    network: str
    name: str
    level: str = ""
    about: str = ""
    contact_email: str = ""
    state: str = "asked"
    """As `network.oversight.models.MembershipState`."""
    why: str = ""
    terms_number: int = 0
    """The version that is accepted, or that would be."""
    terms_text: str = ""
    moved_from: str = ""
    """The name of the network that the program would leave by joining."""
    began_at: str = ""
    joined_at: str = ""
    ended_at: str = ""
    version: int = 0
    """The number of the network's word that was taken last."""
    number: int = 0
    """The number of this program's own last word."""
    heard: int = 0
    """The number of the last word of this program that the network is known to have heard."""
    answer: str = ""
    """That word: asked, accepted, declined or left."""
    shares: tuple[str, ...] = ()
    contact: Mapping[str, str] = field(default_factory=dict)
    """Who speaks for the program: name, email, telephone."""
    unfit: str = ""
    """Why a request never reached the network, as `programs.networks.reasons.UNFIT` calls it."""
    announcements: tuple[Mapping[str, str], ...] = ()
    """What the network told its members last, the newest first: id, title, text and announced_at."""

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Return the copy that JSON holds; what a later release added is left out."""
        known = {name: value for name, value in raw.items() if name in cls.__dataclass_fields__}
        lists = {name: tuple(raw.get(name, ())) for name in ("shares", "announcements")}
        return cls(**known | lists)

    @property
    def is_open(self) -> bool:
        """Return whether it is a membership, or can become one."""
        return self.state in (*WAITS_FOR_US, *WAITS_FOR_THEM, *IS_MEMBER)

    @property
    def is_on_its_way(self) -> bool:
        """Return whether the program said something that the network may not have heard yet."""
        return self.heard < self.number

    def as_json(self) -> dict[str, Any]:
        """Return what the column holds."""
        lists = {"shares": list(self.shares), "announcements": [dict(each) for each in self.announcements]}
        return asdict(self) | lists | {"contact": dict(self.contact)}


def copies_of(program: Program) -> list[Copy]:
    """Return all of them: those that wait for this program first, then members, then what is over."""
    order = {
        **dict.fromkeys(WAITS_FOR_US, 0),
        **dict.fromkeys(IS_MEMBER, 1),
        **dict.fromkeys(WAITS_FOR_THEM, 2),
    }
    found = [Copy.read(raw) for raw in program.networks.values()]
    return sorted(found, key=lambda each: (order.get(each.state, 3), each.name, each.id))


def keep(program: Program, copy: Copy) -> None:
    """Write a copy into the program, whose row is locked by the caller."""
    program.networks[copy.id] = copy.as_json()
    program.save(update_fields=["networks"])
