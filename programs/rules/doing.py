"""What is to be done in a case by the program's own checklists and rules, and in which cases a rule speaks up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from programs.facts import CaseFacts
from programs.models import ItemDone, MediationCase, Program
from programs.policy.document import Policy
from programs.policy.versions import policy_of
from programs.rules.declared import ASSIGN, Item, Rule
from programs.rules.judging import holds
from programs.rules.querying import cases_where


@dataclass(frozen=True)
class Thing:
    """One thing to do in a case, in the program's own words."""

    id: str
    text: str
    role: str
    """Whose it is, or anybody's."""
    due_on: date | None
    is_required: bool
    may_be_ticked: bool
    """A reminder goes by itself, when what it speaks of has changed."""
    done: ItemDone | None

    def is_late(self, today: date) -> bool:
        """Return whether it was to be done before today, and is not."""
        return self.done is None and self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class Late:
    """Something on a checklist that was due before today, and in which case."""

    case: MediationCase
    item: Item
    due_on: date


def things_to_do(facts: CaseFacts) -> list[Thing]:
    """Return what is to be done while the case is where it is: the checklist first, then what rules say."""
    state = facts.case.state
    items = [_of_item(item, facts) for item in facts.policy.checklist if item.state == state]
    return [*items, *(_of_rule(rule, facts) for rule in speaking(facts))]


def speaking(facts: CaseFacts) -> Iterator[Rule]:
    """Yield the rules that remind of something, or have it done, in a case as it is now."""
    for rule in facts.policy.rules:
        if not rule.stops and facts.case.state in rule.states and holds(rule.when, facts):
            yield rule


def _of_item(item: Item, facts: CaseFacts) -> Thing:
    due_on = None if item.days is None else _due_on(facts.case, item.days, facts.program)
    done = facts.items_done.get(item.id)
    return Thing(item.id, item.text, item.role, due_on, item.is_required, may_be_ticked=True, done=done)


def _of_rule(rule: Rule, facts: CaseFacts) -> Thing:
    may_be_ticked = rule.effect == ASSIGN
    done = facts.items_done.get(rule.id) if may_be_ticked else None
    return Thing(
        rule.id, rule.text, rule.role, None, is_required=False, may_be_ticked=may_be_ticked, done=done
    )


def cases_by_rules(
    cases: QuerySet, program: Program, now: datetime
) -> list[tuple[Rule, list[MediationCase]]]:
    """Return each rule that reminds or assigns with those of `cases` in which it is not done yet; without any, none.

    Each case is asked by the version that it works by: so many queries as there are such rules in those versions.
    """
    found: dict[str, tuple[Rule, list[MediationCase]]] = {}
    for version in cases.order_by().values_list("policy", flat=True).distinct():
        policy = policy_of(version, program.preset)
        of_version = cases.filter(policy=version)
        for rule in policy.rules:
            if rule.stops:
                continue
            there = of_version.filter(state__in=rule.states).exclude(items_done__item=rule.id)
            rows = list(cases_where(there, rule.when, policy=policy, now=now))
            found.setdefault(rule.id, (rule, []))[1].extend(rows)
    return [(rule, rows) for rule, rows in found.values() if rows]


def _due_on(case: MediationCase, days: int, program: Program) -> date:
    """Return the day so many days after the case came to where it is, where the program is."""
    return case.state_since.astimezone(program.zone).date() + timedelta(days=days)


def late_items(cases: QuerySet, program: Program, now: datetime) -> list[Late]:
    """Return what is overdue on the checklists of `cases`, the longest first.

    Each case is asked by the version that it works by: two queries for each version that has such items, however many
    items and cases there are.
    """
    today, found = now.astimezone(program.zone).date(), []
    for version in cases.order_by().values_list("policy", flat=True).distinct():
        items = [each for each in policy_of(version, program.preset).checklist if each.days is not None]
        if not items:
            continue
        late = Q(*(_came_too_early(each, today, program) for each in items), _connector=Q.OR)
        for case in cases.filter(late, policy=version).prefetch_related("items_done"):
            done = {each.item for each in case.items_done.all()}
            there = [each for each in items if each.state == case.state and each.id not in done]
            found += [Late(case, each, _due_on(case, each.days or 0, program)) for each in there]
    return sorted((each for each in found if each.due_on < today), key=lambda each: each.due_on)


def _came_too_early(item: Item, today: date, program: Program) -> Q:
    """Return the cases that came to the state of an item before the last day on which it is not overdue yet."""
    last = datetime.combine(today - timedelta(days=item.days or 0), time.min, tzinfo=program.zone)
    return Q(state=item.state, state_since__lt=last)


def cases_concerned(cases: QuerySet, rule: Rule, policy: Policy, now: datetime) -> QuerySet:
    """Return those of `cases` in which a rule would refuse its steps, or speaks up, by `policy`."""
    there = cases if rule.stops else cases.filter(state__in=rule.states)
    return cases_where(there, rule.violated, policy=policy, now=now)
