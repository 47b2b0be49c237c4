"""What else is switched when a place is entered, as one list of pairs: enter and leave.

Only things with a state of their own are here (the vault's ring of keys, log and Sentry tags). What can be
derived from the place is derived where it is used and needs no switching: cache keys (`tenants.cache`), file
paths (`tenants.files`), salts (`tenants.signing`), sessions and users (rows of the tenant's own schema).
"""

from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Bootstrapper(Protocol):
    """Something that follows the place. `enter` may refuse by raising; then nothing stays entered."""

    def enter(self, schema: str) -> Any:
        """Switch to `schema` ("public" or a tenant's) and return a token for `leave`."""

    def leave(self, token: Any) -> None:
        """Switch back to what was before the `enter` that returned `token`."""


@cache
def installed() -> tuple[Bootstrapper, ...]:
    """Return the bootstrappers that the settings name, in their order."""
    return tuple(import_string(path) for path in settings.TENANCY_BOOTSTRAPPERS)


def enter_all(schema: str) -> list[tuple[Bootstrapper, Any]]:
    """Enter every bootstrapper; when one refuses, leave the ones before it and raise."""
    entered: list[tuple[Bootstrapper, Any]] = []
    try:
        for each in installed():
            token = each.enter(schema)
            entered.append((each, token))
    except BaseException:
        leave_all(entered)
        raise
    return entered


def leave_all(entered: list[tuple[Bootstrapper, Any]]) -> None:
    """Leave in reverse order; every one is left, also when another fails."""
    failure: BaseException | None = None
    for each, token in reversed(entered):
        try:
            each.leave(token)
        except BaseException as error:  # noqa: BLE001 - raised below, after the others have been left
            failure = error
    if failure:
        raise failure
