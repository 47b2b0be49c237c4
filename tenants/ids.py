"""Identifiers that are made in Python, so that no row needs a round trip or a volatile SQL default."""

import uuid

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> uuid.UUID:
    """Return a new UUID of version 7 (RFC 9562): ordered by time in milliseconds, otherwise random."""
    return _uuid7()
