"""Which wordings a program has for somebody: the standard ones with its own words, and those it added."""

from dataclasses import replace

from programs.facts import CaseFacts
from programs.models import Participant
from programs.policy.document import Policy
from programs.wording.declared import OwnWording, Wording
from programs.wording.standard import AUDIENCES, GOES_BY_ITSELF, standard


def wordings(policy: Policy, preset: str) -> dict[str, Wording]:
    """Return every wording of a program by its id, with the words that its policy gives it."""
    found = dict(standard(preset))
    for own in policy.wordings:
        if own.replaces in found:
            there = found[own.replaces]
            found[own.replaces] = replace(there, words={**there.words, **own.words})
        else:
            found[own.id] = _added(own)
    return found


def offered_to(facts: CaseFacts, person: Participant) -> dict[str, Wording]:
    """Return the wordings that can be chosen for somebody, by their ids."""
    return {
        id_: each
        for id_, each in wordings(facts.policy, facts.program.preset).items()
        if id_ not in GOES_BY_ITSELF and person.role in AUDIENCES[each.audience][1]
    }


def _added(own: OwnWording) -> Wording:
    return Wording(own.id, own.name, own.purpose, own.audience, own.channels, own.words)
