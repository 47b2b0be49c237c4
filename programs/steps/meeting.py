"""Meeting, or messages instead."""

from django.utils.translation import gettext_lazy as _

from programs.models.case import CaseState
from programs.roles import WORKS_ON_THE_CASE
from programs.steps.declared import GOES_ON, Step

C = CaseState

MEETING_STEPS = (
    Step(
        id="schedule_session",
        label=_("Schedule a session"),
        sources=(C.READY,),
        target=C.SCHEDULED,
        guards=(
            *GOES_ON,
            "support_prepared",
            "mode_offered",
            "mode_as_chosen",
            "wishes_settled",
            "mode_safe",
            "safety_planned",
            "start_not_past",
            "length_sensible",
            "fits_choices",
            "mediators_free",
            "mediators_there",
            "people_can_come",
        ),
        roles=WORKS_ON_THE_CASE,
        page="session-schedule",
        path="session/",
        leads_on=True,
    ),
    Step(
        id="cancel_session",
        label=_("Cancel the session"),
        sources=(C.SCHEDULED,),
        target=C.READY,
        guards=(),
        roles=WORKS_ON_THE_CASE,
        page="session-cancel",
        path="session/cancel/",
    ),
    Step(
        id="record_held",
        label=_("Record that it was held"),
        sources=(C.SCHEDULED,),
        target=C.HELD,
        guards=("session_has_begun", "consents_live", "guardian_consents", "required_attended"),
        roles=WORKS_ON_THE_CASE,
        page="session-held",
        path="session/held/",
        leads_on=True,
    ),
    Step(
        id="record_not_held",
        label=_("Record that it did not take place"),
        sources=(C.SCHEDULED,),
        target=C.READY,
        guards=("session_has_begun",),
        roles=WORKS_ON_THE_CASE,
        page="session-not-held",
        path="session/not-held/",
    ),
    Step(
        id="begin_exchange",
        label=_("Begin to pass messages on"),
        sources=(C.READY,),
        target=C.EXCHANGING,
        guards=(*GOES_ON, "exchange_offered", "exchange_chosen", "wishes_settled"),
        roles=WORKS_ON_THE_CASE,
        page="exchange-begin",
        path="exchange/",
        asks=False,
    ),
    Step(
        id="return_to_meeting",
        label=_("Meet after all"),
        sources=(C.EXCHANGING,),
        target=C.READY,
        guards=("meeting_chosen",),
        roles=WORKS_ON_THE_CASE,
        page="exchange-end",
        path="exchange/meeting/",
        asks=False,
    ),
)
