"""What is removed while a model answers does not come back with the answer, in any drop-in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain.agents.middleware import ModelRetryMiddleware
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver
from openai import AsyncOpenAI, OpenAI
from prefmem_langchain import PreferenceMiddleware, with_preferences
from prefmem_langchain.exchanges import Exchanges
from prefmem_langchain.talk import Talk
from prefmem_langchain.whose import Who
from prefmem_openai import personalize

from prefmem import PreferenceMemory, UserMemory

SAID = "I'm allergic to peanuts. I love jazz."
SAY: Any = {"messages": [{"role": "user", "content": SAID}]}
ANSWER = "Here is a plan for dinner."
ADA: Any = {"configurable": {"user_id": "ada"}}
Meanwhile = Callable[[], object]
Talking = Callable[[PreferenceMemory, Any, Meanwhile], None]


class Model(GenericFakeChatModel):
    """A scripted model, while whose answer something happens."""

    meanwhile: Any

    def bind_tools(self, tools: Any, **_: Any) -> Any:
        return self

    def _generate(self, *args: Any, **kwargs: Any) -> Any:
        self.meanwhile()
        return super()._generate(*args, **kwargs)


def model(meanwhile: Meanwhile) -> Model:
    return Model(messages=iter([AIMessage(ANSWER)]), meanwhile=meanwhile)


# --- each way to talk -----------------------------------------------------------------------


def openai_whole(memory: PreferenceMemory, upstream: Any, meanwhile: Meanwhile) -> None:
    upstream.meanwhile = meanwhile
    with OpenAI(base_url=upstream.base_url, api_key="k", max_retries=0) as plain:
        wrapped = personalize(plain, memory.user("ada"), seconds=20)
        wrapped.chat.completions.create(model="m", **SAY)


def openai_responses(memory: PreferenceMemory, upstream: Any, meanwhile: Meanwhile) -> None:
    upstream.meanwhile = meanwhile
    with OpenAI(base_url=upstream.base_url, api_key="k", max_retries=0) as plain:
        personalize(plain, memory.user("ada"), seconds=20).responses.create(model="m", input=SAID)


def openai_stream(memory: PreferenceMemory, upstream: Any, meanwhile: Meanwhile) -> None:
    upstream.meanwhile = meanwhile
    with OpenAI(base_url=upstream.base_url, api_key="k", max_retries=0) as plain:
        wrapped = personalize(plain, memory.user("ada"), seconds=20)
        for _ in wrapped.chat.completions.create(model="m", stream=True, **SAY):
            pass


def openai_amid_stream(memory: PreferenceMemory, upstream: Any, meanwhile: Meanwhile) -> None:
    with OpenAI(base_url=upstream.base_url, api_key="k", max_retries=0) as plain:
        wrapped = personalize(plain, memory.user("ada"), seconds=20)
        running = wrapped.chat.completions.create(model="m", stream=True, **SAY)
        next(running)
        meanwhile()
        for _ in running:
            pass


def openai_awaited(memory: PreferenceMemory, upstream: Any, meanwhile: Meanwhile) -> None:
    async def talk() -> None:
        async with AsyncOpenAI(base_url=upstream.base_url, api_key="k", max_retries=0) as plain:
            wrapped = personalize(plain, memory.user("ada"), seconds=20)
            await wrapped.chat.completions.create(model="m", **SAY)

    upstream.meanwhile = meanwhile
    asyncio.run(talk())


def openai_amid_awaited_stream(
    memory: PreferenceMemory, upstream: Any, meanwhile: Meanwhile
) -> None:
    async def talk() -> None:
        async with AsyncOpenAI(base_url=upstream.base_url, api_key="k", max_retries=0) as plain:
            wrapped = personalize(plain, memory.user("ada"), seconds=20)
            running = await wrapped.chat.completions.create(model="m", stream=True, **SAY)
            await anext(running)
            await asyncio.to_thread(meanwhile)
            async for _ in running:
                pass

    asyncio.run(talk())


def how_it_runs(made: Any, given: Any, how: str) -> None:
    async def astream() -> None:
        async for _ in made.astream(given, ADA):
            pass

    if how == "invoke":
        made.invoke(given, ADA)
    elif how == "ainvoke":
        asyncio.run(made.ainvoke(given, ADA))
    elif how == "stream":
        list(made.stream(given, ADA))
    else:
        asyncio.run(astream())


def runnable(how: str) -> Talking:
    def talk(memory: PreferenceMemory, _: Any, meanwhile: Meanwhile) -> None:
        how_it_runs(with_preferences(model(meanwhile), memory, seconds=20), SAID, how)

    return talk


def agent(how: str) -> Talking:
    def talk(memory: PreferenceMemory, _: Any, meanwhile: Meanwhile) -> None:
        ours = PreferenceMiddleware(memory, seconds=20)
        how_it_runs(create_agent(model(meanwhile), [], middleware=[ours]), SAY, how)

    return talk


def agent_in_tool(memory: PreferenceMemory, _: Any, meanwhile: Meanwhile) -> None:
    @tool
    def oven() -> str:
        """Heat the oven."""
        meanwhile()
        return "It is hot."

    call = AIMessage("", tool_calls=[{"name": "oven", "args": {}, "id": "t1"}])
    chat = Model(messages=iter([call, AIMessage(ANSWER)]), meanwhile=lambda: None)
    ours = PreferenceMiddleware(memory, seconds=20)
    create_agent(chat, [oven], middleware=[ours]).invoke(SAY, ADA)


def agent_tried_again(memory: PreferenceMemory, _: Any, meanwhile: Meanwhile) -> None:
    failures = [ConnectionError("away")]

    def fail_at_first() -> None:
        if failures:
            meanwhile()
            raise failures.pop()

    ours = PreferenceMiddleware(memory, seconds=20)
    again = ModelRetryMiddleware(max_retries=1, initial_delay=0, jitter=False)
    create_agent(model(fail_at_first), [], middleware=[again, ours]).invoke(SAY, ADA)


RUNS = ("invoke", "ainvoke", "stream", "astream")
TALKS: dict[str, Talking] = {
    "openai": openai_whole,
    "openai responses": openai_responses,
    "openai stream": openai_stream,
    "openai amid stream": openai_amid_stream,
    "openai awaited": openai_awaited,
    "openai amid awaited stream": openai_amid_awaited_stream,
    **{f"runnable {how}": runnable(how) for how in RUNS},
    **{f"agent {how}": agent(how) for how in RUNS},
    "agent in tool": agent_in_tool,
    "agent tried again": agent_tried_again,
}
every_way = pytest.mark.parametrize("talk", TALKS.values(), ids=TALKS)


def texts(user: UserMemory) -> list[str]:
    return [turn["content"] for turn in user.export()["turns"]]


def statements(user: UserMemory) -> str:
    return " ".join(one.statement for one in user.profile().preferences).lower()


# --- what is removed ------------------------------------------------------------------------


@pytest.mark.requirement("erase:everything")
@every_way
def test_what_is_answered_when_everything_is_erased_is_not_kept(
    talk: Talking, memory: PreferenceMemory, upstream: Any
) -> None:
    ada = memory.user("ada")
    talk(memory, upstream, ada.erase)
    held = ada.export()
    assert not held["turns"]
    assert not held["preferences"]
    assert not held["evidence"]


@pytest.mark.requirement("forget:for-good")
@every_way
def test_what_is_answered_when_it_is_forgotten_does_not_come_back(
    talk: Talking, memory: PreferenceMemory, upstream: Any
) -> None:
    ada = memory.user("ada")
    talk(memory, upstream, lambda: ada.forget(matching="peanuts"))
    assert not any(texts(ada))
    assert "peanut" not in statements(ada)
    assert "jazz" in statements(ada)  # the rest of what was said stays


@pytest.mark.requirement("user:consent")
@every_way
def test_what_is_answered_when_consent_ends_is_not_held(
    talk: Talking, memory: PreferenceMemory, upstream: Any
) -> None:
    ada = memory.user("ada")
    ada.consent("health", True)
    talk(memory, upstream, lambda: ada.consent("health", False))
    assert not any(texts(ada))
    assert "peanut" not in statements(ada)
    assert "jazz" in statements(ada)


@pytest.mark.requirement("erase:everything")
@every_way
def test_what_is_answered_when_another_process_erases_everything_is_not_kept(
    talk: Talking, embedder: Any, upstream: Any, tmp_path: Path
) -> None:
    """It is said before the erasure, by a clock of this process and that of the store."""
    where = tmp_path / "p.db"
    with (
        PreferenceMemory.open(where, embedder=embedder) as memory,
        PreferenceMemory.open(where, embedder=embedder) as other,
    ):
        other.user("ada").observe(SAY["messages"], conversation="before")
        talk(memory, upstream, other.user("ada").erase)
        assert texts(memory.user("ada")) == []
        assert not other.user("ada").profile().preferences
        upstream.meanwhile = None
        talk(memory, upstream, lambda: None)  # what is said afterwards is kept
        assert texts(other.user("ada")) == [SAID, ANSWER]


# --- and what is not ------------------------------------------------------------------------


@every_way
def test_what_others_remove_meanwhile_changes_nothing(
    talk: Talking, memory: PreferenceMemory, upstream: Any
) -> None:
    ada, bob = memory.user("ada"), memory.user("bob")
    talk(memory, upstream, bob.erase)
    assert texts(ada) == [SAID, ANSWER]
    assert "peanut" in statements(ada)


@every_way
def test_what_is_said_after_a_removal_is_kept_and_one_after_the_answer_reaches_it(
    talk: Talking, memory: PreferenceMemory, upstream: Any
) -> None:
    ada = memory.user("ada")
    ada.observe(SAY["messages"], conversation="before")
    ada.erase()
    talk(memory, upstream, lambda: None)
    assert texts(ada) == [SAID, ANSWER]
    ada.erase()
    assert texts(ada) == []


def test_the_same_words_in_another_run_are_kept_though_the_first_was_erased(
    memory: PreferenceMemory,
) -> None:
    """A run that fails, or waits for a person, never tells that it has ended."""
    ada, ours = memory.user("ada"), PreferenceMiddleware(memory, seconds=20)

    def fail() -> None:
        ada.erase()
        raise ConnectionError("away")

    with pytest.raises(ConnectionError):
        create_agent(model(fail), [], middleware=[ours]).invoke(SAY, ADA)
    assert texts(ada) == []
    create_agent(model(lambda: None), [], middleware=[ours]).invoke(SAY, ADA)
    assert texts(ada) == [SAID, ANSWER]


def test_a_run_that_another_process_began_is_kept(memory: PreferenceMemory) -> None:
    """As one is that waited for a person until the process was another."""

    class WaitsForAPerson(PreferenceMiddleware):
        pass

    thread: Any = {"configurable": {"user_id": "ada", "thread_id": "t1"}}
    saver = InMemorySaver()
    for ours in (WaitsForAPerson(memory, seconds=20), WaitsForAPerson(memory, seconds=20)):
        made = create_agent(
            model(lambda: None),
            [],
            middleware=[ours],
            checkpointer=saver,
            interrupt_after=["model"],
        )
        begun = saver.get(thread) is not None
        made.invoke(None if begun else SAY, thread)
    assert texts(memory.user("ada")) == [SAID, ANSWER]


def test_no_more_exchanges_are_remembered_than_it_may(memory: PreferenceMemory) -> None:
    def talk(thread: str) -> Talk:
        said = [HumanMessage(SAID)]
        return Talk(memory.user("ada"), Who(user="ada", conversation=thread), said, 256)

    held, begun, ended = Exchanges(most=2), *([talk(t) for t in "abc"] for _ in range(2))
    for one in begun:
        held.begin(one, {})
    for one in ended:
        held.end(one)
    same = [end.saying is begin.saying for begin, end in zip(begun, ended, strict=True)]
    assert same == [False, True, True]
