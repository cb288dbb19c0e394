"""Any LangChain chat model as the model behind a distiller."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from prefmem.distillers.completion import (
    MENDED,
    Completion,
    Finish,
    TransientFailure,
    seconds_of,
)
from prefmem.errors import DistillerError

FINISHES: Mapping[str, Finish] = {
    "length": "length",
    "max_tokens": "length",
    "content_filter": "refused",
    "refusal": "refused",
}
TRANSIENT = frozenset({408, 409, 425, 429})
OUR_FAULT = frozenset({400, 413, 422})
"""The request itself is what the model cannot take."""


class LangChainCompleter:
    """Asks a LangChain chat model: `ModelDistiller(LangChainCompleter(model))`.

    The answer is bound to the schema where the model can be, and asked for in words where not.
    """

    def __init__(self, model: BaseChatModel, *, name: str | None = None) -> None:
        """Keep the model; `name` is what evidence records, if the model does not say."""
        told = getattr(model, "model_name", None) or getattr(model, "model", None)
        self.name = name or (told if isinstance(told, str) else type(model).__name__)
        self._model = model
        self._bound = True

    async def complete(self, system: str, user: str, schema: Mapping[str, Any]) -> Completion:
        """See `Completer`."""
        messages = [SystemMessage(system), HumanMessage(user)]
        try:
            if self._bound:
                try:
                    return await self._structured(messages, schema)
                except NotImplementedError:
                    self._bound = False
            return _completion(await self._model.ainvoke(messages))
        except DistillerError:
            raise
        # LangChain has no errors of its own here: a model raises whatever its client does.
        except Exception as error:
            raise _translated(self.name, error) from error

    async def _structured(self, messages: list[Any], schema: Mapping[str, Any]) -> Completion:
        named = {"title": "preferences", "description": "What was found.", **schema}
        bound = self._model.with_structured_output(named, include_raw=True)
        found = cast("dict[str, Any]", await bound.ainvoke(messages))
        parsed = found["parsed"]
        return _completion(found["raw"], None if parsed is None else json.dumps(parsed))


def _completion(raw: AIMessage, text: str | None = None) -> Completion:
    used = cast("Mapping[str, int]", raw.usage_metadata or {})
    told = cast("Mapping[str, Any]", raw.response_metadata)
    reason = told.get("finish_reason") or told.get("stop_reason") or told.get("done_reason")
    return Completion(
        text=str(raw.text) if text is None else text,
        tokens_in=used.get("input_tokens", 0),
        tokens_out=used.get("output_tokens", 0),
        finish=FINISHES.get(str(reason), "stop"),
    )


def _translated(name: str, error: Exception) -> DistillerError:
    status = getattr(error, "status_code", None)
    told = f"model {name!r} failed: {type(error).__name__}: {error}"
    if not isinstance(status, int) or status >= 500 or status in TRANSIENT:
        headers = getattr(getattr(error, "response", None), "headers", {})
        return TransientFailure(told, retry_after=seconds_of(headers.get("retry-after")))
    return DistillerError(told, retry_after=None if status in OUR_FAULT else MENDED)
