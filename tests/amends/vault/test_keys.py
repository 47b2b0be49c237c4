"""Tenant and data keys: made once, wrapped, rotated, shredded."""

import base64
import os
import threading
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connections, transaction

from amends.vault import keys, root, rotation
from amends.vault.errors import NoRootKey, Shredded, UnknownKey, Unreadable, WrongTenant
from amends.vault.models import DataKey, TenantKey
from amends.vault.shredding import destroy_data_key, destroy_tenant_keys
from tenants.context import inside
from tests.amends.vault.probe import Note, Subject, make_note


@pytest.fixture
def root_key_is(settings):
    """Change the configured root keys."""

    def change(*texts):
        settings.VAULT_ROOT_KEY = ",".join(texts)
        root.root_keys.cache_clear()
        keys.CACHE.forget()

    yield change
    root.root_keys.cache_clear()
    keys.CACHE.forget()


def new_root_key():
    return base64.b64encode(os.urandom(32)).decode()


def exhausted(steps):
    return list(steps)[-1]


def test_it_works(alpha, beta):
    schema = alpha.schema_name
    made = keys.tenant_keys(schema)

    assert keys.tenant_keys(schema, fresh=True).lasting == made.lasting
    assert keys.tenant_keys(beta.schema_name).lasting != made.lasting
    assert made.derive("audit chain") != keys.tenant_keys(beta.schema_name).derive("audit chain")
    row = TenantKey.objects.get(schema=schema)
    assert (row.version, row.root_id) == (1, root.current_root_key().id)
    assert made.lasting not in bytes(row.wrapped)


def test_a_data_key_is_made_once(alpha):
    key_id = uuid4()
    keys.make_data_key(alpha.schema_name, key_id)
    before = bytes(DataKey.objects.get(pk=key_id).wrapped)
    keys.make_data_key(alpha.schema_name, key_id)

    assert bytes(DataKey.objects.get(pk=key_id).wrapped) == before
    assert keys.load_data_keys(alpha.schema_name, [key_id, uuid4()]).keys() == {key_id}


def test_wrapped_keys_do_not_open_elsewhere(alpha, beta):
    one, two = uuid4(), uuid4()
    for key_id in (one, two):
        keys.make_data_key(alpha.schema_name, key_id)
    DataKey.objects.filter(pk=one).update(wrapped=DataKey.objects.get(pk=two).wrapped)
    with pytest.raises(Unreadable):
        keys.load_data_keys(alpha.schema_name, [one])
    with pytest.raises(WrongTenant):
        keys.load_data_keys(beta.schema_name, [two])
    # Whoever owns the key store and claims a key for another tenant cannot open it there.
    keys.tenant_keys(beta.schema_name)
    DataKey.objects.filter(pk=two).update(schema=beta.schema_name)
    with pytest.raises(Unreadable):
        keys.load_data_keys(beta.schema_name, [two])


def test_the_key_stores_login_cannot_delete(alpha):
    keys.make_data_key(alpha.schema_name, uuid4())
    for model in (DataKey, TenantKey):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(using="keys"):
            model.objects.all()._raw_delete("keys")


def test_a_wrapped_key_is_there_or_shredded():
    with pytest.raises(IntegrityError), transaction.atomic(using="keys"):
        DataKey.objects.create(id=uuid4(), schema="t_x", version=1)


def test_shredding_is_final(alpha):
    with inside(alpha):
        note = make_note()
        key_id = note.subject.vault_key
        assert destroy_data_key(alpha.schema_name, key_id)
        assert not destroy_data_key(alpha.schema_name, key_id)

        row = DataKey.objects.get(pk=key_id)
        assert row.wrapped is None
        assert row.shredded_at is not None
        with pytest.raises(Shredded):
            str(Note.objects.get(pk=note.pk).name)
    with inside(alpha):
        kept = Note.objects.get(pk=note.pk)
        kept.plain = "still here"
        kept.save()  # unread values need no key
        with pytest.raises(Shredded):
            make_note(subject=kept.subject)
        with pytest.raises(Shredded):
            str(kept.subject.title)


