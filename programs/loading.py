"""Reads the parts of a case that guards look at, for one case or for many with the same number of queries."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from django.db.models import Prefetch

from amends.mail.models import Delivery
from programs.ledger.lines import attach_rows, lines_of
from programs.models import (
    Agreement,
    AgreementItem,
    ConflictDeclaration,
    Contact,
    EligibilityCheck,
    ItemDone,
    MediatorAssignment,
    Offence,
    Participant,
    ParticipationConsent,
    Referral,
    Representation,
    RiskAssessment,
    Session,
    Survey,
    VictimChoice,
)
from programs.models.agreement import AgreementState
from programs.models.survey import Moment, SurveyState, key_for

if TYPE_CHECKING:
    from programs.facts import CaseFacts

Part = TypeVar("Part")
Many = Sequence["CaseFacts"]
ByCase = dict[uuid.UUID, Part]


class Loaded(Generic[Part]):
    """An attribute of facts that is read once: when it is asked for, or before that for many facts together."""

    def __init__(self, read: Callable[[Many], ByCase[Part]]) -> None:
        self.read = read

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, facts: None, owner: type) -> Self: ...
    @overload
    def __get__(self, facts: "CaseFacts", owner: type) -> Part: ...
    def __get__(self, facts: Any, owner: type) -> Any:
        if facts is None:
            return self
        self.load([facts])
        return facts.__dict__[self.name]

    def load(self, many: Many) -> None:
        """Read this part of all these facts at once."""
        found = self.read(many)
        for facts in many:
            facts.__dict__[self.name] = found[facts.case.pk]


def participants(many: Many) -> ByCase[list[Participant]]:
    """Return everybody in each case, with `all_consents` that they ever gave, and the `live_consents` among them."""
    given = Prefetch("consents", ParticipationConsent.objects.all(), to_attr="all_consents")
    found = _by_case(many, Participant.objects.filter(case__in=_keys(many)).prefetch_related(given))
    for person in (each for people in found.values() for each in people):
        person.live_consents = [consent for consent in person.all_consents if consent.is_live]
    return found


def representations(many: Many) -> ByCase[list[Representation]]:
    """Return who stands for whom in each case now."""
    found = _of_people(many, [p for facts in many for p in facts.participants], Representation.objects.live())
    for facts in many:
        by_key = {person.pk: person for person in facts.participants}
        for row in found[facts.case.pk]:
            row.by = by_key[row.by_id]
    return found


def referral(many: Many) -> ByCase[Referral]:
    """Return what guards ask of each case's referral; nothing sealed."""
    told = ("pk", "office", "referrer_class", "stage", "submitted_at", "source", "source__told_back")
    rows = Referral.objects.select_related("source").only(*told)
    found = rows.in_bulk([facts.case.referral_id for facts in many])
    return {facts.case.pk: found[facts.case.referral_id] for facts in many}


def offences(many: Many) -> ByCase[list[Offence]]:
    """Return what each case's referral names as offences."""
    found: dict[uuid.UUID, list[Offence]] = {facts.case.referral_id: [] for facts in many}
    for row in Offence.objects.filter(referral__in=found):
        found[row.referral_id].append(row)
    return {facts.case.pk: found[facts.case.referral_id] for facts in many}


def contacts(many: Many) -> ByCase[list[Contact]]:
    """Return each try to reach somebody in each case, with `is_undelivered` for a message that did not get there."""
    found = _of_people(many, [p for facts in many for p in facts.participants], Contact.objects.all())
    sent = {row.delivery for rows in found.values() for row in rows if row.delivery}
    lost = (
        {*Delivery.objects.filter(pk__in=sent).undelivered().values_list("pk", flat=True)} if sent else set()
    )
    for row in (each for rows in found.values() for each in rows):
        row.is_undelivered = row.delivery in lost
    return found


def choices(many: Many) -> ByCase[dict[uuid.UUID, VictimChoice]]:
    """Return the latest choices of each person harmed, by the person's key."""
    harmed = [person for facts in many for person in facts.harmed]
    found = _of_people(many, harmed, VictimChoice.objects.order_by("version"))
    return {case: {row.participant_id: row for row in rows} for case, rows in found.items()}


def wishes(many: Many) -> ByCase[dict[uuid.UUID, VictimChoice]]:
    """Return the latest wishes of each person responsible, by the person's key."""
    responsible = [person for facts in many for person in facts.responsible]
    found = _of_people(many, responsible, VictimChoice.objects.order_by("version"))
    return {case: {row.participant_id: row for row in rows} for case, rows in found.items()}


def checks(many: Many) -> ByCase[dict[str, EligibilityCheck]]:
    """Return the answer to each rule of eligibility, by the rule."""
    rows = EligibilityCheck.objects.filter(case__in=_keys(many)).select_related("checked_by")
    found = _with_case(many, _by_case(many, rows))
    return {case: {check.rule: check for check in rows} for case, rows in found.items()}


