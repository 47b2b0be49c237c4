"""The form of a sealed value."""

from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amends.vault import cipher
from amends.vault.errors import Unreadable

pytestmark = pytest.mark.no_db
KEY, KEY_ID = AESGCM(b"k" * 32), uuid4()
HERE = cipher.binding("t_a", "case", "name", 1, KEY_ID)


def test_it_works():
    sealed = cipher.seal(KEY, KEY_ID, HERE, b"Maria")

    assert cipher.open_sealed(KEY, HERE, sealed) == b"Maria"
    assert cipher.key_id_of(sealed) == KEY_ID
    assert len(sealed) == 1 + 16 + 12 + 5 + 16
    assert b"Maria" not in sealed


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("t_b", "case", "name", 1, KEY_ID),
        ("t_a", "note", "name", 1, KEY_ID),
        ("t_a", "case", "text", 1, KEY_ID),
        ("t_a", "case", "name", 2, KEY_ID),
        ("t_a", "case", "name", 1, uuid4()),
    ],
)
def test_elsewhere_it_does_not_open(elsewhere):
    with pytest.raises(Unreadable):
        cipher.open_sealed(KEY, cipher.binding(*elsewhere), cipher.seal(KEY, KEY_ID, HERE, b"Maria"))


def test_any_changed_bit_is_noticed():
    sealed = cipher.seal(KEY, KEY_ID, HERE, b"Maria")
    # Version and key id are checked where the key is chosen; nonce, text and tag here.
    for index in range(17, len(sealed)):
        changed = bytearray(sealed)
        changed[index] ^= 1
        with pytest.raises(Unreadable):
            cipher.open_sealed(KEY, HERE, bytes(changed))


@pytest.mark.parametrize("value", [b"", b"\x02" + bytes(60), b"\x01short"])
def test_what_is_no_sealed_value_is_refused(value):
    with pytest.raises(Unreadable):
        cipher.key_id_of(value)


def test_keys_of_different_purposes_differ():
    assert cipher.derive(b"s" * 32, "a") != cipher.derive(b"s" * 32, "b")
    assert cipher.derive(b"s" * 32, "a") == cipher.derive(b"s" * 32, "a")
