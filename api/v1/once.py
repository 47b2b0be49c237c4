"""A POST takes effect once, however often it is sent: the header Idempotency-Key names the request.

The row of the key is written first and in the transaction of the effect. So whoever comes second finds the answer, or
waits for the first a moment and is told that it is in progress; and when the first is killed, nothing of it is left,
its key neither. Only what took effect is kept: a refusal changed nothing, and the same request may do better later.
What is kept holds ids, states and our own words, no person.

The header and its answers are those of draft-ietf-httpapi-idempotency-key-header, a work in progress.
"""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from rest_framework.response import Response

from api.actions import claim_key, keep_answer
from api.models import KeptAnswer
from api.v1.parsing import body_of
from api.v1.problems import InProgress, Invalid, KeyReused
from tenants.place import required_schema

PURPOSE = "amends.api.once"
HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,255}")
WAIT_MILLISECONDS = 200
LOCK_NOT_AVAILABLE = "55P03"

Post = Callable[..., Response]


def once(post: Post) -> Post:
    """Make a handler of POST take effect once; it is given `form_key`, the same for the same key of the same token."""

    @wraps(post)
    def posted(self: Any, request: Any, *args: Any, **kwargs: Any) -> Response:
        body, key = body_of(request), request.headers.get(HEADER, "")
        if not KEY.fullmatch(key):
            said = _("Send a key of your own for this request, 1 to 255 printable characters without spaces")
            raise Invalid({"header": HEADER, "detail": said})
        of_token = form_key_of(request.auth.pk, key)
        asked = _digest("request", f"{request.method} {request.path}\n".encode() + body)
        with transaction.atomic():
            kept, is_new = _claim(request.user, of_token, asked)
            if not is_new:
                return _again(kept, asked)
            response = post(self, request, *args, form_key=of_token, **kwargs)
            keep_answer(
                actor=request.user, kept=kept, status=response.status_code, answer=_plain(response.data)
            )
            return response

    return posted


def form_key_of(token: Any, key: str) -> UUID:
    """Return the key of what a token asks for under an Idempotency-Key; nobody without our secret can guess it."""
    return UUID(_digest("key", f"{token}/{key}".encode())[:32])


def _digest(of: str, said: bytes) -> str:
    return salted_hmac(f"{required_schema()}/{PURPOSE}/{of}", said, algorithm="sha256").hexdigest()


def _claim(actor: Any, key: UUID, asked: str) -> tuple[KeptAnswer, bool]:
    try:
        with transaction.atomic():
            _wait_at_most(f"{WAIT_MILLISECONDS}ms")
            claimed = claim_key(actor=actor, key=key, request=asked, now=timezone.now())
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            raise InProgress from None
        raise
    _wait_at_most("0")
    return claimed


def _wait_at_most(how_long: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [how_long])


def _again(kept: KeptAnswer, asked: str) -> Response:
    if kept.request != asked:
        raise KeyReused
    return Response(kept.answer, status=kept.status, headers={"Idempotency-Replayed": "true"})


def _plain(data: Any) -> Any:
    return json.loads(json.dumps(data, default=str))
