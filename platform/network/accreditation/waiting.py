"""What waits of accreditations: for somebody to be asked, to review, to decide, or to answer."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from network.accreditation.criteria import in_language
from network.accreditation.models import Accreditation, Review, State
from network.oversight.models import Network

MOST = 50


@dataclass(frozen=True)
class Waiting:
    """An accreditation, and what is to be done about it."""

    row: Accreditation
    what: Any

    @property
    def standard(self) -> str:
        """Return the title of the standard in the language of whoever reads."""
        return in_language(self.row.by.title)


def waiting_in(network: Network, user: Any) -> list[Waiting]:
    """Return what waits for anybody of a network, and the reviews that wait for this person; the oldest first."""
    now = Review.objects.filter(ended_at=None)
    done, mine = now.exclude(done_at=None), now.filter(done_at=None, reviewer=user.pk)
    rows = network.accreditations.filter(
        Q(state=State.APPLIED)
        | Q(state=State.UNDER_REVIEW, pk__in=done.values("accreditation"))
        | Q(state=State.UNDER_REVIEW, pk__in=mine.values("accreditation"))
        | Q(appeal__isnull=False, appeal__decided_at=None)
    )
    rows = rows.select_related("tenant", "by", "appeal").defer("answers", "by__document")
    found = rows.prefetch_related(Prefetch("reviews", now, "current")).order_by("applied_at", "pk")[:MOST]
    return [Waiting(each, _what(each)) for each in found]


def _what(row: Any) -> Any:
    appeal = getattr(row, "appeal", None)
    if appeal is not None and appeal.decided_at is None:
        return _("An appeal waits for an answer")
    if row.state == State.APPLIED:
        return _("Somebody has to be asked to review it")
    if any(each.done_at for each in row.current):
        return _("It is reviewed, and somebody else has to decide")
    return _("You were asked to review it")
