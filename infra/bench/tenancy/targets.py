"""What must hold, and whether it does."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Target:
    """A figure and its limit; `at_most` for what should be small."""

    figure: str
    limit: float
    at_most: bool = False

    def holds(self, value: float) -> bool:
        """Return whether `value` is within the limit."""
        return value <= self.limit if self.at_most else value >= self.limit


TARGETS = (
    Target("hot_against_single", 0.95),
    Target("hot_against_plain", 2.0),
    Target("sessions_against_plain", 1.5),
    Target("zipf_against_plain", 0.8),
    Target("uniform_against_plain", 0.4),
    Target("claim_p50_ms", 20, at_most=True),
    Target("creation_times_faster", 5),
    Target("noop_migration_times_faster", 100),
    Target("thirty_tables_times_faster", 20),
    Target("most_connections_of_ours", 100, at_most=True),
    # A client that takes more would itself be what is measured.
    Target("most_of_a_processor_for_the_client", 0.5, at_most=True),
)


def judged(figures: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return each target with its figure and whether it holds; a figure that is missing does not."""
    found = {}
    for target in TARGETS:
        value = figures.get(target.figure)
        holds = value is not None and target.holds(value)
        sign = "<=" if target.at_most else ">="
        found[target.figure] = {"is": value, "must_be": f"{sign} {target.limit:g}", "holds": holds}
    return found
