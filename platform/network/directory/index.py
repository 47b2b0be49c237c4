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
    """Fill the columns of `listing` that search reads and make its rows anew; the listing is saved by the caller.

    `place_names`: what the places that it serves are called, so that they can be found by words too.
    """
    listing.name = facts.name
    listing.capacity = facts.capacity
    listing.says, listing.assesses, listing.denies = map(facts.tokens, ("yes", "assess", "no"))
    listing.save()
    Serves.objects.filter(listing=listing).delete()
    Serves.objects.bulk_create(
        Serves(listing=listing, code=code, reach=reach_of(code)) for code in dict.fromkeys(facts.serves)
    )
    ListedSite.objects.filter(listing=listing).delete()
    ListedSite.objects.bulk_create(
        ListedSite(id=site.id, listing=listing, latitude=site.latitude, longitude=site.longitude)
        for site in facts.sites
        if not site.is_confidential and site.latitude is not None and site.longitude is not None
    )
    _index_words(listing, facts, place_names)


def _index_words(listing: Listing, facts: Facts, place_names: Iterable[str]) -> None:
    named = words_of(f"{facts.name} {facts.parent}")
    placed = words_of(" ".join([*(f"{site.city} {site.area}" for site in facts.sites), *place_names]))
    told = words_of(f"{facts.description} {facts.how_to_refer}")
    vector = sum(
        (_vector(words, weight) for words, weight in ((placed, "B"), (told, "C"))), _vector(named, "A")
    )
    Listing.objects.filter(pk=listing.pk).update(words=vector)
    learn({*named, *placed})


def _vector(words: list[str], weight: str) -> SearchVector:
    return SearchVector(Value(" ".join(words)), weight=weight, config="simple")


def learn(words: set[str]) -> None:
    """Store the fragments of words that no listing had before; what was learnt stays, it costs little."""
    new = words - set(Fragment.objects.filter(word__in=words).values_list("word", flat=True))
    rows = [Fragment(fragment=each, word=word) for word in sorted(new) for each in sorted(fragments_of(word))]
    Fragment.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2_000)
