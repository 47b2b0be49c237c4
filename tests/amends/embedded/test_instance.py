import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from amends.embedded import locks, ports
from amends.embedded.accounts import CLONE

pytestmark = pytest.mark.no_db


class Amends:
    """`./amends` with a state folder of its own, knowing nothing of the servers of this test run."""

    def __init__(self, state):
        self.state = Path(state)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "AMENDS_STATE": str(state),
            "AMENDS_WARM_POOL": "4",
        }

    def __call__(self, *arguments):
        command = [sys.executable, "-P", "-m", "amends", *arguments]
        return subprocess.run(
            command, cwd=CLONE, env=self.environment, capture_output=True, text=True, check=False
        )


@pytest.fixture
def amends():
    with tempfile.TemporaryDirectory() as state:
        command = Amends(state)
        yield command
        command("down")


def front_page(port, host="localhost"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/", headers={"Host": f"{host}:{port}"})
    answer = connection.getresponse()
    connection.close()
    return answer.status


def environment_of(pid):
    pairs = Path(f"/proc/{pid}/environ").read_text().split("\0")
    # The servers write their titles there, without a "=".
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


@pytest.mark.takes(seconds=40)
def test_it_works(amends):
    port = ports.free_port(18800)
    started = amends("up", "--detach", "--port", str(port))
    assert started.returncode == 0, started.stderr
    status = json.loads(amends("status", "--json").stdout)
    assert status["ok"]
    assert len(status["tenants"]) == 4
    assert all(tenant["url"] in started.stdout for tenant in status["tenants"])
    assert front_page(port) == 200

    told = {child["name"]: environment_of(child["pid"]) for child in status["children"]}
    assert [name for name, given in told.items() if "DATABASE_URL" in given] == ["provisioner"]
    assert "@" not in told["web"]["AMENDS_RUNTIME_DATABASE_URL"]
    assert (told["web"]["AMENDS_LOGIN"], told["worker"]["AMENDS_LOGIN"]) == ("amends_web", "amends_worker")
    assert not {name for name in told["mail"] if "SECRET" in name or "KEY" in name}

    again = amends("up", "--port", str(port))
    assert again.returncode == 1
    assert "Already running" in again.stderr
    assert "Traceback" not in again.stderr

    assert amends("down").stdout == "Stopped.\n"
    assert not locks._marked(amends.state / "lock")
    assert ports.is_free(port)
    assert amends("status").returncode == 1


def test_a_port_in_use_is_said_in_a_sentence(amends):
    port = ports.free_port(18900)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        refused = amends("up", "--detach", "--port", str(port))
    assert refused.returncode == 1
    assert f"Port {port} is in use by" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not locks._marked(amends.state / "lock")