def test_a_key_can_be_shredded_before_it_is_used(alpha):
    key_id = uuid4()
    assert destroy_data_key(alpha.schema_name, key_id)
    with inside(alpha), pytest.raises(Shredded):
        Subject.objects.create(title="x", vault_key=key_id)


def test_one_tenant_cannot_shred_anothers_key(alpha, beta):
    with inside(alpha):
        note = make_note()
        assert not destroy_data_key(beta.schema_name, note.subject.vault_key)
        assert Note.objects.get(pk=note.pk).name == "Maria"


def test_a_tenants_keys_are_shredded_with_it(alpha, beta):
    with inside(beta):
        theirs = make_note()
    with inside(alpha):
        note = make_note()
        assert destroy_tenant_keys(alpha.schema_name) == 1
    with inside(alpha):
        with pytest.raises(Shredded):
            str(Note.objects.get(pk=note.pk).name)
        with pytest.raises(Shredded):
            make_note()
    with inside(beta):
        assert Note.objects.get(pk=theirs.pk).name == "Maria"


def test_a_lost_key_is_not_a_shredded_one(alpha):
    with inside(alpha):
        held = Note.objects.get(pk=make_note().pk).__dict__["name"]
        held.raw = held.raw[:1] + uuid4().bytes + held.raw[17:]
        with pytest.raises(UnknownKey):
            Note._meta.get_field("name").open(held)


def test_the_root_key_rotates(alpha, root_key_is, settings):
    old, new = settings.VAULT_ROOT_KEY, new_root_key()
    with inside(alpha):
        note = make_note()
    root_key_is(new, old)
    assert exhausted(rotation.rotate_root()).left == 0
    assert set(TenantKey.objects.values_list("root_id", flat=True)) == {root.current_root_key().id}
    root_key_is(new)
    with inside(alpha):
        assert Note.objects.get(pk=note.pk).name == "Maria"
    root_key_is(old)
    with inside(alpha), pytest.raises(NoRootKey):
        str(Note.objects.get(pk=note.pk).name)


def test_the_root_key_comes_from_a_file(root_key_is, settings, tmp_path):
    one, two = new_root_key(), new_root_key()
    (tmp_path / "root").write_text(f"{one}\n{two}\n")
    settings.VAULT_ROOT_KEY_FILE = str(tmp_path / "root")
    root_key_is("")
    assert len(root.root_keys()) == 2
    root_key_is(one)
    assert list(root.root_keys()) == [root.current_root_key().id]


class Kms:
    """A root key that lives elsewhere: all that the vault may ask of it."""

    id = "kms-1"

    def __init__(self):
        self.asked = []

    def wrap(self, secret, bound):
        self.asked.append("wrap")
        return bytes(byte ^ 0x5A for byte in secret) + bound

    def unwrap(self, wrapped, bound):
        self.asked.append("unwrap")
        if not wrapped.endswith(bound):
            raise Unreadable
        return bytes(byte ^ 0x5A for byte in wrapped.removesuffix(bound))


KMS = Kms()


def kms_root_keys():
    return [KMS, *root.local_root_keys()]


def test_a_kms_can_hold_the_root_key(alpha, root_key_is, settings):
    with inside(alpha):
        note = make_note()
    settings.VAULT_ROOT_KEY_SOURCE = f"{__name__}.kms_root_keys"
    root_key_is(settings.VAULT_ROOT_KEY)
    exhausted(rotation.rotate_root())
    keys.CACHE.forget()
    KMS.asked.clear()
    with inside(alpha):
        assert Note.objects.get(pk=note.pk).name == "Maria"
        assert make_note().name == "Maria"
    assert KMS.asked == ["unwrap"]  # once a minute for each tenant


def test_without_a_proper_root_key_nothing_starts(root_key_is):
    for text in ("", "too short", base64.b64encode(b"x" * 31).decode()):
        root_key_is(text)
        with pytest.raises(NoRootKey) as refusal:
            root.root_keys()
        assert not text or text not in str(refusal.value)


