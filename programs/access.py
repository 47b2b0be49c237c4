"""Who may open which page of a program; a step's page is for those who may take the step."""

from amends.accounts.access import ANYONE, SIGNED_IN
from programs.steps import RUNS_THE_CASE, STEPS, WORKS_ON_THE_CASE

ACCESS: dict[str, tuple[str, ...]] = {
    "home": (ANYONE,),
    "refer": (ANYONE,),
    "refer-received": (ANYONE,),
    "referrals": RUNS_THE_CASE,
    "referral": RUNS_THE_CASE,
    "referral-amend": RUNS_THE_CASE,
    "cases": (SIGNED_IN,),
    "case": WORKS_ON_THE_CASE,
    "case-people": WORKS_ON_THE_CASE,
    "case-agreement": WORKS_ON_THE_CASE,
    "participant-add": WORKS_ON_THE_CASE,
    "participant-edit": WORKS_ON_THE_CASE,
    "conflict-declare": WORKS_ON_THE_CASE,  # a mediator declares their own, and nobody else's
    **{step.page: step.roles for step in STEPS.values()},
}
