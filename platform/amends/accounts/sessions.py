"""Sessions in the place's own table, asked for only by keys that we could have made."""

import re
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import InterfaceError, OperationalError

# As Django makes them. A cookie may say anything, also bytes that the database refuses to be asked for.
KEY = re.compile(r"[a-z0-9]{32}")


class SessionStore(DatabaseStore):
    """Django's, in which a cookie that is no key is no session."""

    def _validate_session_key(self, key: Any) -> bool:
        return bool(key) and KEY.fullmatch(key) is not None

    def save(self, must_create: bool = False) -> None:
        """Store it; raise UpdateError if somebody signed out meanwhile, and what the database says if that is away.

        Django takes the second for the first, and tells somebody whose database was restarted that their browser
        sent something strange.
        """
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, InterfaceError | OperationalError):
                raise error.__context__ from None
            raise
