"""Where a public site is on the map: in the middle of its postal code's area, never at somebody's door."""

from dataclasses import replace

from network import places
from network.directory.facts import Facts, Site
from network.places import Place


def postal_place(postal_code: str) -> Place | None:
    """Return the place of a postal code of the United States or Canada (its first three signs); None for others."""
    signs = postal_code.replace(" ", "").replace("-", "").upper()
    code = f"zip:{signs[:5]}" if signs[:5].isdigit() else f"ca-fsa:{signs[:3]}"
    return places.place_of(code)


def pointed(site: Site) -> Site:
    """Return a site with the point of its postal code, or without one where the code is unknown or the site secret."""
    place = None if site.is_confidential else postal_place(site.postal_code)
    return replace(
        site, latitude=place.latitude if place else None, longitude=place.longitude if place else None
    )


def with_points(facts: Facts) -> Facts:
    """Return the facts with the point of each public site."""
    return replace(facts, sites=tuple(pointed(site) for site in facts.sites))
