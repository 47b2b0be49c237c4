"""How often one sender may try to sign up: counted under digests that expire, in the cache or else a table."""

import logging
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

_COUNT = """
    INSERT INTO signup_tally (bucket, count, expires_at) VALUES (%s, 1, %s)
    ON CONFLICT (bucket) DO UPDATE SET count = signup_tally.count + 1 RETURNING count
"""


def is_within(kind: str, sender: str, *, now: datetime) -> bool:
    """Count an attempt of `sender` (an address of the network or of e-mail) and return whether it may go on."""
    most, seconds = settings.SIGN_UP_LIMITS[kind]
    window = int(now.timestamp()) // seconds
    bucket = _bucket(kind, sender, window)
    return _count(bucket, datetime.fromtimestamp((window + 1) * seconds, UTC), now) <= most


def _bucket(kind: str, sender: str, window: int) -> str:
    # The window is part of the key: tomorrow's digest of the same sender is another one.
    return salted_hmac(f"signup/{kind}/{window}", sender.lower(), algorithm="sha256").hexdigest()


def _count(bucket: str, expires_at: datetime, now: datetime) -> int:
    lasts = max((expires_at - now) / timedelta(seconds=1), 1)
    try:
        cache.add(f"signup/{bucket}", 0, timeout=lasts)
        return cache.incr(f"signup/{bucket}")
    except (RedisError, ValueError) as error:
        # ValueError: the key expired between the two. Without a cache the limit still holds.
        log.warning("The cache does not count sign-ups (%s); the database does.", type(error).__name__)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [bucket, expires_at])
        return cursor.fetchone()[0]
