"""What the person harmed decides, and how the two sides can have to do with each other."""

from django.utils.translation import gettext_lazy as _

from programs.models.choice import Mode
from programs.models.contact import Topic
from programs.policy.catalogue.declared import Group, Setting
from programs.policy.kinds import Number, OneOf, SomeOf, times
from programs.policy.vocabulary import Premise
from programs.sources import PRACTICE, STANDARDS

CHOOSING = Group(
    id="choices",
    label=_("What the person harmed decides"),
    lead=_("A meeting is never a must, and everybody can stop at any time. That always holds."),
    settings=(
        Setting(
            id="premise",
            kind=OneOf(tuple(reversed(Premise.choices)), strict=True),
            label=_("Whose wishes lead"),
            question=_("Whose wishes lead?"),
            explanation=_("It is published in the directory, because people who were harmed ask about it."),
            source=STANDARDS,
        ),
        Setting(
            id="modes",
            kind=SomeOf(Mode.choices, strict="fewer"),
            label=_("Ways to meet or write"),
            question=_("Which ways do you offer?"),
            explanation=_("The person harmed chooses among these, or says that any will do."),
            source=STANDARDS,
        ),
        Setting(
            id="contact_tries",
            kind=Number(1, 10, times, strict="more"),
            label=_("Tries before unreachable"),
            question=_("How often is somebody tried before they count as unreachable?"),
            explanation=_("Each try by a safe way, and on record."),
            source=PRACTICE,
        ),
        Setting(
            id="preparation_topics",
            kind=SomeOf(Topic.choices, strict="more", may_be_none=True),
            label=_("Topics of preparation"),
            question=_("What has to be gone through with each side before a case is ready?"),
            explanation=_("Whoever records a preparation meeting ticks what was gone through."),
            source=STANDARDS,
        ),
    ),
)
