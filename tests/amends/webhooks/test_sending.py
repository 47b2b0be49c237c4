"""One attempt against real receivers: dead, slow, lying, and those that would lead into our own network."""

import socket
import time
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.test import override_settings

from amends.webhooks.messages import message
from amends.webhooks.receiving import is_genuine
from amends.webhooks.sending import Answer, fit, send
from amends.webhooks.signing import new_secret
from tests.amends.webhooks.receivers import make_certificate, raw, receiver

pytestmark = pytest.mark.no_db
KEY = UUID("01980000-0000-7000-8000-000000000001")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECRET = new_secret()
# Of the public internet, though nobody is asked there.
PUBLIC = "93.184.215.14"


def sent(address, **changes):
    what = message(KEY, "referral.accepted", at=NOW, sequence=1, state="accepted")
    answer = send(address, what, [SECRET], **{"now": NOW, "seconds": 5.0} | changes)
    return answer.status, answer.trouble


@pytest.fixture
def server():
    with receiver() as running:
        yield running


def test_it_works(server):
    assert sent(f"{server.address}?a=1", now=datetime.now(UTC)) == (204, "")
    [(path, told, body)] = server.taken
    assert path == "/hook?a=1"
    assert told["Content-Type"] == "application/json"
    assert is_genuine(SECRET, {name.lower(): value for name, value in told.items()}, body)


def test_it_works_over_https(tmp_path, monkeypatch):
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with receiver(certificate) as running:
        assert sent(running.address) == (204, "")
        assert running.taken[0][1]["Host"] == urlsplit(running.address).netloc


@pytest.mark.parametrize("name", [None, "127.0.0.9"])
def test_it_refuses_a_certificate_of_nobody_or_of_somebody_else(tmp_path, monkeypatch, name):
    certificate = make_certificate(tmp_path, name or "127.0.0.1")
    if name:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with receiver(certificate) as running:
        assert sent(running.address) == (None, "certificate")
        assert running.taken == []


@pytest.mark.parametrize("status", [200, 400, 410, 429, 500, 503])
def test_the_status_is_all_that_is_told(server, status):
    server.answers.append((status, {}, b"words of the receiver"))
    assert sent(server.address) == (status, "")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(server, status):
    with receiver() as inner:
        server.answers.append((status, {"Location": inner.address}, b""))
        assert sent(server.address) == (status, "")
        assert inner.taken == []
    assert len(server.taken) == 1


def test_of_a_huge_answer_little_is_read():
    written = []

    def talk(sock, stop):
        sock.recv(65536)
        sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not stop.is_set():
            sock.sendall(b"x" * 65536)
            written.append(65536)

    with raw(talk) as running:
        assert sent(running.address) == (200, "")
        until = time.monotonic() + 10
        while not running.cut and time.monotonic() < until:
            time.sleep(0.01)
        # The buffers of the system lie between them; it is not the receiver who ends it.
        assert running.cut
        assert sum(written) < 64 * 1024 * 1024


def slow_from_the_start(sock, stop):
    stop.wait(30)


def drops_into_the_status(sock, stop):
    for byte in b"HTTP/1.1 200 OK\r\n" * 100:
        if stop.wait(0.05):
            return
        sock.sendall(bytes([byte]))


def endless_headers(sock, stop):
    sock.sendall(b"HTTP/1.1 200 OK\r\n")
    while not stop.wait(0.1):
        sock.sendall(b"a: b\r\n")


def for_ever_continuing(sock, stop):
    while not stop.wait(0.01):
        sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


@pytest.mark.parametrize(
    "talk", [slow_from_the_start, drops_into_the_status, endless_headers, for_ever_continuing]
)
def test_one_deadline_holds_for_all_of_it(talk):
    with raw(talk) as running:
        assert sent(running.address, seconds=0.6) == (None, "too_slow")
        assert running.met == 1


@pytest.mark.parametrize("talk", [slow_from_the_start, drops_into_the_status])
def test_the_deadline_holds_in_a_handshake(talk):
    with raw(talk) as running:
        status, trouble = sent(running.address.replace("http:", "https:"), seconds=0.6)
        # Bytes that are no TLS end it before the time does.
        assert (status, trouble) in ((None, "too_slow"), (None, "unreachable"))


