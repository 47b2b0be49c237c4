"""OpenID Connect as we use it: the code flow with PKCE, state and nonce, and a token that is checked in full.

Sources: OpenID Connect Core 1.0 (3.1.3.7 says what to check in an id_token), Discovery 1.0, RFC 7636 (PKCE),
RFC 9207 (the issuer in the answer), RFC 9700 (best practice). Signatures and keys are joserfc's.
"""

import base64
import hashlib
import secrets
import time
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from django.utils.translation import gettext as _
from joserfc import jwk, jwt
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry

from amends.actions import Refused
from network.agencies.models import SignOn
from network.agencies.sign_on import reasons
from network.agencies.sign_on.fetching import check_address, fetch
from network.agencies.sign_on.sealing import open_secret

# Public keys only: with "HS256" a provider's public key could be used as a password that everybody knows.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
DISCOVERY = "/.well-known/openid-configuration"
LEEWAY = 60
OLDEST = 10 * 60
LONGEST_TOKEN = 16_000
LONGEST_SUBJECT = 255  # Core 1.0, section 2
MOST = {"issuer": 300, "authorization_endpoint": 500, "token_endpoint": 500, "jwks_uri": 500}


class Discovered(NamedTuple):
    """What a provider says about itself, as far as it is kept."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    client_auth: str


class Begun(NamedTuple):
    """A sign-in that waits for its answer: kept in the session of the browser that began it, for ten minutes."""

    agency: str
    state: str
    nonce: str
    verifier: str
    at: float
    is_again: bool
    next: str


def discover(issuer: str) -> Discovered:
    """Ask a provider what it is, and for its keys; Refused with what is wrong, in plain words."""
    issuer = issuer.strip().removesuffix(DISCOVERY)
    address = issuer.rstrip("/") + DISCOVERY
    parts = check_address(issuer)
    if parts.query:
        raise Refused(reasons.no_address(issuer))
    status, facts = fetch(address)
    if status != HTTPStatus.OK:
        raise Refused(reasons.no_discovery(address, status))
    said = facts.get("issuer")
    if not isinstance(said, str) or said.rstrip("/") != issuer.rstrip("/"):
        raise Refused(reasons.other_issuer(said))
    kept = {name: _address(facts, name) for name in MOST if name != "issuer"}
    _demand(facts)
    keys_of(kept["jwks_uri"])
    return Discovered(issuer=said, client_auth=_client_auth(facts), **kept)


def begin(agency: Any, *, is_again: bool, next_url: str) -> Begun:
    """Return a new sign-in with secrets that nobody can guess."""
    state, nonce, verifier = (secrets.token_urlsafe(48) for _each in range(3))
    return Begun(str(agency), state, nonce, verifier, time.time(), is_again, next_url)


def address_to(sign_on: SignOn, begun: Begun, redirect_uri: str) -> str:
    """Return where the browser is sent."""
    digest = hashlib.sha256(begun.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "scope": "openid email profile",
        "client_id": sign_on.client_id,
        "redirect_uri": redirect_uri,
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    if begun.is_again:
        asked |= {"prompt": "login", "max_age": "0"}
    if sign_on.has_second_step and sign_on.second_step_acr:
        asked["acr_values"] = sign_on.second_step_acr
    joint = "&" if urlsplit(sign_on.authorization_endpoint).query else "?"
    return f"{sign_on.authorization_endpoint}{joint}{urlencode(asked)}"


def claims_for(sign_on: SignOn, begun: Begun, code: str, redirect_uri: str) -> dict[str, Any]:
    """Exchange a code for a token, and return what it says once all of it was checked; Refused otherwise."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": begun.verifier,
    }
    headers, secret = {}, open_secret(sign_on)
    if sign_on.client_auth == "client_secret_basic":
        pair = f"{quote(sign_on.client_id, safe='')}:{quote(secret, safe='')}"  # RFC 6749, 2.3.1
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form |= {"client_id": sign_on.client_id, "client_secret": secret}
    status, facts = fetch(sign_on.token_endpoint, form=urlencode(form), headers=headers)
    token = facts.get("id_token")
    if status != HTTPStatus.OK or not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise Refused(reasons.NO_TOKEN)
    return read_token(token, keys_of(sign_on.jwks_uri), sign_on, begun, now=time.time())


