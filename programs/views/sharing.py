"""Pages about figures across programs: taking part, what is missing before sealing, what was handed in, and peers."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends.actions import Refused
from network import places
from network.reporting import words as told
from network.reporting.domains import country_of
from network.reporting.intake import tables_of
from network.reporting.models import Kind
from network.reporting.plan import Level
from programs.actions.sharing import share_figures, stop_sharing_figures
from programs.forms.sharing import SharingForm
from programs.models import Program
from programs.sharing.beside import gaps, published_for, years_with_own
from programs.sharing.consent import (
    WORDS,
    Consent,
    figures_shared_with,
    first_year_from,
    last_year_sealed,
)
from programs.sharing.counting_down import counting_of
from programs.sharing.handing import Handed
from programs.sharing.quality import cases_to_count, findings
from programs.views.pages import ProgramRequest, draw_page, posted, program_page
from tenants.context import platform

CONFLICT = 409


@require_safe
@program_page
def shared(request: ProgramRequest) -> HttpResponse:
    """Show whether the program takes part in figures across programs, and what it handed in."""
    program = request.program
    consent = Consent.of(program)
    context = {
        "consent": consent,
        "region": name_of(consent.region),
        "network": _network_name(program, consent),
        "handed_head": [_("Year"), _("Cases"), _("Counted on")],
        "handed": [_handed_row(each) for each in Handed.all(program)],
        "counting": counting_of(program, timezone.localdate()),
    }
    return draw_page(request, "programs/sharing/shared.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def share(request: ProgramRequest) -> HttpResponse:
    """Show what the program would agree to, and let it take part, or change in which figures."""
    program = request.program
    reasons: Any = ()
    consent, networks = Consent.of(program), figures_shared_with(program)
    initial = {
        "words": WORDS,
        "region": consent.region or region_of(program),
        "network": consent.network,
    }
    form = SharingForm(posted(request), networks=networks, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data.get(name, "") for name in ("words", "region", "network")}
        try:
            share_figures(actor=request.user, now=timezone.now(), **said)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("The program takes part in the figures from the next year on."))
            return redirect("figures-shared")
    context = {
        "form": form,
        "reasons": reasons,
        "is_given": consent.is_given,
        "has_networks": bool(networks),
        "next_year": first_year_from(timezone.localdate()),
    }
    return draw_page(request, "programs/sharing/share.html", context, status=CONFLICT if reasons else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def stop(request: ProgramRequest) -> HttpResponse:
    """Let the program take part no more; what that does and does not is said first."""
    consent = Consent.of(request.program)
    if not consent.is_given:
        messages.info(request, _("The program takes no part in the figures."))
        return redirect("figures-shared")
    if request.method == "POST":
        stop_sharing_figures(actor=request.user, now=timezone.now())
        messages.success(request, _("The program takes no part in the figures any more."))
        return redirect("figures-shared")
    last = last_year_sealed(timezone.localdate())
    return draw_page(request, "programs/sharing/stop.html", {"last": last if last >= consent.began else None})


@require_safe
@program_page
def handed(request: ProgramRequest, key: str) -> HttpResponse:
    """Show what the program handed in of a period, exactly: nobody else sees it."""
    kind, _dash, year = key.partition("-")
    found = Handed.of(request.program, kind, int(year)) if kind in Kind.values and year.isdecimal() else None
    if found is None:
        raise Http404
    tables = [_shown_table(found, table) for table in tables_of(kind)]
    return draw_page(request, "programs/sharing/handed.html", {"handed": found, "tables": tables})


@require_safe
@program_page
def quality(request: ProgramRequest) -> HttpResponse:
    """Show what is missing or cannot be in the cases that are counted next, and how long there is to put it right."""
    program, today = request.program, timezone.localdate()
    counting = counting_of(program, today)
    year = counting["year"] if counting else today.year
    consent = Consent.of(program)
    began = consent.began if consent.is_given else year
    cases = cases_to_count(program, year, min(began, year))
    context = {
        "year": year,
        "counting": counting,
        "takes_part": consent.holds_for(year),
        "count": cases.count(),
        "findings": list(findings(cases)),
    }
    return draw_page(request, "programs/sharing/quality.html", context)


@require_safe
@program_page
def peers(request: ProgramRequest) -> HttpResponse:
    """Show the program's own shares beside those that are published, and whether a gap is larger than chance."""
    program, consent = request.program, Consent.of(request.program)
    years = years_with_own(Handed.all(program))
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else (years[0] if years else 0)
    found = Handed.of(program, Kind.YEAR, year)
    with platform():
        rows = published_for(consent, country_of(consent.region), Kind.YEAR, year) if found else []
    sections = [_beside(found, row) for row in rows] if found else []
    context = {"year": year, "years": years, "sections": sections}
    return draw_page(request, "programs/sharing/peers.html", context)


def region_of(program: Program) -> str:
    """Return the state or province of the first place that the listing says is served; "" where it says none."""
    divisions = {
        each.code
        for country in places.countries()
        for each in places.divisions_of(country.code.partition(":")[2])
    }
    for document in (program.listing, program.listing_draft):
        for code in document.get("serves", ()):
            place = places.place_of(code)
            for each in place.served_by if place else ():
                if each in divisions:
                    return str(each)
    return ""


def name_of(code: str) -> str:
    """Return the name of a place; its code where it has none."""
    return str(places.names_of([code]).get(code, code)) if code else ""


def _network_name(program: Program, consent: Consent) -> str:
    return next((each.name for each in figures_shared_with(program) if each.network == consent.network), "")


def _handed_row(each: Handed) -> list[Any]:
    label = str(each.year) if each.kind == Kind.YEAR else _("%(year)s, new offenses") % {"year": each.year}
    day = date_format(dt.datetime.fromisoformat(each.at).astimezone(timezone.get_current_timezone()))
    return [{"text": label, "href": f"{each.kind}-{each.year}/"}, each.cases, day]


def _shown_table(found: Handed, table: Any) -> dict[str, Any]:
    said = told.TABLES[table.id]
    counts = found.counts.get(table.id, {})
    return {
        "id": table.id,
        "title": said.title,
        "defined": said.defined,
        "head": [said.columns[column] for column in table.columns],
        "rows": [
            (
                said.rows[row],
                [
                    "" if (row, column) in table.impossible else counts.get(row, {}).get(column, 0)
                    for column in table.columns
                ],
            )
            for row in table.rows
        ],
    }


def _beside(found: Handed, release: Any) -> dict[str, Any]:
    return {
        "release": release,
        "level": {
            Level.NATION: _("The nation"),
            Level.REGION: _("The state or region"),
            Level.NETWORK: _("The network"),
        }[Level(release.level)],
        "gaps": [(told.SHARES[each.percentage.id], each) for each in gaps(found, release.document)],
    }
