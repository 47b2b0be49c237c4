"""From the referral to its decision."""

from django.utils.translation import gettext_lazy as _

from programs.models.referral import ReferralState
from programs.roles import RUNS_THE_PROGRAM
from programs.steps.declared import Step

R = ReferralState

REFERRAL_STEPS = (
    Step(
        id="accept_referral",
        label=_("Accept the referral"),
        sources=(R.SUBMITTED, R.UNDER_REVIEW),
        target=R.ACCEPTED,
        guards=("referral_complete", "stage_taken", "initiative_allowed"),
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
        sources=(R.SUBMITTED, R.UNDER_REVIEW),
        target=R.DECLINED,
        guards=(),
        roles=RUNS_THE_PROGRAM,
        page="referral-decline",
        path="decline/",
        about="referral",
    ),
)