def test_a_tenants_key_rotates(alpha, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 4)
    schema = alpha.schema_name
    with inside(alpha):
        notes = [make_note() for _ in range(10)]
        destroy_data_key(schema, notes[0].subject.vault_key)
    lasting = keys.tenant_keys(schema).lasting

    assert exhausted(rotation.rotate_tenant(schema)).done == 9
    assert set(DataKey.objects.filter(schema=schema, shredded_at=None).values_list("version", flat=True)) == {
        2
    }
    assert TenantKey.objects.get(schema=schema, version=1).wrapped is None
    assert keys.tenant_keys(schema).lasting == lasting
    with inside(alpha):
        assert {note.name for note in Note.objects.exclude(pk=notes[0].pk)} == {"Maria"}
        with pytest.raises(Shredded):
            str(Note.objects.get(pk=notes[0].pk).name)
        make_note()


def test_a_rotation_that_was_stopped_goes_on(alpha, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    schema = alpha.schema_name
    with inside(alpha):
        notes = [make_note() for _ in range(7)]
    stopped = rotation.rotate_tenant(schema)
    next(stopped)
    del stopped
    keys.CACHE.forget()
    with inside(alpha):
        assert [note.name for note in Note.objects.all()] == ["Maria"] * 7  # both versions open
    assert exhausted(rotation.rotate_tenant(schema)).done == 5
    assert TenantKey.objects.filter(schema=schema).count() == 2
    with inside(alpha):
        assert Note.objects.get(pk=notes[0].pk).name == "Maria"


def test_a_process_that_remembers_the_old_key_works_on(alpha):
    schema = alpha.schema_name
    with inside(alpha):
        make_note()
    remembered = keys.tenant_keys(schema)
    exhausted(rotation.rotate_tenant(schema))
    keys.CACHE.put(remembered)
    with inside(alpha):
        assert make_note().name == "Maria"
    keys.CACHE.put(remembered)
    with inside(alpha):
        assert [note.name for note in Note.objects.all()] == ["Maria"] * 2
    assert set(DataKey.objects.filter(schema=schema).values_list("version", flat=True)) == {2}


def test_memory_is_bounded_and_forgets(monkeypatch):
    cache = keys.TenantKeyCache()
    monkeypatch.setattr(keys, "CACHE_SIZE", 2)
    for name in "abc":
        cache.put(keys.TenantKeys(name, {}, 1, b""))
    assert cache.get("a") is None
    assert cache.get("c") is not None
    monkeypatch.setattr(keys, "CACHE_SECONDS", -1)
    assert cache.get("c") is None


def test_threads_make_one_key(alpha, committed):
    key_id, failures = uuid4(), []

    def seal():
        try:
            with inside(alpha):
                Subject.objects.create(title="x", vault_key=key_id)
        except Exception as error:  # noqa: BLE001 - shown below
            failures.append(error)
        finally:
            connections["keys"].close()

    threads = [threading.Thread(target=seal) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with inside(alpha):
        assert [each.title for each in Subject.objects.filter(vault_key=key_id)] == ["x"] * 8
    assert TenantKey.objects.filter(schema=alpha.schema_name).count() == 1


def test_the_command_does_it(alpha, capsys):
    with inside(alpha):
        note = make_note()
    key_id = note.subject.vault_key
    call_command("vault", "rotate-root")
    call_command("vault", "rotate-tenant", "alpha")
    call_command("vault", "shred", "alpha", str(key_id))
    call_command("vault", "status")
    said = capsys.readouterr().out
    assert "The old key is destroyed." in said
    assert "The key is destroyed." in said
    assert "shredded: 1" in said
    with inside(alpha), pytest.raises(Shredded):
        str(Note.objects.get(pk=note.pk).name)
    for wrong in (
        ("shred", "alpha", str(UUID(int=0))),
        ("shred-tenant", "alpha", "--yes"),
        ("rotate-tenant", "no"),
    ):
        with pytest.raises(CommandError):
            call_command("vault", *wrong)
