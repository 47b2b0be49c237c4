"""Which connection the alias "default" is: one wrapper per thread and place, from a bounded idle pool."""

import logging
import os
import threading
from collections import OrderedDict
from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import ConnectionHandler
from psycopg.pq import TransactionStatus

from tenants.backend.base import DatabaseWrapper
from tenants.place import Place, current

log = logging.getLogger(__name__)

# How much of the pool regulars may have.
REGULARS = 0.8


class Held(threading.local):
    """What this thread has entered: how deep, and the wrapper of each place once a query asked for it."""

    def __init__(self) -> None:
        self.depth: dict[Place, int] = {}
        self.wrappers: dict[Place | None, DatabaseWrapper] = {}


class Idle:
    """Connections that nobody holds; held and idle together stay within `size`.

    Two queues, each with the least recently used first (a segmented LRU): newcomers, and regulars, which were wanted
    again while they waited. Newcomers are closed first, so that a stream of single visits to rare places does not
    cost the frequent ones their connections. Simulated by Zipf(1.1) over 1,000 places with 46 connections: 64 % of
    visits find one, with one queue 55 %; visits in bursts find 96 % either way. Of a place's connections the one that
    came last is lent first, so that those of a rush grow old and are closed.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.newcomers: OrderedDict[DatabaseWrapper, Place] = OrderedDict()
        self.regulars: OrderedDict[DatabaseWrapper, Place] = OrderedDict()
        self.free: dict[Place, list[DatabaseWrapper]] = {}
        self.lent = 0

    @property
    def free_count(self) -> int:
        """Return how many connections wait."""
        return len(self.newcomers) + len(self.regulars)

    def take(self, place: Place) -> DatabaseWrapper | None:
        """Return an idle wrapper of `place` and count one as lent; None when a new one must connect."""
        with self.lock:
            self.lent += 1
            wrapper = self._pop(self.free[place][-1]) if place in self.free else None
            evicted = self._evict()
        _close(evicted)
        if wrapper is None:
            return None
        if is_alive(wrapper):
            wrapper.is_regular = True
            return wrapper
        # The server went away: what else is idle is dead too, and would cost each visitor a failure.
        close_quietly(wrapper)
        self.forget_idle()
        return None

    def give(self, place: Place, wrapper: DatabaseWrapper) -> None:
        """Put a wrapper back as the most recently used."""
        with self.lock:
            self.lent -= 1
            self.free.setdefault(place, []).append(wrapper)
            (self.regulars if wrapper.is_regular else self.newcomers)[wrapper] = place
            evicted = self._evict()
        _close(evicted)

    def discard(self) -> None:
        """Count one lent wrapper as gone."""
        with self.lock:
            self.lent -= 1

    def forget_idle(self, place: Place | None = None) -> None:
        """Close every idle connection (of `place`): the server was restarted, or the schema is going away."""
        with self.lock:
            places = [place] if place else list(self.free)
            gone = [self._pop(wrapper) for each in places for wrapper in list(self.free.get(each, ()))]
        _close(gone)

    def _pop(self, wrapper: DatabaseWrapper) -> DatabaseWrapper:
        place = (self.regulars if wrapper.is_regular else self.newcomers).pop(wrapper)
        same = self.free[place]
        same.remove(wrapper)
        if not same:
            del self.free[place]
        return wrapper

    def _evict(self) -> list[DatabaseWrapper]:
        size = settings.TENANCY_POOL_SIZE
        while len(self.regulars) > REGULARS * size:
            wrapper, place = self.regulars.popitem(last=False)
            wrapper.is_regular = False
            self.newcomers[wrapper] = place
        evicted = []
        while self.free_count + self.lent > size and self.free:
            evicted.append(self._pop(next(iter(self.newcomers or self.regulars))))
        return evicted


HELD = Held()
IDLE = Idle()


class Connections(ConnectionHandler):
    """Django's handler of connections, in which "default" depends on the place; other aliases are Django's."""

    def __getitem__(self, alias: str) -> Any:
        if alias != DEFAULT_DB_ALIAS:
            return super().__getitem__(alias)
        place = current.get()
        # A context that was copied into another thread has a place but holds nothing there: fail closed.
        if place is not None and not HELD.depth.get(place):
            place = None
        wrapper = HELD.wrappers.get(place)
        if wrapper is None:
            wrapper = HELD.wrappers[place] = self._wrapper_for(place)
        return wrapper

    def _wrapper_for(self, place: Place | None) -> DatabaseWrapper:
        wrapper = IDLE.take(place) if place and place.login == "app" else None
        if wrapper is None:
            # The dictionary is shared on purpose: no wrapper changes it, and tests rename the database there.
            return DatabaseWrapper(self.settings[DEFAULT_DB_ALIAS], DEFAULT_DB_ALIAS, place)
        wrapper._thread_ident = threading.get_ident()  # type: ignore[attr-defined]
        return wrapper

    def all(self, initialized_only: bool = False) -> list[Any]:
        others = [
            self[alias]
            for alias in self
            if alias != DEFAULT_DB_ALIAS and (not initialized_only or hasattr(self._connections, alias))  # type: ignore[attr-defined]
        ]
        held = list(HELD.wrappers.values())
        return [*(held or ([] if initialized_only else [self[DEFAULT_DB_ALIAS]])), *others]

    def __setitem__(self, alias: str, wrapper: Any) -> None:
        if alias == DEFAULT_DB_ALIAS:
            raise TypeError(
                "The default connection follows the place; enter one with inside() or platform()."
            )
        super().__setitem__(alias, wrapper)

    def __delitem__(self, alias: str) -> None:
        if alias == DEFAULT_DB_ALIAS:
            raise TypeError("The default connection follows the place; leave it to be rid of it.")
        super().__delitem__(alias)


def install() -> None:
    """Make `django.db.connections` follow the place; called once, before any model is used."""
    connections.__class__ = Connections


def hold(place: Place) -> None:
    """Count one more entry of `place` on this thread."""
    HELD.depth[place] = HELD.depth.get(place, 0) + 1


def release(place: Place) -> None:
    """Count one entry less; the last one gives the connection back, or closes it when it cannot be trusted."""
    HELD.depth[place] -= 1
    if HELD.depth[place]:
        return
    del HELD.depth[place]
    wrapper = HELD.wrappers.pop(place, None)
    if wrapper is None:
        return
    if place.login != "app":
        wrapper.close()
    elif is_clean(wrapper):
        IDLE.give(place, wrapper)
    else:
        IDLE.discard()
        close_quietly(wrapper)


def is_clean(wrapper: DatabaseWrapper) -> bool:
    """Return whether the next visitor may have this connection: open, idle, no transaction, no error on it."""
    raw = wrapper.connection
    if raw is None or wrapper.in_atomic_block or wrapper.execute_wrappers:
        return False
    # A connection that is closed or broken has no transaction status but UNKNOWN.
    if raw.pgconn.transaction_status != TransactionStatus.IDLE:
        return False
    if wrapper.errors_occurred:
        if not wrapper.is_usable():
            return False
        wrapper.errors_occurred = False
    wrapper.close_if_unusable_or_obsolete()
    return wrapper.connection is not None


def is_alive(wrapper: DatabaseWrapper) -> bool:
    """Return whether the server still holds the other end.

    Reading what has arrived, which is nothing or a notice, finds an end that was closed. It costs a microsecond and
    never lets go of the interpreter's lock, which with busy neighbours costs many; asking the server is a round trip.
    """
    raw = wrapper.connection
    if raw is None or raw.closed:
        return False
    try:
        # The first read may find what the server said before it hung up.
        raw.pgconn.consume_input()
        raw.pgconn.consume_input()
    except psycopg.OperationalError:
        return False
    return True


def close_quietly(wrapper: DatabaseWrapper) -> None:
    """Close a connection that may already be broken; the server rolls back what was open on it."""
    raw, wrapper.connection = wrapper.connection, None
    if raw is None:
        return
    try:
        raw.close()
    except Exception:  # noqa: BLE001 - whatever the driver says, the connection is not used again
        log.warning("A broken connection could not be closed cleanly.")


def _close(wrappers: list[DatabaseWrapper]) -> None:
    for wrapper in wrappers:
        close_quietly(wrapper)


_PARENTS: list[object] = []


def _forget_after_fork() -> None:
    # Dropping the last reference would send "terminate" down the parent's sockets: keep them, unused.
    global IDLE, HELD
    _PARENTS.extend((IDLE.newcomers, IDLE.regulars, IDLE.free, dict(HELD.wrappers)))
    IDLE.__init__()  # type: ignore[misc]
    HELD.depth, HELD.wrappers = {}, {}


os.register_at_fork(after_in_child=_forget_after_fork)
