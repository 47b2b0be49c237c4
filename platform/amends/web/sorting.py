"""Tables that are sorted by a link in a heading: the order is in the address, so it works without JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from amends.web.components.contents import Parameters

QUERY_NAME = "sort"


@dataclass(frozen=True)
class Sorting:
    """Which columns a table can be sorted by, and which of them was asked for.

    `columns` maps what stands in the address to the fields of a QuerySet; `default` is such a name, with "-" before it
    for the largest first. What is not among them is not looked at.
    """

    request: HttpRequest
    columns: Mapping[str, tuple[str, ...]]
    default: str

    @property
    def chosen(self) -> str:
        """Return the name that was asked for, perhaps with "-" before it."""
        asked = self.request.GET.get(QUERY_NAME, "")
        return asked if asked.removeprefix("-") in self.columns else self.default

    @property
    def fields(self) -> list[str]:
        """Return what `order_by` takes."""
        fields = self.columns[self.chosen.removeprefix("-")]
        return [f"-{field}" for field in fields] if self.chosen.startswith("-") else list(fields)

    def heading(self, name: str, text: str, **changes: Any) -> Parameters:
        """Return a heading that sorts by its column, the other way round when it does so already."""
        is_descending = self.chosen.startswith("-")
        is_chosen = self.chosen.removeprefix("-") == name
        query = self.request.GET.copy()
        query[QUERY_NAME] = f"-{name}" if is_chosen and not is_descending else name
        # Another order has another first page.
        query.pop("page", None)
        direction = ("descending" if is_descending else "ascending") if is_chosen else "none"
        return {"text": text, "href": f"?{query.urlencode()}", "sort": direction, **changes}
