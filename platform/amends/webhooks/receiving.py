"""What a receiver of ours runs, as it is shown to people who write one: Python's own library, and nothing of ours."""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping

MINUTES = 5


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether a request with these headers (names in lower case) and this very body is from us, and of now."""
    moment = headers["webhook-timestamp"]
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{moment}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    is_ours = any(hmac.compare_digest(each, wanted) for each in headers["webhook-signature"].split())
    return is_ours and abs(time.time() - int(moment)) < MINUTES * 60
