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
            "leave_counts",
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
        id="forward_referral",
        label=_("Hand it on to another program"),
        sources=WAITING_STATES,
        target=R.FORWARDED,
        guards=("receiver_takes", "release_names_program", "release_makes_referral"),
        roles=RUNS_THE_PROGRAM,
        page="referral-forward",
        path="forward/",
        about="referral",
    ),
    Step(
        id="record_forward_answer",
        label=_("Note what the other program answered"),
        sources=(R.FORWARDED,),
        target=None,
        guards=("forward_pending", "answers_itself"),
        roles=RUNS_THE_PROGRAM,
        page="referral-forward-answer",
        path="forward-answer/",
        about="referral",
    ),
    Step(
        id="keep_for_victim",
        label=_("Keep it until the person harmed asks"),
        sources=WAITING_STATES,
        target=R.AWAITING_VICTIM_INITIATIVE,
        guards=("kept_for_victim",),
        roles=RUNS_THE_PROGRAM,
        page="referral-keep",
        path="keep/",
        about="referral",
    ),
    Step(
        id="join_referral",
        label=_("Join it to a request of the person harmed"),
        sources=(R.AWAITING_VICTIM_INITIATIVE,),
        target=None,
        guards=("not_joined", "victim_asked"),
        roles=RUNS_THE_PROGRAM,
        page="referral-join",
        path="join/",
        about="referral",
    ),
    Step(
        id="withdraw_referral",
        label=_("Withdraw the referral"),
        sources=(*WAITING_STATES, R.AWAITING_VICTIM_INITIATIVE),
        target=R.WITHDRAWN,
        guards=(),
        roles=(ANYONE,),  # the receipt is the proof
        page="refer-withdraw",
        path="withdraw/",
        about="receipt",
    ),
)
