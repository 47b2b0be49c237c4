"""An identity provider over real HTTP, which signs what it is told to, right or wrong."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

from joserfc import jwk, jwt

CLIENT = "amends at the court"
SECRET = "s3cret: with/odd+signs"


def _segment(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Provider:
    """One provider: `claims` and `header` go over what is right; the others say how it answers otherwise."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": self}))
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.issuer = f"{self.address}/realms/court"
        self.rotate()
        self.codes: dict[str, dict[str, str]] = {}
        self.reset()

    def reset(self) -> None:
        self.asked: list[str] = []
        self.claims: dict[str, Any] = {}
        self.without: tuple[str, ...] = ()
        self.discovery: dict[str, Any] = {}
        self.forge = ""
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}

    def rotate(self) -> None:
        """Sign with a new key from now on, and show that alone."""
        self.key = jwk.RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"})
        self.key.ensure_kid()

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        } | self.discovery

    def authorize(self, address: str, **claims: Any) -> str:
        """Sign somebody in here, as a browser would; return the address to which it is sent back."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["client_id"] == CLIENT
        code = hashlib.sha256(address.encode()).hexdigest()
        self.codes[code] = asked
        self.claims |= claims
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def exchange(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Return the answer of the token endpoint; None when the client, code or verifier is wrong."""
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        client, _, secret = pair.partition(":")
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if (unquote(client), unquote(secret)) != (CLIENT, SECRET) or asked is None:
            return None
        if _segment(digest) != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "0001",
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "auth_time": now,
            "nonce": asked["nonce"],
            "email": "clara@court.example",
            "email_verified": True,
        } | self.claims
        told = {name: value for name, value in claims.items() if name not in self.without}
        return {"access_token": "unused", "token_type": "Bearer", "id_token": self.sign(told)}

    def sign(self, claims: dict[str, Any]) -> str:
        kid = self.key.kid
        if self.forge == "none":
            return f"{_segment({'alg': 'none'})}.{_segment(claims)}."
        if self.forge == "hs256":
            # The oldest trick: the public key, which everybody has, as the password of a symmetric signature.
            signed = f"{_segment({'alg': 'HS256', 'kid': kid})}.{_segment(claims)}"
            digest = hmac.new(self.key.as_pem(private=False), signed.encode(), "sha256").digest()
            return f"{signed}.{_segment(digest)}"
        key = self.key
        if self.forge == "other key":
            key = jwk.RSAKey.generate_key(2048, {"kid": kid})
        return jwt.encode({"alg": "RS256", "kid": kid, "x5t": "a-vendor-header"}, claims, key)


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        here = self.provider
        path = urlsplit(self.path).path
        here.asked.append(path)
        if path in here.answers:
            self._send(*here.answers[path])
        elif path == "/realms/court/.well-known/openid-configuration":
            self._json(200, here.described())
        elif path == "/realms/court/keys":
            self._json(200, {"keys": [here.key.as_dict(private=False)]})
        elif path == "/realms/court/authorize":
            # As of somebody who is signed in there already.
            self._send(302, {"Location": here.authorize(f"{here.address}{self.path}")}, b"")
        else:
            self._json(404, {"error": "no such page"})

    def do_POST(self) -> None:
        here = self.provider
        here.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path in here.answers:
            return self._send(*here.answers[self.path])
        form = {name: values[0] for name, values in parse_qs(body).items()}
        found = here.exchange(form, self.headers.get("Authorization", ""))
        return self._json(200, found) if found else self._json(400, {"error": "invalid_grant"})

    def _json(self, status: int, facts: dict[str, Any]) -> None:
        self._send(status, {"Content-Type": "application/json"}, json.dumps(facts).encode())

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        """Print nothing."""


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()
    thread = Thread(target=provider.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
        thread.join()
