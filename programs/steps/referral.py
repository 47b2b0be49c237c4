"""From the referral to its decision."""

from django.utils.translation import gettext_lazy as _

from amends.accounts.access import ANYONE
from programs.models.referral import WAITING_STATES, ReferralState
from programs.roles import RUNS_THE_PROGRAM
from programs.steps.declared import Step

R = ReferralState

REFERRAL_STEPS = (
    Step(
        id="begin_review",
        label=_("I am looking at this"),
        sources=(R.SUBMITTED,),
        target=R.UNDER_REVIEW,
        guards=(),
        roles=RUNS_THE_PROGRAM,
        page="referral-review",
        path="review/",
        asks=False,
        about="referral",
    ),
    Step(
        id="accept_referral",
        label=_("Accept the referral"),
        sources=WAITING_STATES,
        target=R.ACCEPTED,
        guards=(
            "referral_complete",
            "stage_taken",
            "referrer_taken",
            "initiative_allowed",
            "offences_taken",
            "stage_late_enough",
        ),
        roles=RUNS_THE_PROGRAM,
        page="referral-accept",
        path="accept/",
        asks=False,
        about="referral",
        leads_on=True,
    ),
    Step(
        id="decline_referral",
        label=_("Decline the referral"),
        sources=WAITING_STATES,
        target=R.DECLINED,
        guards=(),
        roles=RUNS_THE_PROGRAM,
        page="referral-decline",
        path="decline/",
        about="referral",
    ),
    Step(
        id="withdraw_referral",
        label=_("Withdraw the referral"),
        sources=WAITING_STATES,
        target=R.WITHDRAWN,
        guards=(),
        roles=(ANYONE,),  # the receipt is the proof
        page="refer-withdraw",
        path="withdraw/",
        about="receipt",
    ),
)
