"""`./amends drill pages`: every page, cell, language, screen and crowd, where the suite takes each once or a part.

`./amends test` looks at each page in one language and sends the whole journeys once with scripts and once without. Here
the same tests run with `--every-cell`: each page in three languages, by axe on both screens, with scripts and without;
the whole access matrix; the journeys in each language; fifty sign-ups at once. What follows goes to pytest.
"""

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from amends.cli.testing import PYTHON, browser
from amends.embedded.accounts import CLONE
from infra.report import Report


def main(argv: list[str]) -> Report:
    """Run what the suite leaves out; pytest's own words go to standard error."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        workers = str(min(os.cpu_count() or 1, 8))
        command = [*PYTHON, "pytest", "--every-cell", "-m", "every_cell", f"--junitxml={told}", "-n", workers]
        done = subprocess.run(
            [*command, *argv], cwd=CLONE, env=os.environ | browser(), stdout=sys.stderr, check=False
        )
        figures = _figures(told) if told.exists() else {}
    # Without a browser most of it is skipped, which shows nothing.
    ok = done.returncode == 0 and figures.get("tests", 0) > 0 and figures.get("skipped") == 0
    return Report(ok=ok, figures=figures)


def _figures(told: Path) -> dict[str, int | str]:
    """Return how many tests ran and how, and what they counted (`record_property`)."""
    suites = list(ElementTree.parse(told).getroot().iter("testsuite"))  # noqa: S314 - our own pytest wrote it
    figures: dict[str, int | str] = {
        name: sum(int(suite.get(name, 0)) for suite in suites)
        for name in ("tests", "failures", "errors", "skipped")
    }
    for suite in suites:
        for counted in suite.iter("property"):
            figures[counted.get("name", "")] = counted.get("value", "")
    return figures
