"""Guards of the premise: whose wishes lead, and what is settled before the two sides come together (3.6).

In both premises whether and how the person harmed takes part is theirs alone (`guards.choices`).
"""

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.choices import allows
from programs.guards.declared import Guard
from programs.guards.screening import FEWEST_WORDS
from programs.models import VictimChoice
from programs.models.choice import NO_PREFERENCE
from programs.models.participant import RESPONSIBLE_SIDE
from programs.policy.vocabulary import Premise
from programs.sources import OWN_POLICY, PRACTICE


def differs(facts: CaseFacts, wish: VictimChoice) -> bool:
    """Return whether what the person responsible wishes is something else than the person harmed chose."""
    return wish.differs or (wish.mode not in ("", NO_PREFERENCE) and not allows(facts, wish.mode))


def unsettled(facts: CaseFacts) -> list[VictimChoice]:
    """Return the wishes that differ, if nothing was settled since they, or the choices, were recorded."""
    settled_at = facts.case.settled_at
    choices = [facts.choices[person.pk].made_at for person in facts.deciders if person.pk in facts.choices]
    return [
        wish
        for wish in facts.wishes.values()
        if differs(facts, wish) and (settled_at is None or settled_at < max([wish.made_at, *choices]))
    ]


GUARDS = (
    Guard(
        id="wishes_by_responsible",
        rule="3.6",
        sentence=_("These wishes are those of the person responsible."),
        source=PRACTICE,
        remedy=_("Record what the person harmed chose under “Choices”: it binds."),
        page="case-people",
        check=lambda facts: facts.asked.person.role in RESPONSIBLE_SIDE,
        needs=("person",),
    ),
    Guard(
        id="wishes_settled",
        rule="3.6",
        sentence=_("The two sides wish for something different, and it is not settled yet."),
        source=OWN_POLICY,
        remedy=_(
            "Talk with each side alone, and record how it was settled. Whether and how the person harmed takes part "
            "is theirs alone."
        ),
        page="settlement-record",
        check=lambda facts: facts.policy.premise != Premise.BALANCED or not unsettled(facts),
    ),
    Guard(
        id="settlement_in_writing",
        rule="3.6",
        sentence=_("How it was settled has to be in writing."),
        source=PRACTICE,
        remedy=_("Write in a sentence what was agreed with each side alone."),
        check=lambda facts: len(facts.asked.text.split()) >= FEWEST_WORDS,
        needs=("text",),
    ),
)
