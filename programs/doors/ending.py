"""The doors of resting and of coming to an end."""

from django.utils.translation import gettext_lazy as _

from programs.actions import (
    closing,
    holding,
)
from programs.doors.declared import Door
from programs.forms.agreement import (
    ClosingForm,
)
from programs.forms.session import HoldForm
from programs.telling_back import what_the_end_tells, what_the_report_tells

ENDING: dict[str, Door] = {
    "put_on_hold": Door(
        holding.put_on_hold,
        _("The case is on hold."),
        form=HoldForm,
        effect=_(
            "A session that is scheduled is canceled. You can take the case up again where you left it."
        ),
    ),
    "resume_case": Door(holding.resume_case, _("The case goes on where you left it.")),
    "begin_closing": Door(
        closing.begin_closing,
        _("The case is coming to its end. Close it when all is done."),
        form=ClosingForm,
        effect=what_the_end_tells,
    ),
    "issue_report": Door(
        closing.issue_report,
        _("The report is issued."),
        effect=what_the_report_tells,
    ),
    "close_case": Door(closing.close_case, _("The case is closed.")),
}
