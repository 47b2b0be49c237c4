"""One of everything that a program can add of its own, as JSON holds it."""

from typing import Any

RULE, ITEM, FIELD = "rule-00000001", "item-00000001", "number-00000001"

ARSON = {"fact": "offence", "op": "in", "value": ["arson"]}
SILENT = {"fact": "days_silent", "op": "ge", "value": 30}
TWO_MEDIATORS = {"fact": "mediators", "op": "ge", "value": 2}


def a_rule(**changes: Any) -> dict[str, Any]:
    """Return a rule that asks for two mediators with arson, with `changes`."""
    return {
        "id": RULE,
        "name": "Two with arson",
        "effect": "require",
        "steps": ["begin_preparing"],
        "when": {"all": [{"any": [ARSON, {"fact": "severity", "op": "in", "value": ["grave"]}]}]},
        "must": {"all": [TWO_MEDIATORS]},
        "text": "Ask a second mediator.",
    } | changes


def a_reminder(**changes: Any) -> dict[str, Any]:
    """Return a rule that has a case called after thirty days without news, with `changes`."""
    return {
        "id": "rule-00000002",
        "name": "Thirty days",
        "effect": "assign",
        "states": ["intake", "screening", "preparing"],
        "when": {"all": [{"fact": "days_open", "op": "ge", "value": 30}]},
        "role": "coordinator",
        "text": "Call both sides.",
    } | changes


def an_item(**changes: Any) -> dict[str, Any]:
    """Return a step of a checklist, with `changes`."""
    return {
        "id": ITEM,
        "state": "preparing",
        "text": "Book the interpreter",
        "role": "mediator",
        "days": 7,
    } | changes


def a_field(**changes: Any) -> dict[str, Any]:
    """Return an own field, with `changes`."""
    return {"id": FIELD, "label": "Loss in dollars"} | changes


def own_parts() -> dict[str, Any]:
    """Return settings that hold one of everything."""
    return {
        "rules": [a_rule(), a_reminder()],
        "checklist": [an_item(), an_item(id="item-00000002", state="monitoring", text="Send the receipt")],
        "fields": [
            a_field(),
            a_field(id="text-00000002", label="Docket number", is_personal=True),
            a_field(id="choices-00000003", label="Court", choices=["Lincoln", "North"]),
            a_field(id="day-00000004", label="Day of the hearing", help="If there is one."),
            a_field(id="yes_no-00000005", label="Is a school involved?"),
        ],
    }
