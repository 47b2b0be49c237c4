"""The jobs that exist, by name: an action queues a name, and only a worker knows the function."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar
from uuid import UUID

from amends.outbox.arguments import TOKEN

F = TypeVar("F", bound=Callable[..., Any])
C = TypeVar("C", bound=Any)

# 1 + 2 + 4 ... seconds: twelve attempts reach over an hour, which outlives a restart of what they need.
ATTEMPTS = 12


class NotYet(Exception):
    """A job finds that it must not run before `until`: it waits, and no attempt of it is counted."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class UnknownJob(LookupError):
    """A name that no `tasks.py` registered, or arguments that its function does not take."""


@dataclass(frozen=True)
class Attempt:
    """One try of an errand. `key` is the same at each try; `number` begins at 1 and is counted before the try."""

    key: UUID
    number: int
    queued_at: datetime
    # Whether what `prepare` wrote is committed before `perform`. In public it is committed with the outcome.
    is_committed_first: bool


class Errand(Protocol):
    """An effect outside of our database. It happens at least once; `key` is for whoever can tell a second time."""

    def prepare(self, attempt: Attempt, **args: Any) -> Any:
        """Note what is about to be tried and return a plan, or None when there is nothing to do any more."""
        ...

    def perform(self, plan: Any) -> Any:
        """Do it, outside of the place's transactions; raises what went wrong."""
        ...

    def conclude(self, plan: Any, outcome: Any) -> bool:
        """Note what `perform` returned or raised; return whether the job is over (else it is tried again)."""
        ...


@dataclass(frozen=True)
class Job:
    """How to run one kind of row. Either `run`, or `read` and `write` on the two sides, or an `errand`."""

    name: str
    attempts: int
    # Where the row has to say that it runs.
    place: Literal["tenant", "public"] = "tenant"
    # Who may have asked; a job that carries public data into a tenant is not the tenant's to ask for.
    only_from_public: bool = False
    # Whether it is about the suspension itself, so that it does not wait for its end.
    while_suspended: bool = False
    run: Callable[..., Any] | None = None
    read: Callable[..., Any] | None = None
    write: Callable[..., Any] | None = None
    # Something that talks to the world, and the function whose arguments it takes.
    errand: "Errand | None" = None
    like: Callable[..., Any] | None = None

    @property
    def function(self) -> Callable[..., Any]:
        """Return the function that takes the row's arguments."""
        function = self.run or self.read or self.like
        assert function is not None  # noqa: S101 - one of them is always given
        return function

    def check_call(self, args: dict[str, Any]) -> None:
        """Raise UnknownJob when the function would not take these arguments: now, not in a dead letter."""
        try:
            inspect.signature(self.function).bind(**args)
        except TypeError as error:
            raise UnknownJob(f"{self.name}: {error}") from None


JOBS: dict[str, Job] = {}


def find(name: str) -> Job:
    """Return the job of that name; raise UnknownJob."""
    try:
        return JOBS[name]
    except KeyError:
        raise UnknownJob(f"No app registers a job {name!r} in its tasks.py.") from None


def job(name: str, *, platform: bool = False, attempts: int = ATTEMPTS) -> Callable[[F], F]:
    """Register a function as a job. It runs in a transaction of its own, in the tenant that queued it.

    With `platform=True` it runs in the public schema and can be queued only from there (or by a schedule).
    """

    def register(function: F) -> F:
        _add(
            Job(
                name,
                attempts,
                place="public" if platform else "tenant",
                run=function,
                only_from_public=platform,
            )
        )
        return function

    return register


def crossing(
    name: str,
    *,
    to: Literal["public", "tenant"] = "public",
    attempts: int = ATTEMPTS,
    while_suspended: bool = False,
) -> Callable[[C], C]:
    """Register a class with static methods `read(**args)` and `write(payload, *, origin)` as a crossing job.

    To public: `read` runs in the tenant that queued it and returns plain data; `write` runs in public, once,
    and is told the tenant's schema as `origin`. Nothing about a party to a case may be in the payload.
    To a tenant: queued from public with `queue_for`; `read` runs in public, `write` in the tenant, once;
    with `while_suspended=True` in a suspended one too.
    """

    def register(crossing_class: C) -> C:
        _add(
            Job(
                name,
                attempts,
                read=crossing_class.read,
                write=crossing_class.write,
                only_from_public=to == "tenant",
                while_suspended=while_suspended,
            )
        )
        return crossing_class

    return register


def errand(
    name: str,
    *,
    like: Callable[..., Any],
    platform: bool = False,
    attempts: int = ATTEMPTS,
    while_suspended: bool = False,
) -> Callable[[Errand], Errand]:
    """Register an object as an errand; it is queued with the arguments of `like`.

    It runs in the place that queued it; with `platform=True` it can be queued only from the public schema; with
    `while_suspended=True` it runs in a suspended program too.
    """

    def register(performer: Errand) -> Errand:
        _add(
            Job(
                name,
                attempts,
                place="public" if platform else "tenant",
                only_from_public=platform,
                while_suspended=while_suspended,
                errand=performer,
                like=like,
            )
        )
        return performer

    return register


def _add(new: Job) -> None:
    if not TOKEN.fullmatch(new.name):
        raise ValueError(f"{new.name!r} is not a name for a job.")
    if new.name in JOBS:
        raise ValueError(f"Two jobs are called {new.name!r}.")
    JOBS[new.name] = new
