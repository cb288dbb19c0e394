"""What a gateway is told: where requests go, who may send them, and how many."""

from __future__ import annotations

from dataclasses import dataclass, field

from prefmem import UsageError
from prefmem.signed import is_address
from prefmem_asgi.identity import Identity, Local


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one gateway takes on."""

    body: int = 10_000_000
    """Bytes of a request."""
    arrival: float = 30.0
    """Seconds in which a request arrives whole; then it is refused with a 408."""
    concurrency: int = 256
    """Requests under way at once; one more is refused with a 503."""
    per_minute: int = 600
    """Requests of one user in a minute; 0 for no limit."""
    warming: float = 10.0
    """Seconds that the start waits for the memory's model to be loaded; then it goes on behind."""
    memory: float = 1.0
    """Seconds that memory may hold a request; then it goes on without a profile."""
    connect: float = 10.0
    """Seconds to reach the upstream."""
    upstream: float = 600.0
    """Seconds without a byte from the upstream."""
    drain: float = 20.0
    """Seconds to finish what is under way at shutdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A gateway's settings. Secrets are left out of its `repr`."""

    upstream: str
    """The OpenAI-compatible service, with its version: `https://api.openai.com/v1`."""
    upstream_key: str | None = field(default=None, repr=False)
    """Sent upstream as the bearer token; without it the caller's own `Authorization` is."""
    identity: Identity = field(default_factory=Local)
    """How a request tells whose it is."""
    budget: int = 256
    """Tokens that a block may take, where a request does not say."""
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Check what would fail at the first request only."""
        if not is_address(self.upstream):
            raise UsageError(
                f"upstream {self.upstream!r} is no http address; pass one with its version, "
                "such as https://api.openai.com/v1"
            )
        if self.budget < 0:
            raise UsageError(f"budget {self.budget} is below 0; pass tokens")
