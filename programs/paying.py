"""How far a program has come down that nobody pays for, and what that leaves of its work; by arithmetic, from its copy.

Nobody is asked and no job has to have run: not the platform, and nobody who is paid. What protects a person and what
is begun goes on (`billing.ladder`); of which kind each action and page is, the modules `work` say.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from amends import audit, outbox
from amends.accounts.access import SIGNED_IN, is_among
from billing.ladder import FROM_DAY, RESTRICTED_AFTER, Rung, Work, leaves, rung_at
from programs.guards.declared import StepRefused
from programs.lapsed_words import hindrance
from programs.models import MediationCase, Program
from tenants.place import PUBLIC, current_schema

# The outbox keeps nothing for longer than sixty days: what is further off is planned again on the way.
PLANNED_AT_MOST = timedelta(days=50)


NOTES = frozenset(("note_token_use", "note_sign_in", "note_sign_out"))
"""Notes of who came and went, which are made before a page is asked for: they are stopped on no rung."""


class NotPaidFor(StepRefused):
    """Something that waits until somebody pays for the program; `work` is its kind, `rung` how far it has come."""

    def __init__(self, name: str, work: Work, rung: Rung, *, is_ours: bool):
        super().__init__(name, [hindrance(work, rung, is_ours=is_ours)])
        self.work, self.rung = work, rung


def lapsed_since(copy: Mapping[str, Any]) -> datetime | None:
    """Return since when nobody pays, or from when on nobody will; None while no end is known."""
    moment = copy.get("lapsed_since") or copy.get("lapses_at")
    return datetime.fromisoformat(moment) if moment else None


def rung_of(
    copy: Mapping[str, Any], *, now: datetime, has_open_cases: Callable[[], bool] | None = None
) -> Rung:
    """Return how far the program of this copy has come down; a program that was never told anything is CURRENT.

    Its cases are counted only where it matters, for the last rung.
    """
    since = lapsed_since(copy)
    rung = rung_at(since, now=now, has_open_cases=False)
    if rung == Rung.ARCHIVED and (has_open_cases or open_cases_exist)():
        return rung_at(since, now=now, has_open_cases=True)
    return rung


def open_cases() -> Any:
    """Return the cases that hold the ladder and count for the band: real ones that are not closed yet."""
    return MediationCase.objects.real().still_open()


def open_cases_exist() -> bool:
    return bool(open_cases().exists())


def takes_new(copy: Mapping[str, Any], now: datetime) -> bool:
    """Return whether new referrals and cases are taken, as far as paying goes; no case has to be counted for that."""
    return leaves(rung_of(copy, now=now, has_open_cases=lambda: True), Work.INTAKE)


def moments(copy: Mapping[str, Any]) -> dict[Rung, datetime]:
    """Return when each rung begins, or has begun; empty while no end of what is paid is known."""
    since = lapsed_since(copy)
    return {rung: since + days for rung, days in FROM_DAY.items()} if since else {}


def plan_change(copy: Mapping[str, Any], now: datetime) -> bool:
    """Queue that the directory hears when nobody is taken any more; return whether that is ahead."""
    since = lapsed_since(copy)
    if since is None or since + RESTRICTED_AFTER <= now:
        return False
    moment = min(since + RESTRICTED_AFTER, now + PLANNED_AT_MOST)
    outbox.queue("programs.standing_changes", not_before=moment, version=copy["version"])
    return True


@cache
def kinds_of_actions() -> dict[str, Work]:
    """Return of which kind each action is."""
    return _gathered("ACTIONS")


@cache
def kinds_of_pages() -> dict[str, Work]:
    """Return of which kind each page of a program is, by the name of its URL."""
    return _gathered("PAGES")


@cache
def read_on() -> frozenset[str]:
    """Return the pages that may be looked at on every rung but the last, although what is done there waits."""
    return frozenset(_gathered("READ_ON"))


def _gathered(name: str) -> dict[str, Any]:
    """Gather what the modules `work` say; raise ValueError for what is said twice."""
    rows: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, "work"):
            said = getattr(import_module(f"{config.name}.work"), name)
            mine = said if isinstance(said, dict) else dict.fromkeys(said)
            if twice := rows.keys() & mine.keys():
                raise ValueError(f"These lines of {name} are said twice: {sorted(twice)}")
            rows |= mine
    return rows


def rung_here(now: datetime | None = None) -> Rung:
    """Return the rung of the program whose place is entered; CURRENT on the platform and before it is set up."""
    if current_schema() in (None, PUBLIC):
        return Rung.CURRENT
    copy = Program.objects.values_list("standing", flat=True).first()
    return rung_of(copy or {}, now=now or timezone.now())


def stops(rung: Rung, work: Work, actor: Any) -> bool:
    """Return whether a rung stops this kind of work.

    What runs by itself acts for people of open cases, and keeps and forgets what is kept: only what it would take in
    for somebody outside is stopped.
    """
    by_itself = actor is None or isinstance(actor, str)
    return not leaves(rung, work) and (work == Work.INTAKE or not by_itself)


def demand_paid_for(actor: Any, action: str, obj: Any) -> None:
    """Raise NotPaidFor, noted in the audit, unless the program's rung leaves this action; `demand` asks this.

    An action without a kind is the platform's, or that of a test.
    """
    work = kinds_of_actions().get(action)
    if work is None or action in NOTES:
        return
    rung = rung_here()
    if not stops(rung, work, actor):
        return
    audit.denied(action, ("action", action) if obj is None else obj, actor=actor, rule="paid_for")
    raise NotPaidFor(action, work, rung, is_ours=works_here(actor))


def works_here(actor: Any) -> bool:
    """Return whether somebody has an account of the program: nobody else is told what it pays."""
    return hasattr(actor, "is_authenticated") and is_among(actor, (SIGNED_IN,))
