"""The program's own words: for the people in a case, and for the states that a case goes through."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.models.case import CaseState
from programs.policy.catalogue.declared import Group, Setting
from programs.policy.document import STATES
from programs.policy.kinds import Names, OneOf, Words
from programs.policy.vocabulary import OffenderWord, VictimWord
from programs.sources import OWN_WISH

LONGEST_NAME = 40
"""Characters: it stands in a tag, on a telephone too."""


def _names(language: str, label: Promise, question: Promise) -> Setting:
    return Setting(
        id=f"state_names_{language}",
        kind=Names(
            [(state, CaseState(state).label) for state in STATES], Words(LONGEST_NAME), language=language
        ),
        label=label,
        question=question,
        explanation=_(
            "Leave a box empty to keep the standard name. Only your people see these names. What a case needs in a "
            "state stays the same, whatever you call it."
        ),
        source=OWN_WISH,
    )


WORDING = Group(
    id="words",
    label=_("Your words"),
    lead=_(
        "How your pages name the people in a case, and how your people call the states that it goes through."
    ),
    settings=(
        Setting(
            id="victim_word",
            kind=OneOf(VictimWord.choices),
            label=_("Who was harmed"),
            question=_("How do you name somebody who was harmed?"),
            explanation=_("People differ in what they want to be called. Ask them."),
            source=OWN_WISH,
        ),
        Setting(
            id="offender_word",
            kind=OneOf(OffenderWord.choices),
            label=_("Who is responsible"),
            question=_("How do you name somebody who is responsible?"),
            explanation=_("A word for what somebody did need not be a word for who they are."),
            source=OWN_WISH,
        ),
        _names("en", _("States in English"), _("What do you call the states of a case in English?")),
        _names("fr", _("States in French"), _("What do you call the states of a case in French?")),
        _names("es", _("States in Spanish"), _("What do you call the states of a case in Spanish?")),
    ),
)
