"""The server: tools to recall, remember, correct, forget and explain; the profile as a resource.

Whose memory it is was bound when the server started, or is read from the caller's token. No tool
takes a user id: a model that can name a user can name any.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.settings import AuthSettings
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import AnyHttpUrl

from prefmem import AsyncPreferenceMemory, AsyncUserMemory, UsageError
from prefmem.signed import is_loopback
from prefmem_mcp import tools
from prefmem_mcp.announcing import Announcements
from prefmem_mcp.tokens import SignedTokens

INSTRUCTIONS = """\
Long-term memory of the user's preferences. Call `recall` with the user's request before you
answer, and follow what it gives. Call `remember` with the user's own words when they state a
preference, `correct` or `forget` when they ask for it, `explain` when they ask why."""


class Bound:
    """The memory that is open while the server runs, and whose it is for the call in hand."""

    def __init__(self, memory: AsyncPreferenceMemory, user: str | None, tenant: str) -> None:
        self.memory = memory
        self._user = user
        self._tenant = tenant

    def now(self) -> AsyncUserMemory:
        """The memory of the user of this call.

        Raises:
            ToolError: Nobody is named.
        """
        if self._user is not None:
            return self.memory.user(self._user, tenant=self._tenant)
        token = get_access_token()
        if token is None or not token.subject:
            raise ToolError("no user: the token names nobody")
        return self.memory.user(token.subject, tenant=str((token.claims or {})["tenant"]))


def server(
    memory: AsyncPreferenceMemory,
    *,
    user: str | None = None,
    tenant: str = "default",
    tokens: SignedTokens | None = None,
    opened: bool = True,
) -> MCPServer[Any]:
    """A server over a memory.

    Args:
        memory: Open already; with `opened=False` the server opens it while it runs.
        user: Whose memory it is, for every call.
        tenant: Of that user.
        tokens: Reads whose memory it is from each caller's token, instead of `user`.
        opened: Whether `memory` is open already.

    Raises:
        UsageError: Neither or both of `user` and `tokens`.
    """
    if (user is None) == (tokens is None):
        raise UsageError("bind the server to one user, or pass the tokens that name users")
    bound = Bound(memory, user, tenant)

    @asynccontextmanager
    async def lifespan(_: MCPServer[Any]) -> AsyncGenerator[None]:
        async with memory:
            yield

    announcements = Announcements(bound.now)
    made: MCPServer[Any] = MCPServer(
        "prefmem",
        version=version("prefmem"),
        instructions=INSTRUCTIONS,
        subscriptions=announcements,
        log_level="WARNING",
        lifespan=None if opened else _typed(lifespan),
        auth=_auth(tokens),
        token_verifier=tokens,
    )
    tools.register(made, bound.now, announcements.changed)
    return made


def serve_stdio(
    location: str | Path | None = None, *, user: str, tenant: str = "default", **options: Any
) -> None:
    """Serve one user over standard input and output, until the client hangs up."""
    memory = AsyncPreferenceMemory.open(location, **options)
    server(memory, user=user, tenant=tenant, opened=False).run("stdio")


def serve_http(
    location: str | Path | None = None,
    *,
    tokens: SignedTokens | None = None,
    user: str | None = None,
    tenant: str = "default",
    host: str = "127.0.0.1",
    port: int = 8401,
    **options: Any,
) -> None:
    """Serve over streamable HTTP, until a signal says stop.

    Raises:
        UsageError: Open to other machines without tokens.
    """
    if tokens is None and not is_loopback(host):
        raise UsageError(
            f"{host!r} can be reached from other machines and nothing authenticates callers; "
            "pass tokens=SignedTokens(…), or use 127.0.0.1"
        )
    memory = AsyncPreferenceMemory.open(location, **options)
    made = server(memory, user=user, tenant=tenant, tokens=tokens, opened=False)
    bare = host.strip("[]")
    security = _security(tokens, bare)
    made.run("streamable-http", host=bare, port=port, transport_security=security)


def _auth(tokens: SignedTokens | None) -> AuthSettings | None:
    if tokens is None:
        return None
    return AuthSettings(
        issuer_url=AnyHttpUrl(tokens.issuer or tokens.audience),
        resource_server_url=AnyHttpUrl(tokens.audience),
        validate_token_resource=False,  # the verifier checks the audience itself
    )


def _security(tokens: SignedTokens | None, host: str) -> TransportSecuritySettings:
    """Which names a request may call this server by: loopback's, where no token is asked for."""
    if tokens is not None:
        # Behind a proxy it is the public name, and a page that turns a name to us holds no token.
        return TransportSecuritySettings(enable_dns_rebinding_protection=False)
    names = {"127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host}
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[f"{name}:*" for name in sorted(names)],
        allowed_origins=[f"http://{name}:*" for name in sorted(names)],
    )


def _typed(lifespan: Any) -> Callable[[Any], AbstractAsyncContextManager[Any]]:
    return lifespan
