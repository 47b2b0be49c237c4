"""`./amends bench policy`: what it costs to see a policy's effect on 200 open cases before it is published.

One demonstration program of a server gets 200 open cases in four states, another stays empty; both have the same
draft. The page of the draft is fetched in turn over HTTP by the two administrators. Beside it, in one process, the
same cases are judged together and one after the other. Holds when the page takes less than two seconds.
"""

import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from infra.bench.lists import EMPTY, FULL, signed_in
from infra.journey.browser import Browser
from infra.journey.instance import amends, fresh_instance
from infra.report import Report, asked

CASES, RUNS = 200, 20
AT_MOST_MS = 2000
REACHED = ("screening", "preparing", "ready", "held")


def main(argv: list[str]) -> Report:
    """Measure on an instance of its own."""
    parser = asked("bench policy", __doc__)
    parser.add_argument("--cases", type=int, default=CASES, help="how many cases; %(default)s without it")
    cases = parser.parse_args(argv).cases
    with fresh_instance() as instance:
        code = f"from infra.bench.lists import fill; fill({FULL!r}, {cases}, {REACHED!r})"
        amends("manage", "shell", "-c", code, environment=instance.environment)
        browsers = {slug: signed_in(instance.url, slug, "admin") for slug in (FULL, EMPTY)}
        for browser in browsers.values():
            draft(browser)
        pages = {
            slug: measured(lambda b=browser: b.get("policy/draft/")) for slug, browser in browsers.items()
        }
        code = "from infra.bench.policy import judge; judge()"
        alone = json.loads(
            amends("manage", "shell", "-c", code, environment=instance.environment).stdout.splitlines()[-1]
        )
    figures = {
        "cases": cases,
        "runs": RUNS,
        "page_ms": round(pages[FULL], 1),
        "page_empty_ms": round(pages[EMPTY], 1),
        "page_ratio": round(pages[FULL] / pages[EMPTY], 2),
        **alone,
    }
    return Report(pages[FULL] < AT_MOST_MS, figures)


def draft(browser: Browser) -> None:
    """Ask for one more mediator and for a conviction, which stops many cases."""
    page = browser.get("policy/change/mediators/")
    browser.send(page, page.form_with("mediators_needed"), mediators_needed="3")
    page = browser.get("policy/change/accepting/")
    browser.send(page, page.form_with("requires_conviction"), requires_conviction="yes")


def measured(run: Callable[[], Any]) -> float:
    """Return the median of some runs in milliseconds, the first three left out."""
    taken = []
    for number in range(RUNS + 3):
        started = time.perf_counter()
        run()
        if number >= 3:
            taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def judge() -> None:
    """Print how long the cases take together and one after the other; run inside `manage shell`."""
    from dataclasses import replace

    from programs.models import MediationCase, Program
    from programs.policy.simulating import effects_of, facts_of_many
    from tenants.context import inside, platform
    from tenants.models import Tenant

    with platform():
        tenant = Tenant.objects.get(slug=FULL)
    with inside(tenant):
        program, now = Program.objects.get(), datetime.now(UTC)
        stricter = replace(program.policy, mediators_needed=3, requires_conviction=True)
        open_cases = list(MediationCase.objects.still_open())
        together = measured(lambda: effects_of(stricter, program, now))
        read_together = measured(lambda: facts_of_many(open_cases, program, now))
        read_alone = measured(lambda: [facts_of_many([case], program, now) for case in open_cases])
    print(
        json.dumps(
            {
                "judged_ms": round(together, 1),
                "read_together_ms": round(read_together, 1),
                "read_one_by_one_ms": round(read_alone, 1),
                "read_ratio": round(read_alone / read_together, 1),
            }
        )
    )
