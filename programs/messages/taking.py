"""How a step of a message is taken: lock the case and the message, look at the facts, refuse with every reason."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from amends import audit
from amends.accounts.access import Outsider, account_of
from programs.facts import Asked, CaseFacts
from programs.guards import Unmet, unmet
from programs.messages.steps import MESSAGE_STEPS, MessageStep
from programs.models import MediatedMessage, MediationCase, Program
from programs.taking import refuse


def take(step_id: str, *, message: MediatedMessage, actor: Any, now: datetime, **asked: Any) -> CaseFacts:
    """Lock a message and put it into the state after the step, for the action to save; return the facts, which hold it.

    Raises as `programs.taking.begin`: a party acts for themselves alone, and only at their own end of a message.
    """
    step = MESSAGE_STEPS[step_id]
    case = MediationCase.objects.visible_to(actor).select_for_update().get(pk=message.case_id)
    locked = MediatedMessage.objects.select_for_update(of=("self",)).get(pk=message.pk, case=case)
    locked.case = case
    _demand_own_end(step, locked, actor)
    asked = {"person": locked.recipient, "by": account_of(actor)} | asked
    facts = CaseFacts(case=case, program=Program.objects.get(), now=now, asked=Asked(message=locked, **asked))
    reasons = missing_of(step, facts)
    is_late = isinstance(actor, Outsider) and step.party_sources and locked.state not in step.party_sources
    if is_late and not reasons:
        reasons = [_not_the_time(locked, facts)]
    if reasons:
        refuse(step_id, case, actor, reasons)
    locked.state, locked.changed_at = step.target, now
    return facts


def _demand_own_end(step: MessageStep, message: MediatedMessage, actor: Any) -> None:
    if isinstance(actor, Outsider) and actor.key != getattr(message, f"{step.party}_id", None):
        audit.denied(step.id, ("participant", actor.key), actor=actor, rule="self")
        raise PermissionDenied


def missing_of(step: MessageStep, facts: CaseFacts) -> list[Unmet]:
    """Return everything that keeps a step from being taken now; the message is in `facts.asked`."""
    message = facts.asked.message
    found = unmet(step.guards, facts)
    is_time = message.state in step.sources and facts.case.state in step.case_states
    return found if is_time else [_not_the_time(message, facts), *found]


def _not_the_time(message: MediatedMessage, facts: CaseFacts) -> Unmet:
    return Unmet(
        id="message_in_turn_now",
        rule="3.8",
        sentence=_("This cannot be done now. The message is at: {state}; the case is at: {case}.").format(
            state=message.get_state_display(), case=facts.state_label
        ),
        source=_("The lifecycle of a message"),
        remedy=_("Go back; the page says what can be done."),
    )
