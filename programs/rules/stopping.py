"""What a program's own rules and checklists keep from being done, in the words in which guards speak."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from programs.facts import CaseFacts
from programs.guards.declared import Unmet
from programs.rules.declared import Item, Rule
from programs.rules.judging import holds
from programs.rules.kinds import STOPPABLE
from programs.rules.saying import say_rule
from programs.steps.declared import Step


def own_unmet(step: Step, facts: CaseFacts) -> list[Unmet]:
    """Return every own rule and open item that refuses a step; never for one by which people stop or record."""
    if step.id not in STOPPABLE:
        return []
    broken = (rule for rule in facts.policy.rules if _stops(rule, step) and holds(rule.violated, facts))
    return [*(_of_rule(rule, facts) for rule in broken), *(map(_of_item, open_items(step, facts)))]


def open_items(step: Step, facts: CaseFacts) -> Iterator[Item]:
    """Yield what has to be ticked before a step that leads out of the case's state."""
    if step.target is None:
        return
    for item in facts.policy.checklist:
        if item.is_required and item.state == facts.case.state and item.id not in facts.items_done:
            yield item


def _stops(rule: Rule, step: Step) -> bool:
    return rule.stops and step.id in rule.steps


def _of_rule(rule: Rule, facts: CaseFacts) -> Unmet:
    return Unmet(
        id=rule.id,
        rule=_("Own"),
        sentence=_("{name}: {rule}").format(name=rule.name, rule=say_rule(rule, facts.policy)),
        source=_("A rule of this program"),
        remedy=rule.text or _("Change what the rule speaks of, or ask an administrator about the rule."),
    )


def _of_item(item: Item) -> Unmet:
    return Unmet(
        id=item.id,
        rule=_("Own"),
        sentence=_("This is not ticked yet: {item}").format(item=item.text),
        source=_("The checklist of this program"),
        remedy=_("Do it, and tick it on the page of the case."),
        page="case",
    )
