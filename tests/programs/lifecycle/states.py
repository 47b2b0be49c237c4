"""How the shadow of a case comes to another state, and what ends with that."""

from tests.programs.lifecycle.shadow import Case

WITH_CONSENT = ("ready", "scheduled", "exchanging")
"""States that need everybody's consent: without it a case is being prepared again."""


PAPER_AFTER = {
    "completed_with_agreement_fulfilled": "fulfilled",
    "agreement_partially_fulfilled": "partially_fulfilled",
    "agreement_unfulfilled_returned": "returned_to_referrer",
}


def cancel(c: Case) -> bool:
    """Cancel the session that is ahead; return whether there was one."""
    if (ahead := c.ahead) is not None:
        ahead.state = "cancelled"
    return ahead is not None


def move(c: Case, state: str) -> None:
    c.state = state
    c.held_from = c.hold_reason = ""


def hold(c: Case, reason: str) -> None:
    cancel(c)
    came_from = "ready" if c.state == "scheduled" else c.state
    c.state, c.held_from, c.hold_reason = "on_hold", came_from, reason


def prepare_again(c: Case) -> None:
    """Take a case back to preparing, also one that rests and would come back to a later state."""
    cancel(c)
    if c.state in WITH_CONSENT:
        move(c, "preparing")
    elif c.state == "on_hold" and c.held_from in WITH_CONSENT:
        c.held_from = "preparing"
