"""Who may open the pages of billing and take its actions: payers, the operator, and what runs by itself."""

from amends.accounts.access import ANYONE, PAYER, SYSTEM, Rule

OPERATORS = ("operator",)
PAYS = (PAYER,)

ACTIONS: dict[str, Rule] = {
    "open_account": Rule((SYSTEM,)),
    "begin_trial": Rule((SYSTEM,)),
    "note_customer": Rule((SYSTEM,)),
    "settle": Rule((SYSTEM,)),
    "note_usage": Rule((SYSTEM,)),
    "cover": Rule((SYSTEM,)),  # a program's yes is the proof
    "change_payer": Rule(PAYS),
    "ask_rate": Rule(PAYS),
    "offer_coverage": Rule(PAYS),
    "withdraw_offer": Rule(PAYS),
    "answer_offer": Rule(PAYS),
    "release_program": Rule(PAYS),
    "grant_coverage": Rule(OPERATORS),
    "answer_rate": Rule(OPERATORS),
    "arrive_to_pay": Rule((SYSTEM,)),  # whoever comes with the signed way in is nobody yet
    "leave_billing": Rule(PAYS),
    "note_stripe_asked": Rule(PAYS),
    "announce": Rule((SYSTEM,)),
    "archive_lapsed": Rule((SYSTEM,)),
    "refresh_standings": Rule((SYSTEM,)),
    "note_event": Rule((SYSTEM,)),  # the signature is the proof
    "ring": Rule((SYSTEM,)),
    "replay_event": Rule(OPERATORS),
    "take_number": Rule((SYSTEM,)),
    "ring_stretch": Rule((SYSTEM,)),
    "apply_look": Rule((SYSTEM,)),
    "close_event": Rule((SYSTEM,)),
    "note_failure": Rule((SYSTEM,)),
    "let_days_pass": Rule((SYSTEM,)),  # refused unless a Stripe is played
    "look_after_days": Rule((SYSTEM,)),
}
"""Every write of billing."""

ACCESS: dict[str, tuple[str, ...]] = {
    "pricing": (ANYONE,),
    "billing-come": (ANYONE,),  # the token and where it comes from are the proof
    "billing-closed": (ANYONE,),
    "billing": PAYS,
    "billing-leave": ACTIONS["leave_billing"].roles,
    "billing-payer": ACTIONS["change_payer"].roles,
    "billing-rate": ACTIONS["ask_rate"].roles,
    "billing-subscribe": PAYS,
    "billing-back": PAYS,
    "billing-change": PAYS,
    "billing-cancel": PAYS,
    "billing-resume": PAYS,
    "billing-portal": PAYS,
    "billing-programs": PAYS,
    "billing-offer": ACTIONS["offer_coverage"].roles,
    "billing-offer-withdraw": ACTIONS["withdraw_offer"].roles,
    "billing-offer-answer": ACTIONS["answer_offer"].roles,
    "billing-release": ACTIONS["release_program"].roles,
    "console-billing": OPERATORS,
    "console-rate": ACTIONS["answer_rate"].roles,
    "console-coverage": ACTIONS["grant_coverage"].roles,
    "console-replay": ACTIONS["replay_event"].roles,
    "stripe-events": (ANYONE,),
}
