"""Tokens of password resets, which mean nothing in another place."""

import uuid
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.crypto import salted_hmac

from tenants.place import required_schema


def id_of_address(email: str) -> uuid.UUID:
    """Return what an address is called where it may not stand, such as in the outbox; keyed, and this place's own."""
    salt = f"amends.accounts.address/{required_schema()}"
    return uuid.UUID(bytes=salted_hmac(salt, email.lower(), algorithm="sha256").digest()[:16])


class PlaceResetTokens(PasswordResetTokenGenerator):
    """Django's, with the place in what is signed: a copied account's token would otherwise be good in both."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{required_schema()}/{user.session_stamp}/{super()._make_hash_value(user, timestamp)}"