def risks(many: Many) -> ByCase[list[RiskAssessment]]:
    """Return each assessment of the risk, the latest last."""
    rows = RiskAssessment.objects.filter(case__in=_keys(many)).select_related("assessed_by")
    return _with_case(many, _by_case(many, rows))


def assignments(many: Many) -> ByCase[list[MediatorAssignment]]:
    """Return who mediates each case, with what they belong to."""
    live = MediatorAssignment.objects.live().filter(case__in=_keys(many))
    rows = live.select_related("mediator__user", "supervisor")
    return _by_case(many, rows.prefetch_related("mediator__affiliations__office"))


def conflicted(many: Many) -> ByCase[set[uuid.UUID]]:
    """Return the keys of the mediators who may not mediate each case, by a declaration (N2)."""
    found = _by_case(many, ConflictDeclaration.objects.filter(case__in=_keys(many)))
    return {case: {row.mediator_id for row in rows} for case, rows in found.items()}


def items_done(many: Many) -> ByCase[dict[str, ItemDone]]:
    """Return what is ticked of each case's own items, by the item."""
    found = _by_case(many, ItemDone.objects.filter(case__in=_keys(many)))
    return {case: {row.item: row for row in rows} for case, rows in found.items()}


def sessions(many: Many) -> ByCase[list[Session]]:
    """Return each session, planned or past."""
    # The place is sealed under the case's key: hand the case over, so that no row has to fetch it.
    return _with_case(many, _by_case(many, Session.objects.filter(case__in=_keys(many))))


def agreements(many: Many) -> ByCase[list[Agreement]]:
    """Return every version, the oldest first; those that were not concluded are left out."""
    rows = Agreement.objects.filter(case__in=_keys(many)).exclude(state=AgreementState.DROPPED)
    return _with_case(many, _by_case(many, rows.prefetch_related("signatures")))


def items(many: Many) -> ByCase[list[AgreementItem]]:
    """Return what the latest version of each case holds, with its ledger."""
    return _items_of(many, {facts.case.pk: facts.agreement for facts in many})


def signed_items(many: Many) -> ByCase[list[AgreementItem]]:
    """Return what everybody signed, also while a newer version is being written."""
    found = {facts.case.pk: facts.items for facts in many}
    newer = [facts for facts in many if facts.signed_agreement is not facts.agreement]
    return found | _items_of(newer, {facts.case.pk: facts.signed_agreement for facts in newer})


def lines(many: Many) -> ByCase[list[AgreementItem]]:
    """Return the debts of each case (`ledger.lines`); without an older version they are items that are here already."""
    found = {facts.case.pk: [item for item in facts.signed_items if item.has_ledger] for facts in many}
    older = [
        facts.case
        for facts in many
        if any(each.state == AgreementState.REPLACED for each in facts.agreements)
    ]
    return found | lines_of(older)


def surveyed(many: Many) -> ByCase[set[uuid.UUID]]:
    """Return the keys of the people of each case who were asked how it was, or of whom it is noted why not."""
    found: ByCase[set[uuid.UUID]] = {facts.case.pk: set() for facts in many}
    keys = [key_for(person, Moment.AFTER) for facts in many for person in facts.parties]
    rows = Survey.objects.filter(pk__in=keys).exclude(state=SurveyState.DUE)
    for case, person in rows.values_list("case", "participant"):
        found[case].add(person)
    return found


def _items_of(many: Many, papers: dict[uuid.UUID, Agreement | None]) -> ByCase[list[AgreementItem]]:
    there = {paper.pk: (case, paper) for case, paper in papers.items() if paper}
    found: ByCase[list[AgreementItem]] = {facts.case.pk: [] for facts in many}
    if there:
        for item in AgreementItem.objects.filter(agreement__in=there).prefetch_related("payments"):
            case, item.agreement = there[item.agreement_id]
            found[case].append(item)
        attach_rows(item for items in found.values() for item in items)
    return found


def _of_people(many: Many, people: Iterable[Participant], rows: Any) -> ByCase[list[Any]]:
    by_key = {person.pk: person for person in people}
    found: ByCase[list[Any]] = {facts.case.pk: [] for facts in many}
    for row in rows.filter(participant__in=by_key) if by_key else ():
        row.participant = by_key[row.participant_id]
        found[row.participant.case_id].append(row)
    return found


def _by_case(many: Many, rows: Iterable[Any]) -> ByCase[list[Any]]:
    found: ByCase[list[Any]] = {facts.case.pk: [] for facts in many}
    for row in rows:
        found[row.case_id].append(row)
    return found


def _with_case(many: Many, found: ByCase[list[Any]]) -> ByCase[list[Any]]:
    for facts in many:
        for row in found[facts.case.pk]:
            row.case = facts.case
    return found


def _keys(many: Many) -> list[uuid.UUID]:
    return [facts.case.pk for facts in many]
