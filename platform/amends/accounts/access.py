"""The access policy: who may open which page, and do what to an object in which state; what is not said is refused.

Each app with pages or actions has a module `access` with two dictionaries:

- `ACCESS`: the name of a URL, and the roles that may open it;
- `ACTIONS`: the name of an action, and the `Rule` of who may take it, on an object in which states.

A role counts in its own place only: an operator is nobody in a program. Beside roles there are ANYONE (no account
needed; stands alone), SIGNED_IN (any account of the place), SYSTEM (jobs, commands and links that are their own
proof: `actor` is None or a command's name) and the OUTSIDERS, whose pages are for nobody else: PARTICIPANT (somebody
of a case, who came by a link of their own) and AGENCY_PERSON (somebody of a referral agency, with an account of the
platform, who came over to a program) and PAYER (whoever sees to payments, come over from a program). AGENCY_SOFTWARE,
with a key of an agency, takes actions and has no page.
Middleware, menus, `@action`, the API and the tests read from here and say it nowhere again; which rows a role sees is
said by each model's `visible_to`, what else may refuse a step by guards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string, module_has_submodule

from amends import audit
from amends.web.errors import token_needed
from amends.web.problems import is_for_software

ANYONE = "anyone"
SIGNED_IN = "signed_in"
SYSTEM = "system"
PARTICIPANT = "participant"
AGENCY_PERSON = "agency_person"
PAYER = "payer"
AGENCY_SOFTWARE = "agency_software"
OUTSIDERS = (PARTICIPANT, AGENCY_PERSON, PAYER)


class Outsider(NamedTuple):
    """Somebody who acts without an account: what the policy calls them, and the key by which the audit knows them.

    They are what `kind` says and nothing else: not SIGNED_IN, and of no role.
    """

    kind: str
    key: UUID


def account_of(actor: Any) -> Any:
    """Return the account that acts, for a column that names it; None when it is somebody without one."""
    return None if isinstance(actor, Outsider) else actor


@dataclass(frozen=True)
class Rule:
    """Who may do something, to an object in one of these states; None: whatever its state is, or to no object."""

    roles: tuple[str, ...]
    states: tuple[str, ...] | None = None


class NotInPolicy(LookupError):
    """An action that no `access` module names was about to be taken: nobody may."""


# Who manages the people of a place: in a program its administrators, in public the operators.
MANAGES_PEOPLE = ("program_admin", "operator")

ACCESS: dict[str, tuple[str, ...]] = {
    "landing": (ANYONE,),
    "health": (ANYONE,),
    "sign-in": (ANYONE,),
    "sign-out": (ANYONE,),
    "account_login": (ANYONE,),
    "mfa_authenticate": (ANYONE,),
    "mfa_login_webauthn": (ANYONE,),
    "password-reset": (ANYONE,),
    "account_reset_password_from_key": (ANYONE,),
    "address-confirm": (ANYONE,),
    "invitation": (ANYONE,),
    "account_reauthenticate": (SIGNED_IN,),
    "mfa_reauthenticate": (SIGNED_IN,),
    "mfa_reauthenticate_webauthn": (SIGNED_IN,),
    "account": (SIGNED_IN,),
    "password-change": (SIGNED_IN,),
    "address-change": (SIGNED_IN,),
    "sessions": (SIGNED_IN,),
    "app-enrol": (SIGNED_IN,),
    "passkey-add": (SIGNED_IN,),
    "second-factor-remove": (SIGNED_IN,),
    "recovery-codes": (SIGNED_IN,),
    "team": MANAGES_PEOPLE,
    "team-invite": MANAGES_PEOPLE,
    "team-person": MANAGES_PEOPLE,
    "team-disable": MANAGES_PEOPLE,
    "team-enable": MANAGES_PEOPLE,
    "team-reset-factor": MANAGES_PEOPLE,
    "invitation-resend": MANAGES_PEOPLE,
    "invitation-revoke": MANAGES_PEOPLE,
}

# What somebody may open who still has to add a second step (`second_factor`): nothing that shows a case.
WITHOUT_SECOND_FACTOR = frozenset(ACCESS) - {name for name in ACCESS if ACCESS[name] == MANAGES_PEOPLE}

ACTIONS: dict[str, Rule] = {
    "create_user": Rule((SYSTEM,)),
    "note_sign_in": Rule((SIGNED_IN,)),
    "note_sign_out": Rule((SIGNED_IN,)),
    "end_other_sessions": Rule((SIGNED_IN,)),
    "ask_for_reset": Rule((SYSTEM,)),
    "reset_password": Rule((SIGNED_IN,)),
    "change_password": Rule((SIGNED_IN,)),
    "ask_for_confirmation": Rule((SIGNED_IN,)),
    "confirm_address": Rule((SIGNED_IN,)),
    "enrol_app": Rule((SIGNED_IN,)),
    "add_passkey": Rule((SIGNED_IN,)),
    "remove_second_factor": Rule((SIGNED_IN,)),
    "renew_recovery_codes": Rule((SIGNED_IN,)),
    "note_codes_shown": Rule((SIGNED_IN,)),
    "change_roles": Rule(MANAGES_PEOPLE),
    "disable_user": Rule(MANAGES_PEOPLE),
    "enable_user": Rule(MANAGES_PEOPLE),
    "reset_second_factor": Rule(MANAGES_PEOPLE),
    "invite_person": Rule((*MANAGES_PEOPLE, SYSTEM)),  # the first operator has nobody to invite them
    "resend_invitation": Rule(MANAGES_PEOPLE),
    "revoke_invitation": Rule(MANAGES_PEOPLE),
    "accept_invitation": Rule((SYSTEM,)),
}


@cache
def table() -> dict[str, tuple[str, ...]]:
    """Return which roles may open each page; raise ValueError when two apps name the same page."""
    return _gathered("ACCESS")


@cache
def rules() -> dict[str, Rule]:
    """Return the rule of each action; raise ValueError when two apps name the same action."""
    return _gathered("ACTIONS")


def _gathered(name: str) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, "access"):
            mine = getattr(import_module(f"{config.name}.access"), name, {})
            if twice := rows.keys() & mine.keys():
                raise ValueError(f"These lines of {name} are in the access policy twice: {sorted(twice)}")
            rows |= mine
    return rows


def is_among(user: Any, roles: tuple[str, ...]) -> bool:
    """Return whether somebody is one of `roles`; `user` may be anonymous, or None or a command's name: the system."""
    if ANYONE in roles:
        return True
    if user is None or isinstance(user, str):
        return SYSTEM in roles
    if isinstance(user, Outsider):
        return user.kind in roles
    if not user.is_authenticated or not user.is_active:
        return False
    return SIGNED_IN in roles or user.has_role(*roles)


