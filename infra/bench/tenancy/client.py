"""People with browsers: one process, one epoll loop, requests that are bytes made beforehand.

It must never be what limits a server, so it does as little as can be for each answer, and measures how much of a
processor it took.
"""

import selectors
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from infra.bench.tenancy.draws import Scenario, visits
from infra.bench.tenancy.names import host_of, title_of

PEOPLE = 32
PATH = "/bench/"
LONGEST_WAIT = 20


class WrongAnswer(RuntimeError):
    """A server answered something else than the tenant's page."""


@dataclass
class Load:
    """What one run of one server came to; times in seconds."""

    requests: int = 0
    seconds: float = 0.0
    client_seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Return requests per second."""
        return self.requests / self.seconds

    @property
    def client_share(self) -> float:
        """Return how much of one processor the client itself took, 0 to 1."""
        return self.client_seconds / self.seconds


class Person:
    """Somebody who visits a tenant, opens `burst` pages one after another, and visits the next.

    One connection as long as the visit; with single requests it is kept, as behind a proxy.
    """

    def __init__(self, port: int, tenants: Iterator[int], burst: int):
        self.port, self.tenants, self.burst = port, tenants, burst
        self.left = 0
        self.received = bytearray()
        self.connection = self._connected()

    def _connected(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=LONGEST_WAIT)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    @property
    def visit_is_over(self) -> bool:
        """Return whether the next request is to another tenant on a new connection."""
        return self.left == 0 and self.burst > 1

    def reconnect(self) -> None:
        """Open a new connection, as a new visitor does."""
        self.connection.close()
        self.connection = self._connected()

    def ask(self) -> None:
        """Send the next request."""
        if not self.left:
            number = next(self.tenants)
            self.left = self.burst
            self.mark = title_of(number).encode()
            self.request = (
                f"GET {PATH} HTTP/1.1\r\nHost: {host_of(number)}\r\nAccept: text/html\r\nAccept-Language: en\r\n\r\n"
            ).encode()
        self.left -= 1
        self.sent_at = time.perf_counter()
        self.connection.sendall(self.request)

    def answered(self) -> bool:
        """Read what is there and return whether the answer is complete; raise WrongAnswer when it is not the page."""
        part = self.connection.recv(65536)
        self.received += part
        end = self.received.find(b"\r\n\r\n")
        if part and (end < 0 or len(self.received) < end + 4 + _length(self.received[:end])):
            return False
        if not self.received.startswith(b"HTTP/1.1 200") or self.mark not in self.received:
            raise WrongAnswer(f"{self.request[:60]!r}: {bytes(self.received[:600])!r}")
        self.received.clear()
        return True


def _length(head: bytearray) -> int:
    head = head.lower()
    start = head.index(b"content-length:") + 15
    end = head.find(b"\r\n", start)
    return int(head[start : end if end > 0 else None])


def run(
    port: int,
    scenario: Scenario,
    *,
    tenants: int,
    seconds: float,
    warm_up: float,
    seed: int = 0,
    people: int = PEOPLE,
) -> Load:
    """Let `people` work for `warm_up` and then `seconds`; return what the latter came to."""
    crowd = [
        Person(port, visits(scenario, tenants, seed=seed * 1000 + number), scenario.burst)
        for number in range(people)
    ]
    loop = selectors.EpollSelector()
    for person in crowd:
        loop.register(person.connection, selectors.EVENT_READ, person)
        person.ask()
    try:
        _work(loop, time.perf_counter() + warm_up)
        return _work(loop, time.perf_counter() + seconds)
    finally:
        loop.close()
        for person in crowd:
            person.connection.close()


def visit_everybody(port: int, tenants: int, people: int = 6) -> None:
    """Let each of a few people open one page of every tenant, so that a server's processes have seen each host."""
    crowd = [Person(port, iter(range(tenants)), burst=1) for _ in range(people)]
    with ThreadPoolExecutor(people) as pool:
        for each in [pool.submit(_visit_each, person, tenants) for person in crowd]:
            each.result()


def _visit_each(person: Person, tenants: int) -> None:
    with person.connection:
        for _ in range(tenants):
            person.ask()
            while not person.answered():
                pass


def _work(loop: selectors.EpollSelector, until: float) -> Load:
    load, begun, cpu_begun = Load(), time.perf_counter(), time.thread_time()
    now = begun
    while now < until:
        events = loop.select(LONGEST_WAIT)
        if not events:
            raise WrongAnswer(f"No answer within {LONGEST_WAIT} seconds.")
        for key, _ in events:
            person: Person = key.data
            if person.answered():
                load.latencies.append(time.perf_counter() - person.sent_at)
                if person.visit_is_over:
                    loop.unregister(person.connection)
                    person.reconnect()
                    loop.register(person.connection, selectors.EVENT_READ, person)
                person.ask()
        now = time.perf_counter()
    load.requests = len(load.latencies)
    load.seconds, load.client_seconds = now - begun, time.thread_time() - cpu_begun
    return load
