"""Long lists in parts: the newest first, each part with the address of the next.

Keys are UUIDs of version 7, so their order is the order in which rows were made, and nothing that is added or changed
meanwhile shifts a row from one part to another. The cursor is the last key, written short.
"""

import base64
import binascii
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.v1.problems import Invalid, parameter_error

USUAL, MOST = 50, 100


class Part:
    """One part of a list: its `rows`, and the address of the `next` part or None."""

    def __init__(self, request: Request, rows: QuerySet[Any]):
        limit, after = _limit(request), _cursor(request)
        if after is not None:
            rows = rows.filter(pk__lt=after)
        found = list(rows.order_by("-pk")[: limit + 1])
        self.rows, self.next = found[:limit], None
        if len(found) > limit:
            query = request.query_params.copy()
            query["cursor"] = _written(self.rows[-1].pk)
            self.next = f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", str(USUAL))
    if text.isascii() and text.isdecimal() and len(text) <= len(str(MOST)) and 1 <= int(text) <= MOST:
        return int(text)
    raise Invalid(parameter_error("limit", _("Send a whole number from 1 to %(most)s") % {"most": MOST}))


def _cursor(request: Request) -> UUID | None:
    text = request.query_params.get("cursor")
    if text is None:
        return None
    try:
        return UUID(bytes=base64.b64decode(f"{text}==", altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        raise Invalid(parameter_error("cursor", _("Take it from “next” as it is"))) from None


def _written(key: UUID) -> str:
    return base64.urlsafe_b64encode(key.bytes).rstrip(b"=").decode()
