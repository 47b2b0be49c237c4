"""Tokens of password resets, which mean nothing in another place."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from tenants.place import required_schema


class PlaceResetTokens(PasswordResetTokenGenerator):
    """Django's, with the place in what is signed: a copied account's token would otherwise be good in both."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{required_schema()}/{user.session_stamp}/{super()._make_hash_value(user, timestamp)}"
