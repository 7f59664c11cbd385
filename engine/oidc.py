"""OpenID Connect: who somebody is, told by a provider. The one door to Authlib, without a web framework."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode

import httpx
from authlib.common.security import generate_token
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

__all__ = ["Begun", "Client", "Denied", "Person", "Provider", "ProviderError", "Refused", "Unreachable"]

SECONDS: Final = 5.0  # that the provider has for each answer
FRESH: Final = 3600.0  # seconds for which its description and keys are believed
PAUSE: Final = 5.0  # seconds after a failure in which it is not asked again
LEEWAY: Final = 120  # seconds that its clock may differ from ours
_SECRETS: Final = 48  # characters of state, nonce and PKCE verifier
# Signatures that a public key verifies; `none` and HS256 are not among them.
ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "Ed25519",
    "EdDSA",
)
_WELL_KNOWN: Final = "/.well-known/openid-configuration"


class ProviderError(Exception):
    """Signing in through the provider did not work; `reason` is for the log and holds nothing personal."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unreachable(ProviderError):
    """The provider does not answer, or not as one does."""


class Denied(ProviderError):
    """The person broke off at the provider, or it did not let him in."""


class Refused(ProviderError):
    """What came back proves nothing: an altered state, a wrong token."""


@dataclass(frozen=True, slots=True)
class Client:
    """What the provider knows of us; without a secret we are a public client and have PKCE alone."""

    issuer: str
    id: str
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that was begun: where the browser goes, and what its session keeps until it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the provider means: `subject` is his at this issuer for good; `claims` are what it says of him."""

    issuer: str
    subject: str
    claims: Mapping[str, Any]


class Provider:
    """One provider; safe for several threads. `clock` gives seconds since 1970, for the tokens' times."""

    def __init__(self, client: Client, scope: str = "openid", clock: Callable[[], float] = time.time) -> None:
        self.client, self._scope, self._clock = client, scope, clock
        self._http = httpx.Client(timeout=SECONDS, headers={"Accept": "application/json"})
        self._kept: dict[str, tuple[Any, float]] = {}
        self._failed = -PAUSE
        self._lock = threading.Lock()

    def begin(self, redirect_uri: str) -> Begun:
        """Begins a sign-in; raises Unreachable."""
        state, nonce, verifier = (generate_token(_SECRETS) for _ in range(3))
        made = self._oauth(redirect_uri).create_authorization_url(
            self._endpoint("authorization_endpoint"), state=state, code_verifier=verifier, nonce=nonce
        )
        return Begun(str(made[0]), state, nonce, verifier, redirect_uri)

    def finish(self, begun: Begun, given: Mapping[str, str]) -> Person:
        """Who came back with these parameters; raises Denied, Refused, Unreachable."""
        if not given.get("state") or given["state"] != begun.state:
            raise Refused("state")
        told = self._description().get("authorization_response_iss_parameter_supported") is True
        if given.get("iss", self.client.issuer if not told else "") != self.client.issuer:
            raise Refused("issuer of the answer")
        if "error" in given:
            raise Denied(given["error"][:100] if given["error"].isascii() else "error")
        if not given.get("code"):
            raise Refused("no code")
        token = self._token(begun, given["code"])
        claims = self._claims(token, begun.nonce)
        return Person(self.client.issuer, str(claims["sub"]), claims)

    def about(self, person: Person, name: str) -> Mapping[str, Any]:
        """What the provider says of somebody, asked for once more where the claim was not in the token."""
        if name in person.claims or "userinfo_endpoint" not in self._description():
            return person.claims
        bearer = {"Authorization": f"Bearer {person.claims['access_token']}"}
        found = self._get(self._endpoint("userinfo_endpoint"), bearer)
        if found.get("sub") != person.subject:
            raise Refused("subject of userinfo")
        return found

    def leave(self, back: str) -> str | None:
        """Where the browser goes to leave the provider too, and then comes back; None when it has no such place."""
        try:
            place = self._description().get("end_session_endpoint")
        except Unreachable:
            return None
        if not isinstance(place, str):
            return None
        return f"{place}?{urlencode({'client_id': self.client.id, 'post_logout_redirect_uri': back})}"

    def _oauth(self, redirect_uri: str) -> Any:
        return OAuth2Client(
            self._http,
            client_id=self.client.id,
            scope=self._scope,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
        )

    def _token(self, begun: Begun, code: str) -> Mapping[str, Any]:
        """What the code is worth; the code counts once, and only with the verifier of this very sign-in."""
        auth, more = self._proof()
        place = self._endpoint("token_endpoint")
        try:
            token = self._oauth(begun.redirect_uri).fetch_token(
                place, grant_type="authorization_code", code=code, code_verifier=begun.verifier, auth=auth, **more
            )
        except OAuth2Error as error:
            raise Refused(f"code: {error.error}") from error
        except (httpx.HTTPError, ValueError) as error:
            self._note(error)
            raise Unreachable(f"token endpoint: {type(error).__name__}") from error
        if not isinstance(token.get("id_token"), str):
            raise Refused("no id_token")
        found: Mapping[str, Any] = token
        return found

    def _proof(self) -> tuple[httpx.Auth, dict[str, str]]:
        """How we prove at the token endpoint who we are."""
        if self.client.secret is None:
            return httpx.Auth(), {"client_id": self.client.id}
        ways = self._description().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if "client_secret_basic" in ways:
            return httpx.BasicAuth(quote(self.client.id, safe=""), quote(self.client.secret, safe="")), {}
        return httpx.Auth(), {"client_id": self.client.id, "client_secret": self.client.secret}

    def _claims(self, token: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        """What the id_token says, once signature, issuer, audience, times and nonce were found right."""
        decoded = self._decoded(token["id_token"])
        options = {
            "iss": {"essential": True, "value": self.client.issuer},
            "aud": {"essential": True, "value": self.client.id},
            **{name: {"essential": True} for name in ("sub", "exp", "iat", "nonce")},
        }
        params = {"nonce": nonce, "client_id": self.client.id, "access_token": token.get("access_token")}
        claims = CodeIDToken(decoded.claims, decoded.header, options, params)
        try:
            claims.validate(now=int(self._clock()), leeway=LEEWAY)
        except (JoseError, TypeError, ValueError) as error:
            raise Refused(f"id_token: {getattr(error, 'claim', type(error).__name__)}") from error
        return dict(claims) | {"access_token": token.get("access_token")}

    def _decoded(self, text: str) -> jwt.Token:
        """The token, its signature verified; unknown keys are asked for, since providers change them."""
        for again in (False, True):
            try:
                return jwt.decode(text, self._keys(again), algorithms=ALGORITHMS)
            except (JoseError, ValueError) as error:
                if again:
                    raise Refused(f"id_token: {type(error).__name__}") from error
        raise AssertionError

    def _keys(self, anew: bool) -> KeySet:
        found = self._kept_for("jwks", lambda: self._get(self._endpoint("jwks_uri")), anew=anew)
        try:
            return KeySet.import_key_set(found)
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise Unreachable("keys") from error

    def _endpoint(self, name: str) -> str:
        place = self._description().get(name)
        if not isinstance(place, str) or not place.startswith(("https://", "http://")):
            raise Unreachable(f"no {name}")
        return place

    def _description(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._kept_for("description", self._described)
        return found

    def _described(self) -> Mapping[str, Any]:
        found = self._get(self.client.issuer.rstrip("/") + _WELL_KNOWN)
        if found.get("issuer") != self.client.issuer:
            raise Unreachable("it calls itself another issuer")
        return found

    def _kept_for(self, name: str, ask: Callable[[], Any], *, anew: bool = False) -> Any:
        """What was asked a while ago, else asked now; when that fails, the older answer does."""
        kept = self._kept.get(name)
        at = time.monotonic()
        if kept is not None and not anew and at - kept[1] < FRESH:
            return kept[0]
        try:
            found = ask()
        except Unreachable:
            if kept is None or anew:
                raise
            return kept[0]
        with self._lock:
            self._kept[name] = (found, at)
        return found

    def _get(self, url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """A JSON object; raises Unreachable, at once for a while after a failure, so that no threads pile up."""
        if time.monotonic() - self._failed < PAUSE:
            raise Unreachable("it did not answer a moment ago")
        try:
            response = self._http.get(url, headers=dict(headers or {}))
            response.raise_for_status()
            found = response.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            self._note(error)
            raise Unreachable(type(error).__name__) from error
        if not isinstance(found, dict):
            raise Unreachable("no JSON object")
        return found

    def _note(self, error: Exception) -> None:
        if isinstance(error, httpx.TransportError):
            self._failed = time.monotonic()
