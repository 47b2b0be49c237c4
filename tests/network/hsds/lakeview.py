"""A program that says something of everything, and has a site that is nobody's to know."""

import uuid

from network.directory.facts import Facts, Site

SITE, HIDDEN = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
NOBODYS = str(uuid.UUID(int=3))
FACTS = Facts(
    name="Lakeview Dialogue",
    description="Meetings between people who were harmed and those who harmed them.",
    how_to_refer="Call us.",
    agency_type="community_agency",
    parent="Lakeview Center",
    serves=("us-county:27123", "us-state:WI", "gb-nation:SCT"),
    sites=(
        Site(
            SITE, name="Office", address="1 Main Street", city="Saint Paul", state="MN", postal_code="55104",
            latitude=44.95, longitude=-93.1, telephone="651 555 0100",
        ),
        Site(HIDDEN, is_confidential=True, area="Near the river", telephone="651 555 0199"),
    ),
    answers={
        "offence": {"property": "yes", "severe": "assess", "sexual": "no"},
        "age": {"juvenile": "yes", "adult": "no"},
        "language": {"en": "yes", "sign": "yes", "interpreter": "yes"},
        "access": {"step_free": "yes"},
        "cost": {"free": "yes"},
        "faith": {"faith_based": "no"},
    },
    premise="victim_supreme",
    capacity="waitlist",
    waiting_days=30,
    telephone="651 555 0101",
    email="intake@lakeview.example",
    website="https://lakeview.example/",
    refer_url="https://lakeview.example/refer/",
    hours="Monday to Friday, 9 to 5",
)  # fmt: skip
