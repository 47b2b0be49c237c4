"""What networks know of the program, in words: the values that it sends them, and beside these what it does not."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from network.oversight.models import Level, MembershipState, Share
from programs.models import Program
from programs.models.program import ProgramType
from programs.networks.copies import IS_MEMBER, WAITS_FOR_THEM, WAITS_FOR_US, Copy, copies_of
from programs.networks.reasons import UNFIT
from programs.networks.telling import TELLS, told_of
from programs.plan_told import day_of
from programs.policy.catalogue import SETTINGS

MEANS: dict[str, Promise] = {
    Share.CONTACT: _("The person named below, and nobody else. Never somebody of a case."),
    Share.LISTING: _("Two things: whether you are listed, and the day on which you last confirmed it."),
    Share.PAYMENT: _("Whether the program is paid for, by whom, and until when. No amounts."),
    Share.POLICY: _("What you chose in each of these settings. No case is in them."),
    Share.FIGURES: _(
        "They are only ever added to those of other programs. Nothing is sent before networks publish such figures."
    ),
}
"""What each share holds, for whoever decides about it."""

PAID_BY: dict[str, Promise] = {
    "trial": _("Trial, free of charge"),
    "own": _("The program itself"),
    "granted": _("Free of charge, granted by those who run Amends"),
}


@dataclass(frozen=True)
class Line:
    """One thing that a network sees, with its name."""

    label: Any
    words: str


@dataclass(frozen=True)
class Shared:
    """One share as the page shows it; `lines` are what is sent, or would be."""

    share: str
    label: Any
    means: Any
    is_shared: bool
    lines: list[Line]

    @property
    def summary(self) -> str:
        """Return what is sent now on one line; of many lines only how many they are."""
        if self.share == Share.POLICY:
            return _now("%(count)s settings") % {"count": len(self.lines)}
        return "; ".join(each.words for each in self.lines)


def shares_of(program: Program, copy: Copy) -> list[Shared]:
    """Return every share of a membership with what is in it by now, from the values that are sent."""
    told = told_of(program, copy)["told"]
    return [
        Shared(
            share=each.value,
            label=each.label,
            means=MEANS[each],
            is_shared=each in copy.shares,
            lines=_lines(each, told.get(each) or _would_be(each, program, copy)),
        )
        for each in Share
    ]


def _would_be(share: str, program: Program, copy: Copy) -> dict[str, Any]:
    return TELLS[share](program, copy) if share in TELLS else {}


def always_told(program: Program) -> str:
    """Return what every network to which the program belongs knows of it."""
    told = (program.name, str(ProgramType(program.type).label), program.place)
    return " · ".join(each for each in told if each)


def _lines(share: str, told: Mapping[str, Any]) -> list[Line]:
    return SAID[share](told)


def _contact(told: Mapping[str, Any]) -> list[Line]:
    labels = {"name": _("Name"), "email": _("E-mail address"), "telephone": _("Telephone number")}
    return [Line(label, told[name]) for name, label in labels.items() if told.get(name)]


def _listing(told: Mapping[str, Any]) -> list[Line]:
    listed = _now("In the directory") if told["is_listed"] else _now("Not in the directory")
    day = told["confirmed_on"]
    said = day_of_text(day) if day else _now("Never")
    return [Line(_("Listing"), listed), Line(_("Confirmed last"), said)]


def _payment(told: Mapping[str, Any]) -> list[Line]:
    since, until = told["lapsed_since"], told["lapses_at"]
    if since and dt.datetime.fromisoformat(since) <= timezone.now():
        return [Line(_("Who pays"), _now("Nobody, since %(day)s") % {"day": day_of_text(since)})]
    payer = told["payer"] or str(PAID_BY.get(told["kind"] or "", _now("Not known")))
    ends = until or since
    return [
        Line(_("Who pays"), payer),
        Line(_("Until"), day_of_text(ends) if ends else _now("No end is known")),
    ]


def _policy(told: Mapping[str, Any]) -> list[Line]:
    said = [
        Line(SETTINGS[name].label, SETTINGS[name].kind.say(SETTINGS[name].kind.read_known(value)))
        for name, value in told["values"].items()
    ]
    return [Line(_("Version of the policy"), str(told["number"])), *said]


SAID: dict[str, Callable[[Mapping[str, Any]], list[Line]]] = {
    Share.CONTACT: _contact,
    Share.LISTING: _listing,
    Share.PAYMENT: _payment,
    Share.POLICY: _policy,
    Share.FIGURES: lambda _told: [],
}


def day_of_text(text: str) -> str:
    """Return a day or moment that JSON holds in the current time zone and language; "" for none."""
    if not text:
        return ""
    moment = dt.datetime.fromisoformat(text)
    # A day alone is no moment of any zone.
    return day_of(moment if moment.tzinfo else timezone.make_aware(moment))


@dataclass(frozen=True)
class Shown:
    """One network with its state in words, and what it is told."""

    copy: Copy
    reach: Any
    shares: list[Shared]

    @property
    def since(self) -> str:
        return day_of_text(self.copy.joined_at)

    @property
    def began(self) -> str:
        return day_of_text(self.copy.began_at)

    @property
    def ended(self) -> str:
        return day_of_text(self.copy.ended_at)

    @property
    def state(self) -> str:
        return str(MembershipState(self.copy.state).label)

    @property
    def unfit(self) -> str:
        """Return why a request never reached the network; "" where it did."""
        return str(UNFIT.get(self.copy.unfit, ""))


def shown(program: Program, copy: Copy) -> Shown:
    """Return one network as the pages show it."""
    reach = Level(copy.level).label if copy.level in Level.values else ""
    return Shown(copy, reach, shares_of(program, copy) if copy.is_open else [])


def by_state(program: Program) -> dict[str, list[Shown]]:
    """Return the networks: those that wait for the program, those it belongs to, those it asked, and what is over."""
    found = [shown(program, each) for each in copies_of(program)]
    over = [each for each in found if not each.copy.is_open]
    return {
        "invited": [each for each in found if each.copy.state in WAITS_FOR_US],
        "members": [each for each in found if each.copy.state in IS_MEMBER],
        "asked": [each for each in found if each.copy.state in WAITS_FOR_THEM],
        "over": sorted(over, key=lambda each: each.copy.ended_at or "9", reverse=True),
    }
