"""What those who run a case are told about what its referrer learns, as was agreed with the source of the referral."""

from typing import Any

from django.utils.translation import gettext as _

from programs.facts import CaseFacts
from programs.models.source import ToldBack
from programs.receipts import is_told


def what_the_end_tells(facts: CaseFacts, _case: Any) -> str:
    """Return what closing does, with what was agreed to be told to the source."""
    told = _("This cannot be taken back. A session that is scheduled is canceled.")
    learns = (
        _("The referrer learns that the case is closed, not how it ended.")
        if is_told(facts.referral, ToldBack.MILESTONES)
        else _("The referrer is told nothing of it, as was agreed.")
    )
    return f"{told} {learns}"


def what_the_report_tells(facts: CaseFacts, _case: Any) -> str:
    """Return what the referrer learns by the report; nothing where it was agreed that they get none."""
    if not is_told(facts.referral, ToldBack.REPORT):
        return _("The report is kept here. It was agreed with the source of this referral that it gets none.")
    return _(
        "The referrer learns whether and when the case was taken on, whether the two sides had to do with each "
        "other, and whether an agreement was made and kept. Nothing of what was said, and not why it ended."
    )
