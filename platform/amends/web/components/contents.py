"""Reads the loose parameters of a component: text or markup, attributes, lists with gaps."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Parameters = dict[str, Any]


def settle(part: Any) -> Parameters | None:
    """Return a part as a dict with its `content`; None and False mean there is no such part."""
    if part is None or part is False:
        return None
    if not isinstance(part, Mapping):
        return {"content": part}
    if "content" in part:
        return dict(part)
    text = part.get("text")
    return {**part, "content": part.get("html") or ("" if text is None else text)}


def settle_all(parts: Iterable[Any] | None) -> list[Parameters]:
    """Return the parts that are there, each with its `content`."""
    return [settled for part in parts or () if part and (settled := settle(part)) is not None]


def write_attributes(attributes: Mapping[str, Any] | SafeString | None) -> SafeString:
    """Return attributes as markup, each with a blank before it.

    A value may be `{"value": ..., "optional": True}`: then None and False leave the attribute out
    and True writes its bare name.
    """
    if not attributes:
        return SafeString("")
    if not isinstance(attributes, Mapping):
        return mark_safe(" " + conditional_escape(attributes).strip())  # noqa: S308 escaped the line before
    return mark_safe("".join(_write_attribute(name, value) for name, value in attributes.items()))  # noqa: S308


def _write_attribute(name: str, value: Any) -> SafeString:
    if isinstance(value, Mapping):
        is_optional, value = value.get("optional", False), value.get("value")
        if is_optional and (value is None or value is False):
            return SafeString("")
        if is_optional and value is True:
            return format_html(" {}", name)
    if isinstance(value, bool):
        value = "true" if value else "false"
    return format_html(' {}="{}"', name, "" if value is None else value)


def optional(value: Any) -> Parameters:
    """Return an attribute's value that is left out when it is None or False."""
    return {"value": value, "optional": True}


def join_classes(*classes: Any) -> str:
    """Return class names with one blank between them, empty ones left out."""
    return " ".join(str(name) for name in classes if name)


def join_lines(lines: Iterable[Any]) -> SafeString:
    """Return lines of text as markup with a break between them."""
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
