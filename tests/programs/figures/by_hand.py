"""The figures of a period reckoned in plain Python from what was told, without a look at the database."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from programs.figures.periods import Period
from tests.programs.figures.rows import Told

DIRECT = ("face_to_face", "video_live")


def took_part(told: Told) -> str:
    """Return how the person harmed took part."""
    if told.mode in DIRECT:
        return "direct"
    if told.mode == "surrogate":
        return "surrogate"
    if told.mode in ("shuttle", "message"):
        return "indirect"
    if told.reason in ("victim_declined", "victim_withdrew"):
        return "declined"
    return "not_reached" if told.reason == "victim_unreachable" else "informed_only"


def nth(days: Sequence[int], share: float) -> int | None:
    """Return the smallest of some days that at least a share of them does not pass."""
    ordered = sorted(days)
    return next((day for rank, day in enumerate(ordered, 1) if rank >= share * len(ordered)), None)


def figures(everything: Sequence[Told], period: Period) -> dict[str, Any]:
    """Return each figure by its key as pairs of value and whole, where it is a share."""

    def within(day: dt.date | None) -> bool:
        return day is not None and period.first <= day <= period.last

    real = [told for told in everything if not told.is_sample]
    came = [told for told in real if within(told.came)]
    answered = [told for told in came if told.answer in ("accepted", "declined", "forwarded")]
    cases = [told for told in real if told.answer == "accepted"]
    ended = [told for told in cases if within(told.closed)]
    named = [told for told in ended if told.has_victim]
    ways = Counter(took_part(told) for told in named)
    met = [told for told in named if took_part(told) in ("direct", "surrogate", "indirect")]
    signed = [told for told in ended if told.promises and told.has_victim]
    promised = [told for told in signed if any(each.kind == "money" for each in told.promises)]
    found: dict[str, Any] = {
        "referrals_received": len(came),
        "referrals_accepted": (sum(told.answer == "accepted" for told in came), len(answered)),
        "referrals_declined": (sum(told.answer == "declined" for told in came), len(answered)),
        "cases_ended": len(ended),
        "participation": (len(met), len(named)),
        "without_victim": len(ended) - len(named),
        "agreements_reached": (sum(told in signed for told in met), len(met)),
        "agreements_fulfilled": (sum(told.is_fulfilled for told in signed), len(signed)),
        "apology_only": (sum({p.kind for p in told.promises} == {"apology"} for told in signed), len(signed)),
        "money_completed": (sum(_is_paid(told) for told in promised), len(promised)),
    }
    found |= {f"participation/{way}": (count, len(named)) for way, count in ways.items()}
    found |= {f"referrals_received/stage:{key}": n for key, n in Counter(t.stage for t in came).items()}
    offences = Counter(each for told in came for each in told.offences)
    found |= {f"referrals_received/offence:{key}": n for key, n in offences.items()}
    return found | _sums(cases, within) | _days(real, cases, within)


def _is_paid(told: Told) -> bool:
    money = [each for each in told.promises if each.kind == "money"]
    return sum(each.done for each in money) >= sum(each.promised for each in money)


def _sums(cases: Sequence[Told], within: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    names = {"money": ("money_agreed", "money_paid")}
    names |= {kind: (f"hours_{kind}_agreed", f"hours_{kind}_done") for kind in ("personal", "community")}
    for kind, (agreed, done) in names.items():
        there = [(t, each) for t in cases if t.has_victim for each in t.promises if each.kind == kind]
        found[agreed] = sum((each.promised for told, each in there if within(told.signed)), Decimal(0))
        found[done] = sum((each.done for _told, each in there if within(each.done_on)), Decimal(0))
    return found


def _days(real: Sequence[Told], cases: Sequence[Told], within: Any) -> dict[str, Any]:
    def contact(told: Told) -> dt.date | None:
        days = [told.reached, told.held if told.mode == "message" else None]
        return min((day for day in days if day), default=None) if told.has_victim else None

    def session(told: Told) -> dt.date | None:
        return told.held if told.mode not in ("", "message") and told.has_victim else None

    dated = {
        "days_to_answer": [(t.came, t.answered) for t in real],
        "days_to_contact": [(t.came, contact(t)) for t in cases],
        "days_to_session": [(t.came, session(t)) for t in cases],
        "days_to_end": [(t.came, t.closed) for t in cases],
    }
    found: dict[str, Any] = {}
    for name, pairs in dated.items():
        days = [(last - first).days for first, last in pairs if last is not None and within(last)]
        found[name] = (nth(days, 0.5), len(days))
        found[f"{name}/nine_in_ten"] = nth(days, 0.9)
    return found
