"""What the directory says of a program that its row and its policy hold already."""

from dataclasses import dataclass, field

from network.directory.vocabulary import FACETS, AgencyType
from programs.models import Program
from programs.models.referral import INITIATIVE_OF
from programs.policy.document import Policy
from programs.presets import PRESETS

OFFENCES_OF: dict[str, tuple[str, ...]] = {
    "property": ("theft", "burglary", "property_damage", "fraud", "arson"),
    "violence": ("robbery", "assault", "threats"),
    "severe": ("homicide",),
    "sexual": ("sexual", "trafficking"),
    "domestic": ("partner", "stalking", "protection_order"),
    "driving": ("driving",),
    "neighbour": ("neighbour",),
}
"""Which offences of a policy each class of the directory stands for; "other" is in none, for it says nothing."""
PROCESS_OF = {"vom": "vom", "voc": "voc", "vod": "vod", "letter_video_relay_meeting": "vom"}
"""By the track of a preset; letters, messages and meetings around prisons are called mediation there."""


@dataclass(frozen=True)
class Derived:
    """Facts of a listing that nobody types; `answers` are by facet and value."""

    name: str
    telephone: str
    agency_type: str
    """Empty when the type of the program says nothing of it."""
    premise: str
    answers: dict[str, dict[str, str]] = field(default_factory=dict)


def derived(program: Program) -> Derived:
    """Return what the program's row and the policy in force say."""
    policy, kind = program.policy, str(program.type)
    known = kind if kind in AgencyType.values and kind != AgencyType.OTHER else ""
    return Derived(
        program.name, program.public_telephone, known, policy.premise, answers_of(policy, program.preset)
    )


def answers_of(policy: Policy, preset: str) -> dict[str, dict[str, str]]:
    """Return the answers that a policy gives; what it leaves open is not among them."""
    return {
        "referrer": {each: _yes(_may_refer(each, policy)) for each, _label in FACETS["referrer"].values},
        "stage": {each: _yes(each in policy.stages) for each, _label in FACETS["stage"].values},
        "age": {"juvenile": _yes(policy.minors_responsible)},
        "offence": {kind: _takes(offences, policy) for kind, offences in OFFENCES_OF.items()},
        "mode": {each: _yes(each in policy.modes) for each, _label in FACETS["mode"].values},
        "process": {PROCESS_OF[PRESETS[preset].track]: "yes"},
    }


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _may_refer(referrer: str, policy: Policy) -> bool:
    # After severe violence only the person harmed may begin: a referral of anybody else cannot be accepted there.
    return referrer in policy.referrers and INITIATIVE_OF.get(referrer, "program") in policy.initiative


def _takes(offences: tuple[str, ...], policy: Policy) -> str:
    given = {policy.offences[each] for each in offences}
    return {frozenset({"taken"}): "yes", frozenset({"excluded"}): "no"}.get(frozenset(given), "assess")
