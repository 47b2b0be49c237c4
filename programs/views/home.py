"""The first page at a program's host: today's work for those who work here, a plain welcome for everybody else."""

from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amends import audit
from amends.accounts.access import may_open, rules
from programs.checklist import Line, choices_for, lines_for
from programs.debriefing import late_talks
from programs.forms.cases import LATE, WEEK
from programs.lapses import with_a_lapse
from programs.listing.publishing import asks_again
from programs.models import AgreementItem, MediationCase, Referral, Session
from programs.models.agreement import AgreementState, ItemStatus
from programs.rules.doing import Late, cases_by_rules, late_items
from programs.rules.saying import role_label
from programs.sharing.counting_down import counting_of
from programs.steps import CASE_STEPS, leads_on
from programs.views.case_list import due_told, list_head, list_rows, overdue_tag, with_people
from programs.views.cases import state_tag
from programs.views.pages import ProgramRequest, draw_page, program_page, sample_tag
from programs.views.releases import ending_soon
from programs.waiting import STATES_OF, WaitsFor

WORDS = {"done": _("Done"), "import": _("Import later"), "skipped": _("Skip")}
STATES = {"": _("To do"), "done": _("Done"), "import": _("To be imported"), "skipped": _("Skipped")}
SOON = timedelta(days=7)
LATEST = 10


@require_safe
@program_page
def home(request: ProgramRequest) -> HttpResponse:
    """Show today's work, or a welcome to whoever has no account.

    Whoever decides about referrals sees the whole program; a mediator sees their own few cases, made for a phone.
    """
    if not request.user.is_authenticated:
        return draw_page(request, "programs/welcome.html", {})
    runs_it = may_open(request.user, "referrals")
    cases = MediationCase.objects.visible_to(request.user).still_open()
    shared = ahead(request, cases) | {"can_decide": runs_it, "open_cases": cases.real().count()}
    if not runs_it:
        return draw_page(request, "programs/home_mediator.html", shared | {"mine": own(request, cases)})
    shared["listing_asked"] = may_open(request.user, "listing-confirm") and asks_again(
        request.program, timezone.localdate()
    )
    shared["counting"] = counting_of(request.program, timezone.localdate())
    return draw_page(request, "programs/home.html", shared | today(request, cases) | set_up(request))


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


def ahead(request: ProgramRequest, cases: Any) -> dict[str, Any]:
    """Return the sessions of the next days, and what was agreed or is on a checklist and is overdue."""
    sessions = Session.objects.ahead().filter(case__in=cases, starts_at__lt=timezone.now() + SOON)
    overdue = AgreementItem.objects.filter(
        agreement__case__in=cases,
        agreement__state=AgreementState.ACTIVE,
        status=ItemStatus.OPEN,
        due_date__lt=timezone.localdate(),
    )
    return {
        "releases_soon": ending_soon(cases, timezone.now()),
        "sessions": sessions.select_related("case"),
        "overdue": overdue.select_related("agreement__case"),
        "late_items": _late_items(request, cases),
        "late_talks": late_talks(cases.real(), request.program, timezone.now())[:LATEST],
    }


def _late_items(request: ProgramRequest, cases: Any) -> list[dict[str, Any]]:
    """Return what is overdue on the program's own checklists, with the first cases of each, the longest first."""
    found: dict[tuple[str, str], list[Late]] = {}
    for each in late_items(cases, request.program, timezone.now()):
        found.setdefault((each.item.text, each.item.role), []).append(each)
    return [
        {"text": text, "role": role_label(role) if role else "", "first": late[:LATEST], "count": len(late)}
        for (text, role), late in found.items()
    ]


def today(request: ProgramRequest, cases: Any) -> dict[str, Any]:
    """Return what waits in a program: new referrals, what is overdue or due this week, and for whom cases wait."""
    referrals = Referral.objects.visible_to(request.user).waiting()
    return {
        "referrals": referrals.real().count(),
        "overdue_referrals": referrals.real().overdue(timezone.localdate()).count(),
        "sample_referrals": referrals.filter(is_sample=True).count(),
        "has_samples": cases.filter(is_sample=True).exists() or referrals.filter(is_sample=True).exists(),
        "head": list_head(),
        "late": _due(request, cases.overdue(), LATE),
        "week": _due(request, cases.due_this_week(), WEEK),
        "waiting": _waiting(cases),
        "by_rules": _by_rules(request, cases),
        "lapsed": with_a_lapse(cases.real(), request.program, timezone.localdate()).count(),
    }


def _due(request: ProgramRequest, cases: Any, which: str) -> dict[str, Any]:
    """Return the first of some cases as rows, the earliest first, and where the others are."""
    first = list(with_people(cases.order_by("due_on", "id"))[:LATEST])
    count = cases.count()
    more = f"{reverse('cases')}?due={which}&sort=due" if count > LATEST else ""
    return {"rows": list_rows(request, first), "count": count, "more": more}


def _waiting(cases: Any) -> list[dict[str, Any]]:
    """Return for whom the open cases wait, with how many and where they are listed."""
    counts = dict(cases.order_by().values_list("state").annotate(Count("pk")))
    found = [(each, sum(counts.get(state, 0) for state in STATES_OF[each])) for each in WaitsFor]
    cases_at = reverse("cases")
    return [
        {"label": each.label, "count": count, "href": f"{cases_at}?waits={each.value}&sort=due"}
        for each, count in found
        if count
    ]


def _by_rules(request: ProgramRequest, cases: Any) -> list[dict[str, Any]]:
    """Return what the program's own rules remind of or have done, with the first cases of each."""
    return [
        {"rule": rule, "cases": rows[:LATEST], "count": len(rows)}
        for rule, rows in cases_by_rules(cases, request.program, timezone.now())
    ]


def own(request: ProgramRequest, cases: Any) -> list[dict[str, Any]]:
    """Return the cases of a mediator or supervisor, what is due first: who is in each, and what is next."""
    found = list(with_people(cases.order_by("due_on", "id")))
    audit.read([party for case in found for party in case.parties], actor=request.user, purpose="case_list")
    late = overdue_tag()
    allowed = {step.id for step in CASE_STEPS if request.user.has_role(*rules()[step.id].roles)}
    return [
        {
            "case": case,
            "names": [party.name for party in case.parties],
            "state": state_tag(case.state, request.program),
            "sample": sample_tag(case),
            "due": due_told(case, late),
            "next": [step.label for step in CASE_STEPS if step.id in allowed and _is_next(step, case)],
        }
        for case in found
    ]


def _is_next(step: Any, case: MediationCase) -> bool:
    return case.state in step.sources and leads_on(step, case.state)
