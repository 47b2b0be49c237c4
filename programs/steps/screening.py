"""From intake to the decision that a case can be prepared."""

from django.utils.translation import gettext_lazy as _

from programs.models.case import AT_WORK, CaseState
from programs.roles import RUNS_THE_CASE, RUNS_THE_PROGRAM, SUPERVISES, WORKS_ON_THE_CASE
from programs.steps.declared import ELIGIBLE, NEUTRALITY, Step

C = CaseState

SCREENED = (C.SCREENING, C.PREPARING, C.READY, C.SCHEDULED, C.EXCHANGING, C.ON_HOLD)
"""What is asked at screening can change as long as the two sides come nearer to each other.

A case of which an answer says that it may not go on rests, so it is let through before that or from there.
"""

SCREENING_STEPS = (
    Step(
        id="begin_screening",
        label=_("Begin screening"),
        sources=(C.INTAKE,),
        target=C.SCREENING,
        guards=("coordinator_set",),
        roles=RUNS_THE_PROGRAM,
        page="screening-begin",
        path="screening/",
        leads_on=True,
    ),
    Step(
        id="record_acknowledgement",
        label=_("Record the acknowledgment"),
        sources=SCREENED,
        target=None,
        guards=(),
        roles=RUNS_THE_CASE,
        page="acknowledgement-record",
        path="acknowledgement/",
    ),
    Step(
        id="override_acknowledgement",
        label=_("Let a disputed case through"),
        sources=(C.SCREENING, C.ON_HOLD),
        target=None,
        guards=("override_possible", "override_in_writing"),
        roles=SUPERVISES,
        page="acknowledgement-override",
        path="acknowledgement/override/",
        only_when_possible=True,
    ),
    Step(
        id="record_legal_posture",
        label=_("Record where the matter stands with the law"),
        sources=(*AT_WORK, C.ON_HOLD),
        target=None,
        guards=(),
        roles=RUNS_THE_CASE,
        page="legal-record",
        path="law/",
    ),
    Step(
        id="override_offence",
        label=_("Let an offense through"),
        sources=(C.SCREENING, C.PREPARING, C.READY, C.ON_HOLD),
        target=None,
        guards=("offence_override_possible", "not_by_coordinator", "override_in_writing"),
        roles=SUPERVISES,
        page="offence-override",
        path="offense/override/",
        only_when_possible=True,
    ),
    Step(
        id="record_substance",
        label=_("Record what there is to talk about"),
        sources=SCREENED,
        target=None,
        guards=(),
        roles=WORKS_ON_THE_CASE,
        page="substance-record",
        path="substance/",
    ),
    Step(
        id="override_substance",
        label=_("Let them meet although nothing is left"),
        sources=(C.SCREENING, C.ON_HOLD),
        target=None,
        guards=("nothing_is_left", "not_by_recorder", "override_in_writing"),
        roles=SUPERVISES,
        page="substance-override",
        path="substance/override/",
        only_when_possible=True,
    ),
    Step(
        id="record_risk",
        label=_("Assess the risk"),
        sources=SCREENED,
        target=None,
        guards=(),
        roles=WORKS_ON_THE_CASE,
        page="risk-record",
        path="risk/",
    ),
    Step(
        id="assign_mediator",
        label=_("Assign a mediator"),
        sources=(C.SCREENING, C.PREPARING, C.READY),
        target=None,
        guards=("risk_assessed", *NEUTRALITY),
        roles=RUNS_THE_PROGRAM,
        page="mediator-assign",
        path="mediator/",
    ),
    Step(
        id="begin_preparing",
        label=_("Begin preparing"),
        sources=(C.SCREENING,),
        target=C.PREPARING,
        guards=(*ELIGIBLE, "mediator_assigned", *NEUTRALITY),
        roles=RUNS_THE_CASE,
        page="preparing-begin",
        path="preparing/",
        leads_on=True,
        asks=False,
    ),
)
