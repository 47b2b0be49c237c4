import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from amends.embedded import locks

pytestmark = pytest.mark.no_db

TAKE_AND_LEAVE_A_CHILD = """
import subprocess, sys
from pathlib import Path
from amends.embedded import locks
lock = locks.take(Path(sys.argv[1]))
quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
print(subprocess.Popen(["sleep", "60"], pass_fds=[lock], start_new_session=True, **quiet).pid)
"""


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_it_works(tmp_path):
    lock = locks.take(tmp_path / "lock")
    assert locks.holder(tmp_path / "lock") == os.getpid()
    locks.release(lock)
    assert locks.holder(tmp_path / "lock") is None


def test_a_living_taker_is_named(tmp_path):
    lock = locks.take(tmp_path / "lock")
    with pytest.raises(locks.Held, match=f"process {os.getpid()}"):
        locks.take(tmp_path / "lock")
    locks.release(lock)


def test_a_lock_file_of_a_dead_process_is_no_lock(tmp_path):
    dead = subprocess.Popen(["true"])
    dead.wait()
    (tmp_path / "lock").write_text(str(dead.pid))
    locks.release(locks.take(tmp_path / "lock"))


def test_orphans_that_hold_the_lock_are_ended(tmp_path):
    command = [sys.executable, "-c", TAKE_AND_LEAVE_A_CHILD, str(tmp_path / "lock")]
    orphan = int(subprocess.run(command, check=True, capture_output=True).stdout)
    assert is_running(orphan)
    locks.release(locks.take(tmp_path / "lock"))
    assert not is_running(orphan)


def test_orphans_that_only_carry_the_mark_are_ended(tmp_path):
    path = tmp_path / "lock"
    marked = os.environ | {locks.MARK: str(path)}
    orphan = subprocess.Popen(["sh", "-c", "sleep 60 & echo $!"], env=marked, stdout=subprocess.PIPE)
    pid = int(orphan.stdout.readline())
    orphan.stdout.close()
    orphan.wait()
    lock = locks.take(path)
    time.sleep(0.05)
    locks.end_orphans(path)
    assert not is_running(pid)
    locks.release(lock)
