"""Who may write the public keys of programs: the programs themselves, by a job."""

from amends.accounts.access import SYSTEM, Rule

ACTIONS: dict[str, Rule] = {"hear_statement_keys": Rule((SYSTEM,))}
