"""Who may open which address of the API and make its tokens; an endpoint is for the same people as its page.

The policy is asked about a token's owner. What a token's scopes leave out is refused beside that, by the endpoint.
"""

from amends.accounts.access import AGENCY_SOFTWARE, ANYONE, SIGNED_IN, SYSTEM, Rule
from api.v1.offers import name_of
from programs.access import ACCESS as PAGES
from programs.steps import STEPS

ACTIONS: dict[str, Rule] = {
    "make_token": Rule(("program_admin",)),
    "revoke_token": Rule(("program_admin",)),
    "note_token_use": Rule((SIGNED_IN,)),
    "claim_key": Rule((SIGNED_IN, AGENCY_SOFTWARE)),
    "keep_answer": Rule((SIGNED_IN, AGENCY_SOFTWARE)),
    "forget_answers": Rule((SYSTEM,)),
}

ACCESS: dict[str, tuple[str, ...]] = {
    "api-tokens": ACTIONS["make_token"].roles,
    "api-token-make": ACTIONS["make_token"].roles,
    "api-token-revoke": ACTIONS["revoke_token"].roles,
    "api-health": (ANYONE,),
    "api-version": (ANYONE,),
    "api-schema": (ANYONE,),
    "api-program": (SIGNED_IN,),
    "api-policy": (SIGNED_IN,),
    "api-referrals": PAGES["referrals"],
    "api-referral": PAGES["referral"],
    "api-referral-people": PAGES["referral"],
    "api-agency-referrals": (ANYONE,),  # asks for a hand-over of an agency's software
    "api-cases": PAGES["cases"],
    "api-case": PAGES["case"],
    "api-case-people": PAGES["case-people"],
    "api-case-sessions": PAGES["case"],
    "api-case-agreement": PAGES["case-agreement"],
    "api-case-story": PAGES["case"],
    "api-case-describe": PAGES["case-describe"],
    "api-item-tick": PAGES["item-tick"],
    "api-person-releases": PAGES["releases"],
    "api-release-record": PAGES["release-add"],
    "api-release-revoke": PAGES["release-revoke"],
    **{name_of(step): PAGES[step.page] for step in STEPS.values() if step.about != "receipt"},
}
