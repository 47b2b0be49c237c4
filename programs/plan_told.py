"""What the plan says to whoever pays: who covers the program, what stops next and when, and how many cases are open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from billing import limits
from billing.catalogue import PLANS
from billing.ladder import Rung
from programs.models import Program
from programs.paying import lapsed_since, moments, open_cases, rung_of

LEAVES: dict[Rung, Promise] = {
    Rung.PAST_DUE: gettext_lazy("Everything goes on."),
    Rung.RESTRICTED: gettext_lazy(
        "New referrals and cases are not taken, and the directory says so. Everything else goes on."
    ),
    Rung.EXPORT_ONLY: gettext_lazy(
        "Policy, staff and listing cannot be changed either. Open cases are worked to their end, and exports go on."
    ),
    Rung.ARCHIVED: gettext_lazy(
        "The pages are closed, once no case is open. Exports are made by those who run Amends, on request."
    ),
}


@dataclass(frozen=True)
class Banner:
    """What those who pay read on their pages from the first day on which nobody does."""

    rung: Rung
    now: str
    next: str


def banner_of(program: Program, now: datetime) -> Banner | None:
    """Return it in the current language and time zone; None while the program is paid for."""
    rung = rung_of(program.standing, now=now)
    since = lapsed_since(program.standing)
    if since is None or rung in (Rung.CURRENT, Rung.ARCHIVED):
        return None
    told = _("Nobody has paid for this program since %(day)s. %(leaves)s") % {
        "day": day_of(since),
        "leaves": LEAVES[rung],
    }
    return Banner(rung, told, _next(program, rung, now))


def _next(program: Program, rung: Rung, now: datetime) -> str:
    following = list(Rung)[list(Rung).index(rung) + 1]
    begins = moments(program.standing)[following]
    if begins <= now:
        return _("The program is archived as soon as no case is open.")
    return _("From %(day)s: %(leaves)s") % {"day": day_of(begins), "leaves": LEAVES[following]}


def rows_of(program: Program, now: datetime) -> list[dict[str, Any]]:
    """Return the plan, who pays, and the open cases against the plan's band, as rows of a summary list."""
    copy = program.standing
    plan = PLANS.get(copy.get("plan", ""))
    said = str(plan.label) if plan else _("None")
    rows = [(_("Plan"), said), (_("Who pays"), who_pays(program, now)), (_("Open cases"), _cases(program))]
    return [{"key": {"text": key}, "value": {"text": value}} for key, value in rows]


def who_pays(program: Program, now: datetime) -> str:
    """Return who covers the program and until when, as far as that is known."""
    copy, since = program.standing, lapsed_since(program.standing)
    if not copy:
        return _("Nobody has been asked to pay for this program.")
    if since is not None and since <= now:
        return _("Nobody, since %(day)s") % {"day": day_of(since)}
    if copy["kind"] == "trial" and since is not None:
        return _trial(since, now)
    names = {
        "own": _("The program itself"),
        "covered": _("Covered by %(payer)s") % {"payer": copy["payer"]},
        "granted": _("Free of charge, granted by those who run Amends"),
    }
    name = names.get(copy["kind"], _("Nobody has been asked to pay for this program."))
    return _("%(payer)s, until %(day)s") % {"payer": name, "day": day_of(since)} if since else name


def _trial(ends: datetime, now: datetime) -> str:
    days = (timezone.localdate(ends) - timezone.localdate(now)).days
    said = ngettext(
        "Trial, free of charge: %(days)s day left, until %(day)s",
        "Trial, free of charge: %(days)s days left, until %(day)s",
        days,
    )
    return said % {"days": days, "day": day_of(ends)}


def _cases(program: Program) -> str:
    count, most = open_cases().count(), program.standing.get("active_cases")
    if most is None:
        return _("%(count)s, of any number") % {"count": count}
    return _("%(count)s, of %(most)s in the plan") % {"count": count, "most": most}


def outgrown(program: Program) -> Promise | None:
    """Return what the plan is called that holds as many cases as are open, if this one does not."""
    answer = limits.active_cases(open_cases().count(), program.standing)
    return answer.wanted.label if answer.wanted else None


def dates_of(program: Program, now: datetime) -> list[dict[str, Any]]:
    """Return what stops when, if nobody pays from the day on that is known; nothing while none is."""
    return [
        {"day": day_of(begins), "leaves": LEAVES[rung], "is_over": begins <= now}
        for rung, begins in moments(program.standing).items()
    ]


def day_of(moment: datetime) -> str:
    """Return a moment's day in the current time zone and language."""
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
