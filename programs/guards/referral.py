"""Guards of a referral: is it complete, and is it one that this program takes (R1, R2, R6)."""

from django.utils.translation import gettext_lazy as _

from programs.facts import ReferralFacts
from programs.guards.declared import PRACTICE, Guard
from programs.models.referral import INITIATIVE_OF, ReferrerClass


def referral_is_complete(facts: ReferralFacts) -> bool:
    """Return whether an offence and somebody responsible are named (R1)."""
    return facts.has_offence and facts.has_offender


def stage_is_taken(facts: ReferralFacts) -> bool:
    """Return whether the program takes referrals at this stage (R2)."""
    return facts.referral.stage in facts.program.policy.stages


def initiative_is_allowed(facts: ReferralFacts) -> bool:
    """Return whether whoever asks may ask in this program (R6)."""
    referrer = ReferrerClass(facts.referral.referrer_class)
    return INITIATIVE_OF.get(referrer, "program") in facts.program.policy.initiative


GUARDS = (
    Guard(
        id="referral_complete",
        rule="R1",
        sentence=_("The referral does not name an offense and the person responsible."),
        source=PRACTICE,
        remedy=_("Ask the referrer for what is missing, or decline the referral as incomplete."),
        check=referral_is_complete,
    ),
    Guard(
        id="stage_taken",
        rule="R2",
        sentence=_("This program does not take referrals at this stage: {stage}."),
        source=_("The policy of this program"),
        remedy=_("Decline it with the reason “stage”, and tell the referrer which program takes it."),
        check=stage_is_taken,
        words=lambda facts: {"stage": facts.referral.get_stage_display()},
    ),
    Guard(
        id="initiative_allowed",
        rule="R6",
        sentence=_("In this program only the person harmed can ask for a meeting."),
        source=_("The policy of this program"),
        remedy=_("Keep what the person responsible wrote; do nothing until the person harmed asks."),
        check=initiative_is_allowed,
    ),
)
