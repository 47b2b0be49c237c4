"""Cache keys that carry the place; without one there is no key, so nothing is cached for nobody."""

from typing import Any

from tenants.place import required_schema


def key_of(key: Any, key_prefix: str, version: int) -> str:
    """Return the key as stored (Django's KEY_FUNCTION); raise NotEntered when nowhere."""
    return f"{required_schema()}:{key_prefix}:{version}:{key}"
