"""What only this platform can do with an archive: sign it, and open what travels shut in it."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

NONCE = 12


class NotOurs(Exception):
    """Something in an archive was not made by this platform, or was changed since."""


def _secrets() -> list[bytes]:
    """Return the secrets that archives are made with: the one in use first, then those before it."""
    if settings.AMENDS_EXPORT_SECRET:
        return [force_bytes(settings.AMENDS_EXPORT_SECRET)]
    return [force_bytes(each) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _key(secret: bytes, purpose: str) -> bytes:
    said = f"amends whole program v1 {purpose}".encode()
    return HKDF(hashes.SHA256(), 32, salt=None, info=said).derive(secret)


def signature_of(manifest: bytes) -> str:
    """Return the signature of a manifest, which names the digest of every other file."""
    return hmac.digest(_key(_secrets()[0], "manifest"), manifest, hashlib.sha256).hex()


def is_ours(manifest: bytes, signature: str) -> bool:
    """Return whether this platform, or one that shares its secret, signed the manifest."""
    made = [hmac.digest(_key(each, "manifest"), manifest, hashlib.sha256).hex() for each in _secrets()]
    return any(hmac.compare_digest(each.encode(), signature.encode()) for each in made)


def shut(plain: bytes, place: str) -> bytes:
    """Return bytes that only the platform opens, and only as what `place` names."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key(_secrets()[0], "shut")).encrypt(nonce, plain, place.encode())


def opened(closed: bytes, place: str) -> bytes:
    """Return what is inside; raise NotOurs."""
    for secret in _secrets():
        try:
            return AESGCM(_key(secret, "shut")).decrypt(closed[:NONCE], closed[NONCE:], place.encode())
        except (InvalidTag, ValueError):
            continue
    raise NotOurs(place)
