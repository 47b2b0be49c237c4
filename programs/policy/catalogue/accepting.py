"""What has to be so before the two sides come nearer to each other."""

from django.utils.translation import gettext_lazy as _

from programs.policy.catalogue.declared import Group, Setting
from programs.policy.kinds import YesNo
from programs.sources import STANDARDS

ACCEPTING = Group(
    id="accepting",
    label=_("What you accept"),
    lead=_("What is asked of a case before the people in it are prepared, and again at each later step."),
    settings=(
        Setting(
            id="no_pending_appeal",
            kind=YesNo(strict=True),
            label=_("No appeal pending"),
            question=_("Must no appeal be pending?"),
            explanation=_(
                "While an appeal is pending, what is said could be used in it. If one is filed later, the case "
                "is put on hold."
            ),
            source=STANDARDS,
        ),
        Setting(
            id="requires_conviction",
            kind=YesNo(strict=True),
            label=_("Conviction"),
            question=_("Must there be a conviction?"),
            explanation=_("Usual after severe violence; never in diversion."),
            source=STANDARDS,
        ),
        Setting(
            id="disputed_may_be_overridden",
            kind=YesNo(strict=False),
            label=_("Disputed facts"),
            question=_("May a supervisor let a case go on although important facts are disputed?"),
            explanation=_(
                "The supervisor writes why. After severe violence this is never allowed, and nowhere when "
                "responsibility is denied."
            ),
            source=STANDARDS,
        ),
        Setting(
            id="minors_harmed",
            kind=YesNo(strict=False),
            label=_("Minors who were harmed"),
            question=_("Do you take cases in which somebody who was harmed is a minor?"),
            explanation=_("If so, a guardian consents, and the minor agrees too. That always holds."),
            source=STANDARDS,
        ),
        Setting(
            id="minors_responsible",
            kind=YesNo(strict=False),
            label=_("Minors who are responsible"),
            question=_("Do you take cases in which somebody who is responsible is a minor?"),
            explanation=_("If so, a guardian consents, and the minor agrees too. That always holds."),
            source=STANDARDS,
        ),
    ),
)
