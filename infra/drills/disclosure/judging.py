"""What has to hold: the thresholds of the promise about disclosure, and that the attackers are awake."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from infra.drills.disclosure.guessing import lift

MOST_LIFT = 5.0
"""By how many points figures may make guesses better: of a count of 1 to 10, of a program that joined or left."""
GUESSED = ("D", "G", "E, who joined or left")
"""The families whose guesses are held against guesses without any figures."""
MARGIN = 1.5
"""Over the bound of the ledger, in points."""
OF_FEW = 12.0
"""What is let pass besides where few draws were looked at: chance alone is no disclosure. In points."""
SUPPRESSION = 70.0
LEAST = 6_000


def share(tallies: list[Counter[str]], what: str = "proven") -> float:
    """Return how many of some attacks did it, in percent."""
    attacks = sum(each["attacks"] for each in tallies)
    return round(100 * sum(each[what] for each in tallies) / attacks, 1) if attacks else 0.0


def add(whole: dict[str, Any], part: Mapping[str, Any]) -> None:
    """Add tallies of one world to those of all, family by family."""
    for name, tally in part.items():
        if isinstance(tally, Counter):
            whole.setdefault(name, Counter()).update(tally)
        else:
            add(whole.setdefault(name, {}), tally)


def peers(tallies: Mapping[str, Mapping[str, Counter[str]]]) -> dict[str, Any]:
    """Return how often each peer was broken, by family: proven, and right at all."""
    return {
        family: {
            peer: {
                "attacks": tally["attacks"],
                "proven_percent": share([tally]),
                "right_percent": share([tally], "right"),
            }
            for peer, tally in by_peer.items()
        }
        for family, by_peer in tallies.items()
    }


def canaries(tallies: Mapping[str, Mapping[str, Counter[str]]]) -> dict[str, float]:
    """Return how much of naive counts and of simple suppression is broken, by those who publish all tables (A to C)."""
    families = [tallies[name] for name in ("A", "B", "C")]
    return {
        "naive_broken_percent": share([each["naive"] for each in tallies.values()]),
        "suppression_broken_percent": share([each["threshold"] for each in families]),
    }


def disclosed(tallies: Mapping[str, Counter[str]]) -> list[str]:
    """Return in words which families disclosed something of ours."""
    return [
        f"{name}: {tally['proven']} of {tally['attacks']} disclosed"
        for name, tally in tallies.items()
        if tally["proven"]
    ]


def guessed(tallies: Mapping[str, Counter[str]], slack: float) -> list[str]:
    """Return in words which guesses figures make too much better."""
    return [
        f"{name}: guesses are {lift(tallies[name]):.1f} points better"
        for name in GUESSED
        if lift(tallies[name]) > MOST_LIFT + slack
    ]


def found_out(membership: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return in words where a case is told from none by more than the ledger allows."""
    return [
        f"{name}: advantage {each['advantage']:.1f} with a bound of {each['bound']:.1f}"
        for name, each in membership.items()
        if each["advantage"] > each["bound"] + MARGIN + each["slack"]
    ]
