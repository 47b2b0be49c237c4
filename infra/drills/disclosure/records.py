"""A world of real records: the 432 people of a study of 1980, shared out among programs.

Rossi, Berk and Lenihan, "Money, Work and Crime" (Academic Press 1980): men released from prisons of Maryland and
followed for a year. The file is `lifelines/datasets/rossi.csv` of lifelines 0.30.3 (MIT licence, Cameron
Davidson-Pilon; the data are those of P. D. Allison's "Survival Analysis Using SAS"), which would bring sixteen packages
for it. What belongs together in people's lives (age, work, marriage, earlier convictions, arrest) belongs together
here: programs are made by age and earlier convictions, so that each has a population of its own. What the study did
not ask, such as how two sides met, is of chance.
"""

import csv
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from infra.drills.disclosure.worlds import DTYPE, REGIONS, Program, World, complete

SOURCE = Path(__file__).parent / "rossi.csv"
SHA256 = "0214400170e07f3015a285edca2014cac0dae8aac125fcbaad642490e05f892c"
PROGRAMS = 24


def people() -> list[dict[str, int]]:
    """Return the records as they are: week, arrest, fin, age, race, wexp, mar, paro, prio."""
    with SOURCE.open(newline="") as file:
        return [{name: int(value) for name, value in row.items()} for row in csv.DictReader(file)]


def real(seed: int, years: tuple[int, ...] = (2021, 2022, 2023)) -> World:
    """Return a world in which each person of the study is three cases, one in each of as many years at most."""
    chance = Random(seed)
    known = sorted(people(), key=lambda each: (each["age"], each["prio"], each["week"]))
    programs = [
        Program(number, REGIONS[number % 3], number % 2 if number % 4 else None, 18, years[0], years[-1])
        for number in range(PROGRAMS)
    ]
    made = np.zeros(len(known) * len(years), DTYPE)
    for at, case in enumerate(made):
        number = at % len(known)
        case["year"] = years[at // len(known)]
        # Neighbours in age and convictions go to the same program, and a few elsewhere.
        place = number * PROGRAMS // len(known)
        case["program"] = place if chance.random() < 0.8 else chance.randrange(PROGRAMS)
        _tell(case, known[number], chance)
    complete(made, np.random.default_rng(seed))
    for case, who in zip(made, known * len(years), strict=True):
        case["new_offence"] = 0 if who["arrest"] else 1
    return World("records", programs, made, years, chance)


def _tell(case: Any, who: dict[str, int], chance: Random) -> None:
    """Write what the study knows into the fields of a case: bands of it are our categories."""
    case["type"] = case["program"] % 5
    case["age"] = 0 if who["age"] < 21 else 1
    case["offence"] = min(who["prio"] // 2, 4)
    case["legal_stage"] = 3 * who["paro"] + 2 * who["mar"] + who["race"] * (1 - who["mar"])
    case["quarter"] = min((who["week"] - 1) // 13, 3)
    worked = who["wexp"] + who["fin"]
    case["stage"] = chance.choices(range(6), [2, 3, 1 + who["arrest"], 1, 1 + who["arrest"], 3 + 3 * worked])[
        0
    ]
