"""What networks ask and lend, as the program's page shows it: ours beside theirs, and what a new minimum would do."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from network.guidance.models import Demand, Kind, ResourceVersion
from network.oversight.models import Membership
from programs.guidance.catalogue import CATALOGUE
from programs.guidance.copies import Guide, day_of, guides_of
from programs.models import PolicyFloor, Program
from programs.networks.copies import copies_of
from programs.policy import floors, versions
from programs.policy.catalogue import SETTINGS
from programs.policy.comparing import Difference, differences
from programs.policy.document import Policy
from programs.policy.drafting import floors_for
from programs.policy.simulating import Effect, effects_of
from tenants.context import platform
from tenants.place import required_schema

STANDS: dict[str, Promise] = {
    "same": _("As they ask"),
    "stricter": _("Stricter than they ask"),
    "looser": _("Looser than they ask"),
    "other": _("Otherwise than they ask"),
}


@dataclass(frozen=True)
class Row:
    """One setting: ours, theirs, how much they ask for it, and how ours stands to it."""

    name: str
    label: Any
    ours: list[str]
    theirs: list[str]
    demand: Any
    state: str
    is_torn: bool

    @property
    def stands(self) -> Promise:
        return STANDS[self.state]

    @property
    def can_be_adopted(self) -> bool:
        """Return whether adopting would change something."""
        return self.state in ("looser", "other") or (self.state == "stricter" and not self.is_required)

    @property
    def is_required(self) -> bool:
        return self.demand == Demand.REQUIRED.label


@dataclass(frozen=True)
class Lent:
    """Something that can be taken over, and what was taken over of it."""

    id: str
    number: int
    name: str
    kind: Any
    about: str
    taken: int
    """The version that the program took over; 0 for none."""
    taken_on: str

    @property
    def has_later(self) -> bool:
        return 0 < self.taken < self.number


@dataclass(frozen=True)
class Simulation:
    """What a minimum that holds from a later day would change, on the program's own work as it is now."""

    differences: list[Difference]
    effects: list[Effect]


@dataclass(frozen=True)
class Shown:
    """One network as the page shows it."""

    guide: Guide
    rows: list[Row]
    lent: list[Lent]
    simulation: Simulation | None
    announcements: Sequence[Any]

    @property
    def courses(self) -> int:
        """Return how many courses the network offers."""
        return sum(each["kind"] == Kind.COURSE for each in self.guide.resources)

    @property
    def holds_from(self) -> str:
        return _day(self.guide.template.get("holds_from", ""))

    @property
    def published_on(self) -> str:
        return _day(self.guide.template.get("published_on", ""))

    @property
    def ends_on(self) -> str:
        return _day(self.guide.ends_on)

    @property
    def torn(self) -> list[Any]:
        return [SETTINGS[name].label for name in self.guide.torn if name in SETTINGS]

    @property
    def adoptable(self) -> list[Row]:
        return [row for row in self.rows if row.can_be_adopted]


def shown(program: Program, now: dt.datetime) -> list[Shown]:
    """Return what each network publishes, beside what the program has."""
    today = now.astimezone(program.zone).date()
    said = {each.network: each.announcements for each in copies_of(program)}
    return [
        Shown(
            each,
            _rows(program, each),
            _lent(each),
            _simulation(program, each, now) if each.is_pending(today) else None,
            said.get(each.network, ()),
        )
        for each in guides_of(program)
        if each.is_member or (each.ends_on and today < day_of(each.ends_on))
    ]


def origins(program: Program) -> list[str]:
    """Return in words what the policy holds that was taken over, from whom, and which version."""
    told = _now("%(name)s: version %(number)s of %(network)s, taken over on %(day)s")
    return [
        told
        % {"name": each["name"], "number": each["number"], "network": guide.name, "day": _day(each["on"])}
        for guide in guides_of(program)
        for each in guide.taken.values()
    ]


def lent_body(network: uuid.UUID, resource: uuid.UUID) -> ResourceVersion | None:
    """Return the newest version of what a network lends, as the platform keeps it; None unless we are a member."""
    schema = required_schema()
    with platform():
        mine = Membership.objects.members().filter(network=network, tenant__schema_name=schema)
        rows = ResourceVersion.objects.filter(resource=resource, resource__withdrawn_at=None)
        rows = rows.filter(resource__network__in=mine.values("network"))
        return rows.select_related("resource").order_by("-number").first()


def _rows(program: Program, guide: Guide) -> list[Row]:
    ours = versions.stored(versions.values_of(program.policy))
    return [_row(name, asked, ours[name], guide) for name, asked in guide.settings.items()]


def _row(name: str, asked: Any, ours: Any, guide: Guide) -> Row:
    theirs = asked["value"]
    # Of a table, what they speak of.
    beside = {row: ours[row] for row in theirs if row in ours} if isinstance(theirs, dict) else ours
    return Row(
        name=name,
        label=SETTINGS[name].label,
        ours=CATALOGUE.say(name, beside),
        theirs=CATALOGUE.say(name, theirs),
        demand=Demand(asked["demand"]).label,
        state=CATALOGUE.stands(name, theirs, ours),
        is_torn=name in guide.torn,
    )


def _lent(guide: Guide) -> list[Lent]:
    return [
        Lent(
            id=each["id"],
            number=each["number"],
            name=each["name"],
            kind=Kind(each["kind"]).label,
            about=each["about"],
            taken=guide.taken.get(each["id"], {}).get("number", 0),
            taken_on=_day(guide.taken.get(each["id"], {}).get("on", "")),
        )
        for each in guide.resources
        if each["kind"] in Kind.values and each["kind"] != Kind.COURSE
    ]


def _simulation(program: Program, guide: Guide, now: dt.datetime) -> Simulation:
    policy = would_be(program, guide)
    return Simulation(differences(program.policy, policy), effects_of(policy, program, now))


def would_be(program: Program, guide: Guide) -> Policy:
    """Return the policy as it would be if what a network requires from a later day held now."""
    names = dict(PolicyFloor.objects.live().values_list("network_id", "network_name"))
    replaced = {name for key, name in names.items() if str(key) == guide.network}
    others = [each for each in floors_for(program) if str(each.set_by) not in replaced]
    asked = floors.Floor(guide.name, guide.template["why"], floors.read_known(guide.required))
    combined = floors.tightened(versions.values_of(program.policy), [*others, asked])
    return versions.read(versions.stored(combined), program.preset)


def _day(text: str) -> str:
    return date_format(day_of(text)) if text else ""
