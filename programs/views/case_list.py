"""The list of cases: narrowed by an address that says nothing about a party, searched by a form that is posted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amends import audit
from amends.accounts.access import may_open
from amends.web.components import draw
from amends.web.sorting import Sorting
from programs.actions.filters import UnableToSave, delete_filter, save_filter
from programs.forms.cases import CaseFilter, SaveFilterForm, SearchForm, query_of
from programs.models import MediationCase, MediatorAssignment, Participant, SavedFilter
from programs.models.participant import PARTY_ROLES
from programs.search import find_cases
from programs.views.cases import state_tag
from programs.views.pages import ProgramRequest, draw_page, program_page, sample_tag

ON_A_PAGE = 50
# Names are sealed, so no database can sort by them.
SORTED_BY = {"reference": ("reference",), "since": ("state_since",), "due": ("due_on",)}


@dataclass
class Asked:
    """What somebody asked of the list: narrowed how, and searched for what."""

    filter: CaseFilter
    cases: Any
    """Those that are left, not read yet."""
    search: SearchForm = field(default_factory=SearchForm)
    saving: SaveFilterForm = field(default_factory=SaveFilterForm)
    found: Mapping[Any, list[Participant]] | None = None
    """What a search came to: cases by key, with the people who were found in each; None when nobody searched."""
    page: str = ""

    @property
    def refused(self) -> Any:
        """Return the form that was refused, for the summary of errors; there is at most one."""
        forms = (self.filter, self.search, self.saving)
        return next((form for form in forms if form.is_bound and not form.is_valid()), None)


def asked_by(request: ProgramRequest) -> Asked:
    """Return the cases that this person may see, narrowed as the address says."""
    cases = MediationCase.objects.visible_to(request.user)
    narrowed = CaseFilter(request.GET, user=request.user, cases=cases, policy=request.program.policy)
    return Asked(narrowed, narrowed.narrow(cases), page=request.GET.get("page", ""))


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def listing(request: ProgramRequest) -> HttpResponse:
    """List the cases this person may see: the open ones unless the address says otherwise; on POST, search them."""
    asked = asked_by(request)
    if request.method == "POST":
        _search(request, asked)
    return _draw(request, asked)


def _search(request: ProgramRequest, asked: Asked) -> None:
    asked.search = SearchForm(request.POST)
    if not asked.search.is_valid():
        return
    cases = asked.filter.narrow(MediationCase.objects.visible_to(request.user), is_search=True)
    asked.found = find_cases(cases, asked.search.cleaned_data["words"])
    asked.cases = cases.filter(pk__in=list(asked.found))
    asked.page = request.POST.get("page", "")
    if not asked.found:
        # That nobody of a name is here is an answer too.
        audit.read((MediationCase._meta.label_lower, None), actor=request.user, purpose="case_search")


def _draw(request: ProgramRequest, asked: Asked) -> HttpResponse:
    sorting = Sorting(request, SORTED_BY, default="-since")
    values, sort = asked.filter.values, request.GET.get("sort", "")
    shown = Paginator(asked.cases.order_by(*sorting.fields, "id"), ON_A_PAGE).get_page(asked.page)
    cases = list(with_people(shown.object_list))
    purpose = "case_list" if asked.found is None else "case_search"
    saved = list(SavedFilter.objects.filter(user=request.user))
    empty, empty_action = _empty(request, asked)
    context = {
        "page": shown,
        "form": asked.refused,
        "filter": asked.filter,
        "search": asked.search,
        "saving": asked.saving,
        "is_search": asked.found is not None,
        "in_force": asked.filter.in_force,
        "saved": [(each, query_of(each.values)) for each in saved],
        "current": next((each for each in saved if each.values == values), None),
        "sort": sort,
        "kept": query_of(values, sort=sort),
        # An order is a link, and a link would lose what was searched for.
        "head": _sorted_head(sorting) if asked.found is None else list_head(),
        "rows": list_rows(request, cases, beside=asked.found or {}, purpose=purpose),
        "empty": empty,
        "empty_action": empty_action,
    }
    return draw_page(request, "programs/cases.html", context)


def _empty(request: ProgramRequest, asked: Asked) -> tuple[str, dict[str, str] | None]:
    """Return what a list without a case says, and where it leads."""
    if asked.found is not None and asked.filter.values:
        return _("No case within these filters is found. Search all cases, or try fewer letters."), None
    if asked.found is not None:
        return _("No case that you may see is found. Try fewer letters, or another spelling."), None
    if asked.filter.values or asked.filter.errors:
        return _("No case is like that. Clear the filters, or choose others."), None
    if may_open(request.user, "referrals"):
        leads = {"href": reverse("referrals"), "text": _("Look at the referrals")}
        return _("There is no open case. A case begins when a referral is accepted."), leads
    return _("There is no open case of yours. You see a case when it is assigned to you."), None


def _sorted_head(sorting: Sorting) -> list[Any]:
    reference, people, state, since, due, mediator = list_head()
    return [
        sorting.heading("reference", reference),
        people,
        state,
        sorting.heading("since", since),
        sorting.heading("due", due),
        mediator,
    ]


def with_people(cases: Any) -> Any:
    """Return cases with their parties and mediators, in two more queries however many there are."""
    parties = Participant.objects.filter(role__in=PARTY_ROLES)
    assignments = MediatorAssignment.objects.live().select_related("mediator__user")
    return cases.prefetch_related(
        Prefetch("participants", parties, to_attr="parties"),
        Prefetch("assignments", assignments, to_attr="live_assignments"),
    )


def list_head() -> list[str]:
    """Return the headings of a list of cases."""
    return [_("Reference"), _("People"), _("State"), _("Since"), _("Next due"), _("Mediator")]


def list_rows(
    request: ProgramRequest,
    cases: Collection[Any],
    *,
    beside: Mapping[Any, list[Participant]] | None = None,
    purpose: str = "case_list",
) -> list[list[Any]]:
    """Return the rows of a list of cases; reading the names is noted in the audit.

    `beside` are people by case who are named besides the parties, because a search found them.
    """
    named = {case.pk: _named(case, (beside or {}).get(case.pk, ())) for case in cases}
    people = [person for persons in named.values() for person in persons]
    audit.read(people, actor=request.user, purpose=purpose)
    # Drawn once for all the rows that have them.
    tags = {state: state_tag(state, request.program) for state in {case.state for case in cases}}
    late = overdue_tag()
    return [
        [
            {
                "html": format_html(
                    '<a class="govuk-link" href="{}">{}</a>{}',
                    reverse("case", args=[case.pk]),
                    case.reference,
                    sample_tag(case),
                )
            },
            ", ".join(person.name for person in named[case.pk]),
            {"html": tags[case.state]},
            date_format(timezone.localtime(case.state_since), "DATE_FORMAT"),
            {"html": due_told(case, late)},
            # Closing ends the assignments: "nobody yet" would be wrong there.
            ", ".join(str(assignment.mediator) for assignment in case.live_assignments)
            or (_("Nobody yet") if case.is_open else ""),
        ]
        for case in cases
    ]


def overdue_tag() -> Any:
    """Return the mark of a day that is past."""
    return draw("tag", text=_("Overdue"), classes="govuk-tag--red")


def due_told(case: MediationCase, late: Any) -> Any:
    """Return by when the next step of a case is due, with `late` beside a day that is past; empty when it is never."""
    if case.due_on is None:
        return ""
    day = date_format(case.due_on, "DATE_FORMAT")
    if case.due_on >= timezone.localdate():
        return day
    return format_html("{} {}", day, late)


def _named(case: Any, beside: Collection[Participant]) -> list[Participant]:
    known = {party.pk for party in case.parties}
    return [*case.parties, *(person for person in beside if person.pk not in known)]


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def save(request: ProgramRequest) -> HttpResponse:
    """Keep the filter in the address under a name; a form that is refused is shown on the list again."""
    if request.method != "POST":
        # The links of that list lead here.
        return redirect(f"{reverse('cases')}?{request.GET.urlencode()}")
    asked = asked_by(request)
    asked.saving = SaveFilterForm(request.POST)
    values = asked.filter.values
    if values and asked.saving.is_valid():
        try:
            save_filter(
                actor=request.user,
                name=asked.saving.cleaned_data["name"],
                values=values,
                now=timezone.now(),
            )
        except UnableToSave as refusal:
            asked.saving.add_error("name", str(refusal.sentence))
        else:
            messages.success(request, _("The filter is kept. You find it above the list."))
            return redirect(f"{reverse('cases')}?{query_of(values)}")
    return _draw(request, asked)


@require_POST
@program_page
def delete(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Delete a filter of one's own; somebody else's is not found."""
    delete_filter(
        actor=request.user, saved=get_object_or_404(SavedFilter.objects.filter(user=request.user), pk=pk)
    )
    messages.success(request, _("The filter is deleted. The cases are as they were."))
    return redirect("cases")
