"""The inbox of referrals, a referral, and the decision about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from amends.accounts.access import may
from amends.web.components import draw
from programs.actions.referrals import accept_referral, amend_referral, begin_review, decline_referral
from programs.facts import ReferralFacts
from programs.forms.referral import AmendForm, DeclineForm
from programs.guards import StepRefused
from programs.models import MediationCase, Referral, ReferralForward, StoredFile
from programs.models.referral import WAITING_STATES, ReferralState
from programs.receivers import name_of
from programs.referral_doors import REFERRAL_DOORS
from programs.steps import STEPS, missing
from programs.views.pages import ProgramRequest, draw_page, posted, program_page, sample_tag

COLOURS = {
    ReferralState.SUBMITTED: "govuk-tag--yellow",
    ReferralState.UNDER_REVIEW: "govuk-tag--blue",
    ReferralState.ACCEPTED: "govuk-tag--green",
}
ON_A_PAGE = 50


@dataclass(frozen=True)
class Filter:
    """Which referrals are listed; `id` stands in the address."""

    id: str
    label: Any
    states: tuple[str, ...]
    empty: Any


FILTERS = (
    Filter(
        "waiting", gettext_lazy("Waiting"), WAITING_STATES, gettext_lazy("No referral waits for a decision.")
    ),
    Filter(
        "review",
        gettext_lazy("Being looked at"),
        (ReferralState.UNDER_REVIEW,),
        gettext_lazy("Nobody is looking at a referral at the moment."),
    ),
    Filter(
        "accepted",
        gettext_lazy("Accepted"),
        (ReferralState.ACCEPTED,),
        gettext_lazy("No referral was accepted yet."),
    ),
    Filter(
        "declined",
        gettext_lazy("Declined"),
        (ReferralState.DECLINED,),
        gettext_lazy("No referral was declined yet."),
    ),
    Filter(
        "withdrawn",
        gettext_lazy("Withdrawn"),
        (ReferralState.WITHDRAWN,),
        gettext_lazy("No referral was withdrawn by whoever sent it."),
    ),
    Filter(
        "forwarded",
        gettext_lazy("Forwarded"),
        (ReferralState.FORWARDED,),
        gettext_lazy("No referral is with another program."),
    ),
    Filter(
        "kept",
        gettext_lazy("Kept"),
        (ReferralState.AWAITING_VICTIM_INITIATIVE,),
        gettext_lazy("No request of a person responsible is kept."),
    ),
    Filter("all", gettext_lazy("All"), tuple(ReferralState), gettext_lazy("No referral has come in yet.")),
)
"""The first is shown when none is asked for."""


def state_tag(referral: Referral) -> Any:
    """Return the state of a referral as a tag."""
    colour = COLOURS.get(ReferralState(referral.state), "govuk-tag--grey")
    return draw("tag", text=referral.get_state_display(), classes=colour)


def find_referral(request: ProgramRequest, pk: Any) -> Referral:
    """Return the referral if this person may see it; 404 for everybody else."""
    return get_object_or_404(
        Referral.objects.visible_to(request.user).select_related(
            "office", "source", "review_by", "joined_to"
        ),
        pk=pk,
    )


@require_safe
@program_page
def inbox(request: ProgramRequest) -> HttpResponse:
    """List the referrals that wait for a decision, those in another state or all; what is overdue comes first."""
    today = timezone.localdate()
    referrals = Referral.objects.visible_to(request.user)
    counts = dict(referrals.order_by().values_list("state").annotate(Count("pk")))
    chosen = next((each for each in FILTERS if each.id == request.GET.get("state")), FILTERS[0])
    rows = referrals.filter(state__in=chosen.states).select_related("office", "source", "review_by")
    shown = Paginator(rows.most_urgent_first(), ON_A_PAGE).get_page(request.GET.get("page"))
    audit.read(list(shown), actor=request.user, purpose="inbox")
    context = {
        "page": shown,
        "chosen": chosen,
        "form_address": request.build_absolute_uri(reverse("refer")),
        "filters": [(each, sum(counts.get(state, 0) for state in each.states)) for each in FILTERS],
        "kept": "" if chosen is FILTERS[0] else urlencode({"state": chosen.id}),
        "head": [_("Reference"), _("Received"), _("Answer by"), _("From"), _("Stage"), _("State")],
        "rows": [_row(referral, today) for referral in shown],
    }
    return draw_page(request, "programs/referrals.html", context)


def _row(referral: Referral, today: date) -> list[Any]:
    link = format_html(
        '<a class="govuk-link" href="{}">{}</a>{}',
        reverse("referral", args=[referral.pk]),
        referral.reference,
        sample_tag(referral),
    )
    return [
        {"html": link},
        date_format(timezone.localtime(referral.submitted_at), "DATE_FORMAT"),
        {"html": answer_by(referral, today)},
        ", ".join(str(each) for each in (referral.referrer_name, referral.source or referral.office) if each),
        referral.get_stage_display(),
        {"html": format_html("{}{}{}", state_tag(referral), _who_looks(referral), _why(referral))},
    ]


def answer_by(referral: Referral, today: date) -> Any:
    """Return by when the referrer was promised an answer, marked when that day is over; nothing once it is decided."""
    if not referral.is_waiting or referral.answer_by is None:
        return ""
    day = date_format(referral.answer_by, "DATE_FORMAT")
    if not referral.is_overdue(today):
        return day
    return format_html("{} {}", day, draw("tag", text=_("Overdue"), classes="govuk-tag--red"))


def _who_looks(referral: Referral) -> Any:
    if referral.state != ReferralState.UNDER_REVIEW or referral.review_by is None:
        return ""
    since = date_format(timezone.localtime(referral.review_since), "MONTH_DAY_FORMAT")
    return format_html('<br><span class="amends-quiet">{}, {}</span>', referral.review_by.name, since)


def _why(referral: Referral) -> Any:
    said = referral.decline_said
    return format_html('<br><span class="amends-quiet">{}</span>', said) if said else ""


@require_safe
@program_page
def page(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show a referral as it came, what was amended, and what can be decided."""
    return _draw(request, find_referral(request, pk))


