"""Webhooks: each event is signed and posted over HTTP until it is taken; by wish twice, late, shuffled or lost."""

import hashlib
import hmac
import http.client
import json
import logging
import queue
import random
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from billing.fakestripe.world import Thing, shown

log = logging.getLogger(__name__)

SECONDS = 10
TRIES = 12
LONGEST_PAUSE = 60.0


@dataclass
class Switches:
    """How badly the post works. `most` is how often one event may come, `delay` the most seconds it may take."""

    most: int = 1
    delay: float = 0.0
    is_shuffled: bool = False
    lost_of_100: int = 0


def signed(event: Thing, secret: str, *, at: float | None = None) -> tuple[bytes, str]:
    """Return the body of an event and the header that shows whose it is."""
    body = json.dumps(shown(event)).encode()
    moment = int(at if at is not None else time.time())
    digest = hmac.new(secret.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()
    return body, f"t={moment},v1={digest}"


def post(url: str, event: Thing, secret: str) -> int:
    """Post an event once and return the status; 0 when nobody answered."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
    body, signature = signed(event, secret)
    headers = {"Content-Type": "application/json", "Stripe-Signature": signature}
    try:
        connection.request("POST", parts.path, body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


class Couriers:
    """Threads that deliver events; give `tell` to the world."""

    def __init__(self, url: str, secret: str, *, threads: int = 4) -> None:
        self.url, self.secret = url, secret
        self.switches = Switches()
        self.delivered = self.refused = self.lost = 0
        self._due: queue.PriorityQueue[tuple[float, float, int, Thing]] = queue.PriorityQueue()
        self._stopping = threading.Event()
        self._dice = random.Random()  # noqa: S311 - bad luck, not a secret
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(threads)]

    def start(self) -> None:
        """Begin to deliver."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop; what is on its way arrives."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(SECONDS)

    def tell(self, event: Thing) -> None:
        """Take an event to be delivered, as the switches say."""
        dice, switches = self._dice, self.switches
        if dice.uniform(0, 100) < switches.lost_of_100:
            self.lost += 1
            return
        for _ in range(dice.randint(1, switches.most)):
            late = dice.uniform(0, switches.delay) if switches.delay else 0.0
            late += dice.uniform(0, 1) if switches.is_shuffled else 0.0
            self._put(event, late, 1)

    def again(self, event: Thing) -> None:
        """Deliver an event once more, as somebody at Stripe's dashboard would."""
        self._put(event, 0.0, 1)

    def _put(self, event: Thing, late: float, tries: int) -> None:
        self._due.put((time.monotonic() + late, self._dice.random(), tries, event))

    @property
    def waiting(self) -> int:
        """Return how many deliveries are to come."""
        return self._due.qsize()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                moment, order, tries, event = self._due.get(timeout=0.2)
            except queue.Empty:
                continue
            pause = moment - time.monotonic()
            if pause > 0:
                self._due.put((moment, order, tries, event))
                self._stopping.wait(min(pause, 0.05))
                continue
            self._deliver(event, tries)

    def _deliver(self, event: Thing, tries: int) -> None:
        status = post(self.url, event, self.secret)
        if 200 <= status < 300:  # noqa: PLR2004 - HTTP's
            self.delivered += 1
            return
        self.refused += 1
        log.warning("An event was answered with %s; try %s.", status, tries)
        if tries < TRIES:
            self._put(event, min(2.0**tries, LONGEST_PAUSE), tries + 1)