def test_a_slow_body_does_not_undo_what_was_taken():
    def talk(sock, stop):
        sock.recv(65536)
        sock.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 9000\r\n\r\n")
        stop.wait(30)

    with raw(talk) as running:
        assert sent(running.address, seconds=0.6) == (202, "")


@pytest.mark.parametrize("said", [b"", b"rubbish\r\n\r\n", b"HTTP/1.1 9000 no\r\n\r\n"])
def test_a_receiver_that_speaks_no_http(said):
    def talk(sock, stop):
        sock.recv(65536)
        sock.sendall(said)

    with raw(talk) as running:
        assert sent(running.address) == (None, "unreachable")


def test_nobody_there():
    with receiver() as running:
        address = running.address
    assert sent(address) == (None, "unreachable")


@override_settings(AMENDS_WEBHOOKS_LOOPBACK=False)
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:169.254.169.254]",
        "[::7f00:1]",
        "[64:ff9b::a00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "[ff02::1]",
    ],
)
def test_our_own_network_is_not_reached(server, host):
    assert sent(f"https://{host}:{server.server_port}/") == (None, "not_public")
    assert server.taken == []


@override_settings(AMENDS_WEBHOOKS_LOOPBACK=False)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "example.org"])
def test_plain_http_is_for_tests(server, host):
    assert sent(f"http://{host}:{server.server_port}/") == (None, "no_address")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "ftp://example.org",
        "file:///etc/passwd",
        "gopher://127.0.0.1",
        "http://example.org",
        "http://127.0.0.1.example.org",
        "https://",
        "https://user@example.org",
        "https://user:word@example.org",
        "https://example.org/#part",
        "https://example.org/a b",
        "https://example.org/\r\nX: y",
        "https://exämple.org",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://[::1",
        f"https://example.org/{'a' * 500}",
    ],
)
def test_what_is_no_address_for_a_webhook(address):
    assert fit(address) is None
    assert sent(address) == (None, "no_address")


class Resolver:
    """What the system's resolver answers for one name, in turn; other names as ever."""

    def __init__(self, monkeypatch, *answers):
        self.answers, self.asked, self.real = list(answers), 0, socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", self)

    def __call__(self, host, port, *args, **kwargs):
        if host != "receiver.test":
            return self.real(host, port, *args, **kwargs)
        found = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]


@pytest.fixture
def connections(monkeypatch, server):
    """Where connections of the sender go; each of them ends at the receiver."""
    gone, real = [], socket.create_connection

    def connect(where, *args, **kwargs):
        gone.append(where[0])
        return real(("127.0.0.1", server.server_port), *args, **kwargs)

    monkeypatch.setattr(socket, "create_connection", connect)
    return gone


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], ["10.1.2.3"], [PUBLIC, "169.254.169.254"], ["10.1.2.3", PUBLIC]]
)
def test_a_name_that_means_our_network(monkeypatch, connections, found):
    Resolver(monkeypatch, found)
    assert sent("https://receiver.test/") == (None, "not_public")
    assert connections == []


def test_a_name_that_changes_between_check_and_connect(monkeypatch, connections):
    resolver = Resolver(monkeypatch, [PUBLIC], ["127.0.0.1"])
    sent("https://receiver.test/", seconds=1.0)
    assert (connections, resolver.asked) == ([PUBLIC], 1)
    # At the next attempt it is looked at again.
    assert sent("https://receiver.test/") == (None, "not_public")
    assert connections == [PUBLIC]


def test_a_name_that_nobody_knows(monkeypatch):
    def unknown(*_args, **_kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert sent("https://receiver.test/") == (None, "unknown_host")


def test_a_resolver_that_does_not_answer(monkeypatch):
    answers = time.monotonic() + 2.0

    def slow(*_args, **_kwargs):
        time.sleep(max(0.0, answers - time.monotonic()))
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    assert sent("https://receiver.test/", seconds=0.3) == (None, "too_slow")


def test_an_answer_holds_no_word_of_the_receiver(server):
    server.answers.append((500, {"X-Secret": "their words"}, b"their words"))
    what = message(KEY, "a.b", at=NOW, sequence=1)
    answer = send(server.address, what, [SECRET], now=NOW)
    assert set(vars(answer)) == {"status", "trouble", "milliseconds"}
    assert answer == Answer(500, "", answer.milliseconds)
