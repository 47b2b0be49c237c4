"""Guards of the law: appeals, conviction, no-contact orders (E2, E3, E4); looked at again at every later step."""

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.declared import Guard
from programs.models.eligibility import EligibilityRule, Legal
from programs.sources import OWN_POLICY

LEGAL = ("no_appeal_pending", "convicted", "contact_lawful")


def _answer(facts: CaseFacts, rule: EligibilityRule) -> str:
    check = facts.checks.get(rule)
    return check.answer if check else ""


def no_appeal_is_pending(facts: CaseFacts) -> bool:
    """Return whether no appeal is pending, where the policy asks (E2)."""
    return not facts.policy.no_pending_appeal or _answer(facts, EligibilityRule.APPEAL) == Legal.NONE


def is_convicted(facts: CaseFacts) -> bool:
    """Return whether there is a conviction, where the policy asks for one (E3)."""
    return (
        not facts.policy.requires_conviction or _answer(facts, EligibilityRule.CONVICTION) == Legal.CONVICTED
    )


def contact_is_lawful(facts: CaseFacts) -> bool:
    """Return whether no order forbids contact, or an exception in writing allows this (E4)."""
    return _answer(facts, EligibilityRule.NO_CONTACT_ORDER) in (Legal.NONE, Legal.EXCEPTION)


GUARDS = (
    Guard(
        id="no_appeal_pending",
        rule="E2",
        sentence=_("It is not recorded that no appeal is pending."),
        source=OWN_POLICY,
        remedy=_(
            "Ask the court or the lawyers and record the answer; while an appeal is pending, put the case on hold."
        ),
        page="legal-record",
        check=no_appeal_is_pending,
    ),
    Guard(
        id="convicted",
        rule="E3",
        sentence=_("This program takes a case only after a conviction, and none is recorded."),
        source=OWN_POLICY,
        remedy=_("Ask the court and record the answer; without a conviction, close the case."),
        page="legal-record",
        check=is_convicted,
    ),
    Guard(
        id="contact_lawful",
        rule="E4",
        sentence=_("It is not recorded that the two sides may lawfully have contact."),
        source=_("A no-contact order binds everybody; this cannot be switched off"),
        remedy=_(
            "Ask the court whether there is a no-contact order. If there is one, contact needs an exception in writing."
        ),
        page="legal-record",
        check=contact_is_lawful,
    ),
)
