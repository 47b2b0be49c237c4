"""`./amends journey`, `bench` and `drill`: run a module of `infra` and print its report as one JSON line."""

import json
import subprocess
import traceback
from importlib import import_module
from typing import Any

from amends.embedded.accounts import CLONE
from amends.embedded.troubles import Trouble


def journey(arguments: list[str]) -> int:
    """Do the main job over HTTP in a program of each preset."""
    return _report("journey", "infra.journey", arguments)


def bench(arguments: list[str]) -> int:
    """Measure against named peers."""
    return _named("bench", "benchmark", "infra.bench", arguments)


def drill(arguments: list[str]) -> int:
    """Try hard to break a promise."""
    return _named("drill", "drill", "infra.drills", arguments)


def _named(command: str, noun: str, package: str, arguments: list[str]) -> int:
    names = names_in(package)
    listed = f"There are: {', '.join(names)}." if names else "There are none yet."
    if not arguments or arguments[0].startswith("-"):
        raise Trouble(f"Name a {noun}: ./amends {command} NAME. {listed}")
    if arguments[0] not in names:
        raise Trouble(f"There is no {noun} {arguments[0]!r}. {listed}")
    return _report(f"{command} {arguments[0]}", f"{package}.{arguments[0]}", arguments[1:])


def names_in(package: str) -> list[str]:
    """Return which benchmarks or drills a package has: its modules, and its folders, but those that begin with "_"."""
    folder = CLONE.joinpath(*package.split("."))
    modules = {path.stem for path in folder.glob("[a-z]*.py")}
    return sorted(modules | {path.parent.name for path in folder.glob("[a-z]*/__init__.py")})


def _report(name: str, module: str, arguments: list[str]) -> int:
    """Call `main(arguments)` of the module: it returns a Report, or raises when what it measures does not hold."""
    as_json = "--json" in arguments
    try:
        report = import_module(module).main([each for each in arguments if each != "--json"])
        ok, figures = report.ok, report.figures
    except Trouble:
        raise
    except Exception as error:  # noqa: BLE001 - whatever stops a measurement is its result
        traceback.print_exc()
        ok, figures = False, {"error": f"{type(error).__name__}: {error}"}
    told: dict[str, Any] = {"name": name, "ok": ok, "figures": figures, "commit": commit()}
    if as_json:
        print(json.dumps(told, default=str), flush=True)
    else:
        print(json.dumps(figures, indent=2, default=str))
        print(f"{name}: {'holds' if ok else 'DOES NOT HOLD'}", flush=True)
    return 0 if ok else 1


def commit() -> str:
    """Return what was measured: the commit, with "+changes" when files differ from it."""
    git = ["git", "-C", str(CLONE), "-c", f"safe.directory={CLONE}"]
    try:
        head = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
        changes = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=False)
    except OSError:
        return "unknown"
    if head.returncode != 0:
        return "unknown"
    return head.stdout.strip() + ("+changes" if changes.stdout.strip() else "")
