"""Who may destroy a key: jobs and commands."""

from amends.accounts.access import SYSTEM, Rule

ACTIONS: dict[str, Rule] = {"shred": Rule((SYSTEM,))}
