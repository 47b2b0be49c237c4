"""What every page of figures has: how long it may be kept, and a release made ready to be shown."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

from network.reporting.document import canonical
from network.reporting.drawing import charts_of, headline_chart, studies_of
from network.reporting.files import as_csv, checksum_of
from network.reporting.models import Release, ReleaseState
from network.reporting.plan import Level
from network.reporting.showing import Figures, letters_of
from network.reporting.words import reason_of

FIVE_MINUTES = "public, max-age=300"
PUBLIC = (Level.NATION.value, Level.REGION.value)
"""Whose figures everybody reads; a network's are for its own people."""

View = Callable[..., HttpResponse]


def kept(view: View) -> View:
    """Let anybody keep a page for five minutes, and ask with its mark whether it is still the same.

    A page differs by language alone, which a reader chose by a cookie or in the browser.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:  # noqa: PLR2004 - OK
            response.headers.setdefault("Cache-Control", FIVE_MINUTES)
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
            response.headers["ETag"] = etag
            return get_conditional_response(request, etag=etag, response=response)
        return response

    return answered  # type: ignore[return-value]


def draw(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page of figures; the demonstration's say that they are invented."""
    shared = {"is_invented": settings.AMENDS_DEMO}
    return render(request, f"reporting/{template}.html", shared | context, status=status)


def shown(release: Release) -> dict[str, Any]:
    """Return what the page of a release needs."""
    figures = Figures(release.document)
    context: dict[str, Any] = {"release": release, "figures": figures, "others": others_of(release)}
    if release.state == ReleaseState.WITHHELD:
        return context | {"why": reason_of(release.why), "letters": letters_of("c")}
    if release.state == ReleaseState.WITHDRAWN:
        return context | {"letters": letters_of("x")}
    return context | {
        "headline_chart": headline_chart(figures),
        "studies": studies_of(figures),
        "tables": [(table, charts_of(table)) for table in figures.tables],
    }


def taken_along(request: HttpRequest, release: Release) -> dict[str, Any]:
    """Return where the files of a release are, without their ending, and SHA-256 of each."""
    address = request.path.rstrip("/")
    sums = {"json": release.checksum, "csv": checksum_of(as_csv(release.document))}
    full = request.build_absolute_uri(address)
    return {"address": address, "full_address": full, "file_name": name_of(release), "sums": sums}


def name_of(release: Release) -> str:
    """Return what a release's files are called, without ending; the demonstration's say that they are invented."""
    first = "invented-figures" if settings.AMENDS_DEMO else "figures"
    return f"{first}-{release.period.kind}-{release.period.year}-{release.pk}"


def others_of(release: Release) -> list[Release]:
    """Return the other figures of the same place and year: what came later, and what was made anew."""
    rows = Release.objects.filter(
        period__year=release.period.year, level=release.level, domain=release.domain
    ).exclude(pk=release.pk)
    return list(
        rows.select_related("period").defer("document", "members").order_by("-period__kind", "attempt")
    )


def file_of(release: Release, form: str) -> HttpResponse:
    """Return a release as a file; what was withdrawn is gone, and the answer says so."""
    if release.state == ReleaseState.WITHDRAWN:
        return HttpResponse(
            f"Withdrawn on {release.withdrawn_at:%Y-%m-%d}: {release.withdrawn_for}\n",
            content_type="text/plain; charset=utf-8",
            status=410,
        )
    if form == "json":
        response = HttpResponse(canonical(release.document), content_type="application/json")
    else:
        response = HttpResponse(as_csv(release.document), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name_of(release)}.{form}"'
    return response
