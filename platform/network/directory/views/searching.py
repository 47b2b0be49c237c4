"""Search first: a place, words and wishes; what was meant is asked back, what is not there is said."""

from collections.abc import Iterable
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network import places
from network.directory.forms import WIDE, SearchForm, Where, asked_as, codes_of, query_without
from network.directory.search import Found, Question, find
from network.directory.search.finding import nearest
from network.directory.showing import Card, cards
from network.directory.vocabulary import FACETS, label_of
from network.places import Named, Place
from network.places.outlines import map_of

ON_A_MAP, ON_A_WIDE_MAP = 160.0, 700.0
"""Kilometers from the middle of a place, or of a state, within which sites are drawn on its map."""
MOST_PAGES = 50
"""Beyond that nobody reads on, they ask more narrowly."""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the search, and its answer once something was asked."""
    form = SearchForm(request.GET)
    if not form.is_valid() or not any(form.cleaned_data.values()):
        is_refused = bool(form.errors)
        context = {"form": form, "is_asked": False, "states": states(), "has_errors": is_refused}
        status = HTTPStatus.BAD_REQUEST if is_refused else HTTPStatus.OK
        return render(request, "directory/search.html", context, status=status)
    where = form.find_place()
    if where.place is None and form.cleaned_data["where"].strip():
        return _ask_back(request, form, where)
    return _answer(request, form, where)


def states() -> list[tuple[str, str]]:
    """Return the states that have a page of their own: their letters in its address, and their name."""
    return [(state.code.partition(":")[2].lower(), state.name) for state in places.states()]


def _ask_back(request: HttpRequest, form: SearchForm, where: Where) -> HttpResponse:
    """Ask which place was meant, or say that there is none of this name."""
    choices = _instead(form, where.meant or where.nearly)
    if not where.meant:
        form.add_error(
            "where", _("We know no place of this name. Check its spelling, or try a ZIP code or a county")
        )
    context = {"form": form, "is_asked": False, "choices": choices, "is_meant": bool(where.meant)}
    return render(request, "directory/search.html", context)


def _answer(request: HttpRequest, form: SearchForm, where: Where) -> HttpResponse:
    place = where.place
    question = form.question(place, page=_page_of(request))
    found = find(question, with_counts=True)
    _count_choices(form, found)
    shown = cards(found.hits, place, question.wishes)
    context = {
        "form": form,
        "is_asked": True,
        "place": place,
        "found": found,
        "cards": shown,
        "map": _map(request, place, shown),
        "map_query": urlencode({**query_without(form.cleaned_data), "map": "1"}),
        "is_served": any(hit.reach is not None for hit in found.hits) or question.page > 1,
        "chosen": _chosen(form, question),
        "others": _instead(form, place.or_in if place else ()),
        "namesakes": _instead(form, where.nearly),
        "without": _relaxations(form, found),
        "pages": _pages(form, found, question),
        "contact": settings.CONTACT,
        **_when_nobody_serves(place, question, found),
    }
    return render(request, "directory/search.html", context)


def _map(request: HttpRequest, place: Place | None, shown: list[Card]) -> dict[str, Any] | None:
    """Return a drawing of the area with the numbers of the list, if it was asked for and the area can be drawn."""
    if request.GET.get("map") != "1" or place is None or place.latitude is None or place.longitude is None:
        return None
    within = ON_A_WIDE_MAP if place.kind in WIDE else ON_A_MAP
    here = (place.latitude, place.longitude)
    points = [(card.number, point) for card in shown for point in card.near(*here, within=within)]
    drawing = map_of([point for _number, point in points], around=place)
    if drawing is None:
        return None
    numbered = zip((number for number, _point in points), drawing.points, strict=True)
    return {"drawing": drawing, "points": list(numbered)}


def _when_nobody_serves(place: Place | None, question: Question, found: Found) -> dict[str, Any]:
    """Return the nearest programs, however far, when there is none at all for a place."""
    if found.total or place is None or place.latitude is None or question.text:
        return {}
    ring = nearest(replace(question, latitude=place.latitude, longitude=place.longitude))
    return {"nearest": cards(ring.hits[:5], place, question.wishes)}


def _count_choices(form: SearchForm, found: Found) -> None:
    """Write behind each choice how many programs say yes to it."""
    for facet in FACETS.values():
        field = form.fields[asked_as(facet.id)]
        field.choices = [  # type: ignore[attr-defined]
            ("", _("Any")),
            *(
                (value, f"{label} ({found.counts.get(facet.token(value), 0)})")
                for value, label in facet.values
            ),
        ]


def _instead(form: SearchForm, others: Iterable[Place | Named]) -> list[tuple[str, str]]:
    """Return other places that may be meant, and the address that asks for each instead."""
    kept = query_without(form.cleaned_data, "where", "place")
    return [(other.name, urlencode({"where": other.name, "place": other.code, **kept})) for other in others]


def _chosen(form: SearchForm, question: Question) -> list[tuple[Any, str]]:
    """Return what was wished, in words, and the address that lets go of each."""
    fields = {token: asked_as(token.partition(":")[0]) for token in question.wishes}
    return [
        (label_of(token), urlencode(query_without(form.cleaned_data, field)))
        for token, field in fields.items()
    ]


def _relaxations(form: SearchForm, found: Found) -> list[tuple[Any, int, str]]:
    """Return what could be let go of, how many programs there would be, and the address that does so."""
    return [
        (FACETS[facet].label, count, urlencode(query_without(form.cleaned_data, asked_as(facet))))
        for facet, count in found.without.items()
    ]


def _page_of(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return (
        min(max(int(asked), 1), MOST_PAGES) if asked.isdecimal() and len(asked) <= len(str(MOST_PAGES)) else 1
    )


def _pages(form: SearchForm, found: Found, question: Question) -> dict[str, Any] | None:
    last = min(-(-found.total // question.size), MOST_PAGES)
    if last <= 1:
        return None
    kept = query_without(form.cleaned_data)

    def href(page: int) -> str:
        return f"?{urlencode({**kept, 'page': page})}"

    return {
        "previous": {"href": href(question.page - 1)} if question.page > 1 else None,
        "next": {"href": href(question.page + 1)} if question.page < last else None,
        "items": [
            {"number": page, "href": href(page), "current": page == question.page}
            for page in range(1, last + 1)
            if page in (1, last) or abs(page - question.page) <= 1
        ],
    }


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Say where facts and places come from, as their licences ask, and how to take all listings along."""
    return render(request, "directory/sources.html", {"sources": places.attributions()})


@require_safe
def in_state(request: HttpRequest, state: str) -> HttpResponse:
    """List the programs that serve a state or a county of it: for whoever reads on, and for search engines."""
    place = places.place_of(f"us-state:{state.upper()}")
    if place is None or state != state.lower():
        raise Http404
    question = Question(codes=codes_of(place), page=_page_of(request), size=50)
    found = find(question)
    form = SearchForm({"where": place.name})
    form.is_valid()
    context = {
        "place": place,
        "found": found,
        "cards": cards(found.hits, None, ()),
        "pages": _pages(form, found, question),
        "canonical": request.build_absolute_uri(reverse("directory-state", args=[state])),
    }
    return render(request, "directory/state.html", context)
