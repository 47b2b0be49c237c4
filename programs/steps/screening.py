"""From intake to the decision that a case can be prepared."""

from django.utils.translation import gettext_lazy as _

from programs.models.case import AT_WORK, CaseState
from programs.roles import RUNS_THE_CASE, RUNS_THE_PROGRAM, SUPERVISES
from programs.steps.declared import LAWFUL, NEUTRALITY, Step

C = CaseState

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
        sources=(C.SCREENING, C.PREPARING),
        target=None,
        guards=(),
        roles=RUNS_THE_CASE,
        page="acknowledgement-record",
        path="acknowledgement/",
    ),
    Step(
        id="override_acknowledgement",
        label=_("Let a disputed case through"),
        sources=(C.SCREENING,),
        target=None,
        guards=("override_possible", "override_in_writing"),
        roles=SUPERVISES,
        page="acknowledgement-override",
        path="acknowledgement/override/",
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
        id="assign_mediator",
        label=_("Assign a mediator"),
        sources=(C.SCREENING, C.PREPARING, C.READY),
        target=None,
        guards=NEUTRALITY,
        roles=RUNS_THE_PROGRAM,
        page="mediator-assign",
        path="mediator/",
    ),
    Step(
        id="begin_preparing",
        label=_("Begin preparing"),
        sources=(C.SCREENING,),
        target=C.PREPARING,
        guards=("acknowledgement_met", *LAWFUL, "minors_taken", "mediator_assigned", *NEUTRALITY),
        roles=RUNS_THE_CASE,
        page="preparing-begin",
        path="preparing/",
        leads_on=True,
        asks=False,
    ),
)
