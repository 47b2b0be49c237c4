"""What pages say of published figures: each table, row, column and percentage by its name, with what it counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from network.reporting.contributors import FEWEST, LARGEST_PART, TWO_LARGEST_PART, WITHIN, Withheld
from network.reporting.plan import Level

ALL_ROWS = _("All")
STAGES: Mapping[str, Any] = {
    "screened_out": _("Screened out: the program does not take such matters"),
    "referred": _("Referred, and went no further"),
    "screened_in": _("Taken on, and not mediated"),
    "mediated": _("Mediated, without an agreement"),
    "agreed": _("Agreement reached, not completed"),
    "completed": _("Agreement completed"),
}
"""The furthest stage that a case reached; each case is in one."""
STAGE_HEADS: Mapping[str, Any] = {
    "screened_out": _("Screened out"),
    "referred": _("Referred"),
    "screened_in": _("Taken on"),
    "mediated": _("Mediated"),
    "agreed": _("Agreed"),
    "completed": _("Completed"),
}
"""The same, as short as the heading of a column is."""
AGES: Mapping[str, Any] = {"juvenile": _("Under 18 at the offense"), "adult": _("Adults")}
ANSWERS: Mapping[str, Any] = {"yes": _("Yes"), "no": _("No"), "no_answer": _("No answer")}


@dataclass(frozen=True)
class Words:
    """A table's title, what stands in it, and how its rows and columns are called."""

    title: Any
    defined: Any
    rows: Mapping[str, Any]
    columns: Mapping[str, Any] = field(default_factory=lambda: STAGE_HEADS)


TABLES: Mapping[str, Words] = {
    "type": Words(
        _("By kind of program"),
        _("What the program says that it is; a program is of one kind."),
        {
            "church": _("Church-related"),
            "community_agency": _("Community agency"),
            "probation": _("Probation department"),
            "dispute_settlement": _("Dispute settlement center"),
            "other": _("Another kind of program"),
        },
    ),
    "offence": Words(
        _("By offense"),
        _("The gravest offense of the case, in five groups; homicide belongs to serious violence."),
        {
            "property": _("Theft and other property"),
            "vandalism": _("Vandalism"),
            "minor_assault": _("Minor assault"),
            "serious_violence": _("Serious violence"),
            "other": _("Another offense, or not known"),
        },
    ),
    "age": Words(
        _("By age of the person responsible"),
        _("Whether the person responsible was under 18 on the day of the offense; of several, the youngest."),
        AGES,
    ),
    "legal_stage": Words(
        _("By how far the court had come"),
        _("Where the matter stood in the justice system on the day of the referral."),
        {
            "pre_charge": _("Before any charge"),
            "post_charge": _("After a charge, before a finding"),
            "post_adjudication": _("After a finding, before sentence"),
            "post_sentence": _("After sentence"),
            "post_release": _("After release"),
            "community": _("Outside the courts"),
        },
    ),
    "mode": Words(
        _("By how the two sides met"),
        _(
            "The most direct way in which anything passed between them. Cases that were not mediated have "
            "none."
        ),
        {
            "direct": _("Directly, in a room or by video"),
            "surrogate": _("With somebody in one side’s place"),
            "indirect": _("By messages that a mediator passed on"),
            "none": _("Not mediated"),
        },
    ),
    "quarter": Words(
        _("By quarter in which the case was closed"),
        _("The quarter in which the program recorded that the case was closed."),
        {
            "q1": _("January to March"),
            "q2": _("April to June"),
            "q3": _("July to September"),
            "q4": _("October to December"),
        },
    ),
    "restitution": Words(
        _("Restitution"),
        _(
            "What was agreed in money or work for the person harmed, and how much of it was done when the "
            "case was closed."
        ),
        AGES,
        {
            "none": _("None agreed"),
            "unpaid": _("Agreed, nothing done"),
            "part": _("Done in part"),
            "full": _("Done in full"),
        },
    ),
    "victim_satisfied": Words(
        _("Satisfied, of the people harmed"),
        _(
            "Whether they are satisfied or very satisfied with how the justice system handled their case, "
            "as they answered in the program’s survey afterwards."
        ),
        AGES,
        ANSWERS,
    ),
    "offender_satisfied": Words(
        _("Satisfied, of the people responsible"),
        _(
            "Whether they are satisfied or very satisfied with how the justice system handled their case, "
            "as they answered in the program’s survey afterwards."
        ),
        AGES,
        ANSWERS,
    ),
    "fear": Words(
        _("Fear that it happens again"),
        _(
            "Of the people harmed: how afraid they were in the survey afterwards, beside what they answered "
            "before."
        ),
        {"all": _("All who were harmed")},
        {
            "less": _("Less afraid"),
            "same": _("As before"),
            "more": _("More afraid"),
            "no_answer": _("No answer"),
        },
    ),
    "new_offence": Words(
        _("New offense within twelve months"),
        _(
            "Whether the program learned within twelve months of a new offense of the person responsible. "
            "Published fifteen months after the year."
        ),
        AGES,
        {"yes": _("New offense"), "no": _("No new offense"), "not_known": _("Not known")},
    ),
}


