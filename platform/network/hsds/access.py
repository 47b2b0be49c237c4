"""Who may read the directory by software: everybody."""

from amends.accounts.access import ANYONE

ACCESS: dict[str, tuple[str, ...]] = {
    "hsds": (ANYONE,),
    "hsds-openapi": (ANYONE,),
    "hsds-profile": (ANYONE,),
    "hsds-services": (ANYONE,),
    "hsds-service": (ANYONE,),
    "hsds-organizations": (ANYONE,),
    "hsds-organization": (ANYONE,),
    "hsds-service-at-locations": (ANYONE,),
    "hsds-service-at-location": (ANYONE,),
    "hsds-taxonomies": (ANYONE,),
    "hsds-taxonomy": (ANYONE,),
    "hsds-taxonomy-terms": (ANYONE,),
    "hsds-taxonomy-term": (ANYONE,),
}
