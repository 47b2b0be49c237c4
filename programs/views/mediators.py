"""The mediators of the program: who may be assigned, and what each of them belongs to."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends.web.components import draw
from programs.actions.mediators import (
    end_affiliation,
    enrol_mediator,
    record_affiliation,
    record_qualification,
)
from programs.forms.mediators import AffiliationForm, MediatorForm, QualificationForm
from programs.models import Affiliation, Mediator
from programs.roles import MEDIATES
from programs.samples.people import INVENTED
from programs.training.showing import handed_in
from programs.views.pages import ProgramRequest, draw_page, posted, program_page

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])


def people_who_mediate() -> Any:
    """Return everybody with an account who mediates here or could be enrolled; nobody who is invented."""
    mediates = Q(roles__overlap=list(MEDIATES), is_active=True) | Q(mediator__isnull=False)
    return get_user_model().objects.filter(mediates).exclude(email__endswith=INVENTED).order_by("name")


@require_safe
@program_page
def listing(request: ProgramRequest) -> HttpResponse:
    """List the mediators with what they belong to and how many cases they have."""
    live = Count("mediator__assignments", filter=Q(mediator__assignments__ended_at=None))
    people = people_who_mediate().select_related("mediator").annotate(cases=live)
    people = people.prefetch_related("mediator__affiliations__office")
    context = {
        "head": [_("Name"), _("Works here as"), _("Belongs to"), _("Cases")],
        "rows": [_row(person) for person in people],
    }
    return draw_page(request, "programs/mediators.html", context)


def _row(person: Any) -> list[Any]:
    mediator = getattr(person, "mediator", None)
    link = format_html(
        '<a class="govuk-link" href="{}">{}</a>', reverse("mediator", args=[person.pk]), person
    )
    if mediator is None:
        return [{"html": link}, {"html": draw("tag", text=_("Not enrolled yet"))}, "", ""]
    paused = "" if mediator.is_active and person.is_active else draw("tag", text=_("Takes no cases"))
    belongs = ", ".join(str(each) for each in mediator.affiliations.all() if each.ended_on is None)
    standing = format_html("{} {}", mediator.get_standing_display(), paused)
    return [{"html": link}, {"html": standing}, belongs, person.cases]


@TWO_WAYS
@program_page
def page(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show a mediator, enrol one, or change how they work here."""
    person = get_object_or_404(people_who_mediate(), pk=pk)
    mediator = Mediator.objects.filter(user=person).first()
    initial = {"standing": mediator.standing, "is_active": mediator.is_active} if mediator else None
    form = MediatorForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        enrol_mediator(actor=request.user, user=person, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved.") if mediator else _("The mediator is enrolled."))
        return redirect("mediators" if mediator else "mediator", **({} if mediator else {"pk": person.pk}))
    affiliations = Affiliation.objects.filter(mediator=mediator).select_related("office")
    context = {
        "person": person,
        "mediator": mediator,
        "form": form,
        "affiliations": affiliations,
        "training": _training(mediator) if mediator else [],
        "brought": [each for each in handed_in(mediator) if each["state"] != "set_aside"] if mediator else [],
    }
    return draw_page(request, "programs/mediator.html", context)


def _training(mediator: Mediator) -> list[tuple[Any, Any]]:
    nothing = _("Nothing noted")
    days = (
        (_("Last supervision"), mediator.supervised_on),
        (_("Last observation of practice"), mediator.observed_on),
        (_("Background check counts until"), mediator.checked_until),
    )
    return [
        (_("Level of training"), mediator.get_level_display()),
        (_("Hours of training"), mediator.training_hours),
        *((label, date_format(day, "DATE_FORMAT") if day else nothing) for label, day in days),
    ]


@TWO_WAYS
@program_page
def qualification(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Note how far a mediator is trained, and how current that is."""
    mediator = get_object_or_404(Mediator.objects.filter(is_sample=False).select_related("user"), pk=pk)
    kept = {name: getattr(mediator, name) for name in QualificationForm.base_fields}
    form = QualificationForm(posted(request), initial=kept, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        record_qualification(actor=request.user, mediator=mediator, **form.cleaned_data)
        messages.success(request, _("It is noted. The program minds it at every assignment."))
        return redirect("mediator", pk=mediator.pk)
    return draw_page(request, "programs/qualification.html", {"mediator": mediator, "form": form})


@TWO_WAYS
@program_page
def affiliation(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Note what a mediator belongs to."""
    mediator = get_object_or_404(Mediator.objects.filter(is_sample=False).select_related("user"), pk=pk)
    form = AffiliationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        record_affiliation(actor=request.user, mediator=mediator, **form.answers())
        messages.success(request, _("It is noted. The program minds it at every assignment."))
        return redirect("mediator", pk=mediator.pk)
    return draw_page(request, "programs/affiliation.html", {"mediator": mediator, "form": form})


@TWO_WAYS
@program_page
def end(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Note that a mediator belongs to something no longer."""
    rows = Affiliation.objects.filter(mediator__is_sample=False).select_related("mediator", "office")
    ended = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        end_affiliation(actor=request.user, affiliation=ended, today=timezone.localdate())
        messages.success(request, _("It is noted."))
    return redirect("mediator", pk=ended.mediator.pk)
