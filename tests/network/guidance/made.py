"""What a network publishes, as the tests need it; the public schema must be entered, with the audit."""

import datetime as dt
from typing import Any

from django.utils import timezone

from network.guidance.actions import ask_of_setting, publish_resource, publish_template
from network.guidance.models import ResourceVersion, TemplateVersion
from network.oversight.models import Network

ASKED = {
    "answer_days": ("required", 5),
    "mediators_needed": ("recommended", 2),
    "victim_word": ("optional", "survivor"),
}
WORDS = {"replaces": "invitation", "en": "Dear {name}, we write to you."}


def made_template(network: Network, officer: Any, asked: Any = None, *, wait: int = 14) -> TemplateVersion:
    """Return a published version that asks for so much, which holds after so many days."""
    for name, (demand, value) in (asked or ASKED).items():
        ask_of_setting(actor=officer, network=network, name=name, demand=demand, value=value)
    now = timezone.now()
    day = timezone.localtime(now).date() + dt.timedelta(days=wait)
    return publish_template(actor=officer, network=network, why="Agreed in May.", holds_from=day, now=now)


def made_resource(network: Network, officer: Any, **changes: Any) -> ResourceVersion:
    """Return a survey that a network lends."""
    told = {
        "kind": "survey",
        "name": "Our survey",
        "about": "Short.",
        "body": {"survey_after_days": 90, "survey_before_days": 5},
    }
    return publish_resource(actor=officer, network=network, now=timezone.now(), **told | changes)
