"""Forms of accounts."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from amends.accounts.adapter import WRONG
from amends.accounts.models import TASKS_OF, User, roles_here

# A code is good for its half minute and the ones beside it; it must not be good twice in all that time.
CODE_SECONDS = 120
# Where a sign-in that waits for its second step keeps the hash that a session would carry.
PASSED = "passed"


def email_field(label: Any, **attributes: str) -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"} | attributes)
    return forms.EmailField(
        label=label,
        widget=widget,
        error_messages={
            "required": _("Enter an e-mail address"),
            "invalid": _("Enter an e-mail address such as name@example.org"),
        },
    )


def password_field(label: Any, autocomplete: str = "new-password", help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": _("Enter a password")},
    )


class SignInForm(forms.Form):
    """E-mail and password; one message for every way of being wrong, so that nobody learns who has an account."""

    username = email_field(_("E-mail address"), autocomplete="username")
    password = password_field(_("Password"), "current-password")

    def __init__(self, *args: Any, request: HttpRequest, **options: Any):
        super().__init__(*args, **options)
        self.request = request

    def clean(self) -> dict[str, Any]:
        """Find the person; too many attempts are refused here too."""
        data = super().clean() or {}
        if self.errors:
            return data
        self.credentials = {"email": data["username"].strip().lower(), "password": data["password"]}
        user = get_adapter(self.request).authenticate(self.request, **self.credentials)
        if user is None or not user.is_active:
            raise forms.ValidationError(WRONG, code="invalid_login")
        # The second step may come later: it goes on only while this password still holds (`SecondStepView`).
        state = {PASSED: user.get_session_auth_hash()}
        self.sign_in = Login(user=user, email=self.credentials["email"], state=state)
        return data

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in, or go on to the second step."""
        self.sign_in.redirect_url = redirect_url
        return flows.login.perform_password_login(request, self.credentials, self.sign_in)


def _use_up(user: User, code: str) -> bool:
    """Note that a code of somebody's app was used, and return whether it is the first time."""
    digits = "".join(each for each in code if each.isdigit())
    return cache.add(f"accounts.code:{user.pk}:{digits}", 1, timeout=CODE_SECONDS)


class _CodeOnce:
    """A code of an app is refused the second time, also while it could still be the current one."""

    user: User

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        is_of_app = self.authenticator.type == Authenticator.Type.TOTP  # type: ignore[attr-defined]
        if is_of_app and not _use_up(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


def _ask_for_code(form: forms.Form) -> None:
    form.fields["code"] = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}
        ),
        error_messages={"required": _("Enter a code")},
    )


class CodeForm(_CodeOnce, AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        _ask_for_code(self)


class CodeAgainForm(_CodeOnce, ReauthenticateForm):
    """A code before something sensitive is changed."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        _ask_for_code(self)


class PasswordAgainForm(AllauthReauthenticateForm):
    """The password before something sensitive is changed."""

    password = password_field(_("Password"), "current-password")


class EnrolAppForm(ActivateTOTPForm):
    """The first code of an app that was just told our secret; a page that is loaded again shows the same one."""

    code = forms.CharField(
        label=_("Code that the app shows now"),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}
        ),
        error_messages={"required": _("Enter the six digits that the app shows")},
    )

    def __init__(self, *args: Any, request: HttpRequest, **options: Any):
        kept = request.session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **options)
        if kept:
            # allauth makes a new one for each empty form, and an app that was told the last one would be of no use.
            self.secret = request.session[SECRET_SESSION_KEY] = kept

    def clean_code(self) -> str:
        """Check it, and have it be the one use that it is good for."""
        code: str = super().clean_code()
        _use_up(self.user, code)
        return code


class NewPasswordForm(forms.Form):
    """A new password."""

    password = password_field(
        _("New password"),
        help_text=_("At least 12 characters. Three or four words that only you put together are good."),
    )

    def __init__(self, *args: Any, user: User | None = None, temp_key: str = "", **options: Any):
        super().__init__(*args, **options)
        self.user = user

    def clean_password(self) -> str:
        """Refuse what is easy to guess."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class ChangePasswordForm(NewPasswordForm):
    """A new password, by whoever knows the old one; or the first one, which has none before it."""

    old_password = password_field(_("Current password"), "current-password")
    field_order = ("old_password", "password")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if self.user is not None and not self.user.has_usable_password():
            del self.fields["old_password"]

    def clean_old_password(self) -> str:
        """Ask for the one that is used now; wrong ones count together with those at sign-in."""
        password: str = self.cleaned_data["old_password"]
        if self.user is None or not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class AcceptForm(NewPasswordForm):
    """The account of somebody who was invited."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name")},
    )
    field_order = ("name", "password")


class AddressForm(forms.Form):
    """An e-mail address."""

    email = email_field(_("E-mail address"))


class RolesForm(forms.Form):
    """What somebody does here."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        help_text=_("Choose what this person does here. It holds from their next page on."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role")},
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["roles"].choices = [(role.value, role.label) for role in roles_here()]  # type: ignore[attr-defined]
        self.fields["roles"].choice_hints = {role.value: TASKS_OF[role] for role in roles_here()}  # type: ignore[attr-defined]


class InviteForm(RolesForm):
    """Somebody who shall work here."""

    name = forms.CharField(label=_("Name"), max_length=150, error_messages={"required": _("Enter a name")})
    email = email_field(_("E-mail address"), autocomplete="off")
    language = forms.ChoiceField(label=_("Language of the invitation"))
    field_order = ("name", "email", "language", "roles")

    def __init__(self, *args: Any, **options: Any):
        from django.conf import settings

        super().__init__(*args, **options)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
