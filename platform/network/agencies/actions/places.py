"""Keep places at hand for somebody of an agency: codes of places, and nothing that they typed."""

from amends import audit
from amends.accounts.models import User
from amends.actions import Refused, action
from network.agencies.models import SavedPlace
from network.agencies.reasons import ENOUGH_PLACES

MOST_PLACES = 20


@action
def save_place(*, actor: User, place: str) -> SavedPlace:
    """Keep a place (its code) at hand; one that is there already stays as it is. Refused when there are 20."""
    User.objects.select_for_update().get(pk=actor.pk)  # two at once would both be the twentieth
    mine = SavedPlace.objects.filter(user=actor)
    if not mine.filter(place=place).exists() and mine.count() >= MOST_PLACES:
        raise Refused(ENOUGH_PLACES)
    row, made = mine.get_or_create(user=actor, place=place)
    audit.record("agency.place_saved" if made else "agency.place_saved_again", row, actor=actor)
    return row


@action
def forget_place(*, actor: User, saved: SavedPlace) -> None:
    """Keep a place at hand no longer."""
    audit.record("agency.place_forgotten", saved, actor=actor)
    SavedPlace.objects.filter(pk=saved.pk, user=actor).delete()
