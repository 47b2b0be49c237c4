"""Asking again who somebody is before something grave, also of somebody who has no password here."""

import time

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    raise_if_reauthentication_required,
)
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest

from amends.accounts.models import User
from amends.accounts.other_ways import other_way


def demand_proof(request: HttpRequest) -> None:
    """Raise ReauthenticationRequired unless somebody has shown in the last minutes who they are.

    allauth takes whoever has neither password nor second step for proved; they show it at their agency's sign-in.
    """
    raise_if_reauthentication_required(request, app="allauth.account")
    user = request.user
    if not isinstance(user, User) or get_reauthentication_flows(user) or other_way(user) is None:
        return
    shown = [each["at"] for each in get_authentication_records(request, user) if each.get("reauthenticated")]
    if not shown or time.time() - shown[-1] >= app_settings.REAUTHENTICATION_TIMEOUT:
        raise ReauthenticationRequired
