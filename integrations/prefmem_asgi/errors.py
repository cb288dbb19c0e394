"""The protocol's own error shape, so that every client's error handling works."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from prefmem import UsageError
from prefmem.errors import StoreUnavailable, UnknownPreference


class Refused(HTTPException):
    """A request that the gateway itself answers, with a status and a reason."""

    def __init__(
        self, status: int, message: str, *, code: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, message, headers)
        self.code = code

    def response(self) -> JSONResponse:
        """As the protocol says it."""
        return error(self.status_code, self.detail, code=self.code, headers=self.headers)


def not_open() -> Refused:
    """What is answered where there is no memory: no fault of whoever asks."""
    return Refused(
        503,
        "the memory is not open: the application has not started, or has ended",
        code="not_open",
        headers={"retry-after": "1"},
    )


def error(
    status: int, message: str, *, code: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """An error as OpenAI-compatible services send it."""
    kind = "invalid_request_error" if status < 500 else "server_error"
    if status == 401:
        kind = "authentication_error"
    if status == 429:
        kind = "rate_limit_error"
    content = {"error": {"message": message, "type": kind, "param": None, "code": code}}
    return JSONResponse(content, status_code=status, headers=dict(headers or {}))


def of(failure: Exception) -> JSONResponse:
    """What a failure is answered with; nothing of the request or of the store's address leaks."""
    if isinstance(failure, Refused):
        return failure.response()
    if isinstance(failure, HTTPException):
        return error(failure.status_code, failure.detail, code="http", headers=failure.headers)
    if isinstance(failure, RequestValidationError):
        found = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in failure.errors()]
        if any(e["loc"] == ("body",) for e in failure.errors()):
            found.append("send a JSON object, with content-type: application/json")
        return error(400, "; ".join(found), code="bad_input")
    if isinstance(failure, UnknownPreference):
        return error(404, str(failure), code="unknown_preference")
    if isinstance(failure, UsageError):
        return error(400, str(failure), code="bad_input")
    if isinstance(failure, StoreUnavailable):
        return error(503, "the memory cannot be reached now", code="store_unavailable")
    if isinstance(failure, ClientDisconnect):
        return error(400, "the client left", code="client_disconnected")
    return error(500, "the memory failed", code="memory_failed")
