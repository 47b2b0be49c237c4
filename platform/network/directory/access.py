"""Who may search the directory: everybody. Only jobs and commands write it; operators decide about claims."""

from amends.accounts.access import ANYONE, SYSTEM, Rule
from amends.console.access import OPERATORS

ACTIONS: dict[str, Rule] = {
    "store_listing": Rule((SYSTEM,)),
    "hide_listing": Rule((SYSTEM,)),
    "note_asked": Rule((SYSTEM,)),
    "store_claim": Rule((SYSTEM,)),
    "hand_over_listing": Rule((SYSTEM,)),
    "accept_claim": Rule(OPERATORS),
    "decline_claim": Rule(OPERATORS),
}

ACCESS: dict[str, tuple[str, ...]] = {
    "claims": OPERATORS,
    "claim": OPERATORS,
    "claim-decide": ACTIONS["accept_claim"].roles,
    "directory": (ANYONE,),
    "directory-data": (ANYONE,),
    "directory-sources": (ANYONE,),
    "directory-state": (ANYONE,),
    "directory-program": (ANYONE,),
    "directory-program-in": (ANYONE,),
    "sitemap": (ANYONE,),
    "robots": (ANYONE,),
}
