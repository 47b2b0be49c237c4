"""Whether there are agreements, and what becomes of one that is not kept."""

from django.utils.translation import gettext_lazy as _

from programs.policy.catalogue.declared import Group, Setting
from programs.policy.kinds import Number, OneOf, Table, YesNo, days
from programs.policy.vocabulary import ArrearsStep, Sharing
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
        Setting(
            id="sharing",
            kind=OneOf(Sharing.choices),
            label=_("Payments for several people"),
            question=_("How is a payment shared among several who were harmed?"),
            explanation=_(
                "Where a payment is recorded for the whole agreement. A payment for one item goes to that item."
            ),
            source=PRACTICE,
        ),
        Setting(
            id="arrears_days",
            kind=Table(ArrearsStep.choices, Number(1, 365, days)),
            label=_("When a payment is late"),
            question=_("How many days after something was due does what happen?"),
            explanation=_(
                "The list of what is late says what is next. Nothing is sent, and nothing goes back, by itself."
            ),
            source=STANDARDS,
        ),
    ),
)
