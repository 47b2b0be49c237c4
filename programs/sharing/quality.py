"""What of a year's cases is missing or cannot be, before they are counted: each with the cases, to be put right.

Nothing here keeps a case from being counted; what is not known is counted as the plan says (`counting`).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.figures.cases import MET, with_outcomes
from programs.models import MediationCase, Offence, Participant, Program, Survey
from programs.models.agreement import AgreementState
from programs.models.case import GROUP_OF, ClosureGroup, ClosureReason
from programs.models.participant import RESPONSIBLE_SIDE
from programs.models.survey import WAITS, Moment

MOST_SHOWN = 25
"""Cases that are named for each finding; the others are counted."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with some cases: what it does to the figures, and how it is put right."""

    id: str
    sentence: Promise
    remedy: Promise
    count: int
    cases: list[MediationCase]

    @property
    def more(self) -> int:
        """Return how many cases are not named."""
        return self.count - len(self.cases)


def cases_to_count(program: Program, year: int, first_year: int) -> QuerySet[MediationCase]:
    """Return the cases that would be counted for a year by now."""
    zone = ZoneInfo(program.time_zone)
    begins, ends = (dt.datetime(each, 1, 1, tzinfo=zone) for each in (first_year, year + 1))
    fits = MediationCase.objects.real().filter(closed_at__gte=begins, closed_at__lt=ends)
    # Counted in this year before, by a job that is done twice: it is the same again.
    return fits.filter(Q(counted_in=None) | Q(counted_in=year))


def findings(cases: QuerySet[MediationCase]) -> Iterator[Finding]:
    """Yield what is missing or cannot be among some closed cases; two queries each."""
    there = with_outcomes(cases)
    for name, sentence, remedy, condition in _CHECKS:
        wrong = there.filter(condition).order_by("closed_at", "pk")
        count = wrong.count()
        if count:
            yield Finding(name, sentence, remedy, count, list(wrong[:MOST_SHOWN]))


def _reasons(group: ClosureGroup) -> list[str]:
    return [reason for reason, of in GROUP_OF.items() if of == group]


_OFFENCES = Offence.objects.filter(referral=OuterRef("referral"))
_AGES = Participant.objects.filter(case=OuterRef("pk"), role__in=RESPONSIBLE_SIDE, is_minor__isnull=False)
_WAITING = Survey.objects.filter(case=OuterRef("pk"), moment=Moment.AFTER, state__in=WAITS)
_MET = Q(participation__in=[each.value for each in MET])
_CHECKS: tuple[tuple[str, Any, Any, Any], ...] = (
    (
        "no_offence",
        _("No offense is named. They are counted as “another offense”."),
        _("Open the case and describe it: which offense was it?"),
        ~Exists(_OFFENCES),
    ),
    (
        "no_age",
        _("It is not said whether the person responsible was under 18. They are counted as adults."),
        _("Ask for it in the next open case; a closed one can only be counted as it is."),
        ~Exists(_AGES),
    ),
    (
        "agreed_without_meeting",
        _("There is a signed agreement, but no meeting and no message. They are counted as not mediated."),
        _("Check whether a session was held that nobody recorded."),
        Q(agreement_state__isnull=False) & ~_MET,
    ),
    (
        "screened_out_and_met",
        _("They were closed as screened out, but the two sides met. They are counted as mediated."),
        _("Check the reason for which they were closed."),
        Q(closure_reason__in=_reasons(ClosureGroup.SCREENING)) & _MET,
    ),
    (
        "fulfilled_and_open",
        _("They were closed as fulfilled, but the agreement is not. They are counted as not completed."),
        _("Check which items of the agreement are still open."),
        Q(closure_reason=ClosureReason.COMPLETED_WITH_AGREEMENT_FULFILLED)
        & (Q(agreement_state__isnull=True) | ~Q(agreement_state=AgreementState.FULFILLED)),
    ),
    (
        "outcome_without_meeting",
        _("They were closed with an outcome, but nothing says that the two sides met or exchanged messages."),
        _("Check whether a session was held that nobody recorded."),
        Q(closure_reason__in=_reasons(ClosureGroup.OUTCOME)) & ~_MET & Q(agreement_state__isnull=True),
    ),
    (
        "no_answer_yet",
        _("People who met were not asked afterwards, or have not answered. They are counted as “no answer”."),
        _("Ask them while there is time, by telephone if that suits them better."),
        _MET & Exists(_WAITING),
    ),
)
