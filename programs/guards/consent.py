"""Guards of consent: nothing goes on without both sides, and each of them willingly (C1, C2)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.declared import Guard
from programs.models import Participant, Program
from programs.sources import PRACTICE


def roles_of(people: Iterable[Participant], program: Program) -> str:
    """Return what these people are called in this program; never their names."""
    return ", ".join(str(program.word_for(person.role)) for person in people)


def consent_words(facts: CaseFacts) -> dict[str, Any]:
    """Return who has not consented."""
    return {"who": roles_of(facts.without_consent, facts.program)}


GUARDS = (
    Guard(
        id="both_sides_known",
        rule="3.5",
        sentence=_("Only one side of this case is known."),
        source=PRACTICE,
        remedy=_("Add the missing person under “People”."),
        page="participant-add",
        check=lambda facts: facts.has_both_sides,
    ),
    Guard(
        id="consents_live",
        rule="C2",
        sentence=_("Consent to take part is missing: {who}."),
        source=_("Taking part is voluntary on each side; this cannot be switched off"),
        remedy=_("Talk with each person first and record their consent, once they have given it freely."),
        page="case-people",
        check=lambda facts: not facts.without_consent,
        words=consent_words,
    ),
)
