"""Signing in by a link that works once, for somebody who has no password yet."""

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from amends.accounts.actions import note_sign_in
from amends.accounts.models import User


def sign_in_by_link(request: HttpRequest, user: User) -> None:
    """Sign somebody in whose link was just used up.

    It counts as having just proved who one is: there is no password yet that could be asked for again.
    """
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
    record_authentication(request, user, method="link", reauthenticated=True)
    note_sign_in(actor=user, language=user.language, means="link")
