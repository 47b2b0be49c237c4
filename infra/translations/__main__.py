"""Updates, checks and compiles the catalogues: `python -m infra.translations update|check|compile [app ...]`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from infra.translations import catalogue, extract

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("platform", "programs", "billing", "api", "tenants")
LANGUAGES = tuple(catalogue.PLURAL_FORMS)


def list_apps(named: list[str]) -> list[Path]:
    """Return the apps named, or every app with a `locale` folder."""
    if named:
        return [ROOT / name for name in named]
    return sorted(folder.parent for source in SOURCES for folder in (ROOT / source).rglob("locale"))


def list_files(app: Path) -> Iterator[tuple[str, Path]]:
    """Yield the catalogue of each language, whether it exists or not."""
    for language in LANGUAGES:
        yield language, app / "locale" / language / "LC_MESSAGES" / "django.po"


def update(app: Path) -> None:
    """Write what the source has now; keep every translation that is still wanted."""
    wanted = extract.collect(app, ROOT)
    for language, file in list_files(app):
        known = catalogue.read(file)
        for message in wanted:
            before = known.get(message.key)
            message.translations = before.translations if before else []
            message.is_fuzzy = before.is_fuzzy if before else False
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(catalogue.write(language, wanted))


def compile_app(app: Path) -> None:
    """Write the files that the server reads."""
    for language, file in list_files(app):
        compiled = catalogue.compile_messages(language, catalogue.read(file).values())
        file.with_suffix(".mo").write_bytes(compiled)


def find_problems(app: Path) -> list[str]:
    """Return a sentence for each string that is missing, unfinished or unused, and each stale file."""
    wanted = {message.key: message for message in extract.collect(app, ROOT)}
    problems = []
    for language, file in list_files(app):
        known = catalogue.read(file)
        place = file.relative_to(ROOT)
        problems += [f"{place}: no translation of {text!r}" for context, text in wanted.keys() - known.keys()]
        problems += [
            f"{place}: not used any more: {text!r}" for context, text in known.keys() - wanted.keys()
        ]
        problems += [
            f"{place}: not finished: {message.text!r}"
            for message in known.values()
            if message.key in wanted and not message.is_translated
        ]
        compiled = file.with_suffix(".mo")
        fresh = catalogue.compile_messages(language, known.values())
        if not compiled.exists() or compiled.read_bytes() != fresh:
            problems.append(f"{compiled.relative_to(ROOT)}: not compiled")
    return sorted(problems)


def main(arguments: list[str]) -> int:
    """Do what the command line says; return 1 when `check` found something."""
    command, *named = arguments or ["check"]
    apps = list_apps(named)
    if command == "update":
        for app in apps:
            update(app)
    if command in ("update", "compile"):
        for app in apps:
            compile_app(app)
    problems = [problem for app in apps for problem in find_problems(app)]
    print("\n".join(problems) or "Every string is translated.")
    return 1 if problems and command == "check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
