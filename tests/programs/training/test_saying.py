"""The one form of a statement: no byte of it can change, and nothing else is read as one."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as some

from programs.training.keys import is_signed_by
from programs.training.saying import KIND, NotAStatement, Statement, canonical, to_sign

pytestmark = pytest.mark.no_db

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw().hex()
SAID = {
    "kind": KIND,
    "id": "0a1b2c3d-0000-4000-8000-00000000beef",
    "issuer": {"id": "0a1b2c3d-0000-4000-8000-00000000dead", "name": "Alpha Médiation"},
    "key": 1,
    "holder": {"name": "Zoë O’Neill", "email": "zoe@alpha.example"},
    "training": {
        "level": "advanced",
        "hours": 64,
        "supervised_on": "2026-03-02",
        "observed_on": None,
        "checked_until": "2027-01-31",
        "since": "2019-05-05",
        "verified_by": "Alpha Médiation",
        "noted_on": "2026-03-02",
        "taken_from": ["Beta"],
    },
    "cases": 12,
    "issued_at": "2026-03-02T15:00:00Z",
    "expires_at": "2026-05-31T15:00:00Z",
}
RAW = canonical(SAID | {"signature": PRIVATE.sign(to_sign(SAID)).hex()})


def counts(raw):
    """Return whether bytes are read as a statement that the key signed."""
    try:
        said = Statement.read(raw)
    except NotAStatement:
        return False
    return is_signed_by(PUBLIC, said.signature, said.signed)


def test_it_works():
    said = Statement.read(RAW)
    assert counts(RAW)
    assert (said.name, said.training.hours, said.cases) == ("Zoë O’Neill", 64, 12)
    assert said.training.taken_from == ("Beta",)


@settings(deadline=None)
@given(some.integers(0, len(RAW) - 1), some.integers(0, 255))
def test_any_changed_byte_fails(place, byte):
    changed = RAW[:place] + bytes([byte]) + RAW[place + 1 :]
    assert counts(changed) is (changed == RAW)


def test_every_bit_counts_and_so_does_every_byte_that_is_missing_or_too_much():
    for place in range(len(RAW)):
        for bit in range(8):
            assert not counts(RAW[:place] + bytes([RAW[place] ^ 1 << bit]) + RAW[place + 1 :])
        assert not counts(RAW[:place] + RAW[place + 1 :])
        assert not counts(RAW[:place] + RAW[place : place + 1] + RAW[place:])


@settings(deadline=None)
@given(some.binary(max_size=200))
def test_no_other_bytes_are_a_statement(raw):
    assert not counts(raw)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "another"},
        {"key": True},
        {"key": -1},
        {"cases": "12"},
        {"cases": 1.0},
        {"more": 1},
        {"holder": {"name": "Zoë"}},
        {"holder": {"name": "Zoë", "email": None}},
        {"issuer": "Alpha"},
        {"training": SAID["training"] | {"level": "master"}},
        {"training": SAID["training"] | {"hours": 10_000}},
        {"training": SAID["training"] | {"since": None}},
        {"training": SAID["training"] | {"supervised_on": "20260302"}},
        {"training": SAID["training"] | {"taken_from": "Beta"}},
        {"issued_at": "2026-03-02T15:00:00+00:00"},
        {"id": "0A1B2C3D-0000-4000-8000-00000000BEEF"},
    ],
)
def test_what_is_signed_and_has_another_shape_is_no_statement(changes):
    said = SAID | changes
    with pytest.raises(NotAStatement):
        Statement.read(canonical(said | {"signature": PRIVATE.sign(to_sign(said)).hex()}))


def test_the_same_in_another_form_is_no_statement():
    for raw in (json.dumps(json.loads(RAW)).encode(), RAW + b"\n", b" " + RAW, RAW.decode().encode("utf-16")):
        with pytest.raises(NotAStatement):
            Statement.read(raw)


def test_a_signature_of_another_kind_of_document_does_not_fit():
    other = canonical(SAID)
    said = SAID | {"signature": PRIVATE.sign(other).hex()}
    assert not counts(canonical(said))
