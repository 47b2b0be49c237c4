"""Asked by programs with a count: is it within what is paid for? Nobody is refused a meeting by the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from billing.catalogue import Plan, offered


@dataclass(frozen=True)
class Answer:
    """Whether a count is within the plan, what the plan allows (None: any number), and the plan that would allow it."""

    is_within: bool
    most: int | None
    wanted: Plan | None


def active_cases(count: int, copy: Mapping[str, Any]) -> Answer:
    """Return whether so many open cases are within the band of the program's copy of its standing.

    A band is no lock: who grows out of it is told, pays for the next one with the next invoice, and refuses nobody.
    """
    most = copy.get("active_cases")
    if most is None or count <= most:
        return Answer(True, most, None)
    bigger = (
        plan
        for plan in offered(is_for_network=False)
        if plan.active_cases is None or plan.active_cases >= count
    )
    return Answer(False, most, next(bigger, None))


def has_feature(feature: str, copy: Mapping[str, Any]) -> bool:
    """Return whether the program's plan holds a feature; one that was never told of a plan holds all."""
    return not copy or feature in copy.get("features", ())
