"""Rest, and the end of a case."""

from django.utils.translation import gettext_lazy as _

from programs.models.case import AT_WORK, OPEN_STATES, CaseState
from programs.roles import RUNS_THE_CASE
from programs.steps.declared import Step

C = CaseState

ENDING_STEPS = (
    Step(
        id="put_on_hold",
        label=_("Put the case on hold"),
        sources=AT_WORK,
        target=C.ON_HOLD,
        guards=(),
        roles=RUNS_THE_CASE,
        page="hold-begin",
        path="hold/",
    ),
    Step(
        id="resume_case",
        label=_("Take the case up again"),
        sources=(C.ON_HOLD,),
        target=None,
        guards=("hold_reason_gone",),
        roles=RUNS_THE_CASE,
        page="hold-end",
        path="resume/",
        leads_on=True,
        asks=False,
    ),
    Step(
        id="begin_closing",
        label=_("Bring the case to its end"),
        sources=OPEN_STATES,
        target=C.CLOSING,
        guards=("items_terminal", "reason_fits", "tries_enough", "breach_returned"),
        roles=RUNS_THE_CASE,
        page="closing-begin",
        path="closing/",
        leads_on_from=(C.HELD, C.EXCHANGING, C.MONITORING),
    ),
    Step(
        id="issue_report",
        label=_("Issue the report to the referrer"),
        sources=(C.CLOSING,),
        target=None,
        guards=(),
        roles=RUNS_THE_CASE,
        page="report-issue",
        path="report/",
        asks=False,
    ),
    Step(
        id="close_case",
        label=_("Close the case"),
        sources=(C.CLOSING,),
        target=C.CLOSED,
        guards=("nothing_ahead", "parties_told", "surveys_offered", "report_issued"),
        roles=RUNS_THE_CASE,
        page="case-close",
        path="close/",
        leads_on=True,
        asks=False,
    ),
)
