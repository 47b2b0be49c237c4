"""Guards of a referral: is it complete, and is it one that this program takes (R1, R2, R6)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.facts import ReferralFacts
from programs.guards.declared import Guard
from programs.models.referral import INITIATIVE_OF, ReferrerClass
from programs.policy.catalogue import SETTINGS
from programs.policy.catalogue.offences import EXCLUDED, comes_too_early
from programs.sources import OWN_POLICY, PRACTICE


def referral_is_complete(facts: ReferralFacts) -> bool:
    """Return whether an offence and somebody responsible are named (R1)."""
    return facts.has_offence and facts.has_offender


def stage_is_taken(facts: ReferralFacts) -> bool:
    """Return whether the program takes referrals at this stage (R2)."""
    return facts.referral.stage in facts.policy.stages


def initiative_is_allowed(facts: ReferralFacts) -> bool:
    """Return whether whoever asks may ask in this program (R6)."""
    referrer = ReferrerClass(facts.referral.referrer_class)
    return INITIATIVE_OF.get(referrer, "program") in facts.policy.initiative


def not_taken(facts: ReferralFacts) -> list[str]:
    """Return the offences that the program does not take, in words (E5)."""
    return [
        str(each.get_offence_class_display())
        for each in facts.offences
        if facts.policy.offences[each.offence_class] == EXCLUDED
    ]


def too_early_for(facts: ReferralFacts) -> list[str]:
    """Return the offences that are taken at a later stage only, in words (R3)."""
    earliest = facts.policy.earliest_stages
    return [
        str(each.get_offence_class_display())
        for each in facts.offences
        if comes_too_early(facts.referral.stage, earliest[each.offence_class])
    ]


def initiative_words(facts: ReferralFacts) -> dict[str, Any]:
    """Return with whom a case may begin here."""
    return {"allowed": SETTINGS["initiative"].kind.say(facts.policy.initiative)}


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
        source=OWN_POLICY,
        remedy=_("Decline it with the reason “stage”, and tell the referrer which program takes it."),
        check=stage_is_taken,
        words=lambda facts: {"stage": facts.referral.get_stage_display()},
    ),
    Guard(
        id="initiative_allowed",
        rule="R6",
        sentence=_("In this program a case begins only with: {allowed}."),
        source=OWN_POLICY,
        remedy=_("Keep what you were told; do nothing until somebody asks with whom a case may begin."),
        check=initiative_is_allowed,
        words=initiative_words,
    ),
    Guard(
        id="referrer_taken",
        rule="R4",
        sentence=_("This program takes no referrals from: {referrer}."),
        source=OWN_POLICY,
        remedy=_("Decline it, and tell the referrer which program takes it."),
        check=lambda facts: facts.referral.referrer_class in facts.policy.referrers,
        words=lambda facts: {"referrer": facts.referral.get_referrer_class_display()},
    ),
    Guard(
        id="offences_taken",
        rule="E5",
        sentence=_("This program does not take: {offences}."),
        source=OWN_POLICY,
        remedy=_("Decline it with the reason “offense”, and tell the referrer which program takes it."),
        check=lambda facts: not not_taken(facts),
        words=lambda facts: {"offences": ", ".join(not_taken(facts))},
    ),
    Guard(
        id="stage_late_enough",
        rule="R3",
        sentence=_("It comes too early for: {offences}. The more serious an offense, the later the stage."),
        source=OWN_POLICY,
        remedy=_("Decline it with the reason “stage”, and tell the referrer when it can come back."),
        check=lambda facts: not too_early_for(facts),
        words=lambda facts: {"offences": ", ".join(too_early_for(facts))},
    ),
)
