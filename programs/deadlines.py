"""By when the next step of a case is due: days after its state began, or the day of what lies ahead (6)."""

from datetime import date, timedelta

from programs.facts import CaseFacts
from programs.ledger.lines import due_next
from programs.models.case import CaseState


def due_on(facts: CaseFacts) -> date | None:
    """Return the day, in the program's zone, by which a case as it is now has to go on; None once it is closed."""
    state = facts.case.state
    if state == CaseState.SCHEDULED and facts.session_ahead:
        return facts.session_ahead.starts_at.astimezone(facts.program.zone).date()
    if state == CaseState.MONITORING:
        # When all is done, it is for the program to bring the case to its end.
        return due_next([*facts.open_items, *facts.reopened], _today(facts)) or _today(facts)
    days = facts.policy.days.get(state)
    return None if days is None else _today(facts) + timedelta(days=days)


def _today(facts: CaseFacts) -> date:
    return facts.now.astimezone(facts.program.zone).date()
