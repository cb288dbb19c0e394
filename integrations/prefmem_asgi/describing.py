"""The REST API's description: how callers prove who they are, and how errors look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, Field
from typing_extensions import override

from prefmem_asgi.identity import Identity, Local, SignedTokens, TrustedBackend


class Fault(BaseModel):
    """What went wrong."""

    message: str
    type: str
    param: str | None
    code: str


class Failure(BaseModel):
    """An error, as OpenAI-compatible services send it."""

    error: Fault = Field(description="What went wrong.")


FAULTS: Mapping[int | str, dict[str, Any]] = {
    400: {"model": Failure, "description": "Bad input."},
    401: {"model": Failure, "description": "It does not prove whose request it is."},
    429: {"model": Failure, "description": "Too many requests of this user; see `retry-after`."},
    503: {"model": Failure, "description": "The memory cannot be reached now."},
    "default": {"model": Failure, "description": "Any other error, in the same shape."},
}
"""What each endpoint may answer beside its result."""
UNKNOWN: Mapping[int | str, dict[str, Any]] = {
    404: {"model": Failure, "description": "This user has no such preference."}
}
_NAMES = (("X-Prefmem-User", "The user."), ("X-Prefmem-Tenant", "The tenant."))


class Described(FastAPI):
    """An application whose description says who may ask."""

    identity: Identity

    @override
    def openapi(self) -> dict[str, Any]:
        """See FastAPI; made once."""
        if self.openapi_schema is None:
            schema = super().openapi()
            schemes, security = _proofs(self.identity)
            if schemes:
                schema.setdefault("components", {})["securitySchemes"] = schemes
                schema["security"] = security
            for operations in schema["paths"].values():
                for operation in operations.values():
                    operation.setdefault("parameters", []).extend(_names(self.identity))
        return self.openapi_schema or {}


def _proofs(identity: Identity) -> tuple[dict[str, Any], list[dict[str, list[str]]]]:
    """The ways to prove who asks, and which of them will do; each of the second is enough."""
    if isinstance(identity, SignedTokens):
        bearer = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
        schemes = {"bearer": bearer, "token": _header("X-Prefmem-Token", "A JWT.")}
        return schemes, [{"bearer": []}, {"token": []}]
    if isinstance(identity, TrustedBackend):
        return {"backend": _header("X-Prefmem-Secret", "The backend's secret.")}, [{"backend": []}]
    return {}, []


def _header(name: str, description: str) -> dict[str, Any]:
    return {"type": "apiKey", "in": "header", "name": name, "description": description}


def _names(identity: Identity) -> list[dict[str, Any]]:
    """The headers that name the user, where they do."""
    if not isinstance(identity, TrustedBackend | Local):
        return []
    needed = {"X-Prefmem-User"} if isinstance(identity, TrustedBackend) else set[str]()
    return [
        {
            "name": name,
            "in": "header",
            "required": name in needed,
            "schema": {"type": "string"},
            "description": description,
        }
        for name, description in _NAMES
    ]
