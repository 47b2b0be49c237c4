"""Builds a listing by the real actions."""

import datetime as dt
from typing import Any

from programs.actions.listing import change_listing, publish_listing, put_site, serve_places
from programs.listing.publishing import draft_mark
from programs.models import Program
from tests.programs.cast import NOW

RAMSEY, HENNEPIN, MINNESOTA = "us-county:27123", "us-county:27053", "us-state:MN"
SITE, SECRET = "0a1b2c3d-0000-4000-8000-000000000001", "0a1b2c3d-0000-4000-8000-000000000002"


def public_site(**changes: str) -> dict[str, Any]:
    return {
        "is_confidential": False,
        "name": "",
        "address": "12 Lantern Street",
        "city": "Saint Paul",
        "state": "MN",
        "postal_code": "55104",
        "country": "US",
        "telephone": "",
        **changes,
    }


def draft(world: Any, **values: Any) -> Program:
    """Write a draft: a place, a public site, and some answers."""
    serve_places(actor=world.alice, codes=[RAMSEY])
    put_site(actor=world.alice, site_id=SITE, site=public_site())
    told = {
        "description": "We meet in pairs.",
        "language.en": "yes",
        "language.es": "no",
        "capacity": "accepting",
    }
    return change_listing(actor=world.alice, values=told | values)


def publish(world: Any, now: dt.datetime = NOW) -> Program:
    """Publish the draft as it is."""
    return publish_listing(actor=world.alice, now=now, mark=draft_mark(Program.objects.get()))
