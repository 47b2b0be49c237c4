"""Who may open the pages of sign-up, on the platform's own hosts, and take its actions."""

from amends.accounts.access import ANYONE, SYSTEM, Rule

ACCESS: dict[str, tuple[str, ...]] = {
    "sign-up": (ANYONE,),
    "sign-up-ready": (ANYONE,),
    "terms": (ANYONE,),
}

ACTIONS: dict[str, Rule] = {
    "claim_tenant": Rule((SYSTEM,)),
    "found_program": Rule((SYSTEM,)),
    "prune_sign_ups": Rule((SYSTEM,)),
}
