"""Who may refer, and by when they are answered."""

from django.utils.translation import gettext_lazy as _

from programs.models.referral import ReferralStage, ReferrerClass
from programs.policy.catalogue.declared import Group, Setting
from programs.policy.kinds import Number, SomeOf, days
from programs.sources import KINDS_OF_PROGRAMS, PRACTICE, STANDARDS

REFERRING = Group(
    id="referrals",
    label=_("Who may refer"),
    lead=_("What your referral form offers, and what you can accept."),
    settings=(
        Setting(
            id="stages",
            kind=SomeOf(ReferralStage.choices, strict="fewer"),
            label=_("Stages of referral"),
            question=_("At which stages do you take referrals?"),
            explanation=_("The form offers these. A referral at another stage cannot be accepted."),
            source=KINDS_OF_PROGRAMS,
        ),
        Setting(
            id="referrers",
            kind=SomeOf(ReferrerClass.choices, strict="fewer"),
            label=_("Who may refer"),
            question=_("From whom do you take referrals?"),
            explanation=_("The form offers these. A referral from somebody else cannot be accepted."),
            source=PRACTICE,
        ),
        Setting(
            id="initiative",
            kind=SomeOf(
                (
                    ("victim", _("The person harmed")),
                    ("offender", _("The person responsible")),
                    ("program", _("Somebody else, who refers both")),
                ),
                strict="fewer",
            ),
            label=_("Who asks for a meeting"),
            question=_("From whom may a case begin?"),
            explanation=_(
                "After severe violence only the person harmed may begin one: nobody else’s wish leads to them."
            ),
            source=STANDARDS,
        ),
        Setting(
            id="answer_days",
            kind=Number(1, 30, days, strict="fewer"),
            label=_("Answer to the referrer"),
            question=_("Within how many days is a referrer answered?"),
            explanation=_(
                "The receipt promises this day. A promise that was given stays when you change this."
            ),
            source=PRACTICE,
        ),
    ),
)
