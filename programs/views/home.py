"""The first page at a program's host: today's work for those who work here, a plain welcome for everybody else."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from amends.accounts.access import may_open
from programs.models import AgreementItem, MediationCase, Referral, Session
from programs.models.agreement import AgreementState, ItemStatus
from programs.views.cases import list_head, list_rows, with_people
from programs.views.pages import ProgramRequest, draw_page, program_page

SOON = timedelta(days=7)
LATEST = 10


@require_safe
@program_page
def home(request: ProgramRequest) -> HttpResponse:
    """Show today's work, or a welcome to whoever has no account."""
    if not request.user.is_authenticated:
        return draw_page(request, "programs/welcome.html", {})
    return draw_page(request, "programs/home.html", today(request))


def today(request: ProgramRequest) -> dict[str, Any]:
    """Return what waits for this person: referrals, sessions of the next days, overdue items, cases."""
    now = timezone.now()
    cases = MediationCase.objects.visible_to(request.user).still_open()
    waiting = list(with_people(cases.order_by("state_since"))[:LATEST])
    sessions = Session.objects.ahead().filter(case__in=cases, starts_at__lt=now + SOON)
    overdue = AgreementItem.objects.filter(
        agreement__case__in=cases,
        agreement__state=AgreementState.ACTIVE,
        status=ItemStatus.OPEN,
        due_date__lt=timezone.localdate(),
    )
    return {
        "referrals": Referral.objects.visible_to(request.user).waiting().count(),
        "can_decide": may_open(request.user, "referrals"),
        "sessions": sessions.select_related("case"),
        "overdue": overdue.select_related("agreement__case"),
        "open_cases": cases.count(),
        "head": list_head(),
        "rows": list_rows(request, waiting),
    }
