"""How often one token may ask: a count for each minute, in the cache.

While Redis is away `SteadyCache` counts in each process alone, so the limit holds less widely and nobody is locked out.
"""

from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.core.cache import cache

A_MINUTE = 60


class Asking(Protocol):
    """A token, or the key of an agency's software."""

    @property
    def pk(self) -> Any:
        """Return what it is counted under."""
        ...


def seconds_to_wait(token: Asking, now: datetime) -> int:
    """Count one request; return 0, or how many seconds are left of a minute in which there were too many."""
    minute, second = divmod(int(now.timestamp()), A_MINUTE)
    key = f"api/{token.pk}/{minute}"
    cache.add(key, 0, 2 * A_MINUTE)
    try:
        count = cache.incr(key)
    except ValueError:
        # Redis went away, or came back, between the two.
        return 0
    return A_MINUTE - second if count > settings.API_REQUESTS_PER_MINUTE else 0
