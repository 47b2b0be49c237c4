"""A mediator's time: seen by month, changed by the mediator themself or by those who run the program."""

from calendar import Calendar
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.actions.mediators import (
    change_weekly_hours,
    describe_mediator,
    note_absence,
    remove_absence,
)
from programs.availability import Day, Hours, days_of, hours_of
from programs.forms.availability import AboutForm, AbsenceForm, HoursForm
from programs.lapses import running_out
from programs.models import Mediator, MediatorBooking
from programs.pool import language_named
from programs.views.pages import ProgramRequest, draw_page, program_page

FURTHEST = 24
"""Months ahead that can be looked at."""


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def mine(request: ProgramRequest) -> HttpResponse:
    """Show the time of whoever asks, and change it."""
    found = Mediator.objects.filter(user=request.user.pk).first()
    if found is None:
        # They have the role; somebody who runs the program enrols them.
        return draw_page(request, "programs/availability_none.html", {})
    return _page(request, found, reverse("my-time"))


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def of_mediator(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show the time of a mediator, and change it."""
    mediator = get_object_or_404(Mediator.objects.filter(is_sample=False), pk=pk)
    return _page(request, mediator, reverse("mediator-time", args=[mediator.pk]))


def _page(request: ProgramRequest, mediator: Mediator, here: str) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    asked = sent.get("do", "") if sent else ""
    today = timezone.localdate()
    kept = {name: getattr(mediator, name) for name in AboutForm.base_fields}
    forms: dict[str, Any] = {
        "about": AboutForm(sent if asked == "about" else None, initial=kept),
        "hours": HoursForm(sent if asked == "hours" else None),
        "away": AbsenceForm(sent if asked == "away" else None, today=today),
    }
    if sent is not None and _is_done(request, mediator, asked, forms.get(asked)):
        return redirect(here)
    absences = list(mediator.absences.filter(last__gte=today))
    month = _month(request, today)
    context = {
        "mediator": mediator,
        "is_mine": mediator.pk == request.user.pk,
        "form": forms.get(asked),  # what was refused, for the summary above the heading
        "forms": forms,
        "asked": asked,
        "about": _about(mediator),
        "running_out": running_out(mediator, request.program, today),
        "weekly": [(each, _hours_told(each)) for each in hours_of(mediator)],
        "absences": absences,
        "conflicts": _booked(mediator, absences, request.program),
        "month": date_format(month, "YEAR_MONTH_FORMAT"),
        "weeks": _weeks(mediator, month, today, request.program),
        "weekdays": [capfirst(str(name)) for name in WEEKDAYS.values()],
        "earlier": _turn(here, month, -1, today),
        "later": _turn(here, month, 1, today),
    }
    return draw_page(request, "programs/availability.html", context)


def _is_done(request: ProgramRequest, mediator: Mediator, asked: str, form: Any) -> bool:
    """Take what was sent; return False for a form that is refused."""
    actor, sent = request.user, request.POST
    if form is not None:
        if not form.is_valid():
            return False
        if asked == "about":
            describe_mediator(actor=actor, mediator=mediator, **form.cleaned_data)
        elif asked == "hours":
            change_weekly_hours(actor=actor, mediator=mediator, add=form.hours())
        else:
            note_absence(actor=actor, mediator=mediator, **form.cleaned_data)
    elif asked == "hours-remove":
        gone = [each for each in hours_of(mediator) if str(each) == sent.get("which")]
        change_weekly_hours(actor=actor, mediator=mediator, remove=gone)
    elif asked == "away-remove":
        which = sent.get("which", "")
        absence = next((each for each in mediator.absences.all() if str(each.pk) == which), None)
        if absence is not None:  # otherwise it was removed before: the same button pressed twice
            remove_absence(actor=actor, absence=absence)
    else:
        return False
    messages.success(request, _("Saved. It counts from now on."))
    return True


def _about(mediator: Mediator) -> list[tuple[Any, Any]]:
    limit = mediator.most_cases
    return [
        (_("Languages"), ", ".join(map(language_named, mediator.languages)) or _("Nothing noted")),
        (_("Area"), mediator.place or _("Nothing noted")),
        (_("Most cases at a time"), limit if limit is not None else _("No limit")),
    ]


def _hours_told(hours: Hours) -> str:
    day = capfirst(str(WEEKDAYS[hours.weekday]))
    return f"{day}, {_from_to(hours)}"


def _from_to(hours: Hours) -> str:
    clocks = {"starts": time_format(hours.starts), "ends": time_format(hours.ends)}
    return _("%(starts)s to %(ends)s") % clocks


def _month(request: ProgramRequest, today: date) -> date:
    """Return the first day of the month that the address names; this month for anything else."""
    this = today.replace(day=1)
    try:
        found = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return this
    return found if this <= found <= _months_after(this, FURTHEST) else this


def _months_after(first: date, months: int) -> date:
    years, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(years, month + 1, 1)


def _turn(here: str, month: date, by: int, today: date) -> dict[str, str]:
    """Return the link to the month before or after; nothing where there is none to see."""
    to, this = _months_after(month, by), today.replace(day=1)
    if not this <= to <= _months_after(this, FURTHEST):
        return {}
    return {"href": f"{here}?month={to:%Y-%m}#month", "text": date_format(to, "YEAR_MONTH_FORMAT")}


def _weeks(mediator: Mediator, month: date, today: date, program: Any) -> list[list[dict[str, Any]]]:
    """Return the weeks of a month, each with its seven days; those of other months are empty."""
    shown = list(Calendar().itermonthdates(month.year, month.month))
    days = days_of(mediator, mediator.absences.all(), shown[0], shown[-1])
    booked = _sessions(mediator, shown[0], shown[-1], program)
    cells = [
        _cell(day, booked.get(day.day, []), today) if day.day.month == month.month else {} for day in days
    ]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _cell(day: Day, sessions: list[str], today: date) -> dict[str, Any]:
    return {
        "number": day.day.day,
        "day": date_format(day.day, "DATE_FORMAT"),
        "weekday": capfirst(str(WEEKDAYS[day.day.weekday()])),
        "is_past": day.day < today,
        "is_today": day.day == today,
        "is_away": day.is_away,
        "sessions": sessions,
        "hours": [] if day.is_away else [_from_to(each) for each in day.hours],
    }


def _sessions(mediator: Mediator, first: date, last: date, program: Any) -> dict[date, list[str]]:
    """Return when sessions begin that the mediator is booked for, by day, in the program's zone."""
    found: dict[date, list[str]] = {}
    for starts in _bookings(mediator, first, last, program):
        local = starts.astimezone(program.zone)
        found.setdefault(local.date(), []).append(time_format(local.time()))
    return found


def _bookings(mediator: Mediator, first: date, last: date, program: Any) -> list[datetime]:
    bounds = tuple(
        datetime.combine(day, datetime.min.time(), program.zone) for day in (first, last + timedelta(days=1))
    )
    rows = MediatorBooking.objects.filter(mediator=mediator, is_live=True, during__overlap=bounds)
    return sorted(row.during.lower for row in rows)


def _booked(mediator: Mediator, absences: list[Any], program: Any) -> list[str]:
    """Return the days of sessions that were booked before the mediator said that they are away then."""
    found = {
        starts.astimezone(program.zone)
        for each in absences
        for starts in _bookings(mediator, each.first, each.last, program)
    }
    return [date_format(each, "DATETIME_FORMAT") for each in sorted(found)]
