"""Who may open the pages of billing and take its actions: payers, the operator, and what runs by itself."""

from amends.accounts.access import SYSTEM, Rule

OPERATORS = ("operator",)
PAYS = ("payer",)

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
}
"""Every write of billing."""

ACCESS: dict[str, tuple[str, ...]] = {}
