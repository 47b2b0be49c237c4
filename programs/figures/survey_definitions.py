"""What the figures of surveys and of new offenses mean: one definition for each counted item (3.14; decision 29)."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from programs.figures.described import Definition, Unit
from programs.surveys.instruments import FOUR_SITES, ITEMS, OUTCOMES, SHORT, Item, Kind

OWN = "Own instrument, items by 3.14"
NAMES: dict[str, Any] = {
    "fear": _("Quite or very afraid that it happens again"),
    "pressure": _("Felt pressed to take part"),
} | SHORT
COUNTED_AS = {
    Kind.SCALE: _("Of the forms in which it was answered: those with 4 or 5 of 5."),
    Kind.YES_NO: _("Of the forms in which it was answered: those with yes."),
}


def of_item(item: Item | str) -> str:
    """Return the id of an item's definition."""
    return f"survey_{item if isinstance(item, str) else item.id}"


def _item(item: Item) -> Definition:
    question = next(iter(item.words.values()))
    said = format_lazy("{counted} “{question}”", counted=COUNTED_AS[item.kind], question=question)
    return Definition(of_item(item), NAMES[item.id], said, Unit.SHARE, item.source)


SURVEYS: tuple[Definition, ...] = (
    Definition(
        "survey_asked",
        _("People asked"),
        _(
            "People who were asked a form, by the day on which they were asked, whether or not they answered; and forms"
            " that came in without a case. Not mediated: their case ended without a meeting and without messages."
        ),
        Unit.COUNT,
        OWN,
    ),
    *(_item(item) for item in ITEMS if item.is_counted and item.kind in COUNTED_AS),
    Definition(
        "fear_change",
        _("Fear before and after"),
        _(
            "Of the people harmed who answered both before and after: those who were less, as much and more afraid"
            " afterwards. It counts under the day of the later form."
        ),
        Unit.SHARE,
        FOUR_SITES,
    ),
    Definition(
        "new_offense_looked",
        _("People responsible about whom somebody looked"),
        _("A year later, by the day on which somebody looked."),
        Unit.COUNT,
        OUTCOMES,
    ),
    Definition(
        "new_offense",
        _("With a new offense"),
        _(
            "Of the people responsible about whom it is known: those with a new offense within 12 months. What counts"
            " as one stands beside it; figures by another measure cannot be compared with these."
        ),
        Unit.SHARE,
        FOUR_SITES,
    ),
    Definition(
        "new_offense_severity",
        _("How serious the new offense was"),
        _("Of those with a new offense: how serious it was beside the first one."),
        Unit.SHARE,
        FOUR_SITES,
    ),
    Definition(
        "new_offense_source",
        _("Where it is known from"),
        _("Of those about whom somebody looked and said where: the source."),
        Unit.SHARE,
        OUTCOMES,
    ),
)
