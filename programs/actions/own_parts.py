"""Change what a program adds of its own, in the draft of its policy; in a case, tick items and answer own fields."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.actions.policy import change_settings
from programs.facts import CaseFacts
from programs.models import ItemDone, MediationCase, Program
from programs.models.case import STAFF_STATES, Relationship
from programs.policy.drafting import Draft, draft_of
from programs.retention.declared import KeepingRule
from programs.rules.declared import Item, OwnField, Rule
from programs.rules.doing import things_to_do
from programs.rules.owned import read_answer
from programs.steps import wrong_state
from programs.taking import refuse
from programs.wording.declared import OwnWording

OWN_PARTS = ("rules", "checklist", "fields", "wordings", "retention")
"""The settings that hold what a program adds of its own."""


class NoSuchItem(LookupError):
    """Nothing of this id is to be done in the case."""


@action
def put_own_part(
    *, actor: Any, now: datetime, part: str, record: Rule | Item | OwnField | OwnWording | KeepingRule
) -> Draft:
    """Put a record into the draft, in the place of one with its id or after the others.

    Raises kinds.NotAllowed for one that is none of its sort.
    """
    there = _drafted(part)
    kept = [record if each.id == record.id else each for each in there]
    return change_settings(actor=actor, now=now, values={part: kept if record in kept else [*there, record]})


@action
def remove_own_part(*, actor: Any, now: datetime, part: str, record_id: str) -> Draft:
    """Take a record out of the draft; one that is gone stays so. What was ticked or answered is kept in the cases."""
    return change_settings(
        actor=actor, now=now, values={part: [each for each in _drafted(part) if each.id != record_id]}
    )


def _drafted(part: str) -> tuple[Any, ...]:
    # Locked, so that of two who change the list at once the second sees what the first did.
    return tuple(getattr(draft_of(Program.objects.select_for_update().get()).policy, part))


@action
def tick_item(*, actor: Any, case: MediationCase, now: datetime, item: str, is_done: bool) -> MediationCase:
    """Say that something the program's own policy asks for is done in a case, or is not after all.

    Raises MediationCase.DoesNotExist for a case that the actor may not see, NoSuchItem for what is not to be done in
    it, and StepRefused for one that has ended.
    """
    locked, facts = _open(actor, case, now, "tick_item")
    if is_done:
        if item not in {each.id for each in things_to_do(facts) if each.may_be_ticked}:
            raise NoSuchItem(item)
        told = {"done_at": now, "done_by": actor}
        made = ItemDone.objects.get_or_create(case=locked, item=item, defaults=told)[1]
    else:
        made = bool(ItemDone.objects.filter(case=locked, item=item).delete()[0])
    if is_done:
        verb = "item_done" if made else "item_done_again"
    else:
        verb = "item_reopened" if made else "item_reopened_again"
    audit.record(verb, locked, actor=actor, item=item)
    return locked


@action
def describe_case(
    *, actor: Any, case: MediationCase, now: datetime, relationship: str, answers: Mapping[str, Any]
) -> MediationCase:
    """Record what the two sides are to each other, and the answers to the program's own fields by their ids.

    An answer of None is taken out. What is marked personal is sealed. Answers to fields that the case's policy does
    not have stay as they were. Raises MediationCase.DoesNotExist and StepRefused as `tick_item`, and kinds.NotAllowed
    for an answer that is none.
    """
    locked, facts = _open(actor, case, now, "describe_case")
    plain, personal = dict(locked.own_values), dict(locked.own_sealed or {})
    for field in facts.policy.fields:
        if field.id not in answers:
            continue
        into = personal if field.is_personal else plain
        into.pop(field.id, None)
        if answers[field.id] is not None:
            into[field.id] = read_answer(field, answers[field.id])
    locked.relationship, locked.own_values = relationship and Relationship(relationship).value, plain
    fields = ["relationship", "own_values"]
    if personal != (locked.own_sealed or {}):
        locked.own_sealed = personal
        fields.append("own_sealed")
    locked.save(update_fields=fields)
    audit.record("case_described", locked, actor=actor, fields=len(answers))
    return locked


def _open(actor: Any, case: MediationCase, now: datetime, what: str) -> tuple[MediationCase, CaseFacts]:
    """Return a case, locked, with its facts; refuse one that has ended."""
    locked = MediationCase.objects.visible_to(actor).select_for_update().get(pk=case.pk)
    facts = CaseFacts(case=locked, program=Program.objects.get(), now=now)
    if locked.state not in STAFF_STATES:
        refuse(what, locked, actor, [wrong_state(STAFF_STATES, facts)])
    return locked, facts
