"""Whether there are agreements, and what becomes of one that is not kept."""

from django.utils.translation import gettext_lazy as _

from programs.policy.catalogue.declared import Group, Setting
from programs.policy.kinds import OneOf, YesNo
from programs.sources import PRACTICE, STANDARDS

AGREEING = Group(
    id="agreements",
    label=_("Agreements"),
    lead=_("A dialogue without an agreement is a success too."),
    settings=(
        Setting(
            id="agreement",
            kind=OneOf(
                (
                    ("yes", _("Where the people in the case want one")),
                    ("if_victim_asks", _("Only if the person harmed asks for one")),
                ),
                strict=True,
            ),
            label=_("Agreements"),
            question=_("Are agreements written?"),
            explanation=_("After severe violence only if the person harmed asks."),
            source=STANDARDS,
        ),
        Setting(
            id="breach_returns_to_referrer",
            kind=YesNo(strict=True),
            label=_("Agreement not kept"),
            question=_("Does an agreement that is not kept go back to the referrer?"),
            explanation=_(
                "Usual where a probation officer referred. What was said in the room never goes back."
            ),
            source=PRACTICE,
        ),
    ),
)
