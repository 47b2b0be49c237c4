"""What people are asked about how it was, by when, and who reads it (3.14)."""

from django.utils.translation import gettext_lazy as _

from programs.policy.catalogue.declared import Group, Setting
from programs.policy.kinds import Number, OneOf, SomeOf, days, months
from programs.policy.vocabulary import NewOffence, SurveyReader
from programs.sources import PRACTICE, STANDARDS
from programs.surveys.instruments import SHORT

SURVEYING = Group(
    id="surveys",
    label=_("Surveys"),
    lead=_(
        "What people say about it, before and after. Nobody has to answer, and the other side never sees it."
    ),
    settings=(
        Setting(
            id="survey_before_days",
            kind=Number(1, 60, days),
            label=_("Survey before"),
            question=_("How many days after the first preparation meeting is somebody asked?"),
            explanation=_("It has to be before they meet. Without it nobody knows whether fear grew less."),
            source=STANDARDS,
        ),
        Setting(
            id="survey_after_days",
            kind=Number(7, 365, days),
            label=_("Survey after"),
            question=_("How many days after the session is somebody asked?"),
            explanation=_("About two months are usual. Where messages were passed on: after closing began."),
            source=STANDARDS,
        ),
        Setting(
            id="survey_reminder_days",
            kind=Number(0, 60, days),
            label=_("Reminder"),
            question=_("After how many days without an answer is somebody reminded once?"),
            explanation=_(
                "0: nobody is reminded. Nobody is reminded twice. The six digits for the page work for seven days."
            ),
            source=PRACTICE,
        ),
        Setting(
            id="survey_items_off",
            kind=SomeOf(tuple(SHORT.items()), strict="fewer", may_be_none=True),
            label=_("Questions left out"),
            question=_("Which questions do you leave out?"),
            explanation=_("Whether anybody pressed them, and how afraid they are, is always asked."),
            source=STANDARDS,
        ),
        Setting(
            id="survey_readers",
            kind=OneOf(SurveyReader.choices, strict=True),
            label=_("Who reads answers"),
            question=_("Who reads the answers of one person?"),
            explanation=_(
                "Everybody else sees figures. A mediator of the case reads none before it is closed."
            ),
            source=PRACTICE,
        ),
        Setting(
            id="new_offence",
            kind=OneOf(NewOffence.choices),
            label=_("What a new offense is"),
            question=_("What do you count as a new offense?"),
            explanation=_(
                "It stands beside the figure. Figures by different definitions cannot be compared."
            ),
            source=STANDARDS,
        ),
        Setting(
            id="new_offence_months",
            kind=Number(6, 36, months),
            label=_("Looking for new offenses"),
            question=_("After how many months do you look whether there is a new offense?"),
            explanation=_("Counted from the session; without one, from when the case began to close."),
            source=STANDARDS,
        ),
    ),
)
