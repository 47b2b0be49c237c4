"""Reads and writes the two files of a language: django.po for translators, django.mo for the server."""

import ast
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

PLURAL_FORMS = {"fr": "nplurals=2; plural=(n > 1);", "es": "nplurals=2; plural=(n != 1);"}
MAGIC = 0x950412DE
LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d)\])?)?\s*("(?:[^"\\]|\\.)*")')

Key = tuple[str, str]


@dataclass
class Message:
    """One string of the source, where it stands, and its translation: two of them when it has a plural."""

    context: str
    text: str
    plural: str = ""
    places: list[str] = field(default_factory=list)
    translations: list[str] = field(default_factory=list)
    is_fuzzy: bool = False

    @property
    def key(self) -> Key:
        return (self.context, self.text)

    @property
    def is_translated(self) -> bool:
        wanted = 2 if self.plural else 1
        return not self.is_fuzzy and len([text for text in self.translations if text]) == wanted


def read(path: Path) -> dict[Key, Message]:
    """Return the messages of a django.po; none when there is no file."""
    if not path.exists():
        return {}
    messages = [_read_message(block) for block in path.read_text().strip().split("\n\n")]
    return {message.key: message for message in messages if message.text}


def _read_message(block: str) -> Message:
    fields: dict[str, str] = {}
    name = ""
    is_fuzzy = False
    for line in block.splitlines():
        if line.startswith("#"):
            is_fuzzy |= line.startswith("#,") and "fuzzy" in line
        elif found := LINE.fullmatch(line.strip()):
            name = found.group(1) or name
            fields[name] = fields.get(name, "") + ast.literal_eval(found.group(3))
    return Message(
        context=fields.get("msgctxt", ""),
        text=fields.get("msgid", ""),
        plural=fields.get("msgid_plural", ""),
        translations=[text for key, text in sorted(fields.items()) if key.startswith("msgstr")],
        is_fuzzy=is_fuzzy,
    )


def write(language: str, messages: Iterable[Message]) -> str:
    """Return the text of a django.po: the same messages give the same bytes."""
    header = "\n".join(f'"{line}\\n"' for line in _list_header(language))
    blocks = [f'msgid ""\nmsgstr ""\n{header}', *(_write_message(message) for message in messages)]
    return "\n\n".join(blocks) + "\n"


def _list_header(language: str) -> list[str]:
    return [
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURAL_FORMS[language]}",
    ]


def _write_message(message: Message) -> str:
    lines = [f"#: {place}" for place in message.places]
    flags = [flag for flag, is_set in _list_flags(message) if is_set]
    if flags:
        lines.append(f"#, {', '.join(flags)}")
    if message.context:
        lines.append(f"msgctxt {_quote(message.context)}")
    lines.append(f"msgid {_quote(message.text)}")
    if message.plural:
        lines.append(f"msgid_plural {_quote(message.plural)}")
        one, many = [*message.translations, "", ""][:2]
        lines += [f"msgstr[0] {_quote(one)}", f"msgstr[1] {_quote(many)}"]
    else:
        lines.append(f"msgstr {_quote(message.translations[0] if message.translations else '')}")
    return "\n".join(lines)


def _list_flags(message: Message) -> Iterator[tuple[str, bool]]:
    yield "fuzzy", message.is_fuzzy
    yield "python-format", bool(re.search(r"%\(\w+\)[sd]|%[sd]", message.text))


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def compile_messages(language: str, messages: Iterable[Message]) -> bytes:
    """Return the bytes of a django.mo with the translated messages."""
    header = "".join(f"{line}\n" for line in _list_header(language))
    pairs = {b"": header.encode()}
    for message in messages:
        if message.is_translated:
            source = f"{message.context}\x04{message.text}" if message.context else message.text
            source += f"\x00{message.plural}" if message.plural else ""
            pairs[source.encode()] = "\x00".join(message.translations).encode()
    return _pack(dict(sorted(pairs.items())))


def _pack(pairs: dict[bytes, bytes]) -> bytes:
    count = len(pairs)
    sources_at, targets_at = 28, 28 + 8 * count
    position = 28 + 16 * count
    tables: tuple[list[int], list[int]] = ([], [])
    body = b""
    for table, texts in zip(tables, (pairs.keys(), pairs.values()), strict=True):
        for text in texts:
            table += [len(text), position + len(body)]
            body += text + b"\x00"
    numbers = [MAGIC, 0, count, sources_at, targets_at, 0, position]
    return struct.pack(f"<{7 + 4 * count}I", *numbers, *tables[0], *tables[1]) + body
