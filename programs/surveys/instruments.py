"""What is asked: a typed catalogue with versions. An id never changes its meaning; other words are a new version.

Sources are those of domain 3.14; the exact wording of the studies was not seen, so the words are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.models.survey import Moment, Side

VERSION = 1
"""The version by which somebody is asked now; it is noted with each row."""

BRADSHAW_UMBREIT = "Bradshaw & Umbreit 1998"
JUSTICE_CANADA = "Justice Canada"
FOUR_SITES = "Umbreit 1994, four sites"
VOLUNTARY = _("Check that taking part is voluntary")
OUTCOMES = _("Follow-up of new offenses, source stated")


class Kind(StrEnum):
    SCALE = "scale"  # 1 to 5
    YES_NO = "yes_no"  # 1, 0
    CHOICE = "choice"
    WORDS = "words"


SATISFIED = (_("Very dissatisfied"), _("Dissatisfied"), _("In between"), _("Satisfied"), _("Very satisfied"))
MUCH = (_("Not at all"), _("A little"), _("In between"), _("Quite"), _("Very much"))
FEAR = (_("Not afraid at all"), _("A little afraid"), _("In between"), _("Quite afraid"), _("Very afraid"))


@dataclass(frozen=True)
class Item:
    id: str
    kind: Kind
    words: Mapping[Side, Promise]
    """What is asked, by side; a side that is missing is not asked."""
    moments: tuple[Moment, ...]
    source: str | Promise
    labels: tuple[Promise, ...] = ()
    """Of a scale: what 1 to 5 mean. Of a choice: what 0, 1, 2 … mean."""
    is_counted: bool = True
    is_about_meeting: bool = False
    """Is it asked only of people whose case was mediated?"""
    is_fixed: bool = False
    """May no program leave it out?"""

    @property
    def values(self) -> tuple[int, ...]:
        """Return every number that an answer can be; none of words."""
        return {
            Kind.SCALE: (1, 2, 3, 4, 5),
            Kind.YES_NO: (1, 0),
            Kind.CHOICE: tuple(range(len(self.labels))),
            Kind.WORDS: (),
        }[self.kind]

    def label_of(self, value: int) -> str:
        """Return what a number means; raises LookupError for one that means nothing."""
        if value not in self.values:
            raise LookupError(value)
        if self.kind == Kind.YES_NO:
            return str(_("Yes") if value else _("No"))
        return str(self.labels[value - 1 if self.kind == Kind.SCALE else value])


def _both(harmed: Promise, responsible: Promise | None = None) -> dict[Side, Promise]:
    return {Side.HARMED: harmed, Side.RESPONSIBLE: responsible or harmed}


BEFORE, AFTER, FOLLOW_UP = Moment.BEFORE, Moment.AFTER, Moment.FOLLOW_UP

ITEMS: tuple[Item, ...] = (
    Item(
        "fear",
        Kind.SCALE,
        {Side.HARMED: _("How afraid are you now that the person who harmed you could do it again?")},
        (BEFORE, AFTER),
        FOUR_SITES,
        FEAR,
        is_fixed=True,
    ),
    Item(
        "pressure",
        Kind.YES_NO,
        _both(_("Did you feel pressed by anybody to take part?")),
        (BEFORE, AFTER),
        VOLUNTARY,
        is_about_meeting=True,
        is_fixed=True,
    ),
    Item(
        "importance_answers",
        Kind.SCALE,
        _both(
            _("How important is it to you to get answers to your questions?"),
            _("How important is it to you to answer the questions of the person harmed?"),
        ),
        (BEFORE,),
        JUSTICE_CANADA,
        MUCH,
        is_about_meeting=True,
    ),
    Item(
        "importance_impact",
        Kind.SCALE,
        _both(
            _("How important is it to you to say what it did to you?"),
            _("How important is it to you to hear what it did to the person harmed?"),
        ),
        (BEFORE,),
        JUSTICE_CANADA,
        MUCH,
        is_about_meeting=True,
    ),
    Item(
        "importance_apology",
        Kind.SCALE,
        _both(
            _("How important is an apology to you?"),
            _("How important is it to you to apologize?"),
        ),
        (BEFORE,),
        JUSTICE_CANADA,
        MUCH,
        is_about_meeting=True,
    ),
    Item(
        "importance_restitution",
        Kind.SCALE,
        _both(
            _("How important is it to you that the damage is made good?"),
            _("How important is it to you to make the damage good?"),
        ),
        (BEFORE,),
        JUSTICE_CANADA,
        MUCH,
        is_about_meeting=True,
    ),
    Item(
        "justice",
        Kind.SCALE,
        _both(_("How satisfied are you with how the justice system handled your case?")),
        (AFTER,),
        FOUR_SITES,
        SATISFIED,
    ),
    Item(
        "outcome",
        Kind.SCALE,
        _both(_("How satisfied are you with what came out of it?")),
        (AFTER,),
        BRADSHAW_UMBREIT,
        SATISFIED,
    ),
    Item(
        "mediator",
        Kind.SCALE,
        _both(_("How satisfied are you with the mediator?")),
        (AFTER,),
        BRADSHAW_UMBREIT,
        SATISFIED,
        is_about_meeting=True,
    ),
    Item(
        "helpful",
        Kind.SCALE,
        _both(
            _("How much did it help you to meet the other person, or to exchange messages?"),
        ),
        (AFTER,),
        BRADSHAW_UMBREIT,
        MUCH,
        is_about_meeting=True,
    ),
    Item(
        "fairness",
        Kind.SCALE,
        _both(_("If something was agreed: how fair do you find it?")),
        (AFTER,),
        BRADSHAW_UMBREIT,
        MUCH,
        is_about_meeting=True,
    ),
    Item(
        "prepared",
        Kind.YES_NO,
        _both(_("Were you prepared enough?")),
        (AFTER,),
        BRADSHAW_UMBREIT,
        is_about_meeting=True,
    ),
    Item(
        "again",
        Kind.YES_NO,
        _both(_("Would you choose it again?")),
        (AFTER,),
        FOUR_SITES,
        is_about_meeting=True,
    ),
    Item(
        "recommend",
        Kind.YES_NO,
        _both(_("Would you recommend it to somebody in your place?")),
        (AFTER,),
        FOUR_SITES,
        is_about_meeting=True,
    ),
    Item(
        "words",
        Kind.WORDS,
        _both(_("Is there something that you want to tell us?")),
        (BEFORE, AFTER),
        VOLUNTARY,
        is_counted=False,
    ),
    Item(
        "new_offence",
        Kind.CHOICE,
        {Side.RESPONSIBLE: _("Is there a new offense since the first one?")},
        (FOLLOW_UP,),
        OUTCOMES,
        (
            _("No new offense"),
            _("A new offense, less serious"),
            _("A new offense, as serious"),
            _("A new offense, more serious"),
            _("Not known"),
        ),
        is_fixed=True,
    ),
    Item(
        "offence_source",
        Kind.CHOICE,
        {Side.RESPONSIBLE: _("Where is this known from?")},
        (FOLLOW_UP,),
        OUTCOMES,
        (_("Police record"), _("Court record"), _("They said so themselves"), _("Another source")),
        is_fixed=True,
    ),
)

BY_ID: dict[str, Item] = {item.id: item for item in ITEMS}

NOT_KNOWN = 4
"""The number of `new_offence` that says so."""

SHORT: dict[str, Promise] = {
    "importance_answers": _("How important answers are"),
    "importance_impact": _("How important it is to tell what it did"),
    "importance_apology": _("How important an apology is"),
    "importance_restitution": _("How important it is that the damage is made good"),
    "justice": _("Satisfied with how the justice system handled the case"),
    "outcome": _("Satisfied with what came out of it"),
    "mediator": _("Satisfied with the mediator"),
    "helpful": _("How much meeting helped"),
    "fairness": _("How fair the agreement is"),
    "prepared": _("Prepared enough"),
    "again": _("Would choose it again"),
    "recommend": _("Would recommend it"),
    "words": _("Words of their own"),
}
"""What a program may leave out, by a short name."""

if SHORT.keys() != {item.id for item in ITEMS if not item.is_fixed}:
    raise LookupError("Each item that may be left out has a short name, and no other.")


def items_for(
    side: Side | str, moment: Moment | str, *, is_mediated: bool = True, off: tuple[str, ...] = ()
) -> tuple[Item, ...]:
    """Return what somebody of a side is asked at a moment, in order.

    `off` names what the program leaves out. Whoever is of the comparison group is asked nothing about a meeting.
    """
    return tuple(
        item
        for item in ITEMS
        if moment in item.moments
        and Side(side) in item.words
        and (is_mediated or not item.is_about_meeting)
        and (item.is_fixed or item.id not in off)
    )
