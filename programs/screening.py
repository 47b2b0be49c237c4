"""The screening of a case, rule by rule: the answer, what comes of it, who gave it when, and what to do next (3.2).

A rule that joins needs a line in `LINES`: its guards (`programs.guards.eligibility`), where it is answered, and how
its answer is said. What comes of an answer is asked of the guards each time, never stored.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.facts import CaseFacts
from programs.guards import GUARDS, Unmet, in_words
from programs.guards.offences import of_answer
from programs.guards.risk import is_assessed_again
from programs.models.eligibility import EligibilityResult, EligibilityRule
from programs.policy.catalogue.offences import SPECIALIST_ONLY
from programs.steps import STEPS, missing


@dataclass(frozen=True)
class Line:
    """How one rule is shown; `step` records its answer, `override` lets a case through against it."""

    rule: EligibilityRule
    guards: tuple[str, ...]
    answer: Callable[[CaseFacts], str]
    step: str = ""
    override: str = ""
    page: str = ""
    """Where it is answered, when no step of its own asks for it."""


@dataclass(frozen=True)
class Finding:
    """One rule as it stands in a case."""

    rule: EligibilityRule
    result: EligibilityResult
    answer: str
    by: Any
    at: Any
    reasons: list[Unmet]
    override_text: str
    links: list[tuple[str, Any]]
    """Where to go from here: address and words."""


def _recorded(rule: EligibilityRule) -> Callable[[CaseFacts], str]:
    def answer(facts: CaseFacts) -> str:
        check = facts.checks.get(rule)
        return str(check.get_answer_display()) if check and check.answer else ""

    return answer


def _about(facts: CaseFacts) -> str:
    delicate = of_answer(facts, SPECIALIST_ONLY)
    told = [
        _("%(offense)s (only with specialists)") % {"offense": label} if label in delicate else label
        for label in (str(each.get_offence_class_display()) for each in facts.offences)
    ]
    return "; ".join(told)


def _risk(facts: CaseFacts) -> str:
    if facts.risk is None:
        return ""
    level = str(facts.risk.get_level_display())
    if is_assessed_again(facts):
        return level
    return _("%(level)s; to be assessed again once each side was met") % {"level": level}


def _ages(facts: CaseFacts) -> str:
    if any(party.is_minor is None for party in facts.parties):
        return _("Not asked of everybody yet")
    who = ", ".join(dict.fromkeys(str(facts.program.word_for(each.role)) for each in facts.minors))
    return _("Minors: %(who)s") % {"who": who} if who else _("Nobody is a minor")


R = EligibilityRule
LINES = (
    Line(
        R.ACKNOWLEDGEMENT,
        ("acknowledgement_met",),
        _recorded(R.ACKNOWLEDGEMENT),
        "record_acknowledgement",
        "override_acknowledgement",
    ),
    Line(R.APPEAL, ("no_appeal_pending",), _recorded(R.APPEAL), "record_legal_posture"),
    Line(R.CONVICTION, ("convicted",), _recorded(R.CONVICTION), "record_legal_posture"),
    Line(R.NO_CONTACT_ORDER, ("contact_lawful",), _recorded(R.NO_CONTACT_ORDER), "record_legal_posture"),
    Line(R.AGE, ("minors_taken",), _ages, page="case-people"),
    Line(
        R.OFFENCE,
        ("offences_of_case_taken", "offence_let_through"),
        _about,
        override="override_offence",
    ),
    Line(R.RISK, ("risk_assessed", "risk_bearable"), _risk, "record_risk"),
    Line(
        R.SUBSTANCE,
        ("something_to_talk_about",),
        _recorded(R.SUBSTANCE),
        "record_substance",
        "override_substance",
    ),
)


def findings(facts: CaseFacts, open_steps: Collection[str]) -> list[Finding]:
    """Return each rule as it stands, with links to the steps that are open to whoever looks."""
    return [_finding(facts, line, open_steps) for line in LINES]


def count_met(facts: CaseFacts) -> tuple[int, int]:
    """Return how many rules hold, let through or not, and how many there are."""
    return sum(not _unmet(facts, line) for line in LINES), len(LINES)


def _unmet(facts: CaseFacts, line: Line) -> list[Unmet]:
    return [in_words(GUARDS[name], facts) for name in line.guards if not GUARDS[name].check(facts)]


def _finding(facts: CaseFacts, line: Line, open_steps: Collection[str]) -> Finding:
    check, risk = facts.checks.get(line.rule), facts.risk
    reasons = _unmet(facts, line)
    if line.rule == R.RISK:
        by, at = (risk.assessed_by, risk.assessed_at) if risk else (None, None)
    else:
        by, at = (check.checked_by, check.checked_at) if check else (None, None)
    return Finding(
        rule=line.rule,
        result=_result(check, is_met=not reasons, is_known=bool(line.answer(facts))),
        answer=line.answer(facts),
        by=by,
        at=at,
        reasons=reasons,
        override_text=check.override_text if check else "",
        links=_links(facts, line, open_steps),
    )


def _result(check: Any, *, is_met: bool, is_known: bool) -> EligibilityResult:
    if is_met:
        is_override = check is not None and check.result == EligibilityResult.OVERRIDE
        return EligibilityResult.OVERRIDE if is_override else EligibilityResult.PASS
    if check is not None and check.result == EligibilityResult.UNKNOWN:
        return EligibilityResult.UNKNOWN
    return EligibilityResult.FAIL if is_known else EligibilityResult.UNKNOWN


def _links(facts: CaseFacts, line: Line, open_steps: Collection[str]) -> list[tuple[str, Any]]:
    steps: list[tuple[str, Any]] = []
    if line.step in open_steps:
        steps.append((line.step, _("Change") if line.answer(facts) else _("Record")))
    if line.override in open_steps and not missing(STEPS[line.override], facts):
        steps.append((line.override, STEPS[line.override].label))
    links = [(reverse(STEPS[step].page, args=[facts.case.pk]), words) for step, words in steps]
    return [*links, *([(reverse(line.page, args=[facts.case.pk]), _("People"))] if line.page else [])]


def day_of(moment: Any) -> str:
    """Return the day of a moment, where the program is."""
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
