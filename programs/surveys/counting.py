"""The figures of surveys: exact whole numbers, one query each, nobody's name.

Each function takes the first and last day of a period (both counted; the day is when somebody was asked, or the day
that was given with a form without a case) and optional filters, and reads the table of surveys alone: a sealed or
purged case counts, a sample does not. Shares are left to whoever shows them: `satisfied / answered`.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from programs.models import Survey
from programs.models.survey import Group, Moment, Side, SurveyState
from programs.surveys.instruments import BY_ID, ITEMS, NOT_KNOWN, Item, Kind

SATISFIED_FROM = 4
"""On a scale of 1 to 5, who counts as satisfied."""
WAS_ASKED = (
    SurveyState.ASKED, SurveyState.ANSWERED, SurveyState.DECLINED, SurveyState.UNREACHED, SurveyState.LAPSED,
)  # fmt: skip
"""States in which somebody may have been asked; that they were says the day under which the row counts."""


@dataclass(frozen=True)
class ItemCount:
    """What was answered to one item by one side at one moment, in one group."""

    item: str
    side: Side
    moment: Moment
    group: Group
    asked: int
    """People who were asked the form that holds the item, whether or not they answered."""
    answered: int
    distribution: Mapping[int, int]
    """How many gave each number, for every number that the item has, 0 included."""

    @property
    def satisfied(self) -> int:
        """Return how many chose 4 or 5 of a scale, or said yes; 0 for a choice."""
        kind = BY_ID[self.item].kind
        if kind == Kind.SCALE:
            return sum(count for value, count in self.distribution.items() if value >= SATISFIED_FROM)
        return self.distribution[1] if kind == Kind.YES_NO else 0


@dataclass(frozen=True)
class PairCount:
    """One item before and after, of people who answered both."""

    item: str
    side: Side
    group: Group
    pairs: int
    less: int
    same: int
    more: int
    before: Mapping[int, int]
    after: Mapping[int, int]


@dataclass(frozen=True)
class OffenceCount:
    """New offenses of people responsible, by what the program counted as one (`Policy.new_offence`)."""

    group: Group
    definition: str
    looked: int
    """People about whom somebody looked; `known` leaves out those of whom it is not known."""
    known: int
    none: int
    less_serious: int
    as_serious: int
    more_serious: int
    sources: Mapping[int, int]
    """How many by each source of `offence_source`, for every number that it has."""

    @property
    def new(self) -> int:
        """Return how many have a new offense; the rate is `new / known`."""
        return self.less_serious + self.as_serious + self.more_serious


def count_items(
    first: dt.date, last: dt.date, *, side: str = "", moment: str = "", group: str = "", cases: Any = None
) -> list[ItemCount]:
    """Return the counts of every counted item that somebody was asked, in the order of the form; one query.

    `cases` is a queryset of cases, where only theirs count; forms without a case are left out then.
    """
    rows = _rows(first, last, side=side, moment=moment, group=group, cases=cases)
    asked = list(rows.exclude(moment=Moment.FOLLOW_UP).values_list("side", "moment", "group", "answers"))
    found: list[ItemCount] = []
    for item in ITEMS:
        if not item.is_counted:
            continue
        for each_side, each_moment, each_group in _places(item):
            answers = [row[3] for row in asked if row[:3] == (each_side, each_moment, each_group)]
            if answers:
                found.append(_counted(item, each_side, each_moment, each_group, answers))
    return found


def _places(item: Item) -> Iterable[tuple[Side, Moment, Group]]:
    groups = (Group.MEDIATED,) if item.is_about_meeting else tuple(Group)
    return ((side, moment, group) for moment in item.moments for side in item.words for group in groups)


def _counted(
    item: Item, side: Side, moment: Moment, group: Group, answers: list[dict[str, int]]
) -> ItemCount:
    given = [each[item.id] for each in answers if item.id in each]
    return ItemCount(item.id, side, moment, group, len(answers), len(given), _spread(item, given))


def count_pairs(
    first: dt.date, last: dt.date, *, item: str = "fear", side: str = "", group: str = "", cases: Any = None
) -> list[PairCount]:
    """Return for each side and group how the answers to an item changed, of those who answered before and after.

    The period is that of the later form: the one before may have been asked earlier. One query.
    """
    rows = _rows(dt.date.min, last, side=side, moment="", group=group, cases=cases)
    both = rows.filter(moment__in=(Moment.BEFORE, Moment.AFTER), answers__has_key=item)
    told = both.values_list("pair", "side", "group", "moment", "counted_on", "answers")
    before: dict[Any, int] = {}
    after: dict[Any, tuple[str, str, int]] = {}
    for pair, each_side, each_group, moment, day, answers in told:
        if moment == Moment.BEFORE:
            before[pair] = answers[item]
        elif day >= first:
            after[pair] = (each_side, each_group, answers[item])
    found = []
    for each_side in Side:
        for each_group in Group:
            pairs = [
                (before[pair], value)
                for pair, (whose, of, value) in after.items()
                if pair in before and (whose, of) == (each_side, each_group)
            ]
            if pairs:
                found.append(_paired(item, each_side, each_group, pairs))
    return found


def _paired(item: str, side: Side, group: Group, pairs: list[tuple[int, int]]) -> PairCount:
    return PairCount(
        item=item,
        side=side,
        group=group,
        pairs=len(pairs),
        less=sum(later < earlier for earlier, later in pairs),
        same=sum(later == earlier for earlier, later in pairs),
        more=sum(later > earlier for earlier, later in pairs),
        before=_spread(BY_ID[item], [earlier for earlier, _later in pairs]),
        after=_spread(BY_ID[item], [later for _earlier, later in pairs]),
    )


def count_new_offences(
    first: dt.date, last: dt.date, *, group: str = "", cases: Any = None
) -> list[OffenceCount]:
    """Return for each group, and each definition in use, how many have a new offense; one query.

    The period is that of the day on which somebody looked.
    """
    rows = _rows(first, last, side="", moment=Moment.FOLLOW_UP, group=group, cases=cases)
    looked = list(rows.filter(answers__has_key="new_offence").values_list("group", "definition", "answers"))
    found = []
    for each_group in Group:
        for definition in sorted({row[1] for row in looked if row[0] == each_group}):
            answers = [row[2] for row in looked if row[:2] == (each_group, definition)]
            found.append(_offences(each_group, definition, answers))
    return found


def _offences(group: Group, definition: str, answers: list[dict[str, int]]) -> OffenceCount:
    spread = Counter(each["new_offence"] for each in answers)
    sources = [each["offence_source"] for each in answers if "offence_source" in each]
    return OffenceCount(
        group=group,
        definition=definition,
        looked=len(answers),
        known=len(answers) - spread[NOT_KNOWN],
        none=spread[0],
        less_serious=spread[1],
        as_serious=spread[2],
        more_serious=spread[3],
        sources=_spread(BY_ID["offence_source"], sources),
    )


def _spread(item: Item, given: list[int]) -> dict[int, int]:
    counts = Counter(given)
    return {value: counts[value] for value in sorted(item.values)}


def _rows(first: dt.date, last: dt.date, *, side: str, moment: str, group: str, cases: Any) -> Any:
    rows = Survey.objects.real().filter(counted_on__range=(first, last), state__in=WAS_ASKED)
    chosen = {"side": side, "moment": moment, "group": group}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    return rows if cases is None else rows.filter(case__in=cases.values("pk"))
