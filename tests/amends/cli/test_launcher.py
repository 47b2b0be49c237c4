import os
import shutil
import subprocess
import sys

import pytest

from amends.embedded.accounts import CLONE

pytestmark = pytest.mark.no_db
TOOLS = (
    "awk",
    "cat",
    "chmod",
    "cksum",
    "env",
    "dirname",
    "grep",
    "mkdir",
    "readlink",
    "rm",
    "sed",
    "sh",
    "tail",
    "tr",
)


@pytest.fixture
def clone(tmp_path):
    """A copy of the launcher, and a PATH with the system's tools but only the Pythons that a test puts there."""
    folder = tmp_path / "clone"
    folder.mkdir()
    for name in ("amends", "requirements.txt", "pyproject.toml"):
        shutil.copy(CLONE / name, folder)
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        (programs / tool).symlink_to(shutil.which(tool))
    return folder


def put_python(clone, script):
    python = clone.parent / "bin" / "python3"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)


def launch(clone, *arguments):
    environment = {"PATH": str(clone.parent / "bin"), "HOME": str(clone.parent)}
    return subprocess.run(
        [clone / "amends", *arguments], env=environment, capture_output=True, text=True, check=False
    )


def make_fresh(clone):
    """Pretend that the environment was made: a Python that says its arguments, and the launcher's stamp."""
    (clone / ".venv" / "bin").mkdir(parents=True)
    python = clone / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\nprintf "[%s]" "$@"\n')
    python.chmod(0o755)
    files = ("requirements.txt", "pyproject.toml", "amends")
    sums = subprocess.run(["cksum", *files], cwd=clone, capture_output=True, text=True, check=True).stdout
    (clone / ".venv" / "amends-stamp").write_text(f"{clone}\n{sums}")


def test_it_works(clone):
    make_fresh(clone)
    done = launch(clone, "test", "-k", "two words")
    assert (done.stdout, done.stderr) == ("[-P][-m][amends][test][-k][two words]", "")


def test_it_works_through_a_link_from_elsewhere(clone):
    make_fresh(clone)
    link = clone.parent / "link"
    link.symlink_to(clone / "amends")
    done = subprocess.run([link, "help"], cwd="/", capture_output=True, text=True, check=False)
    assert done.stdout == "[-P][-m][amends][help]"


def test_no_python_is_said_in_a_sentence(clone):
    done = launch(clone, "help")
    assert done.returncode == 1
    assert "Python 3.11 or later with its venv module is needed; found no python3" in done.stderr


def test_an_old_python_is_named(clone):
    put_python(clone, '[ "$1" = --version ] && echo "Python 3.9.2" && exit 0; exit 1')
    done = launch(clone, "help")
    assert done.returncode == 1
    assert "found Python 3.9.2" in done.stderr


def test_a_python_without_ensurepip_and_pip_is_told_what_to_install(clone):
    put_python(clone, f'case "$*" in *ensurepip*|*pip*--version*) exit 1;; esac; exec {sys.executable} "$@"')
    done = launch(clone, "help")
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert not (clone / ".venv" / "amends-stamp").exists()


# A Python that does nothing but tell what it was asked.
MAKES_ENVIRONMENTS = """
venv=%(clone)s/.venv
notes=%(clone)s/..
case "$*" in
    *fcntl*) shift 3; exec "$@";;
    *"-m venv"*) mkdir -p "$venv/bin" && cat "$0" > "$venv/bin/python" && chmod +x "$venv/bin/python";;
    *"pip config list"*) cat "$notes/pip-configuration";;
    *"-m uv pip sync"*) env > "$notes/given-to-uv"; printf '%%s\\n' "$*" >> "$notes/given-to-uv";;
    *sysconfig*) echo "$venv";;
    *"-m amends"*) echo "ran $*";;
esac
"""


def test_an_environment_is_made_from_where_pip_looks(clone):
    put_python(clone, MAKES_ENVIRONMENTS % {"clone": clone})
    (clone.parent / "pip-configuration").write_text(
        "global.cert='/etc/ours.pem'\nglobal.extra-index-url='https://more.example/simple file:///wheels'\n"
        "global.index-url='https://index.example/simple'\n"
    )
    done = launch(clone, "status")
    assert done.stdout == "ran -P -m amends status\n", done.stderr
    given = (clone.parent / "given-to-uv").read_text().splitlines()
    assert "UV_DEFAULT_INDEX=https://index.example/simple" in given
    assert "UV_INDEX=https://more.example/simple" in given
    assert "SSL_CERT_FILE=/etc/ours.pem" in given
    assert "--require-hashes --only-binary :all:" in given[-1]
    assert (clone / ".venv" / "amends.pth").read_text() == f"{clone}\n{clone}/platform\n"
    assert (clone / ".venv" / "uv.txt").read_text().startswith("uv==")
    # The second time there is nothing to do.
    (clone.parent / "given-to-uv").unlink()
    assert launch(clone, "status").stderr == ""
    assert not (clone.parent / "given-to-uv").exists()


def test_a_changed_lock_and_a_moved_clone_are_stale(clone):
    make_fresh(clone)
    put_python(clone, "exit 1")
    moved = clone.with_name("moved")
    shutil.copytree(clone, moved, symlinks=True)
    assert "Python 3.11 or later" in launch(moved, "help").stderr
    with (clone / "requirements.txt").open("a") as lock:
        lock.write("# changed\n")
    assert "Python 3.11 or later" in launch(clone, "help").stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(clone):
    put_python(clone, f'exec {sys.executable} "$@"')
    clone.chmod(0o500)
    assert "may not write" in launch(clone, "help").stderr
    clone.chmod(0o700)
