"""Who may write agencies and receipts: jobs and commands; there is no page yet."""

from amends.accounts.access import SYSTEM, Rule

ACTIONS: dict[str, Rule] = {
    "store_receipt": Rule((SYSTEM,)),
    "register_agency": Rule((SYSTEM,)),
}
