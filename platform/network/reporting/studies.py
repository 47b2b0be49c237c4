"""What studies found, to stand beside our percentages as marks; never mixed with them.

Umbreit, M. (1994): programs of mediation with juvenile offenders at four sites, 3,142 cases in two years, against
similar people whose matters went through the ordinary course. Each figure is as summaries of that study give it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

NAME = "Umbreit 1994"
CASES, SITES = 3142, 4
LABEL = _("juvenile, four sites, not like for like")


@dataclass(frozen=True)
class Marker:
    """A percentage of the study, that of people without mediation where it has one, and what exactly it is of."""

    percent: int
    without: int | None
    of: Any


MARKERS: Mapping[str, Marker] = {
    "agreed_of_mediated": Marker(
        95, None, _("Mediation sessions that ended with a negotiated restitution agreement")
    ),
    "restitution_full_of_agreed": Marker(81, 58, _("Offenders who completed their restitution obligation")),
    "victim_satisfied_of_answers": Marker(79, 57, _("Victims satisfied with the justice system")),
    "new_offence_of_known": Marker(18, 27, _("Offenders who offended again")),
}
"""By the percentage of ours that they stand beside."""
