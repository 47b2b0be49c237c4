"""Who may search the directory: everybody. Only jobs and commands write it."""

from amends.accounts.access import ANYONE, SYSTEM, Rule

ACTIONS: dict[str, Rule] = {
    "store_listing": Rule((SYSTEM,)),
    "hide_listing": Rule((SYSTEM,)),
}

ACCESS: dict[str, tuple[str, ...]] = {
    "directory": (ANYONE,),
    "directory-data": (ANYONE,),
    "directory-sources": (ANYONE,),
    "directory-state": (ANYONE,),
    "directory-program": (ANYONE,),
    "directory-program-in": (ANYONE,),
    "sitemap": (ANYONE,),
    "robots": (ANYONE,),
}
