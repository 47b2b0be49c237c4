"""Time zones to choose from: those of the places where such programs are by a plain name, then every other."""

from zoneinfo import available_timezones

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

# A name that people use for their clock, and a town, because that is what they look for.
NAMED = {
    "America/New_York": _("Eastern time (New York)"),
    "America/Chicago": _("Central time (Chicago)"),
    "America/Denver": _("Mountain time (Denver)"),
    "America/Phoenix": _("Arizona (Phoenix)"),
    "America/Los_Angeles": _("Pacific time (Los Angeles)"),
    "America/Anchorage": _("Alaska (Anchorage)"),
    "Pacific/Honolulu": _("Hawaii (Honolulu)"),
    "America/Puerto_Rico": _("Puerto Rico (San Juan)"),
    "America/Halifax": _("Atlantic time (Halifax)"),
    "America/St_Johns": _("Newfoundland (St. John’s)"),
    "America/Toronto": _("Eastern Canada (Toronto)"),
    "America/Winnipeg": _("Central Canada (Winnipeg)"),
    "America/Regina": _("Saskatchewan (Regina)"),
    "America/Edmonton": _("Western Canada (Edmonton)"),
    "America/Vancouver": _("Pacific Canada (Vancouver)"),
    "America/Mexico_City": _("Mexico (Mexico City)"),
    "America/Bogota": _("Colombia (Bogotá)"),
    "America/Santiago": _("Chile (Santiago)"),
    "America/Argentina/Buenos_Aires": _("Argentina (Buenos Aires)"),
    "Europe/London": _("United Kingdom (London)"),
    "Europe/Dublin": _("Ireland (Dublin)"),
    "Europe/Paris": _("France (Paris)"),
    "Europe/Madrid": _("Spain (Madrid)"),
    "Europe/Brussels": _("Belgium (Brussels)"),
    "Africa/Johannesburg": _("South Africa (Johannesburg)"),
    "Australia/Sydney": _("Eastern Australia (Sydney)"),
    "Pacific/Auckland": _("New Zealand (Auckland)"),
}
REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}


def zone_choices() -> list[tuple[str, object]]:
    """Return the choices of a field: what most look for first, every other by its part of the world and its town.

    Names without a town ("EST", "US/Central") are other names of the same clocks, and are left out; UTC is the last.
    """
    there = available_timezones()
    others = sorted(
        zone for zone in there if zone.partition("/")[0] in REGIONS and "/" in zone and zone not in NAMED
    )
    return [
        *((zone, name) for zone, name in NAMED.items() if zone in there),
        *((zone, _plain(zone)) for zone in others),
        ("UTC", _("UTC, the same all year")),
    ]


def _plain(zone: str) -> object:
    region, _slash, town = zone.partition("/")
    return format_lazy("{}: {}", REGIONS[region], town.replace("_", " ").replace("/", ", "))
