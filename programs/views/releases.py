"""What somebody lets the program pass on about them: listed, recorded, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends import audit
from programs.actions.releases import record_release, revoke_release
from programs.forms.releases import ReleaseForm
from programs.guards import StepRefused
from programs.models import InformationRelease, Participant
from programs.models.case import STAFF_STATES
from programs.models.release import latest_day
from programs.reaching import people_seen_by
from programs.views.pages import ProgramRequest, draw_page, posted, program_page


def live_by_person(people: Any, now: Any) -> dict[Any, list[InformationRelease]]:
    """Return what counts for each of these people now, by their key; one query, and nothing sealed is opened."""
    found: dict[Any, list[InformationRelease]] = {}
    rows = InformationRelease.objects.live(now).filter(participant__in=[person.pk for person in people])
    for release in rows.only("participant", "expires_at", "revoked_at").order_by("expires_at"):
        found.setdefault(release.participant_id, []).append(release)
    return found


def ending_soon(cases: Any, now: Any) -> list[dict[str, Any]]:
    """Return the cases in which releases end within a week, with how many and the first last day; nobody's name."""
    rows = InformationRelease.objects.ending_soon(now).filter(participant__case__in=cases)
    rows = rows.only("expires_at", "participant__case").select_related("participant__case")
    found: dict[Any, dict[str, Any]] = {}
    for release in rows.order_by("expires_at"):
        case = release.participant.case
        told = found.setdefault(case.pk, {"case": case, "first": release.last_moment, "count": 0})
        told["count"] += 1
    return list(found.values())


def _shared(person: Participant) -> dict[str, Any]:
    """Return where the page of a person's releases leads back to."""
    if person.case is not None:
        return {"back": reverse("case-people", args=[person.case_id]), "reference": person.case.reference}
    return {
        "back": reverse("referral", args=[person.referral_id]),
        "reference": person.referral and person.referral.reference,
    }


def _may_add(person: Participant) -> bool:
    return person.case is None or person.case.state in STAFF_STATES


@require_safe
@program_page
def listing(request: ProgramRequest, pk: Any) -> HttpResponse:
    """List what somebody released, what counts first, and what is over."""
    person = get_object_or_404(people_seen_by(request.user), pk=pk)
    now = timezone.now()
    releases = list(person.releases.all())
    for release in releases:
        release.participant = person
    audit.read(person, actor=request.user, purpose="releases_page")
    context = {
        "person": person,
        "live": [_told(each, now) for each in releases if each.is_live(now)],
        "over": [_told(each, now) for each in releases if not each.is_live(now)],
        "may_add": _may_add(person),
    }
    return draw_page(request, "programs/releases.html", context | _shared(person))


def _told(release: InformationRelease, now: Any) -> dict[str, Any]:
    return {
        "release": release,
        "is_live": release.is_live(now),
        "days": release.days_left(now),
        "is_soon": release.ends_soon(now),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def add(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Record a release that somebody signed."""
    person = get_object_or_404(people_seen_by(request.user), pk=pk)
    today = timezone.localdate()
    latest = latest_day(request.program, person, today)
    form = ReleaseForm(posted(request), today=today, latest=latest)
    audit.read(person, actor=request.user, purpose="releases_page")
    reasons: Any = []
    if request.method == "POST" and form.is_valid():
        try:
            record_release(
                actor=request.user,
                participant=person,
                now=timezone.now(),
                form_key=form.cleaned_data["form_key"],
                leave=form.leave(),
            )
        except StepRefused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("The release is recorded. It ends by itself."))
            return redirect("releases", pk=person.pk)
    context = {"person": person, "form": form, "reasons": reasons} | _shared(person)
    return draw_page(request, "programs/release_form.html", context, status=409 if reasons else 200)


@require_POST
@program_page
def revoke(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Take a release back at once."""
    seen = InformationRelease.objects.filter(participant__in=people_seen_by(request.user))
    release = get_object_or_404(seen.select_related("participant__case", "participant__referral"), pk=pk)
    revoke_release(actor=request.user, release=release, now=timezone.now())
    messages.success(request, _("The release is taken back. Nothing may be passed on by it any more."))
    return redirect("releases", pk=release.participant_id)
