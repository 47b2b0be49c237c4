"""What one version of a standard changes of the one before, in words, and whom that concerns."""

import datetime as dt
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.accreditation.criteria import Criterion, Document, in_language
from network.accreditation.models import Accreditation, Standard, StandardVersion
from network.accreditation.states import ASKED, STANDS


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise: what it is about, and how."""

    name: str
    text: str


@dataclass(frozen=True)
class Concerned:
    """How many programs hold what a standard gives, and how many applied for it."""

    standing: int
    asking: int


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return what is otherwise; both as `as_draft` returns a version."""
    return [*_of_criteria(before["document"], after["document"]), *_of_the_rest(before, after)]


def latest_of(standard: Standard) -> StandardVersion:
    """Return the version by which programs apply now."""
    found: StandardVersion = standard.versions.all()[0]
    return found


def as_draft(version: StandardVersion) -> dict[str, Any]:
    """Return a version as a draft of the next one."""
    return {
        "title": dict(version.title),
        "document": deepcopy(version.document),
        "renewal_months": version.renewal_months,
        "has_annual_return": version.has_annual_return,
    }


def concerned_by(standard: Standard, today: dt.date) -> Concerned:
    """Return whom a new version concerns, and how: they are counted, nobody's facts are looked at."""
    stands = Q(state__in=STANDS) & (Q(valid_until=None) | Q(valid_until__gte=today))
    rows = Accreditation.objects.filter(standard=standard)
    counts = rows.aggregate(
        standing=Count("pk", filter=stands), asking=Count("pk", filter=Q(state__in=ASKED))
    )
    return Concerned(**counts)


def months(count: int) -> str:
    """Return a number of months in words."""
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def _of_criteria(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    old, new = _read(before), _read(after)
    for key, each in new.items():
        if key not in old:
            text = _("New, and required") if each.required else _("New, and not required")
            yield Change(each.name, text)
        elif each != old[key]:
            yield Change(each.name, "; ".join(_differences(old[key], each)))
    for key, each in old.items():
        if key not in new:
            yield Change(each.name, _("Removed"))


def _differences(old: Criterion, new: Criterion) -> Iterator[str]:
    if old.title != new.title:
        yield _("Its title was “%(title)s”") % {"title": old.name}
    if old.text != new.text:
        yield _("Its words are changed")
    if old.required != new.required:
        yield _("It is required now") if new.required else _("It is not required any more")
    if old.weight != new.weight:
        yield _("Its weight was %(old)s and is %(new)s") % {"old": old.weight, "new": new.weight}
    if set(old.evidence) != set(new.evidence):
        yield _("It can be shown by: %(kinds)s") % {"kinds": new.kinds}


def _of_the_rest(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    if before["title"] != after["title"]:
        yield Change(_("Title"), _("It was “%(title)s”") % {"title": in_language(before["title"])})
    old, new = before["renewal_months"], after["renewal_months"]
    if old != new:
        text = _("After %(new)s, and not after %(old)s") % {"old": months(old), "new": months(new)}
        yield Change(_("Renewal"), text)
    if before["has_annual_return"] != after["has_annual_return"]:
        asked = _("Asked for from now on") if after["has_annual_return"] else _("Not asked for any more")
        yield Change(_("Annual return"), asked)
    if before["document"]["sources"] != after["document"]["sources"]:
        yield Change(_("Sources"), _("The list is changed"))


def _read(document: Mapping[str, Any]) -> dict[str, Criterion]:
    """Return the criteria of a document, which as a draft may be none of a standard yet."""
    return {each.id: each for each in Document.drafted(document).criteria}
