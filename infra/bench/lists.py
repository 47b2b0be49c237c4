"""`./amends bench lists`: what lists of 500 cases cost, beside the same pages of a program that has none.

Two demonstration programs of one server: one gets 500 open cases with sealed names, the other stays empty. The
pages are fetched in turn over HTTP by the two coordinators. Holds when the list of cases takes at most three times
its empty page.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.journey.browser import Browser, Page
from infra.journey.instance import amends, fresh_instance
from infra.report import Report, asked

CASES, RUNS = 500, 60
AT_MOST = 3.0
FULL, EMPTY = "grace", "harbor"


def main(argv: list[str]) -> Report:
    """Measure on an instance of its own."""
    parser = asked("bench lists", __doc__)
    parser.add_argument(
        "--cases", type=int, default=CASES, help="the length of the list; %(default)s without it"
    )
    cases = parser.parse_args(argv).cases
    with fresh_instance() as instance:
        code = f"from infra.bench.lists import fill; fill({FULL!r}, {cases})"
        amends("manage", "shell", "-c", code, environment=instance.environment)
        full, empty = (signed_in(instance.url, slug) for slug in (FULL, EMPTY))
        pages: dict[str, Callable[[Browser], Page]] = {
            "case_list": lambda browser: browser.get("cases/"),
            "case_list_last_page": lambda browser: browser.get(f"cases/?page={cases // 50}"),
            "case_list_by_due": lambda browser: browser.get("cases/?waits=program&sort=due"),
            "search": _search,
            "today": lambda browser: browser.get(""),
        }
        figures: dict[str, Any] = {"cases": cases, "runs": RUNS}
        for name, fetch in pages.items():
            figures |= _measured(name, fetch, full, empty)
    return Report(figures["case_list_ratio"] <= AT_MOST, figures)


def fill(slug: str, count: int, reached: Sequence[str] = ("screening",)) -> None:
    """Make open cases in a demonstration program, at these states by turns; run inside `manage shell`."""
    from django.contrib.auth import get_user_model

    from amends import audit
    from programs.demo.living import Life
    from programs.demo.plots import Plot
    from programs.models import Program
    from tenants.context import inside, platform
    from tenants.models import Tenant

    with platform():
        tenant = Tenant.objects.get(slug=slug)
    for number in range(count):
        with inside(tenant), audit.gathering():
            people = get_user_model().objects
            Life(
                number=number,
                plot=Plot(reached[number % len(reached)], 1, 10, 10),
                age=10 + number % 40,
                program=Program.objects.get(),
                actor=people.filter(roles__contains=["coordinator"])[0],
                supervisor=people.filter(roles__contains=["case_supervisor"])[0],
                now=datetime.now(UTC) - timedelta(minutes=number),
            ).live()


def signed_in(url: str, slug: str, who: str = "coordinator") -> Browser:
    """Return a browser of somebody of a demonstration program."""
    browser = Browser(url.replace("//", f"//{slug}.", 1))
    page = browser.get("sign-in/")
    form = page.form_with("username", "password")
    browser.send(page, form, username=f"{who}@{slug}.example", password="amends-demo-only")
    return browser


def _search(browser: Browser) -> Page:
    page = browser.get("cases/")
    started = time.perf_counter()
    found = browser.send(page, page.form_with("words"), words="ada")
    found.data["seconds"] = str(time.perf_counter() - started)
    return found


def _measured(name: str, fetch: Callable[[Browser], Page], full: Browser, empty: Browser) -> dict[str, float]:
    taken: dict[str, list[float]] = {"full": [], "empty": []}
    for run in range(RUNS + 3):
        for which, browser in (("full", full), ("empty", empty)):
            started = time.perf_counter()
            page = fetch(browser)
            seconds = float(page.data.get("seconds", time.perf_counter() - started))
            if page.status != 200:
                raise RuntimeError(f"{page.url} answered {page.status}")
            if run >= 3:
                taken[which].append(seconds * 1000)
    full_ms, empty_ms = (statistics.median(taken[which]) for which in ("full", "empty"))
    return {
        f"{name}_ms": round(full_ms, 1),
        f"{name}_empty_ms": round(empty_ms, 1),
        f"{name}_ratio": round(full_ms / empty_ms, 2),
    }
