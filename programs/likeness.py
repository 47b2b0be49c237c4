"""Finds the same matter, or the same person, elsewhere in this program: opened in memory, gone with the request.

Names, addresses and numbers are sealed, so no index could hold them, and none is made, not even hashed: no program
learns of another's people, and nothing is left behind here (C5). What is compared is what whoever looks may see.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.vault.errors import Shredded
from programs.models import LikenessVerdict, MediationCase, Participant, Referral
from programs.search import fold, words_of

Marks = set[tuple[str, Any]]

SAID: dict[str, Promise] = {
    "name": _("the same name"),
    "email": _("the same e-mail address"),
    "phone": _("the same telephone number"),
}

FEWEST_DIGITS = 7
"""Fewer of them are an extension, and many people have the same."""
FEWEST_WORDS = 2
"""One word of a name is shared by too many."""


@dataclass(frozen=True)
class Likeness:
    """Another referral with somebody who may be the same person."""

    other: Referral
    case: MediationCase | None
    people: list[tuple[Participant, list[Promise]]]
    """Who it is there, and what is the same."""
    offences: list[str]
    """What both are about, in words."""
    verdict: LikenessVerdict | None

    @property
    def may_be_same_matter(self) -> bool:
        """Return whether it is about the same kind of thing too; otherwise somebody was a party before."""
        return bool(self.offences)


def comparable(referral: Referral, user: Any) -> Any:
    """Return the other referrals that this person may see, those with a case only where they may see that too."""
    cases = MediationCase.objects.visible_to(user).order_by()
    rows = Referral.objects.visible_to(user).filter(is_sample=referral.is_sample).exclude(pk=referral.pk)
    return rows.still_told(timezone.now()).filter(Q(case=None) | Q(case__in=cases.values("pk")))


def likenesses(referral: Referral, user: Any) -> list[Likeness]:
    """Return what looks alike, the same matter first, then the latest; as many queries however many there are."""
    sought = {mark: None for person in people_of([referral.pk]) for mark in marks_of(person)}
    others = comparable(referral, user).prefetch_related("offences").select_related("case")
    rows = {other.pk: other for other in others.order_by("-submitted_at", "-id")}
    found: dict[uuid.UUID, list[tuple[Participant, list[Promise]]]] = defaultdict(list)
    for person in people_of(rows):
        if same := marks_of(person) & sought.keys():
            found[referral_of(person)].append((person, [SAID[kind] for kind, _mark in sorted_marks(same)]))
    about = {each.offence_class for each in referral.offences.all()}
    verdicts = latest_verdicts(referral)
    alike = [
        Likeness(
            other=other,
            case=getattr(other, "case", None),
            people=found[key],
            offences=[str(each) for each in other.offences.all() if each.offence_class in about],
            verdict=verdicts.get(key),
        )
        for key, other in rows.items()
        if key in found
    ]
    return sorted(alike, key=lambda each: not each.may_be_same_matter)


def sorted_marks(marks: Marks) -> list[tuple[str, Any]]:
    """Return marks in the order in which they are said."""
    return sorted(marks, key=lambda mark: list(SAID).index(mark[0]))


def people_of(referrals: Iterable[uuid.UUID]) -> Any:
    """Return everybody in these referrals and in the cases that came of them."""
    keys = list(referrals)
    rows = Participant.objects.filter(Q(referral__in=keys) | Q(case__referral__in=keys))
    return rows.select_related("case").order_by("added_at", "id")


def referral_of(person: Participant) -> uuid.UUID:
    """Return the key of the referral that somebody came with, or of the one whose case they were added to."""
    return person.referral_id or person.case.referral_id  # type: ignore[attr-defined,union-attr,no-any-return]


def marks_of(person: Participant) -> Marks:
    """Return by what somebody is known again; nothing of one whose key was destroyed."""
    try:
        name, email, phone = person.name, person.email, person.phone
    except Shredded:
        return set()
    words = frozenset(words_of(name))
    digits = "".join(character for character in phone if character.isdigit())
    marks: Marks = {("email", fold(email.strip()))} if email.strip() else set()
    if len(words) >= FEWEST_WORDS:
        marks.add(("name", words))
    if len(digits) >= FEWEST_DIGITS:
        marks.add(("phone", digits))
    return marks


def latest_verdicts(referral: Referral) -> dict[uuid.UUID, LikenessVerdict]:
    """Return what was decided last about this referral and each other, by the key of the other."""
    rows = LikenessVerdict.objects.filter(Q(referral=referral) | Q(other=referral)).select_related(
        "decided_by"
    )
    return {row.other_id if row.referral_id == referral.pk else row.referral_id: row for row in rows}  # type: ignore[attr-defined]
