import os
import shutil
import signal
import stat
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

from amends.embedded import binaries, locks
from amends.embedded.accounts import Account, server_account
from amends.embedded.postgres import Postgres
from amends.embedded.troubles import Trouble

pytestmark = pytest.mark.no_db
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A cluster for the tests that start and stop: making one takes longer than all they do."""
    server = Postgres(tmp_path_factory.mktemp("made") / "postgres", for_tests=True)
    server.start()
    server.stop()
    yield server
    server.destroy()


@pytest.fixture
def postgres(made):
    """The made cluster, stopped before and after."""
    yield made
    made.stop()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    server = Postgres(tmp_path_factory.mktemp("running") / "postgres", for_tests=True)
    server.start()
    yield server
    server.destroy()


def ask(url, statement):
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def test_it_works(running):
    assert ask(running.owner_url(), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert ask(running.owner_url("amends_keys"), "SELECT current_database()") == "amends_keys"
    assert ask(running.superuser_url(), "SHOW listen_addresses") == ""


def test_what_was_written_is_there_after_a_restart(postgres):
    postgres.start()
    ask(postgres.owner_url(), "CREATE TABLE kept ()")
    postgres.stop()
    postgres.start()
    assert ask(postgres.owner_url(), "SELECT count(*) FROM kept") == 0


def test_a_new_role_cannot_enter_the_system_databases(running):
    ask(running.owner_url(), "CREATE ROLE somebody LOGIN PASSWORD 'secret'")
    url = (
        running.owner_url("postgres")
        .replace(running.passwords["owner"], "secret")
        .replace("amends:", "somebody:")
    )
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(url)


def test_nobody_enters_without_the_password(running):
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(running.superuser_url().replace(running.passwords["superuser"], "guess"))


def test_its_secrets_and_sockets_are_private(running):
    assert stat.S_IMODE((running.state / "passwords.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(running.sockets.stat().st_mode) == 0o700
    assert running.sockets.stat().st_uid == running.account.uid


def test_nothing_is_left_after_stop_and_destroy(tmp_path):
    server = Postgres(tmp_path / "postgres", for_tests=True)
    server.start()
    process, sockets, files = server.process, server.sockets, server.files
    server.stop()
    assert process.poll() is not None
    assert not sockets.exists()
    server.destroy()
    assert not files.exists()


@only_root
def test_root_runs_it_as_somebody_else_and_leaves_a_closed_folder_closed(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = Postgres(closed / "postgres", for_tests=True)
    try:
        server.start()
        assert Path(f"/proc/{server.process.pid}").stat().st_uid == server_account().uid != 0
        assert not server.files.is_relative_to(closed)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        server.destroy()


@only_root
def test_binaries_that_cannot_be_reached_are_copied(tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    package = binaries._package(binaries.POSTGRES_PACKAGE)
    shutil.copytree(package / "pginstall18", closed / package.name / "pginstall18")
    shutil.copytree(package.with_name(f"{package.name}.libs"), closed / f"{package.name}.libs")
    monkeypatch.setattr(binaries, "_package", lambda name: closed / name)
    found = binaries.postgres_bin(server_account())
    assert not found.is_relative_to(closed)
    assert server_account().can_run(found / "postgres")


@only_root
def test_it_works_as_an_ordinary_user():
    nobody = Account("nobody", 65534, 65534, switched=True)
    programs = binaries.postgres_bin(nobody)
    folder = Path(tempfile.mkdtemp())
    nobody.give(folder, 0o700)
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(nobody.gid)
            os.setuid(nobody.uid)
            server = Postgres(folder / "postgres", for_tests=True)
            server._bin = programs
            server.start()
            answer = ask(server.owner_url(), "SELECT 1")
            server.destroy()
            os._exit(0 if answer == 1 and not server.account.switched else 1)
        except BaseException as error:  # noqa: BLE001 - a forked test must not go on as a second pytest
            os.write(2, repr(error).encode())
            os._exit(2)
    try:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        shutil.rmtree(folder)


def test_a_path_too_long_for_a_socket_simply_works(tmp_path):
    server = Postgres(tmp_path / ("long" * 30) / "postgres", for_tests=True)
    try:
        server.start()
        assert ask(server.owner_url(), "SELECT 1") == 1
    finally:
        server.destroy()


def test_a_temporary_folder_with_a_long_name_simply_works(tmp_path, monkeypatch):
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    server = Postgres(tmp_path / "postgres")
    assert len(str(server.sockets)) < 90
    server.tidy()


def test_a_second_start_in_the_same_folder_is_refused(running):
    with pytest.raises(locks.Held, match="Already running"):
        Postgres(running.state, for_tests=True).start()


def test_it_starts_again_after_it_was_killed(postgres):
    postgres.start()
    postgres.process.send_signal(signal.SIGKILL)
    postgres.process.wait()
    postgres.stop()
    postgres.start()
    assert ask(postgres.owner_url(), "SELECT 1") == 1


def test_a_stale_pid_file_that_names_a_living_process_does_not_matter(postgres):
    other = subprocess.Popen(["sleep", "60"], **postgres.account.popen())
    try:
        (postgres.data / "postmaster.pid").write_text(f"{other.pid}\n{postgres.data}\n")
        postgres.start()
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_lost_passwords_are_said_in_a_sentence(postgres):
    passwords = postgres.state / "passwords.json"
    kept = passwords.rename(passwords.with_suffix(".kept"))
    try:
        with pytest.raises(Trouble, match="does not belong to the database"):
            postgres.start()
    finally:
        kept.rename(passwords)


def test_data_of_another_version_are_not_touched(postgres):
    version = postgres.data / "PG_VERSION"
    version.write_text("15\n")
    try:
        with pytest.raises(Trouble, match="another version of PostgreSQL"):
            postgres.start()
    finally:
        version.write_text("18\n")


def test_a_platform_without_the_wheel_is_told_what_to_set(tmp_path, monkeypatch):
    monkeypatch.setattr(binaries, "POSTGRES_PACKAGE", "no_such_package")
    with pytest.raises(Trouble, match="Set DATABASE_URL"):
        Postgres(tmp_path / "postgres").start()


@only_root
def test_a_full_disk_is_said_in_a_sentence():
    small = Path(tempfile.mkdtemp())
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m,mode=755", "none", small]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        small.rmdir()
        pytest.skip("this machine does not let us mount")
    try:
        server = Postgres(small / "postgres", for_tests=True)
        with pytest.raises(Trouble, match="is full"):
            server.start()
        assert server.files.is_relative_to(small)
        assert not server.data.exists()
    finally:
        subprocess.run(["umount", small], check=True)
        small.rmdir()


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence():
    with pytest.raises(Trouble, match=r"may not write|read-only"):
        Postgres(Path("/sys/amends/postgres")).start()
