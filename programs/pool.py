"""Whom a coordinator could ask to mediate a case: those whom no rule refuses, in a fair order, then all the others.

Nobody is chosen here. The order is a plain comparison, said on the page: room for another case, the languages of the
parties, time on the wished days, fewest live cases, longest since the last one, and then the name.
"""

import copy
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends import audit
from programs.availability import free_days
from programs.facts import Asked, CaseFacts
from programs.forms.availability import WishedDaysForm
from programs.guards import Unmet, unmet
from programs.models import Mediator
from programs.models.case import STAFF_STATES
from programs.models.mediator import Spoken
from programs.relationships import shared_cases
from programs.steps import STEPS

SHOWN = 8
"""How many the page shows at once; the others are one press away."""
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Candidate:
    """A mediator as a case sees them."""

    mediator: Mediator
    live_cases: int
    last_assigned: datetime | None
    languages: tuple[str, ...]
    """Those that the parties speak, as far as it is noted."""
    free: tuple[int, int]
    """On how many of the wished days they have time, and how many there are."""
    reasons: tuple[Unmet, ...] = ()
    """Every rule that refuses them."""

    @property
    def has_room(self) -> bool:
        return self.mediator.most_cases is None or self.live_cases < self.mediator.most_cases

    @property
    def unspoken(self) -> list[str]:
        """Return the languages of parties that the mediator does not speak."""
        return [each for each in self.languages if each not in self.mediator.languages]

    @property
    def place(self) -> tuple[Any, ...]:
        """Return what the order compares, the least first."""
        return (
            not self.has_room,
            len(self.unspoken),
            -self.free[0],
            self.live_cases,
            self.last_assigned or NEVER,
            str(self.mediator.user).casefold(),
            self.mediator.pk,
        )

    @property
    def said(self) -> list[str]:
        """Return in words what decides their place."""
        return [
            text
            for text in (self._room(), self._languages(), self._days(), self._load(), self._turn())
            if text
        ]

    def _room(self) -> str:
        return "" if self.has_room else _("Has as many cases as they take")

    def _languages(self) -> str:
        if not self.languages:
            return ""
        if self.unspoken:
            named = ", ".join(language_named(each) for each in self.unspoken)
            return _("It is not noted that they speak: %(languages)s") % {"languages": named}
        named = ", ".join(language_named(each) for each in self.languages)
        return _("Speaks: %(languages)s") % {"languages": named}

    def _days(self) -> str:
        free, wished = self.free
        if not wished:
            return ""
        if not self.mediator.weekly_hours:
            return _("Has not said when they have time")
        return _("Has time on %(free)s of the %(wished)s wished days") % {"free": free, "wished": wished}

    def _load(self) -> str:
        if not self.live_cases:
            return _("No live case")
        told = ngettext("%(count)s live case", "%(count)s live cases", self.live_cases)
        return told % {"count": self.live_cases}

    def _turn(self) -> str:
        if self.last_assigned is None:
            return _("Was never assigned yet")
        day = date_format(timezone.localtime(self.last_assigned), "DATE_FORMAT")
        return _("Assigned last on %(day)s") % {"day": day}


def language_named(code: str) -> str:
    """Return the name of a language in that of the page; the code itself for one that we have no name for."""
    return str(dict(Spoken.choices).get(code, code))


def candidates(facts: CaseFacts, wished: Collection[int] = ()) -> tuple[list[Candidate], list[Candidate]]:
    """Return who could be assigned to a case, the first to be asked first, and those whom a rule refuses, by name.

    `wished` are the weekdays, from 0 for Monday, on which the parties want to meet. Who mediates the case already is in
    neither. So many queries, however many mediators there are: they are judged on facts that are read once.
    """
    languages = tuple(dict.fromkeys(party.language for party in facts.parties if party.language))
    judged = copy.copy(facts)
    found = []
    for mediator in _mediators(facts):
        judged.asked = Asked(mediator=mediator, is_assigning=True)
        found.append(
            Candidate(
                mediator,
                mediator.live_cases,
                mediator.last_assigned,
                languages,
                free_days(mediator, wished, facts.today),
                tuple(unmet(STEPS["assign_mediator"].guards, judged)),
            )
        )
    fit = sorted((each for each in found if not each.reasons), key=lambda each: each.place)
    others = sorted(
        (each for each in found if each.reasons),
        key=lambda each: (str(each.mediator.user).casefold(), each.mediator.pk),
    )
    return fit, others


def _mediators(facts: CaseFacts) -> Any:
    """Return everybody who is enrolled and has an account in use, with what they do at the moment."""
    alike = Q(assignments__case__is_sample=facts.case.is_sample)
    live = alike & Q(assignments__ended_at=None, assignments__case__state__in=STAFF_STATES)
    mediators = Mediator.objects.for_case(facts.case).filter(user__is_active=True)
    here = [assignment.mediator_id for assignment in facts.assignments]
    return (
        mediators.exclude(pk__in=here)
        .select_related("user")
        .prefetch_related("affiliations", "absences")
        .annotate(
            live_cases=Count("assignments", filter=live),
            last_assigned=Max("assignments__assigned_at", filter=alike),
        )
    )


def beside(facts: CaseFacts, query: Mapping[str, Any], user: Any) -> dict[str, Any]:
    """Return what the page of an assignment shows above its form; the query names the wished weekdays."""
    days = WishedDaysForm(query if "day" in query else {"day": []})
    fit, others = candidates(facts, days.wished)
    audit.read(facts.parties, actor=user, purpose="step_page")  # the languages that they speak
    shared = shared_cases(facts, [each.mediator.pk for each in fit], user)
    return {
        "fit": [(each, shared.get(each.mediator.pk, [])) for each in fit],
        "more": max(len(fit) - SHOWN, 0),
        "others": others,
        "needed": facts.policy.mediators_needed,
        "assigned": len(facts.assignments),
        "days": days,
        "wished": days.wished,
    }
