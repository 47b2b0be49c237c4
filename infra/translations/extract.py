"""Collects the strings to be translated from the Python files and templates of an app."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from infra.translations.catalogue import Key, Message

TRANSLATION_MODULE = "django.utils.translation"
# For each function, what its first arguments are.
SHAPES = {
    "gettext": ("text",),
    "gettext_lazy": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"),
    "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
    "npgettext_lazy": ("context", "text", "plural"),
}
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b(_|gettext|ngettext|pgettext|npgettext)\(({STRING}(?:\s*,\s*{STRING})*)")
TEMPLATE_SUFFIXES = {".html", ".txt"}


class NotTranslatable(Exception):
    """A string to be translated is put together at run time, so that no catalogue can hold it."""


def collect(app: Path, root: Path) -> list[Message]:
    """Return the messages of an app in the order of files and lines; raises NotTranslatable."""
    found: dict[Key, Message] = {}
    for file in sorted(app.rglob("*")):
        if file.suffix == ".py":
            messages = _read_python(file)
        elif file.suffix in TEMPLATE_SUFFIXES and "templates" in file.parts:
            messages = _read_template(file)
        else:
            continue
        place = file.relative_to(root).as_posix()
        for message in messages:
            known = found.setdefault(message.key, message)
            known.plural = known.plural or message.plural
            if place not in known.places:
                known.places.append(place)
    return list(found.values())


def _read_python(file: Path) -> Iterator[Message]:
    tree = ast.parse(file.read_text(), str(file))
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == TRANSLATION_MODULE
        for alias in node.names
    }
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        shape = SHAPES.get(names[call.func.id])  # type: ignore[attr-defined]
        if shape:
            yield _make_message(shape, [_read_constant(part, file) for part in call.args[: len(shape)]])


def _read_constant(node: ast.expr, file: Path) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise NotTranslatable(f"{file}:{node.lineno}")


def _read_template(file: Path) -> Iterator[Message]:
    for found in TEMPLATE_CALL.finditer(templatize(file.read_text(), origin=str(file))):
        name = "gettext" if found.group(1) == "_" else found.group(1)
        texts = [ast.literal_eval(text.removeprefix("u")) for text in re.findall(STRING, found.group(2))]
        yield _make_message(SHAPES[name], texts)


def _make_message(shape: tuple[str, ...], texts: list[str]) -> Message:
    parts = dict(zip(shape, texts, strict=False))
    return Message(parts.get("context", ""), parts["text"], parts.get("plural", ""))