@dataclass(frozen=True)
class ShareWords:
    """What a percentage is called, which part of which whole it is, and the heading of its column."""

    title: Any
    defined: Any
    head: Any


SHARES: Mapping[str, ShareWords] = {
    "mediated_of_referred": ShareWords(
        _("Mediated"),
        _(
            "Of the cases that were not screened out, those in which the two sides met or exchanged "
            "messages through a mediator."
        ),
        _("Mediated, of those not screened out"),
    ),
    "agreed_of_mediated": ShareWords(
        _("Reached an agreement"),
        _("Of the cases that were mediated, those that ended with an agreement, completed or not."),
        _("Agreed, of those mediated"),
    ),
    "completed_of_agreed": ShareWords(
        _("Completed the agreement"),
        _("Of the cases with an agreement, those in which all of it was done when the case was closed."),
        _("Completed, of those agreed"),
    ),
    "restitution_full_of_agreed": ShareWords(
        _("Restitution done in full"),
        _("Of the cases in which restitution was agreed, those in which all of it was paid or worked."),
        _("Done in full, of what was agreed"),
    ),
    "victim_satisfied_of_answers": ShareWords(
        _("People harmed who are satisfied"),
        _("Of the people harmed who answered, those satisfied or very satisfied with how it was handled."),
        _("Satisfied, of those who answered"),
    ),
    "offender_satisfied_of_answers": ShareWords(
        _("People responsible who are satisfied"),
        _(
            "Of the people responsible who answered, those satisfied or very satisfied with how it was "
            "handled."
        ),
        _("Satisfied, of those who answered"),
    ),
    "less_fear_of_answers": ShareWords(
        _("People harmed who are less afraid"),
        _("Of the people harmed who answered before and after, those less afraid that it happens again."),
        _("Less afraid, of those who answered"),
    ),
    "new_offence_of_known": ShareWords(
        _("New offense within twelve months"),
        _("Of the cases of which it is known, those with a new offense of the person responsible."),
        _("New offense, of those known"),
    ),
}
LEVELS: Mapping[str, Any] = {
    Level.NATION.value: _("Nation"),
    Level.REGION.value: _("State or region"),
    Level.NETWORK.value: _("Network"),
}
KINDS: Mapping[str, Any] = {
    "year": _("Cases of the year"),
    "later": _("New offenses within twelve months"),
}
_PARTS = {
    "fewest": FEWEST,
    "largest": round(LARGEST_PART * 100),
    "two": round(TWO_LARGEST_PART * 100),
    "within": round(WITHIN * 100),
}


def reason_of(why: str) -> str:
    """Return in words why a place's figures are not published, by the rule that keeps them back."""
    return str(REASONS[Withheld(why)]) % _PARTS


REASONS: Mapping[Withheld, Any] = {
    Withheld.FEW: _(
        "Fewer than %(fewest)s programs with cases took part: figures of so few would be those of "
        "single programs."
    ),
    Withheld.ONE_DOMINATES: _(
        "One program has more than %(largest)s %% of the cases: the figures would be those of that program."
    ),
    Withheld.TWO_DOMINATE: _(
        "Two programs have more than %(two)s %% of the cases: each could tell the other’s figures from them."
    ),
    Withheld.RECKONED: _(
        "From these figures and others that are published, somebody could reckon a single program’s "
        "cases to within %(within)s %%."
    ),
}
LETTERS: Mapping[str, tuple[Any, Any]] = {
    "low": (_("[low]"), _("fewer than 10, or none; which of them is not said")),
    "u": (
        _("[u]"),
        _("unreliable: too few cases, or a range wider than 15 points to each side, to say a percentage"),
    ),
    "c": (_("[c]"), _("confidential: not published, so that no program can be told from it")),
    "x": (_("[x]"), _("not available: withdrawn after it was published")),
    "z": (_("[z]"), _("not applicable: no case can be there")),
}
"""The letters that stand in place of numbers, as the Government Analysis Function of the United Kingdom has them."""
