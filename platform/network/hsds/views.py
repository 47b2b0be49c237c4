"""The addresses of the specification. A list takes its parameters from the address, or from the body of a POST."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from amends.web.limits import is_within, network_of
from network import places
from network.directory.models import Listing
from network.directory.words import words_of
from network.hsds import documents
from network.hsds.answering import Few, Json, many, one, refused, too_many
from network.hsds.asking import Asked, NotUnderstood, read
from network.hsds.describing import Description, codes_of
from network.hsds.finding import At, at, listings, sites
from network.hsds.terms import LANGUAGE, taxonomies, terms

List = Callable[[Asked], HttpResponse]
View = Callable[..., HttpResponse]


def open_to_all(*methods: str) -> Callable[[View], View]:
    """Wrap a view that changes nothing, so that another site's request does no harm; so many from one network."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @require_http_methods(methods)
        @wraps(view)
        def asked(request: HttpRequest, **given: uuid.UUID) -> HttpResponse:
            if not is_within("hsds", network_of(request), now=timezone.now()):
                return too_many()
            with translation.override(LANGUAGE):
                try:
                    return view(request, **given)
                except NotUnderstood as error:
                    return refused(request, error)

        return asked

    return wrap


read_only = open_to_all("GET", "HEAD")


def a_list(answer: List) -> View:
    """Return the view of a list, which a POST may ask for too."""
    return open_to_all("GET", "HEAD", "POST")(lambda request: answer(read(request)))


@read_only
def about(request: HttpRequest) -> HttpResponse:
    """Say which version this is, and where its profile and OpenAPI are."""
    return one(documents.about(_address(request)))


@read_only
def profile(request: HttpRequest) -> HttpResponse:
    """Say how the specification is used here."""
    return one(documents.profile(_address(request)))


@read_only
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI."""
    return one(documents.openapi(_address(request)))


def _address(request: HttpRequest) -> Callable[[str], str]:
    return lambda name: request.build_absolute_uri(reverse(name))


@a_list
def services(asked: Asked) -> HttpResponse:
    """List services; whole ones only when asked for."""

    def describe(found: Sequence[Listing]) -> Iterable[Json]:
        for each in _described(found):
            yield each.minimal_service() if asked.is_minimal else each.service(is_full=asked.is_full)

    return many(asked, listings(asked), describe)


@read_only
def service(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Return a whole service."""
    return one(_one_described(pk).service(is_full=True))


@a_list
def organizations(asked: Asked) -> HttpResponse:
    """List organizations."""

    def describe(found: Sequence[Listing]) -> Iterable[Json]:
        for each in _described(found):
            organization = each.organization(is_full=asked.is_full)
            if asked.has_full_services:
                organization["services"] = [each.service(is_full=True)]
            yield organization

    return many(asked, listings(asked), describe)


@read_only
def organization(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Return a whole organization and what tells its service, or the whole of it."""
    asked, found = read(request), _one_described(pk)
    own = found.service(is_full=True) if asked.has_full_services else found.minimal_service()
    return one({**found.organization(is_full=True), "services": [own]})


@a_list
def service_at_locations(asked: Asked) -> HttpResponse:
    """List services at their locations."""

    def describe(found: Sequence[At]) -> Iterable[Json]:
        known = Listing.objects.defer("words").in_bulk({each.listing for each in found})
        described = {each.listing.pk: each for each in _described(list(known.values()))}
        for each in found:
            yield from _at(described[each.listing], each.site, is_full=asked.is_full)

    return many(asked, sites(asked), describe)


@read_only
def service_at_location(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Return a whole service at a location."""
    found = at(pk)
    if found is None:
        raise Http404
    [document] = _at(_one_described(found.listing), found.site, is_full=True)
    return one(document)


def _at(described: Description, site: str, *, is_full: bool) -> list[Json]:
    return [described.service_at(each, is_full=is_full) for each in described.sites if each.id == site]


def _described(found: Sequence[Listing]) -> list[Description]:
    """Ask for the names of all places together."""
    names = places.names_of(codes_of(found))
    return [Description(listing, names) for listing in found]


def _one_described(pk: uuid.UUID) -> Description:
    [described] = _described([get_object_or_404(Listing.objects.open().defer("words"), pk=pk)])
    return described


@a_list
def all_taxonomies(asked: Asked) -> HttpResponse:
    """List taxonomies."""
    found = [each.as_json() for each in taxonomies()]
    return many(asked, _with_words(asked, found), lambda part: part)


@read_only
def taxonomy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Return a taxonomy."""
    return _first(each.as_json() for each in taxonomies() if each.id == pk)


@a_list
def taxonomy_terms(asked: Asked) -> HttpResponse:
    """List terms; none is below another."""
    found = [
        each.as_json()
        for each in terms().values()
        if asked.taxonomy in (None, each.taxonomy.id) and asked.parent is None
    ]
    return many(asked, _with_words(asked, found), lambda part: part)


@read_only
def taxonomy_term(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Return a term."""
    return _first(each.as_json() for each in terms().values() if each.id == pk)


def _with_words(asked: Asked, found: Iterable[Json]) -> Few:
    wanted = set(words_of(asked.search))
    return Few(each for each in found if wanted <= set(words_of(f"{each['name']} {each['description']}")))


def _first(found: Iterable[Json]) -> HttpResponse:
    for each in found:
        return one(each)
    raise Http404
