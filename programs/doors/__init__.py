"""How each step is taken from outside: its questions, its action, its words. Pages and the API are made from this.

`steps` says when and by whom a step may be taken; a door says what is asked, what is called and what is told.
"""

from programs.doors.agreement import AGREEMENT
from programs.doors.declared import Door, arguments
from programs.doors.ending import ENDING
from programs.doors.meeting import MEETING
from programs.doors.people import PEOPLE
from programs.doors.screening import SCREENING
from programs.steps import CASE_STEPS

__all__ = ["DOORS", "Door", "arguments"]

DOORS: dict[str, Door] = {**SCREENING, **PEOPLE, **MEETING, **AGREEMENT, **ENDING}
"""The doors of a case, by the id of their step; those of a referral lead to another page (`views/referrals.py`)."""

if DOORS.keys() != {step.id for step in CASE_STEPS}:
    raise LookupError(
        f"Steps without a door, or doors without a step: {DOORS.keys() ^ {s.id for s in CASE_STEPS}}"
    )