def keys_of(address: str) -> jwk.KeySet:
    """Return a provider's keys of this minute, so that new ones count at once; Refused when there are none."""
    status, facts = fetch(address)
    if status != HTTPStatus.OK:
        raise Refused(reasons.unreachable(urlsplit(address).hostname))
    found = facts.get("keys")
    usable = [
        each
        for each in (found if isinstance(found, list) else [])
        if isinstance(each, dict) and each.get("kty") in ("RSA", "EC") and each.get("use", "sig") == "sig"
    ]
    try:
        return jwk.KeySet.import_key_set({"keys": usable})
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Refused(reasons.lacks(_("keys with which what it says can be checked"))) from error


def read_token(token: str, keys: jwk.KeySet, sign_on: SignOn, begun: Begun, *, now: float) -> dict[str, Any]:
    """Return the claims of an id_token that is of this issuer, for us, for this sign-in, and of now."""
    try:
        # Providers add headers of their own; those that must be understood ("crit") are refused all the same.
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        found = jwt.decode(token, keys, registry=registry)
        claims = dict(found.claims)
        options: Any = {
            "iss": {"essential": True, "value": sign_on.issuer},
            "sub": {"essential": True},
            "aud": {"essential": True, "value": sign_on.client_id},
            "exp": {"essential": True},
            "iat": {"essential": True},
            "nonce": {"essential": True, "value": begun.nonce},
        }
        jwt.JWTClaimsRegistry(now=lambda: int(now), leeway=LEEWAY, **options).validate(claims)
    except (JoseError, ValueError, TypeError) as error:
        raise Refused(reasons.BAD_TOKEN) from error
    if not _holds(claims, sign_on, begun, now):
        raise Refused(reasons.BAD_TOKEN)
    if begun.is_again and not _is_number(claims.get("auth_time")):
        raise Refused(reasons.NOT_FRESH)
    if begun.is_again and claims["auth_time"] < begun.at - LEEWAY:
        raise Refused(reasons.NOT_FRESH)
    return claims


def _holds(claims: dict[str, Any], sign_on: SignOn, begun: Begun, now: float) -> bool:
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    party = claims.get("azp")
    subject = claims["sub"]
    return (
        # Also for somebody else: then it must say that we asked for it.
        (party == sign_on.client_id if party is not None else len(audience) == 1)
        and claims["iat"] > now - OLDEST
        and isinstance(subject, str)
        and 0 < len(subject) <= LONGEST_SUBJECT
    )


def has_second_step(sign_on: SignOn, claims: dict[str, Any]) -> bool:
    """Return whether a token says that the provider asked for more than a password, of an agency whose does.

    "mfa" among the methods (RFC 8176), or the very class that the agency named. Anything else is no second step:
    then we ask for our own.
    """
    if not sign_on.has_second_step:
        return False
    methods = claims.get("amr")
    named = bool(sign_on.second_step_acr) and claims.get("acr") == sign_on.second_step_acr
    return named or (isinstance(methods, list) and "mfa" in methods)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _address(facts: dict[str, Any], name: str) -> str:
    address = facts.get(name)
    if not isinstance(address, str) or len(address) > MOST[name]:
        raise Refused(reasons.lacks(name))
    check_address(address)
    return address


def _listed(facts: dict[str, Any], name: str) -> list[Any] | None:
    found = facts.get(name)
    return found if isinstance(found, list) else None


def _demand(facts: dict[str, Any]) -> None:
    """Refuse a provider that lacks something; what a list does not say (it may be left out) is not lacking."""
    if "code" not in (_listed(facts, "response_types_supported") or []):
        raise Refused(reasons.lacks(_("the code flow")))
    if not set(ALGORITHMS) & set(_listed(facts, "id_token_signing_alg_values_supported") or []):
        raise Refused(reasons.lacks(_("tokens signed with a key pair, such as RS256")))
    if "S256" not in (_listed(facts, "code_challenge_methods_supported") or ["S256"]):
        raise Refused(reasons.lacks(_("PKCE with S256")))


def _client_auth(facts: dict[str, Any]) -> str:
    offered = _listed(facts, "token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    for way in ("client_secret_basic", "client_secret_post"):
        if way in offered:
            return way
    raise Refused(reasons.lacks(_("a client secret")))
