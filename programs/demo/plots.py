"""How far the cases of a demonstration program have come: every state, every usual end, in believable numbers."""

from dataclasses import dataclass

from programs.presets import Preset


@dataclass(frozen=True)
class Plot:
    """Cases that came to the same point: the state reached, how many, and how many days ago they were referred."""

    reached: str
    count: int
    youngest: int
    oldest: int
    reason: str = ""
    """Why the case ended, if it did."""
    is_late: bool = False
    """Is something overdue?"""


PLOTS = (
    Plot("waiting", 5, 0, 5),
    Plot("waiting", 2, 9, 13, is_late=True),
    Plot("review", 2, 2, 5),
    Plot("declined", 3, 20, 200),
    Plot("withdrawn", 2, 15, 90),
    Plot("intake", 4, 4, 9),
    Plot("screening", 7, 10, 24),
    Plot("preparing", 12, 17, 48),
    Plot("ready", 4, 27, 36),
    Plot("scheduled", 6, 28, 40),
    Plot("held", 2, 38, 42),
    Plot("exchanging", 3, 29, 45),
    Plot("agreement_pending", 3, 38, 48),
    Plot("monitoring", 10, 45, 110),
    Plot("monitoring", 3, 90, 130, is_late=True),
    Plot("on_hold", 3, 30, 60),
    Plot("closing", 3, 112, 120, reason="completed_with_agreement_fulfilled"),
    Plot("intake", 1, 60, 60, reason="referral_recalled"),
    Plot("intake", 1, 75, 75, reason="transferred"),
    Plot("screening", 2, 80, 160, reason="offender_denied_responsibility"),
    Plot("screening", 1, 150, 150, reason="screened_out_legal"),
    Plot("preparing", 4, 55, 210, reason="victim_declined"),
    Plot("preparing", 2, 65, 180, reason="victim_unreachable"),
    Plot("preparing", 2, 95, 220, reason="offender_withdrew"),
    Plot("held", 3, 105, 260, reason="completed_dialogue_no_agreement"),
    Plot("monitoring", 9, 125, 400, reason="completed_with_agreement_fulfilled"),
    Plot("monitoring", 2, 140, 300, reason="agreement_partially_fulfilled"),
    Plot("monitoring", 1, 230, 230, reason="agreement_unfulfilled_returned"),
)

# How busy each type is beside the others; the same numbers everywhere would look made.
SIZES = {"church": 0.75, "community_agency": 1.1, "probation": 1.0, "dispute_settlement": 0.9}


def plots_of(preset: Preset) -> list[tuple[Plot, int]]:
    """Return what each case of such a program came to, with its age in days; the order says a case's number."""
    size = SIZES.get(preset.id, 1)
    passes_messages_on = {"letter_exchange", "recorded_video"} & set(preset.policy.modes)
    chosen = [plot for plot in PLOTS if plot.reached != "exchanging" or passes_messages_on]
    return [(plot, age) for plot in chosen for age in _ages(plot, max(1, round(plot.count * size)))]


def _ages(plot: Plot, count: int) -> list[int]:
    span = plot.oldest - plot.youngest
    return [plot.youngest + round(span * index / max(1, count - 1)) for index in range(count)]
