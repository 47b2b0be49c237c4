"""What a call may say: forms decoded as Stripe decodes them, and held against stripe-python's own declarations.

The annotations of `stripe.params` are made from Stripe's OpenAPI description, so a name that they lack is a name that
Stripe's API of that version refuses. `typing.get_type_hints` fails on some of them; they are read as they stand.
"""

import re
import sys
import typing
from typing import Any
from urllib.parse import parse_qsl

from typing_extensions import is_typeddict

# What stripe-python takes beside the parameters and sends as headers.
OPTIONS = frozenset(
    {
        "api_key",
        "stripe_version",
        "stripe_account",
        "stripe_context",
        "max_network_retries",
        "idempotency_key",
        "content_type",
        "headers",
    }
)
_PART = re.compile(r"\[([^\]]*)\]")
_CLASS = re.compile(r"\b[A-Z]\w*Params\w*\b")
_LITERAL = re.compile(r"Literal\[([^\]]*)\]")


class Unfit(Exception):
    """A call that Stripe would answer with 400."""

    def __init__(self, message: str, *, code: str = "", parameter: str = "") -> None:
        super().__init__(message)
        self.message, self.code, self.parameter = message, code, parameter


def decoded(form: str) -> dict[str, Any]:
    """Return `a[b][0]=c` as {"a": {"b": ["c"]}}; every value is text still."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        head = name.split("[", 1)[0]
        path = [head, *_PART.findall(name)]
        _put(found, path, value)
    return {name: _lists(value) for name, value in found.items()}


def _put(into: dict[str, Any], path: list[str], value: str) -> None:
    for part in path[:-1]:
        into = into.setdefault(part or str(len(into)), {})
    into[path[-1] or str(len(into))] = value


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _lists(each) for name, each in value.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


def checked(declared: Any, said: dict[str, Any], path: str = "") -> dict[str, Any]:
    """Return what was said with numbers and yes/no as such; raise Unfit for what `declared` does not know or lacks."""
    known = {name: kind for name, kind in _annotations(declared).items() if path or name not in OPTIONS}
    for name in said:
        if name not in known:
            where = _name(path, name)
            raise Unfit(f"Received unknown parameter: {where}", code="parameter_unknown", parameter=where)
    for name, kind in known.items():
        if typing.get_origin(kind) is not typing.NotRequired and name not in said:
            where = _name(path, name)
            raise Unfit(f"Missing required param: {where}.", code="parameter_missing", parameter=where)
    module = sys.modules[declared.__module__]
    return {name: _fit(_text(known[name]), value, module, _name(path, name)) for name, value in said.items()}


def _annotations(declared: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in reversed([declared, *getattr(declared, "__orig_bases__", ())]):
        if is_typeddict(each):
            found |= each.__annotations__
    return found


def _name(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def _text(kind: Any) -> str:
    """Return an annotation as it was written, without NotRequired."""
    text = str(kind.__forward_arg__) if isinstance(kind, typing.ForwardRef) else ""
    if not text and typing.get_args(kind):
        inner = ", ".join(_text(each) for each in typing.get_args(kind))
        origin = typing.get_origin(kind)
        text = (
            inner
            if origin in (typing.NotRequired, typing.Required)
            else f"{getattr(origin, '__name__', origin)}[{inner}]"
        )
    return text or getattr(kind, "__name__", str(kind))


def _fit(kind: str, value: Any, module: Any, path: str) -> Any:
    named = [getattr(module, name, None) for name in _CLASS.findall(kind)]
    inner = next((each for each in named if is_typeddict(each)), None)
    if isinstance(value, list):
        if not re.search(r"\b[Ll]ist\[", kind):
            raise Unfit(f"Invalid object: {path}", parameter=path)
        return [
            checked(inner, each, f"{path}[{at}]") if inner and isinstance(each, dict) else each
            for at, each in enumerate(value)
        ]
    if isinstance(value, dict):
        if inner is not None and not re.search(r"\b[Ll]ist\[", kind):
            return checked(inner, value, path)
        if "Dict[" in kind or "dict[" in kind:
            return value
        raise Unfit(f"Invalid array: {path}", parameter=path)
    return _scalar(kind, value, path)


def _scalar(kind: str, value: str, path: str) -> Any:
    words = {word.strip(" '\"") for group in _LITERAL.findall(kind) for word in group.split(",")}
    bare = _LITERAL.sub("", kind)
    if value in words:
        return value
    if re.search(r"\bint\b", bare) and re.fullmatch(r"-?[0-9]+", value):
        return int(value)
    if re.search(r"\bbool\b", bare) and value in ("true", "false"):
        return value == "true"
    if re.search(r"\b(float|Decimal)\b", bare) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return float(value)
    # The library lets any text pass beside the words that it lists; Stripe does not.
    if not words and re.search(r"\bstr\b", bare):
        return value
    if words:
        listed = ", ".join(sorted(words - {""}))
        raise Unfit(f"Invalid {path}: must be one of {listed}", code="parameter_invalid", parameter=path)
    raise Unfit(f"Invalid value for {path}", code="parameter_invalid", parameter=path)
