"""Who takes part in figures across programs, periods, what was published, and what that spent."""

from network.reporting.models.periods import Contributor, Handing, Kind, Period, PeriodState
from network.reporting.models.releases import Cell, Release, ReleaseState, Spent

__all__ = [
    "Cell",
    "Contributor",
    "Handing",
    "Kind",
    "Period",
    "PeriodState",
    "Release",
    "ReleaseState",
    "Spent",
]
