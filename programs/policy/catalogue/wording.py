"""The program's own words for the people in a case."""

from django.utils.translation import gettext_lazy as _

from programs.policy.catalogue.declared import Group, Setting
from programs.policy.kinds import OneOf
from programs.policy.vocabulary import OffenderWord, VictimWord
from programs.sources import OWN_WISH

WORDING = Group(
    id="words",
    label=_("Your words"),
    lead=_("How your pages name the people in a case, in each language."),
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
    ),
)