def may_open(user: Any, url_name: str) -> bool:
    """Return whether `user` (perhaps anonymous) may open the page; False for a page that is not listed."""
    return is_among(user, table().get(url_name, ()))


def may(user: Any, action: str, state: str | None = None) -> bool:
    """Return whether `user` may take an action, on an object in `state` when that is said; False when not listed."""
    rule = rules().get(action)
    if rule is None or not is_among(user, rule.roles):
        return False
    return state is None or rule.states is None or state in rule.states


def demand(user: Any, action: str, obj: Any = None) -> None:
    """Raise PermissionDenied, noted in the audit, unless a role of `user` may take the action; NotInPolicy likewise.

    The state is left to the action, which answers with all that stands in its way. Raises what the layer above
    raises (`settings.AMENDS_LADDER`) where a program that nobody pays for cannot take the action for now.
    """
    if action not in rules():
        raise NotInPolicy(f"Say in ACTIONS of an access.py who may {action}.")
    if not may(user, action):
        audit.denied(action, ("action", action) if obj is None else obj, actor=user, rule="role")
        raise PermissionDenied
    import_string(settings.AMENDS_LADDER["action"])(user, action, obj)


class AccessMiddleware:
    """Asks the table before each view: strangers are sent to sign in, colleagues without the right get 403.

    Software is answered 401 instead: nobody reads what it would be sent to.
    Pages of outsiders are for whoever came in their own way; everybody else is sent to a page that says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> Any:
        """Let the request pass, redirect it to sign-in, answer in the page's place, or raise PermissionDenied."""
        match = request.resolver_match
        name = (match.url_name if match else None) or ""
        return self._against(request, name) or import_string(settings.AMENDS_LADDER["page"])(request, name)

    def process_exception(self, request: HttpRequest, error: Exception) -> Any:
        """Answer for an action that the ladder refused where the page says nothing of it."""
        return import_string(settings.AMENDS_LADDER["refused"])(request, error)

    def _against(self, request: HttpRequest, name: str) -> Any:
        """Return where somebody is sent instead, or None; raises PermissionDenied."""
        roles = table().get(name, ())
        if ANYONE in roles:
            return None
        if kind := next((each for each in OUTSIDERS if each in roles), None):
            # Whoever is signed in with an account in the same browser is somebody else here.
            find_visitor, closed = settings.AMENDS_OUTSIDERS[kind]
            visitor = import_string(find_visitor)(request)
            request.outsider = visitor  # type: ignore[attr-defined]
            return None if visitor else redirect(closed)
        from django.contrib.auth.views import redirect_to_login

        if not request.user.is_authenticated:
            return token_needed(request) if is_for_software(request) else redirect_to_login(request.path)
        if not name or not may_open(request.user, name):
            audit.denied("page.denied", ("page", name or "unlisted"), actor=request.user, rule="access")
            raise PermissionDenied
        return None


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give templates `may_open`-filtered names, so that no link leads to a refusal, and the menu; when one asks."""
    user = getattr(request, "user", None)
    if user is None:
        return {"open_pages": frozenset()}
    return {
        "open_pages": SimpleLazyObject(lambda: frozenset(name for name in table() if may_open(user, name))),
        "navigation": SimpleLazyObject(lambda: _menu(request)),
    }


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the main menu of the place; nothing for a stranger, or for whom every entry would send back here."""
    from amends.accounts.second_factor import must_enrol

    if not request.user.is_authenticated or must_enrol(request):
        return []
    where = "program" if getattr(request, "site", None) else "platform"
    return list(import_string(settings.AMENDS_MENUS[where])(request))
