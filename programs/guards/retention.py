"""Guards of what becomes of a case when its time is over: nothing owed, no hold, and two people where it matters."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.guards.declared import Guard, Unmet, in_words
from programs.models import MediationCase
from programs.models.case import CaseState
from programs.policy.document import Policy
from programs.retention.declared import BY_TWO, DESTROYS, SEAL, UNSEAL
from programs.sources import OWN_POLICY, PRACTICE, STANDARDS

FIXED = _("What is destroyed cannot be brought back; this cannot be switched off")


@dataclass(frozen=True)
class RetentionFacts:
    """What these guards look at; `by` is who says so now, `first` who said so before."""

    case: MediationCase
    kind: str
    policy: Policy
    today: date
    owes: bool = False
    is_held: bool = False
    is_destroyed: bool = False
    is_due: bool = True
    has_reason: bool = True
    by: Any = None
    first: Any = None
    second: Any = None
    not_before: date | None = None


def is_over(facts: RetentionFacts) -> bool:
    """Return whether the case is in a state in which this can be done to it."""
    if facts.kind == SEAL:
        return facts.case.state == CaseState.CLOSED
    if facts.kind == UNSEAL:
        return facts.case.state == CaseState.SEALED
    return facts.case.state in (CaseState.CLOSED, CaseState.SEALED)


def is_not_held(facts: RetentionFacts) -> bool:
    """Return whether no legal hold keeps this from being done (T2)."""
    stops = facts.kind in DESTROYS or (facts.kind == SEAL and facts.policy.hold_stops_seal)
    return not (facts.is_held and stops)


GUARDS = (
    Guard(
        id="retention_case_over",
        rule="T1",
        sentence=_(
            "Only a case that is closed is sealed or destroyed, and only one that is sealed is opened again."
        ),
        source=PRACTICE,
        remedy=_("Close the case first."),
        check=is_over,
    ),
    Guard(
        id="retention_due",
        rule="T1",
        sentence=_("The rule that named this case does not name it any more."),
        source=OWN_POLICY,
        remedy=_("Look at the list again; the case or the policy was changed meanwhile."),
        check=lambda facts: facts.is_due,
    ),
    Guard(
        id="retention_nothing_owed",
        rule="T2",
        sentence=_("Restitution of this case is still open."),
        source=STANDARDS,
        remedy=_("Record what was paid, or change the agreement so that nothing is owed any more."),
        page="case-ledger",
        check=lambda facts: facts.kind == UNSEAL or not facts.owes,
    ),
    Guard(
        id="retention_no_hold",
        rule="T2",
        sentence=_("A legal hold keeps this case as it is."),
        source=STANDARDS,
        remedy=_("Lift the hold when whoever asked for it agrees."),
        page="case-retention",
        check=is_not_held,
    ),
    Guard(
        id="retention_reason_given",
        rule="T3",
        sentence=_("It is not said why."),
        source=STANDARDS,
        remedy=_("Write who asks for it, and why."),
        check=lambda facts: facts.has_reason,
    ),
    Guard(
        id="retention_something_left",
        rule="T3",
        sentence=_("What this case held was destroyed."),
        source=FIXED,
        remedy=_("Nothing can bring it back. It is counted in your figures."),
        check=lambda facts: not facts.is_destroyed,
    ),
    Guard(
        id="retention_second_person",
        rule="T3",
        sentence=_("Two people have to say this, and you said it first."),
        source=FIXED,
        remedy=_("Ask a colleague who runs the program to look at it and to say so too."),
        check=lambda facts: facts.by is None or facts.first is None or facts.by.pk != facts.first.pk,
    ),
    Guard(
        id="retention_by_two",
        rule="T3",
        sentence=_("A second person has not said so yet."),
        source=FIXED,
        remedy=_("Ask a colleague who runs the program to look at it and to say so too."),
        check=lambda facts: facts.kind not in BY_TWO or facts.second is not None,
    ),
    Guard(
        id="retention_notice_over",
        rule="T1",
        sentence=_("The days of notice are not over."),
        source=OWN_POLICY,
        remedy=_("It is done by itself on the day that the list shows."),
        check=lambda facts: facts.not_before is None or facts.not_before <= facts.today,
    ),
)

BY_ID = {each.id: each for each in GUARDS}
WHEN_SAID = (
    "retention_case_over",
    "retention_due",
    "retention_nothing_owed",
    "retention_no_hold",
    "retention_reason_given",
    "retention_something_left",
)
"""What has to hold when somebody says so first."""
WHEN_SECONDED = ("retention_second_person", *WHEN_SAID)
WHEN_DONE = (*WHEN_SAID, "retention_by_two", "retention_notice_over")
WHEN_HELD = ("retention_reason_given", "retention_something_left")
BLOCKS = ("retention_nothing_owed", "retention_no_hold")
"""What the list shows of a case before anybody says anything."""


def missing(names: tuple[str, ...], facts: RetentionFacts) -> list[Unmet]:
    """Return every guard of these that is not met."""
    return [in_words(BY_ID[name], facts) for name in names if not BY_ID[name].check(facts)]
