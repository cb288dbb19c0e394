"""Lends a chat model behind any OpenAI-compatible endpoint for oversight (an extra)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from prefmem.distillers.openai import OpenAICompleter
from prefmem.policy.oversight import Oversight

if TYPE_CHECKING:
    from openai import AsyncOpenAI

NAMES = 64
"""Tokens that the names of the kinds take at most."""


def overseer(
    model: str,
    *,
    client: AsyncOpenAI | None = None,
    base_url: str | None = None,
    api_key: str | None = None,
    seconds: float = 0.0,
    share: float = 0.05,
    patience: float = 60.0,
    max_tokens: int = 1500,
) -> Oversight:
    """Let a model read requests, and answer a share of them without the profile.

    Args:
        model: Its name at the server.
        client: A client of yours; `base_url` and `api_key` then have no effect.
        base_url: The server; `None` is what the OpenAI client chooses.
        api_key: `None` lets the client read `OPENAI_API_KEY`, when it is first used.
        seconds: How long `personalize` waits for a reading; 0: it does not wait.
        share: Share of audited answers that are compared.
        patience: Seconds for one question where nobody waits.
        max_tokens: Longest answer to compare with.
    """
    reader, answerer = (
        OpenAICompleter(
            model,
            client=client,
            base_url=base_url,
            api_key=api_key,
            timeout=patience,
            max_tokens=tokens,
        )
        for tokens in (NAMES, max_tokens)
    )

    async def close() -> None:
        await reader.close()
        await answerer.close()

    return Oversight(
        reads=lambda prompt: _said(reader, [{"role": "user", "content": prompt}]),
        seconds=seconds,
        answers=partial(_said, answerer),
        share=share,
        patience=patience,
        close=close,
    )


async def _said(model: OpenAICompleter, messages: Sequence[Mapping[str, Any]]) -> str:
    return (await model.reply(messages)).text
