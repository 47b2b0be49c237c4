import os
import signal

import pytest
import redis as client

from amends.embedded import binaries, locks
from amends.embedded.redis import Redis
from amends.embedded.troubles import Trouble

pytestmark = pytest.mark.no_db


@pytest.fixture
def redis(tmp_path):
    server = Redis(tmp_path / "a folder with spaces" / "redis")
    yield server
    server.destroy()


def connect(server):
    return client.from_url(server.url())


def test_it_works(redis):
    redis.start()
    with connect(redis) as connection:
        assert connection.ping()
        assert connection.config_get("port") == {"port": "0"}


def test_it_keeps_what_it_was_given_when_it_is_killed(redis):
    redis.start()
    with connect(redis) as connection:
        connection.set("queued", "1")
    redis.process.send_signal(signal.SIGKILL)
    redis.process.wait()
    redis.stop()
    redis.start()
    with connect(redis) as connection:
        assert connection.get("queued") == b"1"


def test_a_second_one_does_not_steal_the_socket(redis):
    redis.start()
    with pytest.raises(locks.Held):
        Redis(redis.state).start()
    with connect(redis) as connection:
        assert connection.info("server")["process_id"] == redis.process.pid


def test_nothing_is_left_after_stop(redis):
    redis.start()
    process, sockets = redis.process, redis.socket.parent
    redis.stop()
    assert process.poll() is not None
    assert not sockets.exists()


def test_a_platform_without_the_wheel_uses_the_one_on_path(monkeypatch, tmp_path):
    monkeypatch.setattr(binaries, "REDIS_PACKAGE", "no_such_package")
    program = tmp_path / "redis-server"
    program.touch(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert binaries.redis_server() == program


def test_a_platform_without_any_is_told_what_to_set(monkeypatch, tmp_path):
    monkeypatch.setattr(binaries, "REDIS_PACKAGE", "no_such_package")
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(Trouble, match="set REDIS_URL"):
        Redis(tmp_path / "redis").start()
