import io
import os
import signal
import sys
import time

import pytest

from amends.embedded.processes import Child
from amends.embedded.supervisor import Stopped, Supervisor
from amends.embedded.troubles import Trouble
from tests.amends.embedded.test_locks import is_running

pytestmark = pytest.mark.no_db

NOTES_ITS_END = "trap 'sleep 0.1; echo $1 >> $2; exit' TERM; echo up; while :; do sleep 0.02; done"


def shell(script, *arguments, name="child", patience=5.0):
    return Child(
        name, ("/bin/sh", "-c", script, "sh", *map(str, arguments)), dict(os.environ), patience=patience
    )


@pytest.fixture
def supervisor():
    made = Supervisor(output=io.StringIO())
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield made
    made.stop()
    for number, handler in before.items():
        signal.signal(number, handler)


def said(supervisor):
    return supervisor._output.getvalue()


def watch(supervisor, until):
    """Watch as `up` does; `until` is asked at every turn and ends it."""
    turn = supervisor._turn
    end = time.monotonic() + 10

    def turned(*seconds):
        turn(*seconds)
        if until() or time.monotonic() > end:
            supervisor._signals += 1

    supervisor._turn = turned
    supervisor.watch()
    supervisor._turn = turn


def test_it_works(supervisor):
    process = supervisor.start(shell("echo one; echo two >&2; sleep 60", name="talker"))
    supervisor.until(lambda: "two" in said(supervisor), what="talker")
    assert "talker      | one\ntalker      | two\n" in said(supervisor)
    supervisor.stop()
    assert process.returncode == -signal.SIGTERM


def test_a_child_that_ends_is_started_again_and_each_time_later(supervisor):
    supervisor.start(shell("exit 3", name="weak"))
    watch(supervisor, lambda: supervisor.kept[0].restarts == 2)
    assert "weak ended (exit status 3); starting it again in 0.25 s." in said(supervisor)
    assert "starting it again in 0.5 s." in said(supervisor)


def test_a_killed_child_is_started_again_after_its_preparation(supervisor):
    prepared = []
    process = supervisor.start(shell("sleep 60"), prepare=lambda: prepared.append(1))
    process.kill()
    watch(supervisor, lambda: supervisor.kept[0].restarts == 1)
    assert supervisor.kept[0].process.pid != process.pid
    assert prepared == [1, 1]


def test_the_last_stage_stops_first(supervisor, tmp_path):
    notes = tmp_path / "notes"
    for stage, name in enumerate(("server", "web")):
        supervisor.start(shell(NOTES_ITS_END, name, notes, name=name), stage=stage)
    supervisor.until(lambda: said(supervisor).count("| up") == 2, what="both")
    supervisor.stop()
    assert notes.read_text().split() == ["web", "server"]


def test_a_child_that_does_not_listen_is_killed_with_its_own_children(supervisor):
    supervisor.start(shell("trap '' TERM; sleep 60 & echo $!; wait; sleep 60", patience=0.2))
    supervisor.until(lambda: len(supervisor.kept[0].said) == 1, what="child")
    grandchild = int(supervisor.kept[0].said[0])
    supervisor.stop()
    time.sleep(0.05)
    assert not is_running(grandchild)


def test_workers_do_not_outlive_their_killed_main_process(supervisor):
    process = supervisor.start(shell("sleep 60 & echo $!; wait"))
    supervisor.until(lambda: len(supervisor.kept[0].said) == 1, what="child")
    worker = int(supervisor.kept[0].said[0])
    process.kill()
    watch(supervisor, lambda: supervisor.kept[0].restarts == 1)
    assert not is_running(worker)


def test_children_end_when_the_supervisor_is_killed(tmp_path):
    script = (
        "import time\nfrom amends.embedded.supervisor import Supervisor\n"
        "from amends.embedded.processes import Child\n"
        "s = Supervisor()\np = s.start(Child('c', ('sleep', '60'), {'PATH': '/bin:/usr/bin'}))\n"
        "print(p.pid, flush=True)\ntime.sleep(60)"
    )
    outer = Supervisor(output=io.StringIO())
    parent = outer.start(Child("python", (sys.executable, "-c", script), dict(os.environ)))
    outer.until(lambda: bool(outer.kept[0].said), what="python")
    child = int(outer.kept[0].said[0])
    parent.kill()
    parent.wait()
    time.sleep(0.1)
    assert not is_running(child)
    outer.stop()


def test_finish_returns_the_last_line(supervisor):
    assert supervisor.finish(shell("echo first; printf last")) == "last"


def test_finish_says_what_a_failed_child_said(supervisor):
    with pytest.raises(Trouble, match=r"seed failed \(exit status 2\).*\n.*no such table"):
        supervisor.finish(shell("echo no such table; exit 2", name="seed"))


def test_a_child_that_ends_while_starting_stops_the_start(supervisor):
    supervisor.start(shell("echo address in use; exit 1", name="web"))
    with pytest.raises(Trouble, match=r"web ended while starting.*\n.*address in use"):
        supervisor.until(lambda: False, what="the front page")


def test_one_ctrl_c_stops_the_start(supervisor):
    supervisor.obey_signals()
    supervisor.start(shell("kill -INT $PPID; sleep 60"))
    with pytest.raises(Stopped):
        supervisor.until(lambda: False, what="nothing")


class FullDisk(io.StringIO):
    def write(self, text):
        raise OSError(28, "No space left on device")


def test_an_output_that_takes_nothing_more_does_not_stop_it():
    supervisor = Supervisor(output=FullDisk())
    supervisor.say("to nobody")
    supervisor.say("again")
