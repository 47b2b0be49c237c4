"""The decisions of an operator about a program; each is said, with its reason, in the audit of the public schema."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends import audit, outbox
from amends.actions import Refused, action
from amends.console.decisions import BY_ID, OTHER
from amends.console.models import Introduction
from tenants import actions as engine
from tenants.models import Tenant

# The program's copy of its verification is brought up to date by this job of the layer above.
PUSH_VERIFICATION = "programs.verification_pushed"
# Its administrators are written to by this one.
PUSH_DECISION = "programs.hear_decision"


@dataclass
class Hindrance:
    """Why a decision cannot be taken."""

    id: str
    sentence: Promise
    remedy: Promise
    source: str = "console"


class UnableToDecide(Refused):
    """The program is not in a state in which the decision would mean anything."""


class NoReason(ValueError):
    """A decision was to be taken without a reason of its list, or for another reason without a ticket."""


@action
def verify_program(
    *, actor: Any, tenant: Tenant, reason: str, now: datetime, ticket: str = "", tells_reason: bool = False
) -> None:
    """Vouch for a program, and have it told; raises UnableToDecide or NoReason, as each of these actions does."""
    locked = _begin("verify_program", tenant, reason, ticket)
    engine.set_verified(tenant=locked, at=now)
    Introduction.objects.filter(pk=locked.pk).update(is_answered=True)
    _push_verification(locked)
    _tell("verify_program", locked, reason, tells_reason)
    _say("verify_program", locked, actor, reason, ticket)


@action
def decline_verification(
    *, actor: Any, tenant: Tenant, reason: str, now: datetime, ticket: str = "", tells_reason: bool = False
) -> None:
    """Answer a program that asked to be verified that this cannot be done yet, and have it told."""
    locked = _begin("decline_verification", tenant, reason, ticket)
    Introduction.objects.filter(pk=locked.pk).update(is_answered=True)
    _tell("decline_verification", locked, reason, tells_reason)
    _say("decline_verification", locked, actor, reason, ticket)


@action
def unverify_program(
    *, actor: Any, tenant: Tenant, reason: str, now: datetime, ticket: str = "", tells_reason: bool = False
) -> None:
    """Vouch for a program no longer, and have it told."""
    locked = _begin("unverify_program", tenant, reason, ticket)
    engine.set_verified(tenant=locked, at=None)
    _push_verification(locked)
    _tell("unverify_program", locked, reason, tells_reason)
    _say("unverify_program", locked, actor, reason, ticket)


@action
def suspend_program(
    *, actor: Any, tenant: Tenant, reason: str, now: datetime, ticket: str = "", tells_reason: bool = False
) -> None:
    """Close a program's pages, and hold its jobs back, until it is resumed."""
    locked = _begin("suspend_program", tenant, reason, ticket)
    engine.set_suspended(tenant=locked, at=now)
    _tell("suspend_program", locked, reason, tells_reason)
    _say("suspend_program", locked, actor, reason, ticket)


@action
def resume_program(
    *, actor: Any, tenant: Tenant, reason: str, now: datetime, ticket: str = "", tells_reason: bool = False
) -> None:
    """Open the pages of a suspended program again."""
    locked = _begin("resume_program", tenant, reason, ticket)
    engine.set_suspended(tenant=locked, at=None)
    _tell("resume_program", locked, reason, tells_reason)
    _say("resume_program", locked, actor, reason, ticket)


@action
def begin_maintenance(*, actor: Any, tenant: Tenant, reason: str, now: datetime, ticket: str = "") -> None:
    """Show the maintenance page instead of a program's pages."""
    locked = _begin("begin_maintenance", tenant, reason, ticket)
    engine.set_maintenance(tenant=locked, on=True, reason=reason)
    _say("begin_maintenance", locked, actor, reason, ticket)


@action
def end_maintenance(*, actor: Any, tenant: Tenant, reason: str, now: datetime, ticket: str = "") -> None:
    """Show a program's pages again."""
    locked = _begin("end_maintenance", tenant, reason, ticket)
    engine.set_maintenance(tenant=locked, on=False)
    _say("end_maintenance", locked, actor, reason, ticket)


def _begin(decision_id: str, tenant: Tenant, reason: str, ticket: str) -> Tenant:
    """Lock a program's row and return it, if the decision has a reason and would change anything."""
    decision = BY_ID[decision_id]
    if reason not in decision.reasons or (reason == OTHER and not ticket):
        raise NoReason(f"{decision_id} needs a reason of its list; another reason needs a ticket.")
    locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
    if locked.state not in decision.states:
        raise UnableToDecide(Hindrance("right_state", NOT_AT_WORK, LOOK_AGAIN))
    if not decision.is_open(locked):
        raise UnableToDecide(Hindrance("would_change_something", decision.otherwise, LOOK_AGAIN))
    return locked


NOT_AT_WORK = _("The program is not at work: it is being prepared, archived or erased.")
LOOK_AGAIN = _("Go back to the program's page; somebody else may have decided meanwhile.")


def _push_verification(tenant: Tenant) -> None:
    outbox.queue_for(
        tenant.schema_name, PUSH_VERIFICATION, tenant_id=tenant.pk, version=tenant.verification_version
    )


def _tell(decision_id: str, tenant: Tenant, reason: str, tells_reason: bool) -> None:
    """Have the program's administrators written to; the other reason is in the ticket, and is told by the operator."""
    told = reason if tells_reason and reason != OTHER else None
    outbox.queue_for(
        tenant.schema_name, PUSH_DECISION, tenant_id=tenant.pk, decision=decision_id, reason=told
    )


def _say(decision_id: str, tenant: Tenant, actor: Any, reason: str, ticket: str) -> None:
    facts = {"ticket": ticket} if ticket else {}
    audit.record(BY_ID[decision_id].verb, tenant, actor=actor, reason=reason, **facts)
