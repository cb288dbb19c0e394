"""The drop-ins as a type checker sees them: what is wrapped stays of its type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_type

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage
from langchain_core.tools import BaseTool
from openai import AsyncOpenAI, OpenAI
from prefmem_asgi import Settings, create_app
from prefmem_langchain import (
    PreferenceMiddleware,
    PreferringModel,
    preference_tools,
    with_preferences,
)
from prefmem_openai import counts_of, last_personalization, personalize
from starlette.applications import Starlette

from prefmem import (
    AsyncPreferenceMemory,
    AsyncUserMemory,
    Personalization,
    PreferenceMemory,
    UserMemory,
)


def openai_clients(
    plain: OpenAI, awaited: AsyncOpenAI, ada: UserMemory, bob: AsyncUserMemory
) -> None:
    assert_type(personalize(plain, ada), OpenAI)
    assert_type(personalize(plain, lambda: ada, budget=64, conversation="c1", seconds=0.5), OpenAI)
    assert_type(personalize(awaited, bob), AsyncOpenAI)
    assert_type(counts_of(plain), Mapping[str, int])
    assert_type(last_personalization(), Personalization | None)
    personalize("https://localhost", ada)  # type: ignore[type-var]


def langchain(model: BaseChatModel, memory: PreferenceMemory, other: AsyncPreferenceMemory) -> None:
    assert_type(with_preferences(model, memory), PreferringModel[AIMessage])
    assert_type(PreferenceMiddleware(other, budget=64).counts, Mapping[str, int])
    assert_type(preference_tools(memory), list[BaseTool])


def gateway(settings: Settings) -> None:
    assert_type(create_app("prefmem.db", settings=settings, strict=True), Starlette)
