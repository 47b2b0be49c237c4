"""SMS by Twilio's documented HTTP API: POST .../Messages.json sends, GET .../Messages.json lists what was taken.

The API takes no idempotency key. Before a message goes out again after an attempt that did not come back, the list
of messages to that number is asked for one with the same words (`find`).
"""

import base64
import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from django.conf import settings

from amends.mail.providers import MaybeSent, NotSent, Refused, Sms, SmsProvider

TIMEOUT_SECONDS = 10
API = "2010-04-01"
# Their clock and ours may differ by this much.
SKEW = timedelta(minutes=2)
# States of a message that never left.
NEVER_LEFT = {"failed", "canceled"}
LARGEST_ANSWER = 1_000_000


@dataclass(frozen=True)
class TwilioSms:
    """An account, and either a number of ours or a messaging service to send from."""

    account: str
    token: str = field(repr=False)
    sender: str
    origin: str = "https://api.twilio.com"
    timeout: float = TIMEOUT_SECONDS

    def send(self, sms: Sms) -> str:
        """Send it and return the message's SID."""
        sender = "MessagingServiceSid" if self.sender.startswith("MG") else "From"
        fields = {"To": sms.number, sender: self.sender, "Body": sms.body}
        try:
            answer = self._ask(data=urlencode(fields).encode())
        except urllib.error.HTTPError as error:
            raise _failure(error) from None
        except urllib.error.URLError as error:
            # urllib wraps what happens until the request is written; a broken pipe may come after the last byte.
            if isinstance(error.reason, ConnectionRefusedError | OSError) and not _may_have_left(
                error.reason
            ):
                raise NotSent(f"The SMS provider cannot be reached: {type(error.reason).__name__}.") from None
            raise MaybeSent(f"The SMS provider fell silent: {type(error.reason).__name__}.") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise MaybeSent(f"The SMS provider fell silent: {type(error).__name__}.") from None
        return str(answer.get("sid", ""))

    def find(self, sms: Sms, *, since: datetime) -> str | None:
        """Return the SID of a message with these words to this number, made since then."""
        day = (since - SKEW).astimezone(UTC).date().isoformat()
        try:
            answer = self._ask(query={"To": sms.number, "DateSent>": day, "PageSize": "100"})
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NotSent(f"The SMS provider's list cannot be read: {type(error).__name__}.") from None
        for message in answer.get("messages") or ():
            if (
                message.get("body") == sms.body
                and message.get("status") not in NEVER_LEFT
                and parsedate_to_datetime(message["date_created"]) >= since - SKEW
            ):
                return str(message["sid"])
        return None

    def _ask(self, *, data: bytes | None = None, query: dict[str, str] | None = None) -> dict[str, Any]:
        path = f"/{API}/Accounts/{quote(self.account)}/Messages.json"
        pair = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked in from_settings
            f"{self.origin}{path}" + (f"?{urlencode(query)}" if query else ""),
            data=data,
            headers={"Authorization": f"Basic {pair}", "Accept": "application/json"},
        )
        # No redirect is followed: words and password go to the address that was configured, or nowhere.
        opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler())
        with opener.open(request, timeout=self.timeout) as response:
            answer: dict[str, Any] = json.loads(response.read(LARGEST_ANSWER))
            return answer


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        """Return nothing, so that the answer stays an error."""


def _may_have_left(reason: BaseException) -> bool:
    return isinstance(reason, TimeoutError | ConnectionResetError | BrokenPipeError)


def _failure(error: urllib.error.HTTPError) -> NotSent | Refused | MaybeSent:
    """Return what an answer means; only Twilio's number of the error is kept, as its words quote the number."""
    try:
        code = int(json.loads(error.read(LARGEST_ANSWER)).get("code") or 0)
    except (ValueError, AttributeError, TypeError, OSError):
        code = 0
    sentence = f"The SMS provider answered {error.code}, error {code}."
    if error.code == HTTPStatus.TOO_MANY_REQUESTS:
        return NotSent(sentence)
    if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return MaybeSent(sentence)
    # A wrong password is ours to mend, not a reason to drop the message.
    if error.code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
        return NotSent(sentence)
    return Refused(sentence)


def from_settings() -> SmsProvider:
    """Return the provider that AMENDS_SMS_URL names: `twilio://account:token@api.twilio.com?from=+15550100`."""
    parts = urlsplit(settings.AMENDS_SMS_URL)
    sender = parse_qs(parts.query.replace("+", "%2B")).get("from", [""])[0]
    if parts.scheme not in ("twilio", "twilio+http") or not (parts.username and parts.password and sender):
        raise Refused("This installation sends no SMS: AMENDS_SMS_URL names no provider.")
    # Plain HTTP is for a stand-in on this machine only.
    is_plain = parts.scheme == "twilio+http" and parts.hostname in ("127.0.0.1", "localhost")
    origin = f"{'http' if is_plain else 'https'}://{parts.hostname}" + (
        f":{parts.port}" if parts.port else ""
    )
    return TwilioSms(unquote(parts.username), unquote(parts.password), sender, origin)
