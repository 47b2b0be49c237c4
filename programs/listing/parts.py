"""The parts of the editor: which answers and texts each asks for, beyond what the policy holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.directory.vocabulary import FACETS
from programs.listing.derived import derived
from programs.listing.document import answer_key
from programs.models import Program


@dataclass(frozen=True)
class Part:
    """One page of the editor; `texts` and `facets` are asked in their order."""

    id: str
    label: Promise
    lead: Promise
    texts: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()


PARTS: dict[str, Part] = {
    part.id: part
    for part in (
        Part(
            "about",
            _("Who you are"),
            _("So that people know whom they deal with. The name and the kind of program are known already."),
            texts=("agency_type", "parent", "description"),
            facets=("faith",),
        ),
        Part(
            "cases",
            _("What you take"),
            _(
                "Your policy says the rest: who may refer, at which stage, which offenses, which ways to meet."
            ),
            facets=("age", "process"),
        ),
        Part(
            "means",
            _("Languages, accessibility and cost"),
            _("People call whoever says yes first. What you leave open is shown as not stated."),
            texts=("cost",),
            facets=("language", "access", "cost"),
        ),
        Part(
            "contact",
            _("Contact and how to refer"),
            _("Beside your telephone number and your referral form, which are shown anyway."),
            texts=("email", "website", "hours", "how_to_refer"),
        ),
        Part(
            "capacity",
            _("Capacity and waiting time"),
            _("This is shown at once, without publishing again."),
            texts=("capacity", "waiting_days"),
        ),
    )
}

TEXT_LABELS: dict[str, Any] = {
    "agency_type": _("Who runs the program"),
    "parent": _("Organization that runs it, if it has another name"),
    "description": _("What you do, in a few sentences"),
    "how_to_refer": _("How somebody refers"),
    "cost": _("Cost, in words"),
    "email": _("E-mail address for everybody"),
    "website": _("Web site"),
    "hours": _("When you can be reached"),
    "capacity": _("Do you take cases now?"),
    "waiting_days": _("How long does one wait?"),
}


def texts_of(part: Part, program: Program) -> list[str]:
    """Return the texts that a part asks for; who runs it is asked only where the type of program does not say."""
    known = derived(program)
    return [name for name in part.texts if name != "agency_type" or not known.agency_type]


def answers_of_part(part: Part, program: Program) -> Iterator[tuple[str, str]]:
    """Yield facet and value of each answer that a part asks for: those that the policy does not give."""
    given = derived(program).answers
    for facet in part.facets:
        for value, _label in FACETS[facet].values:
            if value not in given.get(facet, {}):
                yield facet, value


def names_of(part: Part, program: Program) -> list[str]:
    """Return the names of all values that a part asks for."""
    return [
        *texts_of(part, program),
        *(answer_key(facet, value) for facet, value in answers_of_part(part, program)),
    ]
