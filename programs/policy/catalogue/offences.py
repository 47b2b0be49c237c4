"""Which offences the program takes, and from which stage on."""

from django.utils.translation import gettext_lazy as _

from programs.jurisdictions import JURISDICTIONS, NONE
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
TAKEN, SPECIALIST_ONLY, EXCLUDED = "taken", "specialist_only", "excluded"

OFFENCES = Group(
    id="offenses",
    label=_("Which offenses you take"),
    lead=_("A referral of which one offense is not taken, or comes too early for it, cannot be accepted."),
    settings=(
        Setting(
            id="jurisdiction",
            kind=OneOf(((NONE, _("None")), *((each.id, each.label) for each in JURISDICTIONS.values()))),
            label=_("Basis"),
            question=_("What does the law of your place say?"),
            explanation=_(
                "What it says is put into the two tables below. You can ask for more there, and for nothing less. "
                "These are examples: ask somebody who knows the law before you rely on one."
            ),
            source=STANDARDS,
        ),
        Setting(
            id="offences",
            kind=Table(
                OffenceClass.choices,
                OneOf(
                    (
                        (TAKEN, _("Taken")),
                        (SPECIALIST_ONLY, _("Only with specialists")),
                        (EXCLUDED, _("Not taken")),
                    ),
                    strict=True,
                ),
            ),
            label=_("Offenses that you take"),
            question=_("Which offenses do you take?"),
            explanation=_(
                "“Only with specialists” asks for two mediators of the advanced level, and for the reasons in writing "
                "of a supervisor who does not coordinate the case. Sexual violence, violence by a partner and homicide "
                "need at least that."
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
