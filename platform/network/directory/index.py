"""What search reads of a listing, made from its facts: in the action that stores them, never by anybody else."""

from collections.abc import Iterable

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from network.directory.facts import Facts
from network.directory.models import Fragment, ListedSite, Listing, Reach, Serves
from network.directory.words import fragments_of, words_of

STATEWIDE = ("us-state:", "ca-prov:", "gb-nation:")
NATIONWIDE = ("country:", "world")


def reach_of(code: str) -> Reach:
    """Return how wide the place of a code is."""
    if code.startswith(NATIONWIDE):
        return Reach.NATION
    return Reach.STATE if code.startswith(STATEWIDE) else Reach.LOCAL


def index(listing: Listing, facts: Facts, place_names: Iterable[str] = ()) -> None:
    """Save `listing` with what search reads of its facts, and make its rows anew.

    `place_names`: what the places that it serves are called, so that they can be found by words too.
    """
    learn(prepare(listing, facts, place_names))
    listing.save()
    Serves.objects.filter(listing=listing).delete()
    ListedSite.objects.filter(listing=listing).delete()
    Serves.objects.bulk_create(places_of(listing, facts))
    ListedSite.objects.bulk_create(points_of(listing, facts))


def prepare(listing: Listing, facts: Facts, place_names: Iterable[str] = ()) -> set[str]:
    """Fill the columns of `listing` that search reads, and return the words by which it can be found misspelt."""
    listing.name = facts.name
    listing.capacity = facts.capacity
    listing.says, listing.assesses, listing.denies = map(facts.tokens, ("yes", "assess", "no"))
    named = words_of(f"{facts.name} {facts.parent}")
    placed = words_of(" ".join([*(f"{site.city} {site.area}" for site in facts.sites), *place_names]))
    told = words_of(f"{facts.description} {facts.how_to_refer}")
    listing.words = _vector(named, "A") + _vector(placed, "B") + _vector(told, "C")
    return {*named, *placed}


def _vector(words: list[str], weight: str) -> SearchVector:
    return SearchVector(Value(" ".join(words)), weight=weight, config="simple")


def places_of(listing: Listing, facts: Facts) -> list[Serves]:
    """Return the rows of the places that a listing serves."""
    codes = dict.fromkeys(facts.serves)
    return [Serves(listing=listing, code=code, reach=reach_of(code)) for code in codes]


def points_of(listing: Listing, facts: Facts) -> list[ListedSite]:
    """Return the rows of its sites that have a point on the map."""
    return [
        ListedSite(id=site.id, listing=listing, latitude=site.latitude, longitude=site.longitude)
        for site in facts.sites
        if not site.is_confidential and site.latitude is not None and site.longitude is not None
    ]


def learn(words: set[str]) -> None:
    """Store the fragments of words that no listing had before; what was learnt stays, it costs little."""
    new = words - set(Fragment.objects.filter(word__in=words).values_list("word", flat=True))
    rows = [Fragment(fragment=each, word=word) for word in sorted(new) for each in sorted(fragments_of(word))]
    Fragment.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2_000)
