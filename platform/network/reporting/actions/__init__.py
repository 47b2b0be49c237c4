"""Every write of figures across programs."""

from network.reporting.actions.contributing import hear_contributor
from network.reporting.actions.counting import ask_programs, open_periods, purge_intake
from network.reporting.actions.releasing import release_period
from network.reporting.actions.withdrawing import ask_for_reissue, reissue_release, withdraw_release

__all__ = [
    "ask_for_reissue",
    "ask_programs",
    "hear_contributor",
    "open_periods",
    "purge_intake",
    "reissue_release",
    "release_period",
    "withdraw_release",
]
