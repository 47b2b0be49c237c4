"""A rule that says how long cases of a kind are kept. Data of the policy, as JSON holds it (T1)."""

from dataclasses import dataclass

SEAL, ANONYMISE, PURGE, UNSEAL, HOLD = "seal", "anonymise", "purge", "unseal", "hold"
DESTROYS = (ANONYMISE, PURGE)
"""What nobody can take back: the keys are gone."""
BY_TWO = (ANONYMISE, PURGE, UNSEAL)
"""What two people have to say."""

ANY, JUVENILE, ADULT = "any", "juvenile", "adult"
CLOSED, LAST_CONTACT, FULFILLED = "closed", "last_contact", "fulfilled"
CLOCKS = (CLOSED, LAST_CONTACT, FULFILLED)
"""Where months are counted from; beside these, any day that the program asks for in a field of its own."""


@dataclass(frozen=True)
class KeepingRule:
    """Which cases, counted from where, and what becomes of them after so many months."""

    id: str
    action: str
    months: int
    clock: str = CLOSED
    """One of CLOCKS, or the id of an own field that asks for a day, such as an eighteenth birthday."""
    name: str = ""
    """The program's own name for it; without one it is called by what it says."""
    age: str = ANY
    groups: tuple[str, ...] = ()
    """Of the reasons for closing; none: all."""
    offences: tuple[str, ...] = ()
    """Of which one is enough; none: all."""
    jurisdiction: str = ""
    """The basis of the program's policy for which it counts; "" for any."""


KEPT: tuple[KeepingRule, ...] = (
    KeepingRule("keep-00000001", SEAL, 24, age=JUVENILE),
    KeepingRule(
        "keep-00000002", SEAL, 12, groups=("victim_choice", "offender", "screening", "administrative")
    ),
    KeepingRule("keep-00000003", SEAL, 60),
    KeepingRule("keep-00000004", PURGE, 120),
)
"""Young people after two years (as Pierce County, Washington), what came to nothing after one, others after five."""

KEPT_LONG: tuple[KeepingRule, ...] = (
    KeepingRule("keep-00000001", SEAL, 120),
    KeepingRule("keep-00000002", PURGE, 300),
)
"""After severe violence people come back years later."""
