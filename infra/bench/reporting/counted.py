"""Counts real programs in their schemas: as each does by itself, by one query over all, and by a loop over cases."""

import datetime as dt
import json
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

YEAR = 2026


def count_all(source: Any, programs: int, cases: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Return the seconds that counting one program takes in each of three ways, and what each way counted."""
    say(f"living through {cases} cases")
    _live(source, cases)
    say(f"making {programs} programs")
    tenants = _make(source, programs)
    say("counting, as programs do")
    ours, by_ours = _timed(lambda: _ours(tenants))
    say("counting by UNION ALL over all schemas")
    union, by_union = _timed(lambda: _union(tenants))
    say("counting by a loop over cases")
    loop, by_loop = _timed(lambda: _loop(tenants))
    seconds = {"ours": ours, "union_all": union, "loop": loop}
    return {
        "programs": programs,
        "cases_of_each": cases,
        "seconds": {name: round(each, 2) for name, each in seconds.items()},
        "seconds_of_a_program": {name: round(each / programs, 5) for name, each in seconds.items()},
        "all_counted_the_same": by_ours == by_union == by_loop,
        "union_all_counts": "one of the tables alone, by its column and the reason for which a case was closed",
    }


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = run()
    return time.perf_counter() - began, found


def _live(source: Any, cases: int) -> None:
    """Have one program take part, and close cases that went different ways, by the real steps as far as they came."""
    from programs.actions.sharing import share_figures
    from programs.models import MediationCase
    from programs.sharing.consent import WORDS
    from tests.programs.cast import NOW, at, make_case, make_world

    states = ("intake", "preparing", "held", "monitoring")
    with at(source):
        world = make_world(source)
        given = NOW.replace(year=YEAR - 1)
        share_figures(actor=world.alice, words=WORDS, region="us-state:MN", network="", now=given)
        for number in range(cases):
            make_case(world, states[number % len(states)])
        MediationCase.objects.update(state="closed", closed_at=NOW, closure_reason="offender_withdrew")


def _make(source: Any, programs: int) -> list[Any]:
    """Return programs with the same rows as the source in schemas of their own."""
    from django.apps import apps
    from django.db import connection, transaction

    from tenants import actions, provisioning
    from tenants.context import as_owner
    from tenants.models import TenantModel

    provisioning.refill_pool(programs)
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, TenantModel) and model._meta.app_label == "programs"
    ]
    tenants = [
        actions.claim(slug=f"p{number}", name=f"Program {number}", host=f"p{number}.localhost")
        for number in range(programs)
    ]
    for tenant in tenants:
        with as_owner(tenant.schema_name), transaction.atomic(), connection.cursor() as cursor:
            for table in ("accounts_user", *tables):
                cursor.execute(
                    f'INSERT INTO {tenant.schema_name}."{table}" SELECT * FROM {source.schema_name}."{table}"'
                )
    return tenants


def _ours(tenants: list[Any]) -> int:
    """Count each program in its schema and keep the counts there, as the job does; return how many cases."""
    from network.reporting.models import Kind
    from programs.actions.sharing import count_figures
    from programs.models import Program
    from programs.sharing.handing import Handed
    from tests.programs.cast import at

    now = dt.datetime(YEAR + 1, 3, 1, tzinfo=dt.UTC)
    found = 0
    for tenant in tenants:
        with at(tenant):
            count_figures(actor=None, period_id=UUID(int=1), kind=Kind.YEAR, year=YEAR, now=now)
            handed = Handed.of(Program.objects.get(), Kind.YEAR, YEAR)
            found += handed.cases if handed else 0
    return found


def _union(tenants: list[Any]) -> int:
    """Ask one query over all schemas for one of the tables; return how many cases it counted."""
    from django.db import connection

    from tenants.context import as_owner

    parts = (
        f"SELECT r.stage, c.closure_reason, count(*) AS n FROM {each.schema_name}.programs_mediationcase c"
        f" JOIN {each.schema_name}.programs_referral r ON r.id = c.referral_id"
        f" WHERE c.closed_at >= '{YEAR}-01-01' AND c.closed_at < '{YEAR + 1}-01-01' AND NOT c.is_sample GROUP BY 1, 2"
        for each in tenants
    )
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT stage, closure_reason, sum(n) FROM ({' UNION ALL '.join(parts)}) t GROUP BY 1, 2"
        )
        return int(sum(row[2] for row in cursor.fetchall()))


def _loop(tenants: list[Any]) -> int:
    """Ask Django for each case of each program what the tables need, one thing after the other."""
    from programs.models import MediationCase
    from tests.programs.cast import at

    counted: Counter[str] = Counter()
    for tenant in tenants:
        with at(tenant):
            for case in MediationCase.objects.filter(closed_at__year=YEAR, is_sample=False):
                counted.update(_told(case))
    return counted["case"]


def _told(case: Any) -> list[str]:
    from programs.models import Survey

    held = case.sessions.filter(state="held")
    signed = case.agreements.exclude(signed_at=None).order_by("-version").first()
    checked = case.checks.exists() and not case.checks.filter(result__in=("fail", "unknown")).exists()
    young = case.participants.filter(role="offender", is_minor=True).exists()
    offences = sorted(each.offence_class for each in case.referral.offences.all())
    items = list(signed.items.filter(kind="monetary_restitution")) if signed else []
    paid = [sum(payment.amount or 0 for payment in item.payments.all()) for item in items]
    answers = [each.answers for each in Survey.objects.filter(case=case).exclude(moment="follow_up")]
    stage = "signed" if signed else "met" if held.exists() else "in" if checked else "referred"
    mode = held.first().mode if held.exists() else "none"
    said = json.dumps([len(answers), len(paid)])
    return ["case", stage, mode, case.referral.stage, f"young {young}", *offences, said]
