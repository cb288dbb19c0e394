"""Bearer tokens for the HTTP transport: signed (JWT), with an expiry, naming user and tenant."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import jwt
from mcp.server.auth.provider import AccessToken

from prefmem import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedTokens:
    """Reads a token; the SDK answers 401 to whoever sends none or a bad one."""

    key: str = field(repr=False)
    """The shared secret (HS…), or the public key in PEM form (RS…, ES…)."""
    audience: str
    """Who the token must be made for: the address of this server."""
    algorithms: tuple[str, ...] = ("HS256",)
    issuer: str | None = None
    user_claim: str = "sub"
    tenant_claim: str = "tenant"

    def __post_init__(self) -> None:
        """Refuse keys that would not protect anything."""
        hashed = any(name.startswith("HS") for name in self.algorithms)
        if not self.algorithms or "none" in {name.lower() for name in self.algorithms}:
            raise UsageError("name the algorithms that tokens are signed with; 'none' is not one")
        if hashed and ("-----BEGIN" in self.key or len(self.key.strip()) < 32):
            raise UsageError("an HS key is a secret of at least 32 characters, not a public key")

    async def verify_token(self, token: str) -> AccessToken | None:
        """Whose token it is; `None` if it proves nothing."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self.key,
                algorithms=list(self.algorithms),
                audience=self.audience,
                issuer=self.issuer,
                leeway=5,
                options={"require": ["exp", "aud"]},
            )
        except (jwt.PyJWTError, ValueError):
            return None
        user, tenant = claims.get(self.user_claim), claims.get(self.tenant_claim, "default")
        if not isinstance(user, str) or not user.strip() or not isinstance(tenant, str):
            return None
        return AccessToken(
            token=token,
            client_id=str(claims.get("client_id", user)),
            scopes=str(claims.get("scope", "")).split(),
            expires_at=int(claims["exp"]),
            resource=self.audience,
            subject=user,
            claims={"iss": claims.get("iss", ""), "tenant": tenant},
        )
