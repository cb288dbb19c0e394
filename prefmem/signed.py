"""Signed tokens (JWT), shared secrets, addresses: one set of checks for all drop-ins that serve.

Tokens need `pyjwt`, which comes with the extras of those drop-ins.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard
from urllib.parse import urlsplit

from prefmem.errors import MissingExtra, UsageError

HASHED = ("HS256", "HS384", "HS512")
"""Algorithms whose key is a shared secret."""
LEAST = 32
"""Characters of a secret that tokens are signed with."""


def check_key(key: str, algorithms: Sequence[str]) -> None:
    """Refuse keys that would not protect anything, or that no token could be checked with.

    Raises:
        UsageError: No algorithm, or a key that is none for it.
        MissingExtra: The algorithm needs `cryptography`.
    """
    if not algorithms or "none" in {name.lower() for name in algorithms}:
        raise UsageError("name the algorithms that tokens are signed with; 'none' is not one")
    if any(name in HASHED for name in algorithms):
        if "-----BEGIN" in key:
            raise UsageError("a public key with an HS algorithm lets anybody sign; use RS or ES")
        check_secret(key, LEAST)
    for algorithm in algorithms:
        _prepared(key, algorithm)


def check_secret(secret: object, least: int) -> None:
    """Refuse secrets that can be guessed.

    Raises:
        UsageError: It is no text, or has fewer than so many characters.
    """
    if not isinstance(secret, str) or len(secret.strip()) < least:
        raise UsageError(
            f"a shared secret has at least {least} characters; make one with "
            "python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )


def claims_of(
    token: str,
    *,
    key: str,
    algorithms: Sequence[str],
    audience: str | None,
    issuer: str | None,
    leeway: float,
) -> Mapping[str, Any]:
    """What a token says, if its signature, its expiry, its audience and its issuer hold.

    Raises:
        jwt.PyJWTError: They do not; `jwt.ExpiredSignatureError` if only its time is over.
        ValueError: It is no token at all.
    """
    import jwt

    return jwt.decode(
        token,
        key,
        algorithms=list(algorithms),
        audience=audience,
        issuer=issuer,
        leeway=leeway,
        options={"require": ["exp"], "verify_aud": audience is not None},
    )


def is_name(value: object) -> TypeGuard[str]:
    """True for a claim that can name a user or a tenant."""
    return isinstance(value, str) and bool(value.strip())


def is_loopback(host: str) -> bool:
    """True for an address that only this machine can reach."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False  # a name may resolve to anything


def is_address(text: str) -> bool:
    """True for an http address that a request can be sent to."""
    try:
        parts = urlsplit(text)
        reached = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, half a bracket
        return False
    return reached and not any(letter.isspace() for letter in text)


def _prepared(key: str, algorithm: str) -> None:
    """Find out now, and not at every request, that no token could ever be checked."""
    import jwt
    from jwt.algorithms import requires_cryptography

    try:
        jwt.get_algorithm_by_name(algorithm).prepare_key(key)
    except NotImplementedError:
        if algorithm in requires_cryptography:
            raise MissingExtra(
                f"tokens signed by {algorithm} need cryptography; run pip install 'pyjwt[crypto]'"
            ) from None
        raise UsageError(f"no algorithm {algorithm!r}; use HS256, RS256 or ES256") from None
    except (jwt.InvalidKeyError, ValueError, TypeError):
        raise UsageError(
            f"the key is none for {algorithm}; pass the public key in PEM form"
        ) from None
