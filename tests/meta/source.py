"""The project's own source files, for tests about the code."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("platform", "tenants", "programs", "billing", "api", "infra")


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that git knows or would add, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return tuple(
        sorted(
            path for name in listed.split("\0") if name and (path := Path(name)) and (ROOT / path).exists()
        )
    )


def python_files(*rooms: str) -> Iterator[Path]:
    """Yield the Python files of `rooms` (all when none is named), without migrations."""
    for path in tracked():
        if path.suffix == ".py" and path.parts[0] in (rooms or ROOMS) and "migrations" not in path.parts:
            yield path


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse((ROOT / path).read_text())
