"""The quarter as the federal Office for Victims of Crime asks subgrantees for it (OVC PMT, victim assistance).

Only what a mediation program does is filled in; what it does not ask of people (origin, gender, exact age) is said to
be not asked, never guessed. Types of victimization are those of the form; an offense that the form has no row for is
among the others.
"""

from collections import Counter, defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Func, OuterRef, Q, QuerySet, UUIDField
from django.utils.translation import gettext_lazy as _

from programs.figures.definitions import DEFINITIONS
from programs.figures.periods import Period
from programs.figures.tables import Row, Table, parts, row
from programs.models import Contact, MediatedMessage, Participant, RestitutionPayment, Session
from programs.models.contact import Purpose, Result
from programs.models.message import OPENED
from programs.models.participant import Role
from programs.models.referral import OffenceClass
from programs.models.session import SessionState

TYPES = (
    ("physical_assault", _("Adult physical assault")),
    ("sexual_assault", _("Adult sexual assault")),
    ("arson", _("Arson")),
    ("burglary", _("Burglary")),
    ("child_physical_abuse", _("Child physical abuse or neglect")),
    ("child_sexual_abuse", _("Child sexual abuse or assault")),
    ("domestic", _("Domestic or family violence")),
    ("trafficking", _("Human trafficking, labor and sex not told apart")),
    ("financial", _("Identity theft, fraud, financial crime")),
    ("vehicular", _("Vehicular victimization")),
    ("robbery", _("Robbery")),
    ("stalking", _("Stalking or harassment")),
    ("survivor_of_homicide", _("Survivors of homicide victims")),
    ("other", _("Other")),
)
TYPE_OF: dict[str, str] = {
    OffenceClass.ASSAULT: "physical_assault",
    OffenceClass.SEXUAL: "sexual_assault",
    OffenceClass.ARSON: "arson",
    OffenceClass.BURGLARY: "burglary",
    OffenceClass.PARTNER: "domestic",
    OffenceClass.TRAFFICKING: "trafficking",
    OffenceClass.FRAUD: "financial",
    OffenceClass.DRIVING: "vehicular",
    OffenceClass.ROBBERY: "robbery",
    OffenceClass.THREATS: "stalking",
    OffenceClass.STALKING: "stalking",
    OffenceClass.HOMICIDE: "survivor_of_homicide",
}
"""All that is not here is among the others."""
OF_A_CHILD: dict[str, str] = {
    OffenceClass.ASSAULT: "child_physical_abuse",
    OffenceClass.SEXUAL: "child_sexual_abuse",
}
AGES = (("minor", _("Under 18")), ("adult", _("18 or older")), ("unknown", _("Not asked")))
SERVICES = (
    ("information", _("Information and first contact")),
    ("preparation", _("Preparation for a meeting or an exchange")),
    ("session", _("Meeting with the person responsible")),
    ("message", _("Message received through the mediator")),
    ("restitution", _("Assistance with restitution")),
    ("follow_up", _("Follow-up")),
)
OF_PURPOSE = {
    "information": (Purpose.FIRST_CONTACT, Purpose.ASKED_AGAIN, Purpose.ARRANGING),
    "preparation": (Purpose.PREPARATION,),
    "follow_up": (Purpose.FOLLOW_UP, Purpose.TOLD_END),
}


def quarter_tables(period: Period, zone: ZoneInfo) -> list[Table]:
    """Return the tables of the report: people, types of victimization, services."""
    begins, ends = period.bounds(zone)
    harmed = Participant.objects.filter(role=Role.VICTIM, case__is_sample=False)
    served = harmed.filter(_served(begins, ends))
    new = served.exclude(_served(None, begins))
    counted = new.aggregate(
        n=Count("pk"),
        minor=Count("pk", filter=Q(is_minor=True)),
        adult=Count("pk", filter=Q(is_minor=False)),
        unknown=Count("pk", filter=Q(is_minor__isnull=True)),
    )
    types, several = _types(new)
    return [
        Table(
            "people",
            _("People harmed"),
            (
                row("victims_served", served.count()),
                row("victims_new", counted["n"]),
                row("victims_age", counted["n"]),
                *parts("victims_age", counted, AGES),
            ),
            _("Origin and gender are not asked by this program; enter them as not tracked."),
        ),
        Table(
            "victimization",
            _("Types of victimization"),
            (
                row("victimization", counted["n"]),
                *parts("victimization", types, TYPES),
                row("victimization_several", several),
            ),
        ),
        _services(harmed, period, zone),
    ]


