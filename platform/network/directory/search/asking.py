"""The question that is put to the directory."""

from dataclasses import dataclass

KM_OF_A_MILE = 1.609344
NEAR = 50 * KM_OF_A_MILE
"""Kilometers within which a program counts as near when nobody says otherwise."""


@dataclass(frozen=True)
class Question:
    """Where, what, and which page of the answer."""

    codes: tuple[str, ...] = ()
    """Every place that covers the one that was named: its county, its state, its nation, `world`."""
    latitude: float | None = None
    longitude: float | None = None
    radius: float = NEAR
    """Kilometers."""
    text: str = ""
    wishes: tuple[str, ...] = ()
    """Tokens (`stage:pre_charge`), all of which have to be possible: who says no to one is left out."""
    is_by_distance: bool = False
    """Whether the nearest come first, whoever they are."""
    page: int = 1
    size: int = 20

    @property
    def has_point(self) -> bool:
        return self.latitude is not None and self.longitude is not None

    @property
    def has_place(self) -> bool:
        return bool(self.codes) or self.has_point
