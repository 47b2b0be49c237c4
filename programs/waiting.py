"""For whom an open case waits: who has the next move, by the state it is in (6)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from programs.models.case import CaseState as C


class WaitsFor(TextChoices):
    THE_PROGRAM = "program", _("Those who run the case")
    MEDIATORS = "mediators", _("The mediators")
    PEOPLE = "people", _("What people agreed to do")
    SESSION = "session", _("The day of the session")
    TIME = "time", _("Time: the case is on hold")


STATES_OF: dict[str, tuple[C, ...]] = {
    WaitsFor.THE_PROGRAM: (C.INTAKE, C.SCREENING, C.CLOSING),
    WaitsFor.MEDIATORS: (C.PREPARING, C.READY, C.HELD, C.EXCHANGING, C.AGREEMENT_PENDING),
    WaitsFor.PEOPLE: (C.MONITORING,),
    WaitsFor.SESSION: (C.SCHEDULED,),
    WaitsFor.TIME: (C.ON_HOLD,),
}
"""Each open state is in one of these."""
