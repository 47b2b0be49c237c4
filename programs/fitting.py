"""Whether a matter is one for this program, told before anybody is named: by the guards of accepting one.

What a form answers here is imagined: no row is made, and nobody is refused. What the guards say is what they will say
of the referral itself, because they are the same.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from programs.facts import ReferralFacts
from programs.guards.declared import Guard
from programs.guards.referral import GUARDS
from programs.models import Offence, Program, Referral
from programs.models.referral import OffenceClass, ReferralStage, ReferrerClass
from programs.policy.catalogue.offences import SPECIALIST_ONLY, TAKEN
from programs.sources import OWN_POLICY

ELSEWHERE = _("Look for a program that takes it: the directory is linked below.")
REMEDIES = {
    "stage_taken": _(
        "Send it when it stands where this program takes it, or look for a program that takes it now."
    ),
    "initiative_allowed": _("Whoever may ask here can ask themselves, in their own time. Do not press them."),
    "referrer_taken": ELSEWHERE,
    "offences_taken": ELSEWHERE,
    "stage_late_enough": _("Send it later, at the stage that this program asks for."),
}
"""What somebody can do about each, who is not of the program."""


@dataclass(frozen=True)
class Matter:
    """A matter as far as no person is in it."""

    stage: str
    referrer_class: str
    offences: tuple[str, ...]
    age: str
    """Of the person responsible: "minor", "adult" or "unknown"."""


@dataclass(frozen=True)
class Misfit:
    """A rule of the program that a matter does not meet, in words for whoever refers."""

    id: str
    sentence: Any
    remedy: Any
    source: Any


@dataclass
class _Imagined(ReferralFacts):
    """The facts of a referral that nobody has written."""

    classes: tuple[str, ...] = field(default=())

    @property
    def offences(self) -> list[Offence]:
        return [Offence(offence_class=each) for each in self.classes]


def _facts(matter: Matter, program: Program, now: datetime) -> _Imagined:
    referral = Referral(stage=matter.stage, referrer_class=matter.referrer_class)
    return _Imagined(referral=referral, program=program, now=now, classes=matter.offences)


def misfits(matter: Matter, program: Program, now: datetime) -> list[Misfit]:
    """Return each rule of the published policy that a matter does not meet; none when it fits."""
    facts = _facts(matter, program, now)
    found = [_misfit(guard, facts) for guard in GUARDS if guard.id in REMEDIES and not guard.check(facts)]
    if matter.age == "minor" and not program.policy.minors_responsible:
        sentence = _("This program does not work with minors who are responsible.")
        found.append(Misfit("minors_taken", sentence, ELSEWHERE, _rule("E6", OWN_POLICY)))
    return found


def _misfit(guard: Guard, facts: _Imagined) -> Misfit:
    words = guard.words(facts) if guard.words else {}
    sentence = str(guard.sentence).format(**words)
    return Misfit(guard.id, sentence, REMEDIES[guard.id], _rule(guard.rule, guard.source))


def _rule(mark: str, source: Any) -> Any:
    return format_lazy("{} ({})", source, mark)


def asks_for_more(matter: Matter, program: Program) -> list[Any]:
    """Return what this program asks for in addition, where a matter fits."""
    policy = program.policy
    more: list[Any] = []
    if any(policy.offences[each] == SPECIALIST_ONLY for each in matter.offences):
        more.append(_("It is taken with specialists only, so it may take longer until it begins."))
    if policy.requires_conviction:
        more.append(_("There must be a conviction before people are prepared."))
    if policy.no_pending_appeal:
        more.append(_("No appeal may be pending while people are prepared."))
    if matter.age != "adult" and policy.minors_responsible:
        more.append(_("If somebody is a minor, a guardian consents too."))
    return more


def takes(program: Program) -> list[tuple[Any, str]]:
    """Return what the published policy takes, as rows: who refers, at which stages, which offences."""
    policy = program.policy
    answers = {each: policy.offences[each] for each in OffenceClass.values}
    rows = [
        (_("From"), [label for value, label in ReferrerClass.choices if value in policy.referrers]),
        (_("At these stages"), [label for value, label in ReferralStage.choices if value in policy.stages]),
        (_("Offenses"), [label for value, label in OffenceClass.choices if answers[value] == TAKEN]),
        (
            _("With specialists only"),
            [label for value, label in OffenceClass.choices if answers[value] == SPECIALIST_ONLY],
        ),
        (_("Minors who are responsible"), [_("Yes") if policy.minors_responsible else _("No")]),
        (_("Minors who were harmed"), [_("Yes") if policy.minors_harmed else _("No")]),
    ]
    return [(label, "; ".join(map(str, values))) for label, values in rows if values]
