"""Who may open the pages of figures across programs and take their actions."""

from amends.accounts.access import ANYONE, SYSTEM, Rule
from network.oversight.access import COUNTS, OPERATORS

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

ACCESS: dict[str, tuple[str, ...]] = {
    "figures-public": (ANYONE,),
    "figures-year": (ANYONE,),
    "figures-method": (ANYONE,),
    "figures-releases": (ANYONE,),
    "figures-release": (ANYONE,),
    "figures-release-file": (ANYONE,),
    "console-figures": OPERATORS,
    "console-release": ACTIONS["withdraw_release"].roles,
    "network-figures": COUNTS,
    "network-figures-release": COUNTS,
    "network-figures-file": COUNTS,
}
