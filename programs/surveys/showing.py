"""What staff are shown of a survey: its number, its items, who may read single answers."""

from typing import Any

from programs.models import Program, Survey
from programs.policy.document import Policy
from programs.policy.vocabulary import SurveyReader
from programs.roles import RUNS_THE_PROGRAM
from programs.surveys.instruments import Item, Kind, items_for

DIGITS = 8


def number_of(survey: Survey) -> str:
    """Return what stands on a form of paper, so that it is found again; it names nobody."""
    return survey.pk.hex[:DIGITS].upper()


def items_of(survey: Survey, policy: Policy) -> tuple[Item, ...]:
    """Return what is asked of somebody now."""
    return items_for(survey.side, survey.moment, is_mediated=survey.is_mediated, off=policy.survey_items_off)


def may_read(user: Any, survey: Survey, program: Program) -> bool:
    """Return whether somebody who sees that there is a survey reads its answers too (policy)."""
    if user.has_role(*RUNS_THE_PROGRAM):
        return True
    return survey.case is not None and program.policy.survey_readers == SurveyReader.SUPERVISORS


def answers_said(survey: Survey) -> list[tuple[Any, str]]:
    """Return each question with its answer in words, in the order of the form."""
    said: list[tuple[Any, str]] = []
    for item in items_for(survey.side, survey.moment):
        question = item.words[survey.side]  # type: ignore[index]
        if item.kind == Kind.WORDS and survey.words:
            said.append((question, str(survey.words)))
        elif item.id in survey.answers:
            said.append((question, item.label_of(survey.answers[item.id])))
    return said
