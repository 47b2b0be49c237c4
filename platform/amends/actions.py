"""What every write has in common: `@action` makes a function keyword-only, permitted, atomic and audited."""

import functools
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ParamSpec, Protocol, TypeVar

from django.db import models, transaction

from amends import audit
from amends.accounts.access import demand

P = ParamSpec("P")
R = TypeVar("R")


class Reason(Protocol):
    """One rule that stands in the way, in words for the person who tried."""

    id: str
    sentence: Any
    remedy: Any
    source: str


class Refused(Exception):
    """A rule says no. `reasons` names every rule that does, so that a page can show all of them at once."""

    def __init__(self, *reasons: Reason):
        super().__init__("; ".join(reason.id for reason in reasons))
        self.reasons: Sequence[Reason] = reasons


class NotAudited(AssertionError):
    """An action changed something and left no trace."""


@dataclass(frozen=True)
class Action:
    """An action as tests and documents see it."""

    name: str
    run: Callable[..., Any]
    is_audited: bool
    because: str


REGISTRY: dict[str, Action] = {}


def action(run: Callable[P, R] | None = None, *, audited: bool = True, because: str = "") -> Any:
    """Make `run` an action: one transaction, in which its audit entries are appended last, before the commit.

    `run` takes keyword arguments only, `actor` among them. Whoever the access policy does not allow meets
    PermissionDenied. When it raises, its entries are dropped with its changes; denials stay. An action that
    records nothing raises NotAudited, unless `audited=False` says `because`.
    """
    if run is None:
        return functools.partial(action, audited=audited, because=because)
    _check_signature(run, audited=audited, because=because)

    @functools.wraps(run)
    def acted(*args: P.args, **kwargs: P.kwargs) -> R:
        with audit.scope() as scope, transaction.atomic():
            demand(kwargs.get("actor"), run.__name__, _subject(kwargs))
            result = run(*args, **kwargs)
            if audited and not scope.recorded:
                raise NotAudited(f"The action {run.__name__} recorded nothing in the audit.")
            scope.flush()
        return result

    name = f"{run.__module__}.{run.__name__}"
    REGISTRY[name] = Action(name, acted, audited, because)
    return acted


def _subject(arguments: dict[str, Any]) -> Any:
    """Return the row that an action is about, for the note of a refusal: the first that it is given."""
    rows = (each for name, each in arguments.items() if name != "actor" and isinstance(each, models.Model))
    return next((row for row in rows if row.pk is not None), None)


def _check_signature(run: Callable[..., Any], *, audited: bool, because: str) -> None:
    parameters = inspect.signature(run).parameters
    if any(each.kind is not inspect.Parameter.KEYWORD_ONLY for each in parameters.values()):
        raise TypeError(f"The action {run.__name__} must take keyword arguments only.")
    if "actor" not in parameters:
        raise TypeError(f"The action {run.__name__} must take `actor`.")
    if not audited and not because:
        raise TypeError(f"The action {run.__name__} must say why it is not audited.")
