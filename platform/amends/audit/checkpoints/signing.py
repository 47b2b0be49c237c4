"""The signature of a checkpoint: Ed25519, under AMENDS_CHECKPOINT_KEY or a key derived in the vault."""

import base64
import datetime as dt
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from amends.vault.keys import tenant_keys
from tenants.place import PUBLIC

KEY_PURPOSE = "checkpoint signature"


@dataclass(frozen=True)
class Signed:
    """A checkpoint as it is signed, stored and written to the folder."""

    schema: str
    seq: int
    hash: bytes
    at: dt.datetime
    signer: str = ""
    signature: bytes = b""

    @property
    def message(self) -> bytes:
        """Return what the signature covers."""
        at = self.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
        return f"amends checkpoint v1|{self.schema}|{self.seq}|{self.hash.hex()}|{at}".encode()


def sign(schema: str, seq: int, mac: bytes, at: dt.datetime) -> Signed:
    """Return a signed checkpoint."""
    key = signing_key()
    unsigned = Signed(schema, seq, mac, at)
    return Signed(schema, seq, mac, at, name_of(key.public_key()), key.sign(unsigned.message))


def is_genuine(checkpoint: Signed) -> bool:
    """Return whether one of our keys made this checkpoint."""
    for key in public_keys():
        if name_of(key) == checkpoint.signer:
            try:
                key.verify(checkpoint.signature, checkpoint.message)
            except InvalidSignature:
                return False
            return True
    return False


def signing_key() -> Ed25519PrivateKey:
    """Return the key of the setting, or else the platform's own."""
    text = settings.AMENDS_CHECKPOINT_KEY
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text)) if text else derived_key()


def derived_key() -> Ed25519PrivateKey:
    """Return the key derived from the platform's secret in the vault; it survives a rotation of the root key."""
    return Ed25519PrivateKey.from_private_bytes(tenant_keys(PUBLIC).derive(KEY_PURPOSE))


def public_keys() -> list[Ed25519PublicKey]:
    """Return the keys whose checkpoints count: the signing one, and the derived one from before there was a setting."""
    keys = [signing_key()]
    if settings.AMENDS_CHECKPOINT_KEY:
        keys.append(derived_key())
    return [key.public_key() for key in keys]


def name_of(key: Ed25519PublicKey) -> str:
    """Return the first half of a public key's hexadecimal digits."""
    return key.public_bytes_raw().hex()[:16]


def shown(key: Ed25519PublicKey) -> str:
    """Return a public key in base64, to be noted outside and used by whoever checks us."""
    return base64.b64encode(key.public_bytes_raw()).decode()
