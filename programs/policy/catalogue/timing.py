"""By when the next step of a case is due."""

from django.utils.translation import gettext_lazy as _

from programs.models.case import CaseState
from programs.policy.catalogue.declared import Group, Setting
from programs.policy.document import DAYS
from programs.policy.kinds import Number, Table, days
from programs.sources import PRACTICE, STANDARDS

LONGEST_DAYS = 730
"""Two years: preparing after severe violence can take more than one."""

TIMING = Group(
    id="deadlines",
    label=_("Deadlines"),
    lead=_("After so many days in a state a case is overdue on your first page. Nothing happens by itself."),
    settings=(
        Setting(
            id="days",
            kind=Table(
                [(state.value, state.label) for state in CaseState if state in DAYS],
                Number(1, LONGEST_DAYS, days, strict="fewer"),
            ),
            label=_("Days in each state"),
            question=_("How many days may a case stay in a state?"),
            explanation=_("A day that was set before stays; the next one is counted anew."),
            source=PRACTICE,
        ),
        Setting(
            id="release_days",
            kind=Number(1, 365, days, strict="fewer"),
            label=_("Release of information"),
            question=_("For how many days may a release of information count at most?"),
            explanation=_("It ends by itself then. Whoever gave it can take it back at any time."),
            source=STANDARDS,
        ),
        Setting(
            id="complaint_days",
            kind=Number(1, 60, days, strict="fewer"),
            label=_("Answer to a complaint"),
            question=_("Within how many days is somebody answered who says that something went wrong?"),
            explanation=_("Their own page promises this day. A promise that was given stays."),
            source=PRACTICE,
        ),
        Setting(
            id="session_reminder_days",
            kind=Number(0, 14, days),
            label=_("Reminder of a session"),
            question=_("How many days before a session is everybody reminded who comes?"),
            explanation=_(
                "Once, by e-mail or text message, in words that say nothing, and only where that is safe. 0: nobody is."
            ),
            source=PRACTICE,
        ),
        Setting(
            id="debrief_days",
            kind=Number(1, 60, days, strict="fewer"),
            label=_("Talking it over"),
            question=_("Within how many days after a session do you talk it over with everybody?"),
            explanation=_(
                "With each side alone, and with the mediators. Who is left stands on your first page after that."
            ),
            source=PRACTICE,
        ),
        Setting(
            id="import_days",
            kind=Number(1, 60, days, strict="fewer"),
            label=_("Imported spreadsheets"),
            question=_("For how many days is a spreadsheet kept after it was imported?"),
            explanation=_(
                "Until then you can download the rows that failed. What was made of it stays; it can be undone later."
            ),
            source=PRACTICE,
        ),
    ),
)
