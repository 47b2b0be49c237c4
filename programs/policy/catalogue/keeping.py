"""How long cases are kept, beside the rules themselves, which are a list of the program's own."""

from django.utils.translation import gettext_lazy as _

from programs.policy.catalogue.declared import Group, Setting
from programs.policy.kinds import Number, YesNo, days
from programs.sources import PRACTICE, STANDARDS

LONGEST_NOTICE = 45
"""The outbox keeps a job for sixty days at most."""

KEEPING = Group(
    id="keeping",
    label=_("How long cases are kept"),
    lead=_(
        "The rules themselves stand with your own rules. Nothing is sealed or destroyed by itself: somebody who runs "
        "the program says so, case by case, and two of you where nothing could be brought back."
    ),
    settings=(
        Setting(
            id="notice_days",
            kind=Number(0, LONGEST_NOTICE, days, strict="more"),
            label=_("Days of notice"),
            question=_("How many days lie between saying so and doing it?"),
            explanation=_(
                "Until then anybody who runs the program can take it back. 0: it happens at once, and a purge as soon "
                "as the second of you has said so."
            ),
            source=PRACTICE,
        ),
        Setting(
            id="hold_stops_seal",
            kind=YesNo(strict=True),
            label=_("A hold stops sealing"),
            question=_("Does a legal hold keep a case from being sealed as well?"),
            explanation=_(
                "It always keeps a case from being anonymized and purged. Some courts want it to stay in view, others "
                "only that nothing is destroyed."
            ),
            source=STANDARDS,
        ),
    ),
)
