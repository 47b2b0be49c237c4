"""Signing in otherwise than by what one knows here: by a link that works once, or by an agency's own sign-in."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from amends.accounts.actions import note_sign_in
from amends.accounts.forms import PASSED
from amends.accounts.models import User
from amends.accounts.other_ways import PROVIDER
from amends.accounts.second_factor import ELSEWHERE


def sign_in_by_link(request: HttpRequest, user: User) -> None:
    """Sign somebody in whose link was just used up.

    It counts as having just proved who one is: there is no password yet that could be asked for again.
    """
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
    record_authentication(request, user, method="link", reauthenticated=True)
    note_sign_in(actor=user, language=user.language, means="link")


def sign_in_from_elsewhere(
    request: HttpRequest, user: User, *, with_second_step: bool, next_url: str
) -> HttpResponse:
    """Sign somebody in whom an agency's identity provider vouches for; where it asked for one step alone, ours follows.

    Ours is asked of whoever has one; who has none is held to add it, as after a password.
    """
    if not with_second_step:
        record_authentication(request, user, method=PROVIDER, reauthenticated=True)
        signing_in = Login(
            user=user,
            redirect_url=next_url or None,
            signal_kwargs={"means": PROVIDER},
            state={PASSED: user.get_session_auth_hash()},
        )
        return perform_login(request, signing_in)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
    record_authentication(request, user, method=PROVIDER, reauthenticated=True)
    request.session[ELSEWHERE] = True
    note_sign_in(actor=user, language=get_language() or "", means=PROVIDER)
    return redirect(next_url or "agency-home")


def proved_again(request: HttpRequest, user: User) -> None:
    """Note that somebody who is signed in has just shown again who they are, elsewhere."""
    record_authentication(request, user, method=PROVIDER, reauthenticated=True)
