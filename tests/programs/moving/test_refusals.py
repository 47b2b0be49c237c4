"""What is not taken in, each with its reason; and nothing is written before all of it was checked."""

import io
import uuid

import pytest
from django.utils import timezone

from amends import outbox
from amends.accounts.models import User
from amends.actions import Refused
from programs.actions.moving import ask_move_out, bring_program_in, expire_move, fetch_move
from programs.models import ImportBatch, MediationCase, Program
from programs.models.imported import ImportState
from programs.moving import arriving
from programs.moving.arriving import Unfit
from programs.moving.ending import KEPT
from programs.moving.secrets import NotOurs, opened, shut
from programs.moving.zipping import new_passphrase
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import at, make_case, make_world
from tests.programs.moving.rig import archive_bytes, founded, moved_in, moved_out


@pytest.fixture
def packed(alpha, worker):  # noqa: F811
    """Return the bytes and the passphrase of an archive of Alpha, which has one case."""
    with at(alpha):
        world = make_world(alpha)
        make_case(world)
    out = moved_out(alpha, worker, world.alice)
    return archive_bytes(alpha, world.alice, out), out.found["passphrase"]


def bring(user, content, passphrase):
    told = {"now": timezone.now(), "form_key": uuid.uuid4(), "passphrase": passphrase}
    return bring_program_in(actor=user, content=io.BytesIO(content), **told)


def reasons(call):
    with pytest.raises(Refused) as caught:
        call()
    return [reason.id for reason in caught.value.reasons]


def test_what_cannot_be_taken_in_is_refused_before_anything_is_kept(beta, packed, settings):
    content, words = packed
    user = founded(beta)
    with at(beta):
        told = {
            "kind": (b"This is no archive.", words),
            "damaged": (_changed(content), words),
        }
        for reason, (given, passphrase) in told.items():
            with pytest.raises(Unfit) as caught:
                bring(user, given, passphrase)
            assert caught.value.reason == reason
        with pytest.raises(Unfit) as caught:
            bring(user, content, new_passphrase())
        assert caught.value.reason in ("passphrase", "damaged")
        settings.AMENDS_EXPORT_SECRET = "that of another platform"
        with pytest.raises(Unfit) as caught:
            bring(user, content, words)
        assert caught.value.reason == "foreign"
        assert not ImportBatch.objects.exists()


def _changed(content):
    """Return an archive with a bit of its manifest changed."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as found:
        told = found.getinfo("manifest.json")
    changed = bytearray(content)
    changed[told.header_offset + 200] ^= 1
    return bytes(changed)


def test_a_file_that_was_changed_stops_it_before_the_first_row(beta, packed, worker):  # noqa: F811
    import zipfile

    content, words = packed
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        told = found.getinfo("rows/programs.mediationcase.jsonl")
    changed = bytearray(content)
    changed[told.header_offset + 200] ^= 1
    came = moved_in(beta, worker, founded(beta), bytes(changed), words)
    assert came.state == ImportState.STOPPED
    assert came.progress["trouble"] == {"reason": "damaged", "what": "rows/programs.mediationcase.jsonl"}
    with at(beta):
        assert User.objects.count() == 1
        assert not arriving.moved_before()
    # The whole one can be taken in afterwards.
    with at(beta):
        user = User.objects.get()
    assert moved_in(beta, worker, user, content, words).state == ImportState.IMPORTED
    with at(beta):
        assert MediationCase.objects.count() == 1
        assert reasons(lambda: bring(user, content, words)) == ["move_in_once"]


def test_a_program_with_a_case_takes_nothing_in(alpha, packed):
    content, words = packed
    with at(alpha):
        alice = User.objects.get(email__startswith="alice@")
        assert reasons(lambda: bring(alice, content, words)) == ["move_into_empty_program"]


def test_a_program_that_is_not_open_takes_nothing_in(beta, packed):
    content, words = packed
    user = founded(beta)
    with at(beta):
        Program.objects.update(verified_at=None)
        assert reasons(lambda: bring(user, content, words)) == ["move_into_open_program"]


def test_accounts_arrive_disabled_without_a_password(beta, packed, worker):  # noqa: F811
    content, words = packed
    came = moved_in(beta, worker, founded(beta, "alice@alpha.example"), content, words)
    assert came.progress["same"]
    with at(beta):
        arrived = User.objects.exclude(email="alice@alpha.example")
        assert arrived.count() == 7
        assert not [user for user in arrived if user.is_active or user.has_usable_password()]
        assert len(came.progress["waiting"]) == 7
        # Alice's address is another account's here: hers keeps what she did.
        hers = arrived.get(name="Alice")
        assert (hers.former_email, hers.email) == ("alice@alpha.example", f"{hers.pk}@moved.invalid")
        assert came.progress["twice"] == 1


def test_only_one_move_at_a_time(world):
    told = {"actor": world.alice, "now": timezone.now()}
    key = uuid.uuid4()
    batch = ask_move_out(form_key=key, **told)
    assert ask_move_out(form_key=key, **told).pk == batch.pk
    assert reasons(lambda: ask_move_out(form_key=uuid.uuid4(), **told)) == ["move_one_at_a_time"]
    assert reasons(lambda: fetch_move(actor=world.alice, batch=batch)) == ["move_stands_so"]


def test_an_archive_is_deleted_when_its_time_is_over(alpha, worker):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
    out = moved_out(alpha, worker, world.alice)
    with at(alpha):
        with pytest.raises(outbox.NotYet):
            expire_move(actor=None, batch_id=out.pk, now=out.ended_at)
        expire_move(actor=None, batch_id=out.pk, now=out.ended_at + KEPT)
        gone = ImportBatch.objects.get(pk=out.pk)
        assert (gone.state, gone.found) == (ImportState.DISCARDED, None)


def test_only_an_administrator_may_ask(world):
    from django.core.exceptions import PermissionDenied

    for name in ("cora", "sol", "mia"):
        with pytest.raises(PermissionDenied):
            ask_move_out(actor=world.people[name], now=timezone.now(), form_key=uuid.uuid4())


def test_what_is_shut_opens_at_its_own_place_alone(settings):
    closed = shut(b"words", "programs.participant/1")
    assert opened(closed, "programs.participant/1") == b"words"
    for place, changed in (("programs.participant/2", closed), ("programs.participant/1", closed[:-1])):
        with pytest.raises(NotOurs):
            opened(changed, place)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a newer one"
    assert opened(closed, "programs.participant/1") == b"words"
