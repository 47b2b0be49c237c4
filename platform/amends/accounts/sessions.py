"""Sessions in the place's own table, asked for only by keys that we could have made."""

import re
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

# As Django makes them. A cookie may say anything, also bytes that the database refuses to be asked for.
KEY = re.compile(r"[a-z0-9]{32}")


class SessionStore(DatabaseStore):
    """Django's, in which a cookie that is no key is no session."""

    def _validate_session_key(self, key: Any) -> bool:
        return bool(key) and KEY.fullmatch(key) is not None
