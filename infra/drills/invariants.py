"""`./amends drill invariants`: no fixed rule of a case is ever broken, whoever tries whatever.

It is the run of `infra.drills.lifecycle`, by the name of what it holds.
"""

from infra.drills.lifecycle import main

__all__ = ["main"]
