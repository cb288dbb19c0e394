"""What a model distiller asks of a chat model: one question, one answer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Literal, Protocol, runtime_checkable

from prefmem.errors import DistillerError

MENDED = 60.0
"""Seconds after which a wrong setting may have been put right: no turn is blamed for it."""
Finish = Literal["stop", "length", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A model's answer."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0
    finish: Finish = "stop"
    """`length`: it was cut off; `refused`: the model would not."""


class TransientFailure(DistillerError):
    """A model failed in a way that another try may get over."""


@runtime_checkable
class Completer(Protocol):
    """A chat model. Any will do: the integrations make one of a LangChain model."""

    @property
    def name(self) -> str:
        """The model's name, as evidence records it."""
        ...

    async def complete(self, system: str, user: str, schema: Mapping[str, Any]) -> Completion:
        """Answer `user` under `system` with JSON that fits `schema`.

        A model that cannot be bound to a schema answers as well as it can. One request, no retry.

        Raises:
            TransientFailure: Busy, away, or too slow: to be asked again.
            DistillerError: It will fail again if asked again; with `retry_after` whatever it is
                asked (a wrong key), without it because of what it is asked.
        """
        ...


def seconds_of(header: str | None) -> float | None:
    """Seconds to wait, of a `Retry-After` header that holds seconds or a date."""
    if not header:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return None
