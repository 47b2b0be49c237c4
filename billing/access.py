"""Who may open the pages of billing and take its actions: payers, the operator, and what runs by itself."""

from amends.accounts.access import ANYONE, SYSTEM, Rule

OPERATORS = ("operator",)
PAYS = ("payer",)

ACTIONS: dict[str, Rule] = {
    "open_account": Rule((SYSTEM,)),
    "begin_trial": Rule((SYSTEM,)),
    "note_customer": Rule((SYSTEM,)),
    "settle": Rule((SYSTEM,)),
    "cover": Rule((SYSTEM,)),  # a program's yes is the proof
    "change_payer": Rule(PAYS),
    "ask_rate": Rule(PAYS),
    "offer_coverage": Rule(PAYS),
    "withdraw_offer": Rule(PAYS),
    "answer_offer": Rule(PAYS),
    "release_program": Rule(PAYS),
    "grant_coverage": Rule(OPERATORS),
    "answer_rate": Rule(OPERATORS),
    "note_event": Rule((SYSTEM,)),  # the signature is the proof
    "ring": Rule((*OPERATORS, SYSTEM)),
    "replay_event": Rule(OPERATORS),
    "ring_stretch": Rule((SYSTEM,)),
    "apply_look": Rule((SYSTEM,)),
    "close_event": Rule((SYSTEM,)),
    "note_failure": Rule((SYSTEM,)),
}
"""Every write of billing."""

ACCESS: dict[str, tuple[str, ...]] = {
    "stripe-events": (ANYONE,),
}
