"""The publication plan: every table that is ever made, and what of the privacy budget each costs. Nothing else is.

A case is one unit, with everybody in it. It stands in one cell of each table of its domains, so that adding or taking
away a case changes each table by one in one cell: a table with noise of variance v spends 1 / (2 v) of
zero-concentrated differential privacy (Bun and Steinke 2016). What all of them spend for the whole life of a case
stays below `HARD_CAP`.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

PLANNED = Fraction(1, 4)
"""What the tables and the counts of contributors spend on a case in all."""
GATES = Fraction(1, 100)
"""Of that, for how much each program contributes (`contributors`)."""
RESERVE = Fraction(1, 20)
"""For one publication that has to be made anew."""
HARD_CAP = PLANNED + RESERVE
FUNNEL_PART = Fraction(3, 5)
"""Of a level's budget; the rest is for outcomes."""


class Level(StrEnum):
    """What a domain is: the nation, a state or a fixed group of states, a network."""

    NATION = "nation"
    REGION = "region"
    NETWORK = "network"


LEVEL_PART = {Level.NATION: Fraction(1, 10), Level.REGION: Fraction(9, 20), Level.NETWORK: Fraction(9, 20)}


class Stage(StrEnum):
    """The furthest stage that a case reached: the whole funnel in one variable, which costs one unit, not five."""

    SCREENED_OUT = "screened_out"
    REFERRED = "referred"
    SCREENED_IN = "screened_in"
    MEDIATED = "mediated"
    AGREED = "agreed"
    COMPLETED = "completed"


PROGRAM_TYPES = ("church", "community_agency", "probation", "dispute_settlement", "other")
OFFENCES = ("property", "vandalism", "minor_assault", "serious_violence", "other")
AGES = ("juvenile", "adult")
LEGAL_STAGES = (
    *("pre_charge", "post_charge", "post_adjudication"),
    *("post_sentence", "post_release", "community"),
)
MODES = ("direct", "surrogate", "indirect", "none")
QUARTERS = ("q1", "q2", "q3", "q4")
ANSWERS = ("yes", "no", "no_answer")
EVERYWHERE = frozenset(Level)
STAGES = tuple(each.value for each in Stage)
MET = (Stage.MEDIATED.value, Stage.AGREED.value, Stage.COMPLETED.value)
"""The stages of cases in which the two sides met or exchanged messages; the mode says how, and "none" of all others."""
NEVER = frozenset((mode, stage) for mode in MODES for stage in STAGES if (mode == "none") == (stage in MET))


@dataclass(frozen=True)
class Table:
    """A table of a domain: categories by the stage that was reached, or by what came of it."""

    id: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    is_funnel: bool = True
    levels: frozenset[Level] = EVERYWHERE
    is_late: bool = False
    """Whether it is known a year after the others, and published by itself."""

    impossible: frozenset[tuple[str, str]] = frozenset()
    """Cells in which no case can be, whatever is counted."""

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Return every cell that is possible, by its row and column; each gets noise, also where nobody was."""
        every = ((row, column) for row in self.rows for column in self.columns)
        return tuple(cell for cell in every if cell not in self.impossible)


TABLES = (
    Table("type", PROGRAM_TYPES, STAGES),
    Table("offence", OFFENCES, STAGES),
    Table("age", AGES, STAGES),
    Table("legal_stage", LEGAL_STAGES, STAGES),
    Table("mode", MODES, STAGES, impossible=NEVER),
    Table("quarter", QUARTERS, STAGES, levels=frozenset({Level.NETWORK})),
    Table("restitution", AGES, ("none", "unpaid", "part", "full"), is_funnel=False),
    Table("victim_satisfied", AGES, ANSWERS, is_funnel=False),
    Table("offender_satisfied", AGES, ANSWERS, is_funnel=False),
    Table("fear", ("all",), ("less", "same", "more", "no_answer"), is_funnel=False),
    Table("new_offence", AGES, ("yes", "no", "not_known"), is_funnel=False, is_late=True),
)
BY_ID = {table.id: table for table in TABLES}


ANEW = RESERVE / (PLANNED - GATES)
"""What a publication that is made anew may spend, of what the first one did: so every domain can be made anew once."""


def cost_of(table: Table, level: Level, attempt: int = 1) -> Fraction:
    """Return what a table of a domain of this level spends on each case in it; the second attempt the reserve."""
    if attempt != 1:
        return ANEW * cost_of(table, level)
    budget = (PLANNED - GATES) * LEVEL_PART[level] * (FUNNEL_PART if table.is_funnel else 1 - FUNNEL_PART)
    alike = [each for each in TABLES if each.is_funnel == table.is_funnel and level in each.levels]
    return budget / len(alike)


def variance_of(table: Table, level: Level, attempt: int = 1) -> Fraction:
    """Return the variance of the noise in each cell of a table."""
    return 1 / (2 * cost_of(table, level, attempt))


GATE_VARIANCE = 1 / (2 * GATES)
"""Of the noise in how many cases each program contributes, which is drawn once for a program and a period."""
