"""Lays out percentages with their ranges as plain SVG: a bar, a line from low to high, and a study's mark.

Places are percents and pixels without a viewBox, so that words keep their size on a phone; nothing is told by color
alone: the bar is the figure, the line with two ends its range, a diamond the study.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from network.reporting.showing import Percent, in_percent

ROW_HEIGHT, HEAD, FOOT = 54, 4, 26
LABEL_Y, BAR_Y, BAR_HEIGHT = 18, 26, 16
WIDTH = 64
"""Percent of the picture's width that stand for 100 percent; the numbers are to the right of it."""
TEXT_X = WIDTH + 3
GRID = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Bar:
    """A label, its percentage, and what a study found."""

    label: str
    percent: Percent
    study: int | None = None


def chart_of(identifier: str, title: str, bars: Sequence[Bar]) -> dict[str, Any] | None:
    """Return what the template of charts draws; None where no percentage is reliable."""
    known = [each for each in bars if each.percent.part is not None]
    if not known:
        return None
    rows = [_row(number, bar) for number, bar in enumerate(bars)]
    ground = HEAD + len(rows) * ROW_HEIGHT
    return {
        "id": identifier,
        "title": title,
        "summary": " ".join(_said(each) for each in bars),
        "rows": rows,
        "grid": [{"x": _place(at), "text": in_percent(at)} for at in GRID],
        "ground": ground,
        "foot": ground + 18,
        "height": ground + FOOT,
        "bar_height": BAR_HEIGHT,
        "text_x": TEXT_X,
        "has_study": any(each.study is not None for each in bars),
    }


def _row(number: int, bar: Bar) -> dict[str, Any]:
    top, percent = HEAD + number * ROW_HEIGHT, bar.percent
    row = {
        "label": bar.label,
        "label_y": top + LABEL_Y,
        "bar_y": top + BAR_Y,
        "text_y": top + BAR_Y + 13,
        "text": percent.text,
        "middle": top + BAR_Y + BAR_HEIGHT // 2,
        "cap_top": top + BAR_Y + 3,
        "cap_end": top + BAR_Y + BAR_HEIGHT - 3,
        "study": None if bar.study is None else _place(bar.study),
        "length": None,
    }
    if percent.part is not None and percent.low is not None and percent.high is not None:
        row |= {"length": _place(percent.part), "low": _place(percent.low), "high": _place(percent.high)}
    return row


def _said(bar: Bar) -> str:
    said = f"{bar.label}: {bar.percent.text}."
    if bar.study is not None:
        said += " " + _("The study of 1994: %s.") % in_percent(bar.study)
    return said


def _place(percent: int) -> str:
    return f"{percent * WIDTH / 100:.2f}"
