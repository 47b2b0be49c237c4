"""What a rule can compare, each fact once: its name, its values, how a case has it, how the database is asked.

A fact of `choices` is a set of values, empty when nothing is known; the others are one value, or None.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import (
    BooleanField,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.models.assignment import MediatorAssignment
from programs.models.case import Relationship
from programs.models.choice import NO_PREFERENCE, Mode, VictimChoice
from programs.models.consent import ParticipationConsent
from programs.models.contact import Contact, Result
from programs.models.participant import HARMED_SIDE, PARTY_ROLES, RESPONSIBLE_SIDE, Participant
from programs.models.referral import Offence, OffenceClass, ReferralStage, ReferrerClass
from programs.policy.document import Policy
from programs.policy.vocabulary import Severity

CHOICES, NUMBER, YES_NO, DAY, TEXT = "choices", "number", "yes_no", "day", "text"
MOST = 100_000
"""No number in a rule is larger."""


@dataclass(frozen=True)
class Asking:
    """When and by which policy the database is asked."""

    now: datetime
    policy: Policy


@dataclass(frozen=True)
class Fact:
    id: str
    kind: str
    label: str | Promise
    """What it is called in a list."""
    of: Callable[[Any], Any]
    """Return what a case has (`programs.facts.CaseFacts`)."""
    asked: Callable[..., Any]
    """Return the expression over cases: of choices whether it has one of `values`, else the value or NULL."""
    choices: tuple[tuple[str, str | Promise], ...] = ()


def _a_party(**more: Any) -> Any:
    return Participant.objects.filter(case=OuterRef("pk"), role__in=PARTY_ROLES, **more)


def _has_offence(values: Any, _asking: Asking) -> Exists:
    return Exists(Offence.objects.filter(referral=OuterRef("referral"), offence_class__in=values))


def _has_severity(values: Any, asking: Asking) -> Exists:
    return _has_offence([each for each, grave in asking.policy.severity.items() if grave in values], asking)


def _has_mode(values: Any, _asking: Asking) -> Exists:
    latest = VictimChoice.objects.filter(participant=OuterRef("participant")).order_by("-version")
    victims = Participant.objects.filter(case=OuterRef("participant__case"), role=HARMED_SIDE[0])
    return Exists(
        VictimChoice.objects.filter(
            Q(participant__role=HARMED_SIDE[0]) | ~Exists(victims),
            pk=Subquery(latest.values("pk")[:1]),
            participant__case=OuterRef("pk"),
            participant__role__in=HARMED_SIDE,
            takes_part=True,
            mode__in=values,
        )
    )


def _modes(facts: Any) -> frozenset[str]:
    chosen = (facts.choices.get(person.pk) for person in facts.deciders)
    return frozenset(each.mode for each in chosen if each and each.takes_part and each.mode)


def _all_consent(_asking: Asking) -> ExpressionWrapper:
    live = ParticipationConsent.objects.live().filter(participant=OuterRef("pk"))
    without = _a_party().exclude(Exists(live))
    return ExpressionWrapper(Q(Exists(_a_party())) & ~Q(Exists(without)), BooleanField())


def _number_of(roles: tuple[str, ...]) -> Callable[[Asking], Coalesce]:
    return lambda _asking: _counted(Participant.objects.filter(case=OuterRef("pk"), role__in=roles))


def _counted(rows: Any) -> Coalesce:
    counted = rows.order_by().values("case").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _days_since(moment: Any, asking: Asking) -> Func:
    """Return the whole days that passed since a moment, NULL since none."""
    passed = ExpressionWrapper(Value(asking.now) - moment, DurationField())
    template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s) / 86400)::int"
    return Func(passed, template=template, output_field=IntegerField())


def _days(facts: Any, moment: datetime | None) -> int | None:
    return None if moment is None else (facts.now - moment).days


def _last_reached(facts: Any) -> datetime | None:
    return max((c.made_at for c in facts.contacts if c.result == Result.REACHED), default=None)


def _reached_at() -> Subquery:
    rows = Contact.objects.filter(participant__case=OuterRef("pk"), result=Result.REACHED)
    return Subquery(rows.order_by("-made_at").values("made_at")[:1])


def _known(value: str) -> frozenset[str]:
    return frozenset([value] if value else [])


FACTS: Mapping[str, Fact] = {
    fact.id: fact
    for fact in (
        Fact(
            "offence",
            CHOICES,
            _("Offense"),
            lambda facts: frozenset(each.offence_class for each in facts.offences),
            _has_offence,
            tuple(OffenceClass.choices),
        ),
        Fact(
            "severity",
            CHOICES,
            _("How grave an offense is"),
            lambda facts: frozenset(facts.policy.severity[each.offence_class] for each in facts.offences),
            _has_severity,
            tuple(Severity.choices),
        ),
        Fact(
            "stage",
            CHOICES,
            _("Stage when it was referred"),
            lambda facts: _known(facts.referral.stage),
            lambda values, _asking: Q(referral__stage__in=values),
            tuple(ReferralStage.choices),
        ),
        Fact(
            "referrer",
            CHOICES,
            _("Who referred it"),
            lambda facts: _known(facts.referral.referrer_class),
            lambda values, _asking: Q(referral__referrer_class__in=values),
            tuple(ReferrerClass.choices),
        ),
        Fact(
            "relationship",
            CHOICES,
            _("What the two sides are to each other"),
            lambda facts: _known(facts.case.relationship),
            lambda values, _asking: Q(relationship__in=values),
            tuple(Relationship.choices),
        ),
        Fact(
            "language",
            CHOICES,
            _("Language of a party"),
            lambda facts: frozenset(person.language for person in facts.parties if person.language),
            lambda values, _asking: Exists(_a_party(language__in=values)),
            tuple(settings.LANGUAGES),
        ),
        Fact(
            "mode",
            CHOICES,
            _("Way of meeting that the person harmed chose"),
            _modes,
            _has_mode,
            (*Mode.choices, (NO_PREFERENCE, _("No preference"))),
        ),
        Fact(
            "consent",
            YES_NO,
            _("Every party consents to take part"),
            lambda facts: bool(facts.parties) and not any(not p.live_consents for p in facts.parties),
            _all_consent,
        ),
        Fact(
            "harmed",
            NUMBER,
            _("Number of persons harmed"),
            lambda facts: sum(1 for person in facts.participants if person.role == HARMED_SIDE[0]),
            _number_of(HARMED_SIDE[:1]),
        ),
        Fact(
            "responsible",
            NUMBER,
            _("Number of persons responsible"),
            lambda facts: len(facts.responsible),
            _number_of(RESPONSIBLE_SIDE),
        ),
        Fact(
            "mediators",
            NUMBER,
            _("Number of mediators"),
            lambda facts: len(facts.assignments),
            lambda _asking: _counted(MediatorAssignment.objects.live().filter(case=OuterRef("pk"))),
        ),
        Fact(
            "days_here",
            NUMBER,
            _("Days since the case came to where it is"),
            lambda facts: _days(facts, facts.case.state_since),
            lambda asking: _days_since(F("state_since"), asking),
        ),
        Fact(
            "days_open",
            NUMBER,
            _("Days since the case was opened"),
            lambda facts: _days(facts, facts.case.opened_at),
            lambda asking: _days_since(F("opened_at"), asking),
        ),
        Fact(
            "days_referred",
            NUMBER,
            _("Days since the matter was referred"),
            lambda facts: _days(facts, facts.referral.submitted_at),
            lambda asking: _days_since(F("referral__submitted_at"), asking),
        ),
        Fact(
            "days_silent",
            NUMBER,
            _("Days since somebody was last reached"),
            lambda facts: _days(facts, _last_reached(facts)),
            lambda asking: _days_since(_reached_at(), asking),
        ),
    )
}
"""By their ids, as conditions name them. The program's own fields come on top (`rules.owned`)."""
