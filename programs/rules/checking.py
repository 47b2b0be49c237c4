"""What keeps rules from being published: they are not finished, or speak of what there is not any more."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from programs.policy.document import Policy
from programs.rules.declared import BLOCK, REQUIRE, Rule
from programs.rules.owned import sound
from programs.rules.tree import comparisons


def problems_of(policy: Policy) -> list[str]:
    """Return in words what is not finished in the own rules of a policy."""
    return [
        _("{name}: {problem}").format(name=rule.name, problem=problem)
        for rule in policy.rules
        for problem in _problems_of_rule(rule, policy)
    ]


def _problems_of_rule(rule: Rule, policy: Policy) -> Iterator[str]:
    if rule.effect == BLOCK and not any(comparisons(rule.when)):
        yield _("Say when it stops these steps. A rule without a condition would stop every case.")
    if rule.effect == REQUIRE and not any(comparisons(rule.must)):
        yield _("Say what it asks for before these steps.")
    asked = (*comparisons(rule.when), *(comparisons(rule.must) if rule.effect == REQUIRE else ()))
    if any(sound(each, policy) is None for each in asked):
        yield _("It compares something that there is not any more. Take that comparison out.")
