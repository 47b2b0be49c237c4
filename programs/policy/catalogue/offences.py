"""Which offences the program takes, and from which stage on."""

from django.utils.translation import gettext_lazy as _

from programs.models.referral import OffenceClass, ReferralStage
from programs.policy.catalogue.declared import Group, Setting
from programs.policy.kinds import OneOf, Table
from programs.policy.vocabulary import Severity
from programs.sources import OWN_WISH, STANDARDS

COURT_STAGES = (
    ReferralStage.PRE_CHARGE,
    ReferralStage.POST_CHARGE,
    ReferralStage.POST_ADJUDICATION,
    ReferralStage.POST_SENTENCE,
    ReferralStage.POST_RELEASE,
)
"""The stages in the order in which a matter goes through them; outside the courts there is none."""
ANY = "any"

OFFENCES = Group(
    id="offenses",
    label=_("Which offenses you take"),
    lead=_("A referral of which one offense is not taken, or comes too early for it, cannot be accepted."),
    settings=(
        Setting(
            id="offences",
            kind=Table(
                OffenceClass.choices,
                OneOf((("taken", _("Taken")), ("excluded", _("Not taken"))), strict=True),
            ),
            label=_("Offenses that you take"),
            question=_("Which offenses do you take?"),
            explanation=_(
                "Sexual violence, violence by a partner and homicide need mediators who are trained for them."
            ),
            source=STANDARDS,
        ),
        Setting(
            id="earliest_stages",
            kind=Table(
                OffenceClass.choices,
                OneOf(
                    ((ANY, _("At any stage")), *((stage.value, stage.label) for stage in COURT_STAGES[1:])),
                    strict=True,
                ),
            ),
            label=_("Earliest stage"),
            question=_("From which stage on do you take each?"),
            explanation=_("The more serious an offense, the later the stage. Only what you take counts."),
            source=STANDARDS,
        ),
        Setting(
            id="severity",
            kind=Table(OffenceClass.choices, OneOf(Severity.choices)),
            label=_("How grave you hold them to be"),
            question=_("How grave is each of them for you?"),
            explanation=_("Only rules of your own ask for this."),
            source=OWN_WISH,
        ),
    ),
)


def comes_too_early(stage: str, earliest: str) -> bool:
    """Return whether a referral at `stage` comes before the earliest that an offence is taken at (R3)."""
    if earliest == ANY:
        return False
    return stage not in COURT_STAGES or COURT_STAGES.index(ReferralStage(stage)) < COURT_STAGES.index(
        ReferralStage(earliest)
    )
