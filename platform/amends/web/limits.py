"""How often one sender may do something on public pages: counted under digests that expire, in the cache.

While Redis is away the cache counts in each process's memory (`amends.accounts.steady_cache`): a limit holds less
widely, and nobody who has something to tell is turned away.
"""

import ipaddress
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from tenants.place import required_schema

EVERYBODY = "everybody"
"""The sender of a limit that holds for a whole program."""


def network_of(request: HttpRequest) -> str:
    """Return the sender's address; of version 6 the part that one household has."""
    address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)  # noqa: PLR2004


def is_within(kind: str, sender: str, *, now: datetime) -> bool:
    """Count something that `sender` does in this place, and return whether it may (settings.PUBLIC_LIMITS)."""
    most, seconds = settings.PUBLIC_LIMITS[kind]
    window = int(now.timestamp()) // seconds
    # The window is part of the digest: tomorrow's of the same sender is another one.
    salt = f"{required_schema()}/{kind}/{window}"
    bucket = f"limits/{salted_hmac(salt, sender, algorithm='sha256').hexdigest()}"
    return _count(bucket, lasts=(window + 1) * seconds - int(now.timestamp())) <= most


def _count(bucket: str, *, lasts: int) -> int:
    # A key can expire, or Redis go away, between the two: then it is counted anew.
    for _attempt in range(2):
        cache.add(bucket, 0, timeout=lasts)
        try:
            return cache.incr(bucket)
        except ValueError:
            continue
    return 1
