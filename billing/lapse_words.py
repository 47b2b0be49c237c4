"""What is said of a lapse, to payers and to those who run the program: what stopped, what comes next, on which days."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from billing.announcing import ENDS_SOON, next_rung
from billing.ladder import FROM_DAY, Rung


@dataclass(frozen=True)
class Words:
    """A letter without its address."""

    subject: str
    paragraphs: tuple[str, ...]

    def body(self, address: str) -> str:
        """Return the whole text, which leads to the page of the plan."""
        return "\n\n".join((*self.paragraphs, address))


def lapse_words(rung: str, program: str, since: datetime) -> Words:
    """Return what is said of a rung, or of an end that is near, in the current language."""
    subject = _("Your plan ends soon") if rung == ENDS_SOON else _("Your program’s plan")
    lines = (
        _told(rung, program, since),
        _ahead(rung, since),
        _(
            "No meeting is canceled by this, nor anybody’s right to withdraw. Open cases are worked to their"
            " end."
        ),
        _("To choose a plan or change the card, sign in to the program and open the page of its plan:"),
    )
    return Words(subject, tuple(line for line in lines if line))


def _told(rung: str, name: str, since: datetime) -> str:
    words = {
        ENDS_SOON: _(
            "What is paid for %(program)s ends on %(day)s. Until then, and for 15 days after, nothing changes."
        ),
        Rung.PAST_DUE: _(
            "Since %(day)s nobody pays for %(program)s. For 15 days everything works as before."
        ),
        Rung.RESTRICTED: _(
            "Since %(day)s nobody pays for %(program)s. It takes no new referrals and cases in now; everything else"
            " works."
        ),
        Rung.EXPORT_ONLY: _(
            "Since %(day)s nobody pays for %(program)s. Policy, staff and listing cannot be changed any more, and"
            " nothing new is taken in. Exports are open."
        ),
        Rung.ARCHIVED: _(
            "Since %(day)s nobody has paid for %(program)s, and no case is open there. It is archived: its pages are"
            " closed, nothing is erased, and exports are made on request."
        ),
    }
    return words[rung] % {"program": name, "day": _day(since)}


def _ahead(rung: str, since: datetime) -> str:
    coming = next_rung(rung)
    words = {
        Rung.RESTRICTED: _("From %s on it takes no new referrals and cases in."),
        Rung.EXPORT_ONLY: _("From %s on policy, staff and listing cannot be changed."),
        Rung.ARCHIVED: _("From %s on, once no case is open, it is archived."),
    }
    if coming is None or coming not in words:
        coming = Rung.RESTRICTED if rung == ENDS_SOON else None
    return words[coming] % _day(since + FROM_DAY[coming]) if coming else ""


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
