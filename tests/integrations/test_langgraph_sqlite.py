"""Threads in LangGraph's SQLite checkpointer: what one process left, the next goes on with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.tools import tool
from langgraph.types import Command
from prefmem_langchain import PreferenceMiddleware
from pydantic import Field

from prefmem import PreferenceMemory

saving = pytest.importorskip("langgraph.checkpoint.sqlite", reason="no SQLite checkpointer")
QUESTION = {"role": "user", "content": "What should I cook for dinner tonight?"}
AS_ADA: Any = {"configurable": {"user_id": "ada", "thread_id": "t1"}}
APPROVED: Any = Command(resume={"decisions": [{"type": "approve"}]})
MARK = "<prefmem"


class Model(GenericFakeChatModel):
    """LangChain's own scripted model, which keeps what it was sent."""

    sent: list[list[BaseMessage]] = Field(default_factory=list)

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Any:
        return self

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> Any:
        self.sent.append(messages)
        return super()._generate(messages, *args, **kwargs)

    @property
    def seen(self) -> str:
        return "\n".join(str(m.content) for m in self.sent[-1])


@tool
def oven(temperature: int) -> str:
    """Heat the oven."""
    return f"The oven is at {temperature} degrees."


def agent(memory: PreferenceMemory, chat: Model, saver: Any) -> Any:
    """As a process makes it that has just started."""
    asks = HumanInTheLoopMiddleware(interrupt_on={"oven": True})
    middleware = [PreferenceMiddleware(memory), asks]
    return create_agent(chat, [oven], middleware=middleware, checkpointer=saver)


def says(*answers: AIMessage) -> Model:
    return Model(messages=iter(answers))


def asks_for_the_oven() -> Model:
    call = {"name": "oven", "args": {"temperature": 180}, "id": "t1"}
    return says(AIMessage("", tool_calls=[call]))


def said(memory: PreferenceMemory) -> list[tuple[str, str]]:
    found = memory.user("ada").export()["turns"]
    return [(t["role"], t["content"]) for t in found if t["conversation"] == "t1"]


def assert_no_block(folder: Path) -> None:
    kept = b"".join(file.read_bytes() for file in folder.glob("threads.db*"))
    assert b"What should I cook" in kept
    assert MARK.encode() not in kept
    assert b"vegetarian" not in kept


def test_a_run_that_waited_over_a_restart_goes_on_with_memory_as_it_is_then(
    vegetarian: PreferenceMemory, tmp_path: Path
) -> None:
    path, chat = str(tmp_path / "threads.db"), asks_for_the_oven()
    with saving.SqliteSaver.from_conn_string(path) as saver:
        waiting = agent(vegetarian, chat, saver).invoke({"messages": [QUESTION]}, AS_ADA)
        assert waiting["__interrupt__"]
        assert "vegetarian" in chat.seen
        assert_no_block(tmp_path)
    held = vegetarian.user("ada").profile().preferences[0].id
    vegetarian.user("ada").correct(held, "Is vegan")
    chat = says(AIMessage("Soup."), AIMessage("Stew."))
    with saving.SqliteSaver.from_conn_string(path) as saver:
        resumed = agent(vegetarian, chat, saver)
        resumed.invoke(APPROVED, AS_ADA)
        assert "vegan" in chat.seen
        assert "vegetarian" not in chat.seen
        assert chat.seen.count(MARK) == 1
        vegetarian.user("ada").forget(matching="vegan")
        again = {"role": "user", "content": "And tomorrow, what should I cook?"}
        resumed.invoke({"messages": [again]}, AS_ADA)
        assert "vegan" not in chat.seen
    assert_no_block(tmp_path)
    assert said(vegetarian) == [
        ("user", QUESTION["content"]),
        ("assistant", "Soup."),
        ("user", "And tomorrow, what should I cook?"),
        ("assistant", "Stew."),
    ]


@pytest.mark.anyio
async def test_the_same_awaited(vegetarian: PreferenceMemory, tmp_path: Path) -> None:
    awaited = pytest.importorskip("langgraph.checkpoint.sqlite.aio")
    path, chat = str(tmp_path / "threads.db"), asks_for_the_oven()
    async with awaited.AsyncSqliteSaver.from_conn_string(path) as saver:
        waiting = await agent(vegetarian, chat, saver).ainvoke({"messages": [QUESTION]}, AS_ADA)
        assert waiting["__interrupt__"]
    chat = says(AIMessage("Soup."))
    async with awaited.AsyncSqliteSaver.from_conn_string(path) as saver:
        await agent(vegetarian, chat, saver).ainvoke(APPROVED, AS_ADA)
    assert "vegetarian" in chat.seen
    assert_no_block(tmp_path)
    assert said(vegetarian) == [("user", QUESTION["content"]), ("assistant", "Soup.")]


def test_going_back_in_a_thread_asks_memory_again(
    vegetarian: PreferenceMemory, tmp_path: Path
) -> None:
    path, chat = str(tmp_path / "threads.db"), says(AIMessage("Soup."), AIMessage("Stew."))
    with saving.SqliteSaver.from_conn_string(path) as saver:
        made = agent(vegetarian, chat, saver)
        made.invoke({"messages": [QUESTION]}, AS_ADA)
        first = next(s for s in made.get_state_history(AS_ADA) if "model" in s.next)
        vegetarian.user("ada").erase()
        made.invoke(None, first.config)
    assert MARK not in chat.seen
    assert "vegetarian" not in chat.seen
