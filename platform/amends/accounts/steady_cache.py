"""Redis as the cache, and this process's memory while it is away: limits hold less widely, nobody is locked out."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

# How long Redis is left alone after a failure, so that a dead one does not slow every request.
REST_SECONDS = 5.0


def _steady(name: str) -> Callable[..., Any]:
    on_redis = getattr(RedisCache, name)

    @wraps(on_redis)
    def steady(self: "SteadyCache", *args: Any, **options: Any) -> Any:
        if time.monotonic() >= self.rests_until:
            try:
                return on_redis(self, *args, **options)
            except (RedisError, OSError):
                self.rests_until = time.monotonic() + REST_SECONDS
        return getattr(self.memory, name)(*args, **options)

    return steady


class SteadyCache(RedisCache):
    """Django's, with a memory of its own to fall back on."""

    rests_until = 0.0

    def __init__(self, server: Any, params: dict[str, Any]):
        super().__init__(server, params)
        own = {name: value for name, value in params.items() if name != "OPTIONS"}
        self.memory = LocMemCache("steady", own)

    add = _steady("add")
    get = _steady("get")
    set = _steady("set")
    touch = _steady("touch")
    delete = _steady("delete")
    get_many = _steady("get_many")
    has_key = _steady("has_key")
    incr = _steady("incr")
    set_many = _steady("set_many")
    delete_many = _steady("delete_many")
