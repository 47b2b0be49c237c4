"""What we tell allauth: which questions it asks, that our actions write and mail, how secrets are kept."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.models import EmailConfirmation
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amends import audit
from amends.accounts import actions
from amends.accounts.access import may_open
from amends.accounts.models import User
from amends.accounts.other_ways import PROVIDER, other_way
from amends.vault import cipher
from amends.vault.keys import tenant_keys
from tenants.place import PUBLIC, required_schema

WRONG = gettext_lazy("The e-mail address and the password do not belong together. Check both and try again.")
PURPOSE = "second factors"
WORKPLACES = ("console", "network-home", "agency-home")
"""Where people of the platform begin, by the first that they may open."""


def attempts_key(email: str) -> str:
    """Return what wrong passwords for one account of a place are counted under."""
    return email.lower()


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in, passwords and addresses. Nobody can sign up here; mails are letters of our own (`tasks`)."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG,
        "incorrect_password": gettext_lazy("This is not your password. Check it and try again."),
        "incorrect_code": gettext_lazy(
            "This code does not work. Codes change every half minute and work once."
        ),
        "too_many_login_attempts": gettext_lazy(
            "There were too many attempts. Wait five minutes, then try again."
        ),
        "rate_limited": gettext_lazy("There were too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from invitations, and a program's first one from its own sign-up."""
        return False

    def add_message(self, *args: Any, **options: Any) -> None:
        """Say only what is given in words: allauth's templates of messages are not in our voice."""
        if options.get("message"):
            super().add_message(*args, **options)

    def send_notification_mail(self, *args: Any, **options: Any) -> None:
        """Send nothing: the actions queue letters in their own transaction."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse: a mail that no letter describes would go out in words and a language of nobody's choice."""
        raise NotImplementedError(template_prefix)

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: EmailConfirmation, signup: bool
    ) -> None:
        """Send nothing, for the same reason."""

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Answer as if there were no such account."""
        messages.error(request, WRONG)
        return redirect("sign-in")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to where this person works: the public site's first page is for strangers."""
        if required_schema() == PUBLIC:
            for page in WORKPLACES:
                if may_open(request.user, page):
                    return reverse(page)
        return super().get_login_redirect_url(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Not the host, as allauth has it: with another port or a dot after it each would be a new budget. Keys of
        # the cache carry the place.
        return attempts_key(credentials["email"])

    def reauthenticate(self, user: User, password: str) -> bool:
        """Return whether the password is this person's."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """Lead to their agency's own sign-in whose password opens nothing because the agency wants it so."""
        if (options.get("signal_kwargs") or {}).get("means") != PROVIDER:
            other = other_way(user)
            if other and other.is_only:
                audit.denied("account.signed_in", user, actor=None, rule="sign_on_required")
                messages.error(request, _("Your agency wants you to sign in with its own sign-in, here."))
                return redirect(other.address)
        found: HttpResponse | None = super().pre_login(request, user, **options)
        return found

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Return how somebody can show again who they are: also at their agency's own sign-in."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        other = other_way(user) if user.is_authenticated else None
        if other:
            found.append({"id": PROVIDER, "description": "", "url": other.address})
        return found

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """Say in the audit that somebody came in; who has just typed the password need not type it again."""
        response = super().post_login(request, user, **options)
        means = (options.get("signal_kwargs") or {}).get("means") or (
            "passkey" if options.get("email") is None else "password"
        )
        actions.note_sign_in(actor=user, language=get_language() or "", means=means)
        if means == "password":
            reauthenticate_by_password(request)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed with a key of the place, so that a copied row opens nowhere else."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """Return a secret sealed for this place."""
        sealed = cipher.wrap(_cipher(), text.encode(), PURPOSE.encode())
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret of this place; Unreadable for one of another."""
        return cipher.unwrap(_cipher(), base64.b64decode(encrypted_text), PURPOSE.encode()).decode()

    def get_totp_issuer(self) -> str:
        """Return what an app shows beside the codes: the host, which does not say what we do."""
        return str(self._get_site_name())

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002
        """Return a name for a passkey that got none."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}


def _cipher() -> AESGCM:
    return AESGCM(tenant_keys(required_schema()).derive(PURPOSE))
