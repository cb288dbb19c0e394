"""Bearer tokens for the HTTP transport: signed (JWT), with an expiry, naming user and tenant."""

from __future__ import annotations

from dataclasses import dataclass, field

import jwt
from mcp.server.auth.provider import AccessToken

from prefmem import UsageError
from prefmem.signed import check_key, claims_of, is_address, is_name

LEEWAY = 5.0
"""Seconds by which clocks may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedTokens:
    """Reads a token; the SDK answers 401 to whoever sends none or a bad one."""

    key: str = field(repr=False)
    """The shared secret (HS…), or the public key in PEM form (RS…, ES…)."""
    audience: str
    """Who the token must be made for: the address of this server."""
    algorithms: tuple[str, ...] = ("HS256",)
    issuer: str | None = None
    """Who signs them: an address."""
    user_claim: str = "sub"
    tenant_claim: str = "tenant"

    def __post_init__(self) -> None:
        """Refuse keys that would not protect anything."""
        if not self.audience.strip():
            raise UsageError("name the audience of tokens: the address of this server")
        for what, given in (("audience", self.audience), ("issuer", self.issuer)):
            if given is not None and not is_address(given):  # clients are told of both
                raise UsageError(
                    f"{what} {given!r} is no http address; pass one such as "
                    "https://memory.example/mcp"
                )
        check_key(self.key, self.algorithms)

    async def verify_token(self, token: str) -> AccessToken | None:
        """Whose token it is; `None` if it proves nothing."""
        try:
            claims = claims_of(
                token,
                key=self.key,
                algorithms=self.algorithms,
                audience=self.audience,
                issuer=self.issuer,
                leeway=LEEWAY,
            )
        except (jwt.PyJWTError, ValueError):
            return None
        user, tenant = claims.get(self.user_claim), claims.get(self.tenant_claim, "default")
        if not is_name(user) or not is_name(tenant):
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
