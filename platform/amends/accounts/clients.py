"""What a browser calls itself, in words; only names that everybody knows."""

import datetime as dt

from django.utils import formats, timezone
from django.utils.translation import gettext as _

# The first that fits: most browsers also name those that they descend from.
BROWSERS = (
    ("Firefox/", "Firefox"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def describe(user_agent: str) -> str:
    """Return browser and system, such as "Firefox, Windows"."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return ", ".join(each for each in (browser, system) if each) or _("Another program")


def shown(moment: dt.datetime) -> str:
    """Return a moment as the reader's language writes it, in the time zone that is active."""
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")
