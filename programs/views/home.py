"""The first page at a program's host: today's work for those who work here, a plain welcome for everybody else."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amends.accounts.access import may_open
from programs.checklist import Line, choices_for, lines_for
from programs.models import AgreementItem, MediationCase, Referral, Session
from programs.models.agreement import AgreementState, ItemStatus
from programs.views.case_list import list_head, list_rows, with_people
from programs.views.pages import ProgramRequest, draw_page, program_page

WORDS = {"done": _("Done"), "import": _("Import later"), "skipped": _("Skip")}
STATES = {"": _("To do"), "done": _("Done"), "import": _("To be imported"), "skipped": _("Skipped")}
SOON = timedelta(days=7)
LATEST = 10


@require_safe
@program_page
def home(request: ProgramRequest) -> HttpResponse:
    """Show today's work, or a welcome to whoever has no account."""
    if not request.user.is_authenticated:
        return draw_page(request, "programs/welcome.html", {})
    return draw_page(request, "programs/home.html", today(request) | set_up(request))


def set_up(request: ProgramRequest) -> dict[str, Any]:
    """Return how far the set-up has come, for those who see to it, until everything is settled."""
    if not may_open(request.user, "task-choose"):
        return {}
    lines = lines_for(request.program, request.user)
    settled = sum(line.is_settled for line in lines)
    if settled == len(lines):
        return {}
    return {"set_up": {"lines": [_told(line) for line in lines], "settled": settled, "all": len(lines)}}


def _told(line: Line) -> dict[str, Any]:
    choices = [] if line.is_settled else [(value, WORDS[value]) for value in choices_for(line.task)]
    return {
        "task": line.task,
        "href": line.href,
        "state": STATES[line.choice],
        "is_settled": line.is_settled,
        "choices": choices,
        "may_reopen": line.is_settled and line.task.may_be_skipped,
    }


def today(request: ProgramRequest) -> dict[str, Any]:
    """Return what waits for this person: referrals, sessions of the next days, overdue items, cases."""
    now = timezone.now()
    cases = MediationCase.objects.visible_to(request.user).still_open()
    waiting = list(with_people(cases.order_by("state_since"))[:LATEST])
    sessions = Session.objects.ahead().filter(case__in=cases, starts_at__lt=now + SOON)
    referrals = Referral.objects.visible_to(request.user).waiting()
    overdue = AgreementItem.objects.filter(
        agreement__case__in=cases,
        agreement__state=AgreementState.ACTIVE,
        status=ItemStatus.OPEN,
        due_date__lt=timezone.localdate(),
    )
    return {
        "referrals": referrals.real().count(),
        "overdue_referrals": referrals.real().overdue(timezone.localdate()).count(),
        "sample_referrals": referrals.filter(is_sample=True).count(),
        "has_samples": cases.filter(is_sample=True).exists() or referrals.filter(is_sample=True).exists(),
        "can_decide": may_open(request.user, "referrals"),
        "sessions": sessions.select_related("case"),
        "overdue": overdue.select_related("agreement__case"),
        "open_cases": cases.real().count(),
        "head": list_head(),
        "rows": list_rows(request, waiting),
    }
