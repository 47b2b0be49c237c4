"""What the list of due cases shows, and the list of those that are sealed."""

from datetime import date
from typing import Any

from programs.guards.retention import BLOCKS, RetentionFacts, missing
from programs.models import MediationCase, Program, RetentionStep
from programs.models.case import CaseState
from programs.models.retention import RetentionKind
from programs.policy.catalogue import SETTINGS
from programs.retention.declared import BY_TWO, DESTROYS, SEAL
from programs.retention.due import due_by, standing_of
from programs.roles import ANSWERS_COMPLAINTS as ADMINISTERS

SHOWN = 50
"""Of each rule; the others come when these are done."""


def board_of(program: Program, user: Any, today: date) -> dict[str, Any]:
    """Return what is due by each rule, what was said already, and which cases are held. Inside `seeing_sealed`.

    Of a sealed case only administrators are told the reference.
    """
    kind: Any = SETTINGS["retention"].kind
    policy = program.policy
    due = [(rule, due_by(rule, program, today).only(*SHOWN_OF_A_CASE)) for rule in policy.retention]
    parts = [(rule, list(found[: SHOWN + 1])) for rule, found in due]
    standing = standing_of({case.pk: case for _rule, cases in parts for case in cases}.values())
    said = list(
        RetentionStep.objects.running()
        .exclude(kind=RetentionKind.HOLD)
        .select_related("case", "first_by", "second_by")
        .defer("reason", "ended_reason")
    )
    holds = RetentionStep.objects.holds().select_related("case", "first_by").defer("reason", "ended_reason")
    held = [hold for hold in holds if hold.case.state not in HIDDEN]
    knows = user.has_role(*ADMINISTERS)
    rules = []
    for rule, cases in parts:
        facts: dict[str, Any] = {"kind": rule.action, "policy": policy, "today": today}
        rows = [
            {
                "case": case,
                "reference": _reference(case, knows=knows),
                "is_open": case.state not in HIDDEN,
                "since": case.counted_from,
                "reasons": missing(
                    BLOCKS,
                    RetentionFacts(
                        case, owes=case.pk in standing.owing, is_held=case.pk in standing.held, **facts
                    ),
                ),
            }
            for case in cases[:SHOWN]
        ]
        said_of = kind.say_rest(rule, policy)
        name = kind.name_of(rule)
        rules.append({"rule": rule, "name": name, "said": said_of, "rows": rows, "more": len(cases) > SHOWN})
    return {
        "rules": rules,
        "said": [
            {
                "step": step,
                "reference": _reference(step.case, knows=knows),
                "needs_second": step.kind in BY_TWO and step.second_by_id is None,
                "is_mine": step.first_by_id == user.pk,
            }
            for step in said
        ],
        "held": held,
        "knows": knows,
        "cases": list({case.pk: case for _rule, cases in parts for case in cases[:SHOWN]}.values()),
    }


HIDDEN = (CaseState.SEALED, CaseState.PURGED)
SHOWN_OF_A_CASE = ("pk", "reference", "state", "closed_at", "is_sample")


def sealed_rows() -> list[dict[str, Any]]:
    """Return the sealed cases with the day and the rule, the latest first. Inside `seeing_sealed`."""
    done = RetentionStep.objects.filter(kind__in=(SEAL, *DESTROYS), ended_at=None).exclude(done_at=None)
    done = done.filter(case__state=CaseState.SEALED).select_related("case").only(*SHOWN_OF_A_STEP)
    found: dict[Any, dict[str, Any]] = {}
    for step in done.order_by("-done_at"):
        row = found.setdefault(step.case_id, {"case": step.case, "step": None, "is_gone": False})
        row["is_gone"] = row["is_gone"] or step.kind in DESTROYS
        row["step"] = step if step.kind == SEAL or row["step"] is None else row["step"]
    return list(found.values())


SHOWN_OF_A_STEP = ("pk", "kind", "rule_name", "done_at", "case__reference", "case__state")


def _reference(case: MediationCase, *, knows: bool) -> str:
    return str(case.reference) if knows or case.state not in HIDDEN else ""
