"""Whose request it is: from a signed token or a trusted backend; from the body only if told so."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import jwt

from prefmem.signed import check_key, check_secret, claims_of, is_loopback, is_name

MIN_SECRET = 16
"""Characters of a shared secret."""
Headers = Mapping[str, str]


class Unauthenticated(Exception):
    """The request does not prove whose it is; the message never repeats what was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whose memory a request may use."""

    user: str
    tenant: str = "default"


class Identity(Protocol):
    """Tells whose a request is."""

    @property
    def authenticates(self) -> bool:
        """False if anybody who can connect is let in."""
        ...

    @property
    def takes_authorization(self) -> bool:
        """True if the caller's `Authorization` is for the gateway, and not sent upstream."""
        ...

    @property
    def user_from_body(self) -> bool:
        """True if the body may name the user: it is read before the caller is known, then."""
        ...

    def caller(self, headers: Headers, body: Mapping[str, Any] | None) -> Caller:
        """Whose request it is.

        Raises:
            Unauthenticated: It does not say, or cannot prove it.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedTokens:
    """A signed token (JWT) names the user: in `X-Prefmem-Token`, or as the bearer token.

    A token must carry an expiry; `alg: none` and algorithms that are not listed are refused.
    """

    key: str = field(repr=False)
    """The shared secret (HS…), or the public key in PEM form (RS…, ES…)."""
    algorithms: Sequence[str] = ("HS256",)
    audience: str | None = None
    issuer: str | None = None
    user_claim: str = "sub"
    tenant_claim: str = "tenant"
    leeway: float = 5.0
    """Seconds by which clocks may differ."""
    authenticates: bool = field(default=True, init=False)
    takes_authorization: bool = field(default=True, init=False)
    user_from_body: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Refuse keys that would not protect anything."""
        check_key(self.key, self.algorithms)

    def caller(self, headers: Headers, body: Mapping[str, Any] | None) -> Caller:
        """The user that the token names."""
        token = headers.get("x-prefmem-token") or _bearer(headers)
        if not token:
            raise Unauthenticated("no token; send one in X-Prefmem-Token or as the bearer token")
        claims = self._claims(token)
        user, tenant = claims.get(self.user_claim), claims.get(self.tenant_claim, "default")
        if not is_name(user):
            raise Unauthenticated(f"the token has no {self.user_claim!r} that names a user")
        if not is_name(tenant):
            raise Unauthenticated(f"the token's {self.tenant_claim!r} is no name of a tenant")
        return Caller(user=user, tenant=tenant)

    def _claims(self, token: str) -> Mapping[str, Any]:
        try:
            return claims_of(
                token,
                key=self.key,
                algorithms=self.algorithms,
                audience=self.audience,
                issuer=self.issuer,
                leeway=self.leeway,
            )
        except jwt.ExpiredSignatureError:
            raise Unauthenticated("the token has expired; ask for a new one") from None
        except (jwt.PyJWTError, ValueError):
            # Why is not told: it would help somebody who forges one.
            raise Unauthenticated("the token is not valid") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedBackend:
    """A backend that knows its users names them in headers, and proves itself by a shared secret.

    `X-Prefmem-Secret`, `X-Prefmem-User`, `X-Prefmem-Tenant`.
    """

    secret: str = field(repr=False)
    user_from_body: bool = False
    """Take the user from the body's `user` field where there is no header."""
    authenticates: bool = field(default=True, init=False)
    takes_authorization: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Refuse secrets that can be guessed."""
        check_secret(self.secret, MIN_SECRET)

    def caller(self, headers: Headers, body: Mapping[str, Any] | None) -> Caller:
        """The user that the backend names."""
        given = _text(headers, "x-prefmem-secret")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            raise Unauthenticated("X-Prefmem-Secret is missing or wrong")
        return _named(headers, body if self.user_from_body else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """For one machine: whoever can connect is let in. `serve` keeps it to the loopback address.

    A web page in a browser of that machine can connect as well: requests in the name of another
    site, or under another site's name for this machine, are refused.
    """

    user: str = "local"
    tenant: str = "default"
    user_from_body: bool = False
    authenticates: bool = field(default=False, init=False)
    takes_authorization: bool = field(default=False, init=False)

    def caller(self, headers: Headers, body: Mapping[str, Any] | None) -> Caller:
        """The user that a header names, or the one user of this machine."""
        origin = headers.get("origin", "")
        for site in (f"//{headers.get('host', '')}", origin):
            if site and not is_loopback(_host_of(site)):
                raise Unauthenticated("only this machine may ask, by its loopback address")
        fallback = Caller(user=self.user, tenant=self.tenant)
        return _named(headers, body if self.user_from_body else None, fallback=fallback)


def _host_of(site: str) -> str:
    try:
        return urlsplit(site).hostname or ""
    except ValueError:
        return ""  # no address at all


def _named(
    headers: Headers, body: Mapping[str, Any] | None, *, fallback: Caller | None = None
) -> Caller:
    user: object = _text(headers, "x-prefmem-user") or (body or {}).get("user")
    tenant = _text(headers, "x-prefmem-tenant")
    if fallback is not None:
        user, tenant = user or fallback.user, tenant or fallback.tenant
    if not isinstance(user, str) or not user.strip():
        raise Unauthenticated("no user; name one in X-Prefmem-User")
    return Caller(user=user, tenant=tenant or "default")


def _text(headers: Headers, name: str) -> str:
    """A header as text: UTF-8, which servers hand on as if it were Latin-1."""
    found = headers.get(name, "")
    try:
        return found.encode("latin-1").decode()
    except UnicodeError:
        return found


def _bearer(headers: Headers) -> str:
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""
