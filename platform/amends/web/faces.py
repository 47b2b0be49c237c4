"""Whose page it is: the name, the accent and the logo in its header, found by the app that knows programs."""

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

PLATFORM_NAME = "Amends"


@dataclass(frozen=True)
class Face:
    """What a program shows of itself on every page; `name` says nothing about mediation."""

    name: str
    # Addresses of a stylesheet and a picture on the same host; "" for our own look.
    style: str = ""
    logo: str = ""


def find_face(request: Any) -> Face | None:
    """Return the face of the program whose host was asked, None on the platform's own pages."""
    site = getattr(request, "site", None)
    if site is None:
        return None
    finder = getattr(settings, "AMENDS_FACE", "")
    found = import_string(finder)(request) if finder else None
    return cast("Face", found) if found else Face(str(site.name))
