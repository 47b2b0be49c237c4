"""Passwords of database roles: derived, never stored.

A role's password is an HMAC of its name under `AMENDS_ROLE_SECRET`. Web and worker can therefore log in as
any tenant without holding the owner's credentials, and a leaked dump of the database holds no password.
"""

import base64
import hashlib
import hmac
import os

from django.conf import settings

# The passwords are 256-bit HMACs, so stretching adds no safety: one iteration saves 2 ms a connection.
SCRAM_ITERATIONS = 1


def password_of(role: str, *, secret: str | None = None) -> str:
    """Return the password of `role`, 43 characters of URL-safe base64; `secret` defaults to the setting."""
    key = settings.TENANCY_ROLE_SECRET if secret is None else secret
    digest = hmac.digest(key.encode(), b"amends role v1:" + role.encode(), "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def scram_verifier(password: str) -> str:
    """Return what PostgreSQL stores for `password` (RFC 5803), so that no clear password reaches the server.

    PostgreSQL 15 has no `scram_iterations`, but accepts a verifier with any count.
    """
    salt = os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, SCRAM_ITERATIONS)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    encoded = (base64.b64encode(part).decode() for part in (salt, stored_key, server_key))
    return "SCRAM-SHA-256${}:{}${}:{}".format(SCRAM_ITERATIONS, *encoded)
