"""Whether a domain's figures may be published at all: so many programs, and none of them so large, that no one is seen.

Noise protects a case. A program is protected by these rules, which are decided once, when a period is sealed, on the
counts of cases with noise of their own. Five contributors are the floor that the Department of Justice and the Federal
Trade Commission used for surveys among competitors until 2023, and gave up as too few where one of them dominates.
"""

from collections.abc import Collection
from enum import StrEnum

FEWEST = 5
LARGEST_PART = 0.60
TWO_LARGEST_PART = 0.85
WITHIN = 0.15
"""How near to its true count the next two programs together may come to reckon the largest one's."""


class Withheld(StrEnum):
    """Why a domain is not published."""

    FEW = "few"
    ONE_DOMINATES = "one_dominates"
    TWO_DOMINATE = "two_dominate"
    RECKONED = "reckoned"


def why_withheld(counts: Collection[float]) -> Withheld | None:
    """Return the first rule that keeps a domain from being published, by how many cases each program contributes.

    Counts below 1 are none: noise makes them of nothing.
    """
    sizes = sorted((each for each in counts if each >= 1), reverse=True)
    if len(sizes) < FEWEST:
        return Withheld.FEW
    whole = sum(sizes)
    if sizes[0] > LARGEST_PART * whole:
        return Withheld.ONE_DOMINATES
    if sizes[0] + sizes[1] > TWO_LARGEST_PART * whole:
        return Withheld.TWO_DOMINATE
    # The second and third take their own away from the whole: what is left over the largest one's is their error.
    if whole - sum(sizes[:3]) < WITHIN * sizes[0]:
        return Withheld.RECKONED
    return None
