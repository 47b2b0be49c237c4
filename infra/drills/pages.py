"""`./amends drill pages`: every page, cell, language, screen and crowd, where the suite takes each once or a part.

`./amends test` looks at each page in one language and goes the journeys once with scripts and once without. Here the
same tests run with `--every-cell`: each page in three languages, by axe on both screens, with scripts and without; the
whole access matrix; the journeys in each language; fifty sign-ups at once. What follows goes to pytest.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

from amends.cli.testing import PYTHON, environment
from amends.embedded.accounts import CLONE
from infra.report import Report, asked


def main(argv: list[str]) -> Report:
    """Run what the suite leaves out; pytest's own words go to standard error."""
    _, for_pytest = asked("drill pages", __doc__).parse_known_args(argv)
    workers = str(min(os.cpu_count() or 1, 8))
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        command = [*PYTHON, "pytest", "--every-cell", "-m", "every_cell", f"--junitxml={told}", "-n", workers]
        done = subprocess.run(
            [*command, *for_pytest], cwd=CLONE, env=environment(), stdout=sys.stderr, check=False
        )
        counts, figures = _told(told) if told.exists() else ({}, {})
    # Without a browser most of it is skipped, which shows nothing.
    ok = done.returncode == 0 and counts.get("tests", 0) > 0 and counts["skipped"] == 0
    return Report(ok=ok, figures=counts | figures)


def _told(told: Path) -> tuple[dict[str, int], dict[str, str]]:
    """Return how many tests ran and how, and what they counted (`record_property`)."""
    suites = list(ET.parse(told).getroot().iter("testsuite"))
    names = ("tests", "failures", "errors", "skipped")
    counts = {name: sum(int(suite.get(name, 0)) for suite in suites) for name in names}
    counted = [each for suite in suites for each in suite.iter("property")]
    return counts, {each.get("name", ""): each.get("value", "") for each in counted}
