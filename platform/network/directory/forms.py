"""The search form: where, what, and who asks. All of it can be left empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network import places
from network.directory.search import Question
from network.directory.vocabulary import FACETS
from network.places import Kind, Place

ASKED_AS = {"language": "speaks"}
"""How a facet is called in an address, where its own name means something else there: `?language=` is the page's."""
FIRST = ("referrer", "stage", "age", "offence")
"""What decides first, shown without opening anything."""
ANY = _("Any")
PAGE = 10
"""Programs on a page: on a phone ten are long enough."""
WIDE = frozenset({Kind.STATE, Kind.PROVINCE, Kind.NATION, Kind.COUNTRY, Kind.WORLD})


def asked_as(facet: str) -> str:
    """Return the name of a facet's field."""
    return ASKED_AS.get(facet, facet)


@dataclass(frozen=True)
class Where:
    """What became of the place that was typed."""

    place: Place | None = None
    meant: tuple[Place, ...] = ()
    """Several places have this name: which is it?"""
    nearly: tuple[Place, ...] = ()
    """Places that are spelt nearly so, or have the same name and are much smaller."""


class SearchForm(forms.Form):
    """What is asked stands in the address, to be kept and gone back to; no log of ours holds an address's query."""

    marks_optional = False
    """None of it has to be filled in, so nothing is gained by saying so of each."""

    where = forms.CharField(
        label=_("Where?"),
        help_text=_("ZIP or postal code, town, county, state or court"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    words = forms.CharField(
        label=_("Name of the program, or other words"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    # Which of several places was meant: a code that we made.
    place = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for facet in FACETS.values():
            self.fields[asked_as(facet.id)] = forms.ChoiceField(
                label=facet.question,  # type: ignore[arg-type]  # a lazy text
                choices=[("", ANY), *facet.values],
                required=False,
            )

    @property
    def first(self) -> list[forms.BoundField]:
        """Return the fields that are always shown."""
        return [self[asked_as(facet)] for facet in FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """Return the others."""
        return [self[asked_as(facet)] for facet in FACETS if facet not in FIRST]

    @property
    def is_more_asked(self) -> bool:
        """Return whether one of the others is chosen, so that they are not hidden."""
        return any(field.value() for field in self.more)

    def wishes(self) -> tuple[str, ...]:
        """Return the tokens of what was chosen."""
        chosen = ((facet, self.cleaned_data.get(asked_as(facet.id))) for facet in FACETS.values())
        return tuple(facet.token(value) for facet, value in chosen if value)

    def find_place(self) -> Where:
        """Return the place that was chosen or typed, or what it may have been."""
        chosen = self.cleaned_data.get("place", "")
        if chosen and (place := places.place_of(chosen)) is not None:
            return Where(place)
        typed = self.cleaned_data.get("where", "").strip()
        if not typed:
            return Where()
        answer = places.look_up(typed)
        if len(answer.places) == 1:
            return Where(answer.places[0], nearly=tuple(answer.nearly))
        return Where(meant=tuple(answer.places), nearly=tuple(answer.nearly))

    def question(self, place: Place | None, *, page: int = 1) -> Question:
        """Return what is asked of the directory."""
        # The middle of a state is near to nothing in particular.
        point = place if place and place.kind not in WIDE else None
        return Question(
            codes=codes_of(place) if place else (),
            latitude=point.latitude if point else None,
            longitude=point.longitude if point else None,
            text=self.cleaned_data.get("words", ""),
            wishes=self.wishes(),
            page=page,
            size=PAGE,
        )


def codes_of(place: Place) -> tuple[str, ...]:
    """Return every code that covers a place; of a state also its counties: who asks for it wants all that is in it."""
    counties = places.counties_of(place.code) if place.kind is Kind.STATE else ()
    return (*place.served_by, *(county.code for county in counties))


def query_without(query: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return the fields of an address that are filled in, but for `names`."""
    return {name: value for name, value in query.items() if value and name not in names}
