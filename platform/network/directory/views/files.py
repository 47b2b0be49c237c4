"""What machines ask for: the sitemap, what they may read, and all listings as open data."""

import csv
import json
from collections.abc import Iterator
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from network.directory.models import Listing
from network.directory.views.searching import states
from network.directory.vocabulary import FACETS

CHUNK = 500
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
AN_HOUR = "public, max-age=3600"
COLUMNS = (
    "id", "name", "agency_type", "premise", "capacity", "waiting_days", "telephone", "email", "website", "serves",
    "origin", "confirmed_on", "page",
)  # fmt: skip


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read the pages of programs and of states; answers to searches are nobody's to keep."""
    search = reverse("directory")
    lines = [
        "User-agent: *",
        f"Disallow: {search}?",
        "Disallow: /console/",
        "Disallow: /agency/",
        "Disallow: /network/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return _kept(HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the pages of programs, states and figures; at most 50,000, as the format has it."""
    response = HttpResponse(content_type="application/xml")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl({"xmlns": SITEMAP}))
    for address, changed in _addresses():
        xml.startElement("url", AttributesImpl({}))
        xml.addQuickElement("loc", request.build_absolute_uri(address))
        if changed:
            xml.addQuickElement("lastmod", changed)
        xml.endElement("url")
    xml.endElement("urlset")
    xml.endDocument()
    return _kept(response)


def _addresses() -> Iterator[tuple[str, str]]:
    for page in ("directory", "figures-public", "figures-method"):
        yield reverse(page), ""
    for letters, _name in states():
        yield reverse("directory-state", args=[letters]), ""
    listings = Listing.objects.open().filter(is_sample=False).order_by("id")
    for slug, changed in listings.values_list("slug", "updated_at")[:49_000]:
        yield reverse("directory-program", args=[slug]), changed.date().isoformat()


@require_safe
def open_data(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """Return all listings: one line of JSON each, or a table with one column for each question's answer."""
    page = request.build_absolute_uri(reverse("directory"))
    listings = Listing.objects.open().defer("words").order_by("id").iterator(chunk_size=CHUNK)
    rows = (_row(listing, page) for listing in listings)
    if form == "jsonl":
        lines: Iterator[str] = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        content_type = "application/x-ndjson; charset=utf-8"
    else:
        lines = _table(rows)
        content_type = "text/csv; charset=utf-8"
    response = StreamingHttpResponse(lines, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="programs.{form}"'
    response.headers["Link"] = '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"'
    return response


def _row(listing: Listing, page: str) -> dict[str, Any]:
    facts = listing.facts
    return {
        **facts,
        "id": str(listing.pk),
        "origin": listing.origin,
        "is_sample": listing.is_sample,
        "confirmed_on": listing.confirmed_on.isoformat() if listing.confirmed_on else None,
        "updated_at": listing.updated_at.isoformat(),
        "page": f"{page}{listing.slug}/",
    }


class _Echo:
    """A file for the writer of tables that gives back each line."""

    def write(self, line: str) -> str:
        return line


def _table(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    tokens = [(facet.id, value) for facet in FACETS.values() for value, _label in facet.values]
    writer = csv.writer(_Echo())
    yield writer.writerow([*COLUMNS, *(f"{facet}:{value}" for facet, value in tokens)])
    for row in rows:
        plain = {**row, "serves": " ".join(row["serves"])}
        answers = [row["answers"].get(facet, {}).get(value, "") for facet, value in tokens]
        yield writer.writerow([_harmless(plain.get(name)) for name in COLUMNS] + answers)


def _harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value


def _kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = AN_HOUR
    return response
