"""Works out the bars of charts: plain SVG with the numbers as a table beside it, no script, no outside help.

Places are percentages and pixels without a viewBox, so that the words in a chart keep their size on a phone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from amends.web.components.contents import Parameters

ROW_HEIGHT, BAR_HEIGHT, BAR_TOP = 52, 18, 24
COLUMNS_HEIGHT, FOOT, HEAD = 220, 28, 24
FULL = 100
LONGEST, SHORTEST = 82, 40
"""Percent of the width that the longest bar takes at most, and at least."""
PAUSE, A_LETTER = 2.5, 2.4
"""Percent of a phone's width that stand between a bar and its number, and that a letter of the number takes."""


def prepare_bar_chart(parameters: Parameters) -> Parameters:
    """Lay out `items`, pairs of label and number or dicts with `label`, `value` and `text`, as lying bars."""
    items = _read(parameters.get("items"))
    largest = _largest(items)
    most = _room_for_bars(items, largest)
    bars = [
        {
            **item,
            "label_y": number * ROW_HEIGHT + 16,
            "bar_y": number * ROW_HEIGHT + BAR_TOP,
            "text_y": number * ROW_HEIGHT + BAR_TOP + 15,
            # Nothing is no bar; anything else is at least to be seen. Room stays at the end for the number.
            "length": _share(item["value"], largest, most=most),
            "text_x": _beside(_share(item["value"], largest, most=most)),
        }
        for number, item in enumerate(items)
    ]
    return {
        **_shared(parameters, items),
        "bars": bars,
        "height": len(bars) * ROW_HEIGHT,
        "bar_height": BAR_HEIGHT,
    }


def _room_for_bars(items: list[Parameters], largest: float) -> float:
    """Return how many percent the longest bar takes, so that the number beside each fits on a phone."""
    fits = [
        (FULL - PAUSE - A_LETTER * len(item["text"])) * largest / item["value"]
        for item in items
        if item["value"]
    ]
    return max(SHORTEST, min([LONGEST, *fits]))


def prepare_column_chart(parameters: Parameters) -> Parameters:
    """Lay out `items` as standing columns, in their order: for what changes over time."""
    items = _read(parameters.get("items"))
    largest, room = _largest(items), COLUMNS_HEIGHT - FOOT - HEAD
    width = FULL / max(len(items), 1)
    columns = []
    for number, item in enumerate(items):
        height = round(room * item["value"] / largest) if largest else 0
        columns.append(
            {
                **item,
                "x": f"{number * width + width * 0.18:.2f}",
                "width": f"{width * 0.64:.2f}",
                "middle": f"{(number + 0.5) * width:.2f}",
                "y": COLUMNS_HEIGHT - FOOT - height,
                "height": height,
                "text_y": COLUMNS_HEIGHT - FOOT - height - 7,
            }
        )
    return {
        **_shared(parameters, items),
        "columns": columns,
        "height": COLUMNS_HEIGHT,
        "ground": COLUMNS_HEIGHT - FOOT,
        "foot": COLUMNS_HEIGHT - 8,
    }


def _shared(parameters: Parameters, items: list[Parameters]) -> Parameters:
    identifier = parameters.get("id") or "chart"
    labels = parameters.get("labels") or (_("What"), _("Number"))
    return {
        **parameters,
        "id": identifier,
        "summary": parameters.get("summary") or _summarise(items),
        "head": [labels[0], {"text": labels[1], "format": "numeric"}],
        "rows": [[item["label"], {"text": item["text"], "format": "numeric"}] for item in items],
    }


def _summarise(items: list[Parameters]) -> str:
    """Return what a listener is told of the picture; the table says the rest."""
    if not items:
        return _("There is nothing to show yet.")
    most = max(items, key=lambda item: item["value"])
    return _("The largest of %(count)s: %(label)s, %(text)s.") % {
        "count": len(items),
        "label": most["label"],
        "text": most["text"],
    }


def _read(items: Iterable[Any] | None) -> list[Parameters]:
    read = []
    for item in items or ():
        label, value, text = (
            (item["label"], item["value"], item.get("text"))
            if isinstance(item, Mapping)
            else (item[0], item[1], None)
        )
        # A figure that is withheld is None: it has words, and no bar.
        number = float(value or 0)
        if number < 0:
            raise ValueError("A chart of amounts has no amounts below nothing.")
        read.append(
            {"label": label, "value": number, "text": number_format(value or 0) if text is None else text}
        )
    return read


def _largest(items: list[Parameters]) -> float:
    return max((item["value"] for item in items), default=0.0)


def _beside(length: str) -> str:
    return "0" if length == "0" else f"{float(length) + 1.5:.2f}"


def _share(value: float, largest: float, *, most: float) -> str:
    if not value or not largest:
        return "0"
    return f"{max(most * value / largest, 0.5):.2f}"
