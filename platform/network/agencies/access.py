"""Who may open the pages of agencies on the platform's hosts, and take their actions."""

from amends.accounts.access import AGENCY_SOFTWARE, ANYONE, SYSTEM, Rule
from amends.accounts.models import Role
from network.agencies.decisions import DECISIONS

SENDS = (Role.AGENCY_USER.value,)
MANAGES = (Role.AGENCY_MANAGER.value,)
OPERATORS = (Role.OPERATOR.value,)

ACTIONS: dict[str, Rule] = {
    "store_receipt": Rule((SYSTEM,)),
    "ask_for_agency": Rule((SYSTEM,)),  # whoever asks has no account yet
    "join_agency": Rule((SYSTEM,)),  # whoever comes with the link is nobody yet
    "register_agency": Rule((*OPERATORS, SYSTEM)),
    "register_with_manager": Rule(OPERATORS),
    **{decision.id: Rule(OPERATORS) for decision in DECISIONS},
    "change_agency": Rule(MANAGES),
    "invite_to_agency": Rule(MANAGES),
    "resend_agency_invitation": Rule(MANAGES),
    "revoke_agency_invitation": Rule(MANAGES),
    "change_agency_task": Rule(MANAGES),
    "end_membership": Rule(MANAGES),
    "save_program": Rule(SENDS),
    "forget_program": Rule(SENDS),
    "save_place": Rule(SENDS),
    "forget_place": Rule(SENDS),
    "set_up_sign_on": Rule(MANAGES),
    "require_sign_on": Rule(MANAGES),
    "remove_sign_on": Rule(MANAGES),
    "come_by_sign_on": Rule((SYSTEM,)),  # a checked token is its own proof
    "join_to_sign_on": Rule(SENDS),
    "make_widget": Rule(MANAGES),
    "remove_widget": Rule(MANAGES),
    "make_agency_key": Rule(MANAGES),
    "revoke_agency_key": Rule(MANAGES),
    "hand_software_over": Rule((AGENCY_SOFTWARE,)),
    "prune_agencies": Rule((SYSTEM,)),
}
"""Every write to agencies and receipts."""

ACCESS: dict[str, tuple[str, ...]] = {
    "agency-ask": (ANYONE,),
    "agency-asked": (ANYONE,),
    "agency-join": (ANYONE,),
    "agency-home": SENDS,
    "agency-receipt-go": SENDS,
    "agency-programs": SENDS,
    "agency-program-save": ACTIONS["save_program"].roles,
    "agency-program-forget": ACTIONS["forget_program"].roles,
    "agency-program-go": SENDS,
    "agency-figures": SENDS,
    "agency-people": MANAGES,
    "agency-change": ACTIONS["change_agency"].roles,
    "agency-invite": ACTIONS["invite_to_agency"].roles,
    "agency-invitation-resend": ACTIONS["resend_agency_invitation"].roles,
    "agency-invitation-revoke": ACTIONS["revoke_agency_invitation"].roles,
    "agency-task": ACTIONS["change_agency_task"].roles,
    "agency-leave": ACTIONS["end_membership"].roles,
    "agency-places": ACTIONS["save_place"].roles,
    "agency-place-forget": ACTIONS["forget_place"].roles,
    "agency-sign-on": ACTIONS["set_up_sign_on"].roles,
    "agency-sign-on-require": ACTIONS["require_sign_on"].roles,
    "agency-sign-on-remove": ACTIONS["remove_sign_on"].roles,
    "sign-in-agency": (ANYONE,),
    "sign-in-agency-go": (ANYONE,),
    "sign-in-agency-back": (ANYONE,),
    "agency-widgets": ACTIONS["make_widget"].roles,
    "agency-widget-remove": ACTIONS["remove_widget"].roles,
    "agency-software": ACTIONS["make_agency_key"].roles,
    "agency-key-revoke": ACTIONS["revoke_agency_key"].roles,
    "api-agency-hand-over": (ANYONE,),  # asks for a key of an agency
    "directory-widget": (ANYONE,),
    "console-agencies": OPERATORS,
    "console-agency": OPERATORS,
    "console-agency-register": ACTIONS["register_with_manager"].roles,
    **{decision.page: ACTIONS[decision.id].roles for decision in DECISIONS},
}

# The way in, also to show again who one is.
WITHOUT_SECOND_FACTOR = ("sign-in-agency", "sign-in-agency-go", "sign-in-agency-back")
