"""Other live cases in which a mediator meets the same person or office again, so that nobody asks from memory alone.

It is a hint and no rule: the same name can be another person's. Shown only to those who may see both cases.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from amends import audit
from programs.facts import CaseFacts
from programs.models import MediationCase, MediatorAssignment, Office, Participant
from programs.search import name_of, words_of


@dataclass(frozen=True)
class Shared:
    """Another live case of a mediator, with what it has in common with the case that is looked at."""

    case: MediationCase
    names: tuple[str, ...]
    """People of the same name."""
    offices: tuple[str, ...]


def shared_cases(
    facts: CaseFacts, mediators: Collection[uuid.UUID], user: Any
) -> dict[uuid.UUID, list[Shared]]:
    """Return, by mediator, their other live cases that share a person or an office and that `user` may see.

    So many queries, however many mediators and cases there are. That names were compared is noted in the audit.
    """
    visible = MediationCase.objects.visible_to(user).still_open().exclude(pk=facts.case.pk)
    alike = visible.filter(is_sample=facts.case.is_sample).order_by()
    rows = list(
        MediatorAssignment.objects.live()
        .filter(mediator__in=mediators, case__in=alike.values("pk"))
        .select_related("case__referral")
        .order_by("case__reference")
    )
    found = _in_common(facts, {row.case_id: row.case for row in rows}, user)
    shared: dict[uuid.UUID, list[Shared]] = defaultdict(list)
    for row in rows:
        if each := found.get(row.case_id):
            shared[row.mediator_id].append(each)
    return shared


def _in_common(facts: CaseFacts, cases: dict[uuid.UUID, MediationCase], user: Any) -> dict[uuid.UUID, Shared]:
    rows = Participant.objects.filter(case__in=cases).only("case", "role", "name", "supervised_by")
    people: dict[uuid.UUID, list[Participant]] = defaultdict(list)
    for person in rows:
        people[person.case_id].append(person)  # type: ignore[index]
    offices = Office.objects.in_bulk(list(facts.involved_offices))
    here = {frozenset(words_of(name_of(person))) for person in facts.participants} - {frozenset()}
    found = {}
    for key, case in cases.items():
        same = [person for person in people[key] if frozenset(words_of(name_of(person))) in here]
        keys = {case.referral.office_id, *(person.supervised_by_id for person in people[key])}
        both = tuple(sorted(str(offices[each]) for each in keys & offices.keys()))
        if same or both:
            found[key] = Shared(case, tuple(person.name for person in same), both)
            audit.read(same, actor=user, purpose="relationship_search")
    return found
