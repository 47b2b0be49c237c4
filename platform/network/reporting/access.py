"""Who may open the pages of figures across programs and take their actions."""

from amends.accounts.access import SYSTEM, Rule
from network.oversight.access import OPERATORS

ACTIONS: dict[str, Rule] = {
    "hear_contributor": Rule((SYSTEM,)),
    "open_periods": Rule((SYSTEM,)),
    "ask_programs": Rule((SYSTEM,)),
    "release_period": Rule((SYSTEM,)),
    "reissue_release": Rule((SYSTEM,)),
    "purge_intake": Rule((SYSTEM,)),
    "withdraw_release": Rule(OPERATORS),
    "ask_for_reissue": Rule(OPERATORS),
}
"""Every write of figures across programs."""

ACCESS: dict[str, tuple[str, ...]] = {}
