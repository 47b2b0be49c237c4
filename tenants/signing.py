"""Signed values that mean nothing in another tenant: the place is part of the salt.

The only allowed way to sign (a test looks for others): Django's own functions would accept a token of one
tenant in the next.
"""

from typing import Any

from django.core import signing

from tenants.place import required_schema

BadSignature = signing.BadSignature
SignatureExpired = signing.SignatureExpired


class PlaceSigner(signing.TimestampSigner):
    """Signs cookies (SIGNING_BACKEND) with the place in the salt."""

    def __init__(self, *, salt: str | None = None, **options: Any):
        super().__init__(salt=_salted(salt or "cookie"), **options)


def dumps(value: Any, *, purpose: str) -> str:
    """Return `value` (JSON) signed for `purpose` in the place that is entered; raise NotEntered when nowhere."""
    return signing.dumps(value, salt=_salted(purpose))


def loads(token: str, *, purpose: str, max_age: int | None = None) -> Any:
    """Return the value of a token of this place and purpose, at most `max_age` seconds old.

    Raises BadSignature (SignatureExpired when only too old) for any other.
    """
    return signing.loads(token, salt=_salted(purpose), max_age=max_age)


def _salted(purpose: str) -> str:
    return f"{required_schema()}/{purpose}"
