"""Wraps a client: a subclass of its own class, made for it, that overrides `post()`.

Every resource of the client goes through `post()`, so one place reaches every call shape. The
client that was passed in stays as it was; the copy shares its connections.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import wait
from copy import copy
from functools import cached_property
from inspect import getattr_static
from typing import Any, TypeVar, cast

from openai import AsyncOpenAI, OpenAI

from prefmem import UsageError
from prefmem.dropin import FailOpen
from prefmem_openai import _tee
from prefmem_openai._call import (
    Binding,
    Call,
    Whose,
    check,
    http_response,
    logger,
    parsed_answer,
    raw_answer,
    without_ours,
)
from prefmem_openai._reach import remember

Client = TypeVar("Client", OpenAI, AsyncOpenAI)


def personalize(
    client: Client,
    user: Whose,
    *,
    budget: int = 256,
    conversation: str | None = None,
    seconds: float = 1.0,
) -> Client:
    """A client that knows its user: the same class, the same calls, the same responses.

    Before a chat completion or a response is asked for, the user's preferences that apply go in;
    what the user said is kept with the answer, or without one if the model fails; of a stream, it
    is kept while the stream is read. If memory fails or is late, the call goes through without
    it, logged and counted.

    One call can be steered by `extra_headers`, and all of a client by its `default_headers`, which
    stay here: `X-Prefmem-Memory` (`on`, `read`, `off`), `X-Prefmem-Conversation`,
    `X-Prefmem-Budget`, `X-Prefmem-Context`.

    Args:
        client: `OpenAI`, `AsyncOpenAI`, or the Azure ones; left as it is.
        user: A user's memory, or a function that gives it for each request (`None`: no memory).
        budget: Tokens that a block may take.
        conversation: The conversation, where the application has one at a time.
        seconds: How long memory may hold a call.

    Raises:
        UsageError: Not a client of the SDK, not a user's memory, or a sync client with an async
            memory.
    """
    if not isinstance(client, OpenAI | AsyncOpenAI):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError(f"{type(client).__name__} is not a client of the openai package")
    awaited = isinstance(client, AsyncOpenAI)
    if not callable(user):
        check(user, awaited=awaited)
    binding = Binding(
        user=user,
        budget=budget,
        conversation=conversation,
        memory=FailOpen(logger, seconds=seconds),
        awaited=awaited,
    )
    make = _async if awaited else _sync
    kind: type[Any] = type(client)
    if "_prefmem" in vars(kind):  # wrapped before, for somebody else
        kind = kind.__bases__[0]
    wrapped = copy(client)
    wrapped.__class__ = make(kind, binding)
    for name in list(vars(wrapped)):
        # A resource made by the original client would go on calling that.
        if isinstance(getattr_static(kind, name, None), cached_property):
            del vars(wrapped)[name]
    return wrapped


def counts_of(client: OpenAI | AsyncOpenAI) -> Mapping[str, int]:
    """How often memory failed or was late for a wrapped client, and the call went on without it."""
    binding = getattr(client, "_prefmem", None)
    if not isinstance(binding, Binding):
        raise UsageError("this client is not wrapped; wrap it with personalize(client, user)")
    return binding.memory.counts


def _sync(kind: type[Any], binding: Binding) -> type[Any]:
    def post(
        self: Any, path: str, *, body: object = None, options: Mapping[str, Any] = {}, **rest: Any
    ) -> Any:
        plain = cast("Any", super(wrapped, self))
        send = plain.post
        call = binding.begin(path, body, plain.default_headers, options)
        if call is None:
            return send(path, body=body, options=options, **rest)
        if (ask := call.asking()) is not None:
            call.asked(binding.memory.call("personalize", ask))
        try:
            result = send(path, body=call.body, options=options, **rest)
        except BaseException:
            _keep(call, "")  # it was said all the same
            raise
        _read(call, result)
        return result

    wrapped = _subclass(kind, post, binding)
    return wrapped


def _subclass(kind: type[Any], post: Any, binding: Binding) -> type[Any]:
    """The class with our `post`, of whose headers none that is for prefmem leaves the process."""

    def request(self: Any, cast_to: Any, options: Any, **rest: Any) -> Any:
        if headers := options.headers:  # none are falsy, however they are told
            options = options.model_copy(update={"headers": without_ours(headers)})
        return cast("Any", super(wrapped, self)).request(cast_to, options, **rest)

    def default_headers(self: Any) -> Mapping[str, Any]:
        return without_ours(cast("Any", super(wrapped, self)).default_headers)

    names = {
        "__module__": kind.__module__,
        "__qualname__": kind.__qualname__,
        "_prefmem": binding,
        "post": post,
        "request": request,
        "default_headers": property(default_headers),
    }
    wrapped: Any = type(kind.__name__, (kind,), names)
    return wrapped


def _keep(call: Call, text: str) -> None:
    if (keep := call.keeping(text)) is not None:
        call.binding.memory.call("observe", keep)


def _read(call: Call, result: object) -> None:
    response = http_response(result)
    remember(call.result, result, response)
    if response is None:
        _keep(call, parsed_answer(call.dialect, result))
    elif response.is_stream_consumed:
        _keep(call, raw_answer(call.dialect, response))
    elif (keep := call.keeping("")) is not None:
        # The application ends the answer, or never does: what was said does not wait for it.
        memory = call.binding.memory
        said = memory.write("observe", keep)

        def told(text: str) -> None:
            if said is not None:
                wait({said}, memory.seconds)
            if (answer := call.answering(text)) is not None:
                memory.call("observe", answer)

        _tee.tee(response, call.dialect, told)


def _async(kind: type[Any], binding: Binding) -> type[Any]:
    async def post(
        self: Any, path: str, *, body: object = None, options: Mapping[str, Any] = {}, **rest: Any
    ) -> Any:
        plain = cast("Any", super(wrapped, self))
        send = plain.post
        call = binding.begin(path, body, plain.default_headers, options)
        if call is None:
            return await send(path, body=body, options=options, **rest)
        if (ask := call.asking()) is not None:
            call.asked(await binding.memory.acall("personalize", ask))
        try:
            result = await send(path, body=call.body, options=options, **rest)
        except BaseException:
            await _akeep(call, "")
            raise
        await _aread(call, result)
        return result

    wrapped = _subclass(kind, post, binding)
    return wrapped


async def _akeep(call: Call, text: str) -> None:
    if (keep := call.keeping(text)) is not None:
        await call.binding.memory.acall("observe", keep, keep=True)


async def _aread(call: Call, result: object) -> None:
    response = http_response(result)
    remember(call.result, result, response)
    if response is None:
        await _akeep(call, parsed_answer(call.dialect, result))
    elif response.is_stream_consumed:
        await _akeep(call, raw_answer(call.dialect, response))
    elif (keep := call.keeping("")) is not None:
        memory = call.binding.memory
        said = await memory.later("observe", keep, seconds=memory.seconds)

        async def told(text: str) -> None:
            if said is not None:
                await asyncio.wait({said}, timeout=memory.seconds)
            if (answer := call.answering(text)) is not None:
                await memory.acall("observe", answer, keep=True)

        _tee.atee(response, call.dialect, told)