def _draw(
    request: ProgramRequest, referral: Referral, *, reasons: Any = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    is_over = referral.is_leave_over(now)
    people = [] if is_over else list(referral.participants.all())
    audit.read(referral, actor=request.user, purpose="referral_page")
    audit.read(people, actor=request.user, purpose="referral_page")
    if reasons is None and referral.is_waiting:
        facts = ReferralFacts(referral=referral, program=request.program, now=timezone.now())
        reasons = missing(STEPS["accept_referral"], facts)
    context = {
        "referral": referral,
        "tag": format_html("{}{}", state_tag(referral), sample_tag(referral)),
        "offences": ", ".join(str(offence) for offence in referral.offences.all()),
        "files": list(StoredFile.objects.of(referral)),
        "people": [(request.program.word_for(person.role), person) for person in people],
        "forwards": _forwards(referral, now),
        "sender": name_of(referral.handed_on_by) if referral.handed_on_by else "",
        "leave_is_over": is_over,
        "banked": list(referral.banked.order_by("submitted_at")),
        "more_steps": _more_steps(request, referral),
        "amendments": referral.amendments.select_related("made_by"),
        "case": MediationCase.objects.visible_to(request.user).filter(referral=referral).first(),
        "reasons": reasons or [],
        "can_decide": may(request.user, "accept_referral", referral.state),
        "can_review": may(request.user, "begin_review", referral.state),
        "answer_by": answer_by(referral, timezone.localdate()),
    }
    return draw_page(request, "programs/referral.html", context, status=status)


def _forwards(referral: Referral, now: datetime) -> list[ReferralForward]:
    forwards = list(referral.forwards.select_related("release__participant", "made_by"))
    for each in forwards:
        each.release_counts = each.release is not None and each.release.is_live(now)  # type: ignore[attr-defined]
    return forwards


def _more_steps(request: ProgramRequest, referral: Referral) -> list[tuple[Any, str]]:
    """Return what else can be done now, as links: handing it on, keeping it, joining it."""
    facts = ReferralFacts(referral=referral, program=request.program, now=timezone.now())
    steps = [STEPS[name] for name in REFERRAL_DOORS if may(request.user, name, referral.state)]
    return [
        (step.label, reverse(step.page, args=[referral.pk])) for step in steps if not missing(step, facts)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def review(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Note that this person is looking at a referral; a second click changes nothing."""
    referral = find_referral(request, pk)
    if request.method == "POST" and not (referral.is_waiting and referral.review_by_id == request.user.pk):
        try:
            begin_review(actor=request.user, referral=referral, now=timezone.now())
        except StepRefused as refusal:
            return _draw(request, find_referral(request, pk), reasons=refusal.reasons, status=409)
        messages.success(request, _("Your colleagues see that you are looking at it."))
    return redirect("referral", pk=referral.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def accept(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Accept a referral and go to its case; a second click leads to the same case."""
    referral = find_referral(request, pk)
    if request.method != "POST":
        # Whoever signed in again on the way, or chose another language, lands here: the button is on the referral.
        return redirect("referral", pk=referral.pk)
    try:
        case = accept_referral(actor=request.user, referral=referral, now=timezone.now())
    except StepRefused as refusal:
        made_before = MediationCase.objects.visible_to(request.user).filter(referral=referral).first()
        if made_before is not None:
            return redirect("case", pk=made_before.pk)
        return _draw(request, find_referral(request, pk), reasons=refusal.reasons, status=409)
    messages.success(request, _("The referral is accepted. This is its case."))
    return redirect("case", pk=case.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def decline(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Ask why, and decline a referral."""
    referral, reasons = find_referral(request, pk), cast("Sequence[Any]", ())
    form = DeclineForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            decline_referral(actor=request.user, referral=referral, now=timezone.now(), **form.cleaned_data)
        except StepRefused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("The referral is declined."))
            return redirect("referral", pk=referral.pk)
    context = {
        "referral": referral,
        "form": form,
        "reasons": reasons,
        "button": STEPS["decline_referral"].label,
    }
    return draw_page(request, "programs/referral_form.html", context, status=409 if reasons else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def amend(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Add what is wrong or missing in a referral; the referral itself stays as it came."""
    referral = find_referral(request, pk)
    form = AmendForm(posted(request))
    if request.method == "POST" and form.is_valid():
        amend_referral(actor=request.user, referral=referral, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The amendment is added. The referral itself stays as it came."))
        return redirect("referral", pk=referral.pk)
    context = {"referral": referral, "form": form, "button": _("Add an amendment")}
    return draw_page(request, "programs/referral_form.html", context)
