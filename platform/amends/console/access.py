"""Who may open the console and decide: operators. What they may decide in which state says `decisions.py`."""

from amends.accounts.access import SYSTEM, Rule
from amends.console.decisions import DECISIONS

OPERATORS = ("operator",)

ACTIONS: dict[str, Rule] = {
    **{decision.id: Rule(OPERATORS, decision.states) for decision in DECISIONS},
    "store_introduction": Rule((SYSTEM,)),
}

ACCESS: dict[str, tuple[str, ...]] = {
    "console": OPERATORS,
    "console-program": OPERATORS,
    **{decision.page: ACTIONS[decision.id].roles for decision in DECISIONS},
}