def _served(begins: Any, ends: Any) -> Q:
    """Return what is true of a person who had a service from one moment on, and before another one."""
    reached = _dated(
        Contact.objects.filter(participant=OuterRef("pk"), result=Result.REACHED), "made_at", begins, ends
    )
    sat = Session.objects.filter(
        case=OuterRef("case"), state=SessionState.HELD, attended__contains=[OuterRef("pk")]
    )
    held = _dated(sat, "starts_at", begins, ends)
    return Q(Exists(reached)) | Q(Exists(held))


def _dated(found: QuerySet[Any], field: str, begins: Any, ends: Any) -> QuerySet[Any]:
    if begins is not None:
        found = found.filter(**{f"{field}__gte": begins})
    return found.filter(**{f"{field}__lt": ends})


def _types(new: QuerySet[Participant]) -> tuple[dict[str, int], int]:
    """Count people by the types of victimization of their case's referral; and those with more than one."""
    found: dict[Any, set[str]] = defaultdict(set)
    rows = new.order_by().values_list("pk", "is_minor", "case__referral__offences__offence_class")
    for person, is_minor, offence in rows.iterator():
        of_child = OF_A_CHILD.get(offence) if is_minor else None
        found[person].add(of_child or TYPE_OF.get(offence, "other"))
    counted = Counter(kind for kinds in found.values() for kind in kinds)
    return dict(counted), sum(len(kinds) > 1 for kinds in found.values())


def _services(harmed: QuerySet[Participant], period: Period, zone: ZoneInfo) -> Table:
    """Return for each service how many people had it in the period, and how often it was given."""
    begins, ends = period.bounds(zone)
    talks = Contact.objects.filter(participant__in=harmed, result=Result.REACHED)
    reached = _dated(talks, "made_at", begins, ends)
    found = {name: _counted(reached.filter(purpose__in=of)) for name, of in OF_PURPOSE.items()}
    held = _dated(
        Session.objects.filter(case__is_sample=False, state=SessionState.HELD), "starts_at", begins, ends
    )
    attended = held.annotate(person=Func("attended", function="unnest", output_field=UUIDField()))
    there = Counter(attended.values_list("person", flat=True))
    present = set(harmed.filter(pk__in=there).values_list("pk", flat=True))
    found["session"] = (len(present), sum(there[person] for person in present))
    opened = MediatedMessage.objects.filter(recipient__in=harmed, state__in=OPENED)
    found["message"] = _counted(_dated(opened, "changed_at", begins, ends), "recipient")
    paid = RestitutionPayment.objects.filter(item__beneficiary__in=harmed, reverses=None, reversals=None)
    paid = paid.filter(paid_on__gte=period.first, paid_on__lte=period.last)
    found["restitution"] = _counted(paid, "item__beneficiary")
    rows = [
        Row(DEFINITIONS["services"], people, None, name, words) for name, words, people, _n in _told(found)
    ]
    often = [
        Row(
            DEFINITIONS["services"],
            times,
            None,
            f"{name}_times",
            _("%(service)s: times") % {"service": words},
        )
        for name, words, _people, times in _told(found)
    ]
    return Table(
        "services", _("Services"), tuple(each for pair in zip(rows, often, strict=True) for each in pair)
    )


def _told(found: dict[str, tuple[int, int]]) -> list[tuple[str, Any, int, int]]:
    return [(name, words, *found[name]) for name, words in SERVICES]


def _counted(rows: QuerySet[Any], person: str = "participant") -> tuple[int, int]:
    counted = rows.aggregate(people=Count(person, distinct=True), times=Count("pk"))
    return counted["people"], counted["times"]
