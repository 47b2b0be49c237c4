"""`./amends test`: everything that must pass before a change is handed over."""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from amends.embedded.accounts import CLONE
from amends.embedded.troubles import Trouble

PYTHON = (sys.executable, "-P", "-m")
LINT_IMPORTS = (
    sys.executable,
    "-P",
    "-c",
    "from importlinter.cli import lint_imports_command as lint; lint()",
)
CHECKS = {
    "ruff check": (*PYTHON, "ruff", "check", "."),
    "ruff format": (*PYTHON, "ruff", "format", "--check", "."),
    "mypy": (*PYTHON, "mypy"),
    "import contracts": LINT_IMPORTS,
    "Django's checks": (*PYTHON, "amends", "manage", "check"),
    "migrations": (*PYTHON, "amends", "manage", "makemigrations", "--check", "--dry-run"),
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def test(arguments: list[str]) -> int:
    """Run the checks and pytest, or pytest alone with the arguments given; pytest's last line is ours."""
    told = environment()
    if arguments:
        return _run((*PYTHON, "pytest", *arguments), told)
    _run_checks(told)
    # As many workers as cores: more of them is slower, because PostgreSQL needs its share. Who has nothing left to do
    # takes what waits behind another's long test.
    workers = str(min(os.cpu_count() or 1, 8))
    return _run((*PYTHON, "pytest", "-n", workers, "--dist", "worksteal"), told)


def environment() -> dict[str, str]:
    """Return what pytest is told: ours, with a browser."""
    told = os.environ | _browser()
    # Each worker, and each process that a test starts, would compile everything again: half a minute each.
    told.pop("PYTHONDONTWRITEBYTECODE", None)
    return told


def _run_checks(environment: dict[str, str]) -> None:
    """Run them all at once, because mypy alone takes as long as the others together."""

    def check(command: tuple[str, ...]) -> tuple[subprocess.CompletedProcess[str], float]:
        started = time.monotonic()
        done = subprocess.run(
            command, cwd=CLONE, env=environment, capture_output=True, text=True, check=False
        )
        return done, time.monotonic() - started

    with ThreadPoolExecutor(len(CHECKS)) as pool:
        for (name, command), (done, seconds) in zip(
            CHECKS.items(), pool.map(check, CHECKS.values()), strict=True
        ):
            if done.returncode != 0:
                print(done.stdout + done.stderr, file=sys.stderr)
                raise Trouble(f"{name} does not pass; the reasons are above. Alone: {' '.join(command[3:])}")
            print(f"{name}: passed in {seconds:.1f} s", flush=True)


def _run(command: tuple[str, ...], environment: dict[str, str]) -> int:
    return subprocess.run(command, cwd=CLONE, env=environment, check=False).returncode


def _browser() -> dict[str, str]:
    """Return AMENDS_CHROMIUM for the tests of pages, installing Debian's package where we may."""
    found = _findbrowser()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing chromium for the tests of pages (once).", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(
            ["apt-get", "install", "-qy", "--no-install-recommends", "chromium"], check=False, **quiet
        )  # type: ignore[call-overload]
        found = _findbrowser()
    if found:
        return {"AMENDS_CHROMIUM": found}
    remedy = "Install chromium, or run `.venv/bin/playwright install chromium`, or set AMENDS_CHROMIUM to a browser."
    if os.environ.get("CI") == "true":
        raise Trouble(f"No browser was found for the tests of pages. {remedy}")
    print(f"No browser was found: the tests of pages are skipped. {remedy}", file=sys.stderr)
    return {}


def _findbrowser() -> str:
    named = os.environ.get("AMENDS_CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            raise Trouble(f"AMENDS_CHROMIUM names {named}, which cannot be run.")
        return named
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    # Where Playwright puts its own.
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next((str(path) for path in sorted(cache.glob("chromium-*/chrome-linux*/chrome"))), "")
