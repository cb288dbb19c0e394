"""A chat model behind any OpenAI-compatible endpoint."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prefmem.errors import MissingExtra, PrefmemError, UsageError

if TYPE_CHECKING:
    from openai import OpenAI

    from prefmem.ports import Distiller

NO_KEY = "none"
"""Sent where no key is set: local servers want one and do not look at it."""
LONGEST = 1000
"""Pieces of an answer, of about a token each, after which it is stopped: small models may never
end one by themselves, and a server of one's own sets no limit."""
BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url",
        envvar="OPENAI_BASE_URL",
        help="An OpenAI-compatible endpoint, such as http://localhost:8080/v1.",
    ),
]
Name = Annotated[
    str | None,
    typer.Option("--model", envvar="PREFMEM_MODEL", help="The model; the default is its first."),
]


class ModelFailed(PrefmemError):
    """The model did not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatModel:
    """One model, to be asked."""

    client: OpenAI
    name: str
    longest: int = LONGEST

    def stream(self, messages: Sequence[Mapping[str, Any]]) -> Generator[str]:
        """The answer, piece by piece; cut off with "…" where it grows too long.

        Raises:
            ModelFailed: It cannot be reached, refuses, or breaks off.
        """
        try:
            given: Any = list(messages)
            answer = self.client.chat.completions.create(
                model=self.name, messages=given, stream=True
            )
            with answer as pieces:  # hanging up is what every server understands
                yield from self._cut(p.choices[0].delta.content for p in pieces if p.choices)
        # In the middle of an answer the client hands on what its transport, or a line that is no
        # JSON, raises: no base is common to all of that.
        except Exception as error:
            raise _failed(self.name, error) from error

    def _cut(self, texts: Iterable[str | None]) -> Iterator[str]:
        for number, text in enumerate(filter(None, texts)):
            if number == self.longest:
                yield " …"
                return
            yield text

    def answer(self, messages: Sequence[Mapping[str, Any]]) -> str:
        """The whole answer.

        Raises:
            ModelFailed: It cannot be reached, or refuses.
        """
        return "".join(self.stream(messages))


@contextmanager
def opened(
    base_url: str | None, name: str | None, *, longest: int = LONGEST
) -> Generator[ChatModel]:
    """The model that the options and the environment name.

    Raises:
        UsageError: Neither an endpoint nor a key is there.
        MissingExtra: The client is not installed.
    """
    key = os.environ.get("OPENAI_API_KEY")
    if not key and not base_url:
        raise UsageError("no model to ask: set OPENAI_API_KEY, or name an endpoint with --base-url")
    try:
        from openai import OpenAI
    except ImportError as error:
        raise MissingExtra(
            "talking to a model needs its client: pip install 'prefmem[openai]'"
        ) from error
    with OpenAI(base_url=base_url, api_key=key or NO_KEY) as client:
        yield ChatModel(client=client, name=name or _first(client, base_url), longest=longest)


def _first(client: OpenAI, base_url: str | None) -> str:
    """The first model of an endpoint of your own; a provider's has too many to guess."""
    from openai import OpenAIError

    if base_url is None:
        raise UsageError("name the model to ask with --model, or set PREFMEM_MODEL")
    try:
        found = next(iter(client.models.list()), None)
    except OpenAIError as error:
        raise _failed(f"of {base_url}", error) from error
    if found is None:
        raise UsageError(f"{base_url} lists no model; name one with --model")
    return found.id


def _failed(name: str, error: Exception) -> ModelFailed:
    return ModelFailed(
        f"the model {name} did not answer ({error}); check --base-url, --model and OPENAI_API_KEY"
    )


def distiller(base_url: str | None, name: str | None) -> Distiller | None:
    """A distiller that reads with a model, where one is named."""
    if name is None and base_url is None:
        return None
    from prefmem.distillers.llm import ModelDistiller

    with opened(base_url, name) as chosen:
        key = os.environ.get("OPENAI_API_KEY") or NO_KEY
        return ModelDistiller(chosen.name, base_url=base_url, api_key=key)
