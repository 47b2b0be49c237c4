"""Keep a filter of the list of cases under a name, and give it up."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends import audit, outbox
from amends.actions import action
from programs.models import SavedFilter
from programs.models.saved_filter import MOST_FILTERS
from programs.search import fold


class UnableToSave(Exception):
    """The person has a filter of this name, or as many as there can be; `sentence` says so."""

    def __init__(self, sentence: Promise):
        super().__init__()
        self.sentence = sentence


@action
def save_filter(*, actor: Any, name: str, values: dict[str, str], now: datetime) -> SavedFilter:
    """Keep `values` for the actor; the same name and values again are the filter that is there. Raises UnableToSave."""
    # The names are sealed, so the database cannot keep them apart: one of two at once waits here.
    get_user_model()._default_manager.select_for_update().only("pk").get(pk=actor.pk)
    mine = list(SavedFilter.objects.filter(user=actor))
    for each in mine:
        if fold(each.name) == fold(name):
            if each.values != values:
                raise UnableToSave(_("You have a filter of this name already. Choose another name."))
            audit.record("filter_saved_again", each, actor=actor)
            return each
    if len(mine) >= MOST_FILTERS:
        raise UnableToSave(
            _("You have 20 filters, and there can be no more. Delete one that you do not need.")
        )
    saved = SavedFilter.objects.create(user=actor, name=name, values=values, saved_at=now)
    audit.record("filter_saved", saved, actor=actor)
    return saved


@action
def delete_filter(*, actor: Any, saved: SavedFilter) -> None:
    """Delete a filter of the actor's, with the key that sealed its name; raises SavedFilter.DoesNotExist."""
    mine = SavedFilter.objects.get(user=actor, pk=saved.pk)
    audit.record("filter_deleted", mine, actor=actor)
    outbox.queue("vault.destroy_key", key_id=mine.vault_key)
    mine.delete()
