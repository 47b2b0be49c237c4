"""The client secret, sealed by the vault for one agency, issuer, client and token address."""

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amends.vault import cipher
from amends.vault.keys import tenant_keys
from network.agencies.models import SignOn
from tenants.place import PUBLIC

PURPOSE = "secrets of agencies' sign-in"


def seal_secret(sign_on: SignOn, secret: str) -> bytes:
    """Return a secret as it is kept."""
    return cipher.wrap(_cipher(), secret.encode(), _bound_to(sign_on))


def open_secret(sign_on: SignOn) -> str:
    """Return the secret; Unreadable when the row names another agency, provider or address than it was sealed for."""
    return cipher.unwrap(_cipher(), bytes(sign_on.sealed_secret), _bound_to(sign_on)).decode()


def _bound_to(sign_on: SignOn) -> bytes:
    return "\n".join((str(sign_on.pk), sign_on.issuer, sign_on.client_id, sign_on.token_endpoint)).encode()


def _cipher() -> AESGCM:
    return AESGCM(tenant_keys(PUBLIC).derive(PURPOSE))
