"""What people said in surveys, and new offenses a year later: mediated beside not mediated (3.13, 3.14; decision 29).

The numbers come from `programs.surveys.counting`; each row here is one of them, of one group.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from programs.figures.definitions import DEFINITIONS
from programs.figures.periods import Period
from programs.figures.survey_definitions import COUNTED_AS, NAMES, of_item
from programs.figures.tables import Row, Table
from programs.models.survey import Group, Moment, Side
from programs.policy.vocabulary import NewOffence
from programs.surveys.counting import (
    ItemCount,
    OffenceCount,
    PairCount,
    count_items,
    count_new_offences,
    count_pairs,
)
from programs.surveys.instruments import BY_ID

GROUPS = tuple((each.value, each.label) for each in Group)
SAID = {Side.HARMED: _("What people harmed said"), Side.RESPONSIBLE: _("What people responsible said")}
WHEN = {Moment.BEFORE: _("{what}, before"), Moment.AFTER: _("{what}, afterwards")}
CHANGES = (("less", _("Less afraid")), ("same", _("As afraid")), ("more", _("More afraid")))
SEVERITIES = (
    ("less_serious", _("Less serious than the first")),
    ("as_serious", _("As serious")),
    ("more_serious", _("More serious")),
)


def survey_tables(period: Period) -> list[Table]:
    """Return the tables of a period; one about which nobody was asked is not there."""
    counted = count_items(period.first, period.last)
    tables = [_said(side, [each for each in counted if each.side == side]) for side in Side]
    pairs = count_pairs(period.first, period.last)
    tables.append(
        _table("fear", _("Fear before and after"), [each for pair in pairs for each in _pair(pair)])
    )
    looked = count_new_offences(period.first, period.last)
    rows = [each for count in looked for each in _offences(count)]
    tables.append(_table("new_offenses", _("New offenses within 12 months"), rows))
    return [table for table in tables if table.rows]


def _table(name: str, title: Any, rows: list[Row]) -> Table:
    return Table(name, title, tuple(rows), columns=GROUPS)


def _row(name: str, part: str, group: str, label: Any, value: int, of: int | None = None) -> Row:
    return Row(DEFINITIONS[name], value, of, f"{part}:{group}" if part else group, label, group)


def _said(side: Side, counted: list[ItemCount]) -> Table:
    """Return how many were asked at each moment, then each item of the form at each moment."""
    asked = {(each.moment, each.group): each.asked for each in counted}
    rows = [
        _row(
            "survey_asked", f"{side}:{moment}", group, _when(moment, DEFINITIONS["survey_asked"].name), count
        )
        for (moment, group), count in sorted(asked.items(), key=lambda each: list(Moment).index(each[0][0]))
    ]
    rows += [
        _row(
            of_item(each.item),
            f"{side}:{each.moment}",
            each.group,
            _when(each.moment, NAMES[each.item]) if len(BY_ID[each.item].moments) > 1 else NAMES[each.item],
            each.satisfied,
            each.answered,
        )
        for each in counted
        if BY_ID[each.item].kind in COUNTED_AS
    ]
    return _table(f"surveys_{side}", SAID[side], rows)


def _when(moment: Moment, what: Any) -> Any:
    return format_lazy(WHEN[moment], what=what)


def _pair(count: PairCount) -> Iterator[Row]:
    for name, label in CHANGES:
        yield _row("fear_change", name, count.group, label, getattr(count, name), count.pairs)


def _offences(count: OffenceCount) -> Iterator[Row]:
    """Yield rate, severity and source; a definition of its own for each measure, since they cannot be added up."""
    measure = NewOffence(count.definition).label if count.definition else _("Measure not stated")

    def told(name: str, part: str, what: Any, value: int, of: int | None = None) -> Row:
        label = format_lazy("{what} ({measure})", what=what, measure=measure)
        place = ":".join(each for each in (part, count.definition or "not_stated") if each)
        return _row(name, place, count.group, label, value, of)

    yield told("new_offense_looked", "", DEFINITIONS["new_offense_looked"].name, count.looked)
    yield told("new_offense", "", DEFINITIONS["new_offense"].name, count.new, count.known)
    for name, label in SEVERITIES:
        yield told("new_offense_severity", name, label, getattr(count, name), count.new)
    source = BY_ID["offence_source"]
    stated = sum(count.sources.values())
    for value, number in count.sources.items():
        if number:
            yield told("new_offense_source", str(value), source.labels[value], number, stated)
