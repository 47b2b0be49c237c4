"""Who may open the drill's pages: anyone, the drill has no accounts."""

from amends.accounts.access import ANYONE

ACCESS = {"shelf": (ANYONE,)}
