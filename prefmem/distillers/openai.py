"""A completer for OpenAI and every server that speaks its protocol (an extra)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import anyio

from prefmem.distillers.completion import (
    MENDED,
    Completion,
    Finish,
    TransientFailure,
    seconds_of,
)
from prefmem.errors import DistillerError, MissingExtra

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI

TRANSIENT = frozenset({408, 409, 425, 429})
"""Beside all of 500 and above."""
FINISHES: Mapping[str, Finish] = {"length": "length", "content_filter": "refused"}


class OpenAICompleter:
    """Asks one chat model through `chat.completions`.

    What a server does not know of (`response_format`, `temperature`, `max_tokens`) is left out
    from then on, as soon as it complains of it.
    """

    def __init__(
        self,
        model: str,
        *,
        client: AsyncOpenAI | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float = 60.0,
        max_tokens: int = 1500,
    ) -> None:
        """Choose a model; nothing is opened yet.

        Args:
            model: Its name at the server.
            client: A client of yours; `base_url` and `api_key` then have no effect.
            base_url: The server; `None` is what the client itself chooses.
            api_key: `None` lets the client read `OPENAI_API_KEY`, when it is first used.
            timeout: Seconds for one request.
            max_tokens: Longest answer.
        """
        self.name = model
        self._client = client
        self._own = client is None
        self._timeout = timeout
        self._settings = {"base_url": base_url, "api_key": api_key, "timeout": timeout}
        self._options: dict[str, Any] = {"max_tokens": max_tokens, "temperature": 0}
        self._bound = True

    async def complete(self, system: str, user: str, schema: Mapping[str, Any]) -> Completion:
        """See `Completer`."""
        return await self._asked(
            [{"role": "system", "content": system}, {"role": "user", "content": user}], schema
        )

    async def reply(self, messages: Sequence[Mapping[str, Any]]) -> Completion:
        """Answer chat messages in free text. Fails as `complete` does."""
        return await self._asked(messages, None)

    async def _asked(
        self, messages: Sequence[Mapping[str, Any]], schema: Mapping[str, Any] | None
    ) -> Completion:
        while True:
            body: dict[str, Any] = {"model": self.name, "messages": messages, **self._options}
            if self._bound and schema is not None:
                form = {"name": "preferences", "strict": True, "schema": schema}
                body["response_format"] = {"type": "json_schema", "json_schema": form}
            try:
                return await self._once(body)
            except _Refused as refused:
                if not self._without(refused.message):
                    raise DistillerError(
                        f"model {self.name!r} refused the request: {refused.message}"
                    ) from refused

    async def close(self) -> None:
        """Let go of the connections that this completer opened."""
        if self._own and self._client is not None:
            client, self._client = self._client, None
            await client.close()

    def _without(self, complaint: str) -> bool:
        """Leave out what the server complains of; False if that is nothing we can spare."""
        if self._bound and any(word in complaint for word in ("response_format", "schema")):
            self._bound = False
        elif "max_tokens" in complaint and "max_tokens" in self._options:
            self._options["max_completion_tokens"] = self._options.pop("max_tokens")
        elif "temperature" in complaint and "temperature" in self._options:
            del self._options["temperature"]
        else:
            return False
        return True

    async def _once(self, body: dict[str, Any]) -> Completion:
        client: Any = self._client or _client(self._settings)
        self._client = client
        from openai import APIConnectionError, APIStatusError, OpenAIError

        try:
            # The client's own limit is for one read: a server that drips would never reach it.
            with anyio.fail_after(self._timeout):
                reply = await client.chat.completions.create(**body)
            return _completion(reply)
        except TimeoutError as late:
            raise TransientFailure(
                f"model {self.name!r} at {client.base_url} took more than {self._timeout} s"
            ) from late
        except APIStatusError as answered:
            raise _of_status(answered, self.name) from answered
        except APIConnectionError as lost:
            raise TransientFailure(
                f"model {self.name!r} at {client.base_url} gave no answer ({lost})"
            ) from lost
        except OpenAIError as failed:
            raise DistillerError(
                f"model {self.name!r} failed: {failed}", retry_after=MENDED
            ) from failed
        except (AttributeError, IndexError, TypeError, ValueError) as nonsense:
            raise TransientFailure(
                f"{client.base_url} does not answer as a chat model ({nonsense})"
            ) from nonsense


class _Refused(Exception):
    """A 400: the request itself is at fault."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def _client(settings: dict[str, Any]) -> Any:
    try:
        from openai import AsyncOpenAI, OpenAIError
    except ImportError as missing:
        raise MissingExtra(
            "a model distiller needs the OpenAI client; run 'pip install \"prefmem[openai]\"'"
        ) from missing
    try:
        # Retries are the distiller's: it counts them, and knows when to leave the turns waiting.
        return AsyncOpenAI(**settings, max_retries=0)
    except OpenAIError as unset:
        raise DistillerError(
            f"the OpenAI client cannot be made: {unset}", retry_after=MENDED
        ) from unset


def _completion(reply: Any) -> Completion:
    choice = reply.choices[0]
    usage = reply.usage
    text = choice.message.content or ""
    refused = bool(getattr(choice.message, "refusal", None))
    return Completion(
        text=str(text),
        tokens_in=int(usage.prompt_tokens) if usage else 0,
        tokens_out=int(usage.completion_tokens) if usage else 0,
        finish="refused" if refused else FINISHES.get(str(choice.finish_reason), "stop"),
    )


def _of_status(answered: APIStatusError, model: str) -> Exception:
    status = answered.status_code
    if status in (400, 413, 422):
        return _Refused(answered.message)
    told = f"model {model!r} answered {status}: {answered.message}"
    if status in TRANSIENT or status >= 500:
        after = seconds_of(answered.response.headers.get("retry-after"))
        return TransientFailure(told, retry_after=after)
    return DistillerError(
        f"{told}; check the key, the address and the name of the model", retry_after=MENDED
    )
