"""An agent with tools, threads and a memory of its user.

Run with OPENAI_API_KEY set; OPENAI_BASE_URL and MODEL choose another service, MAX_TOKENS
how long answers may be.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from langchain.agents import create_agent
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from langgraph.checkpoint.memory import InMemorySaver
from prefmem_langchain import PreferenceMiddleware

from prefmem import PreferenceMemory

MODEL = os.environ.get("MODEL", "gpt-5-mini")
LENGTH = int(os.environ.get("MAX_TOKENS", "1000"))


@tool
def pantry() -> str:
    """Tell what there is to cook with."""
    return "lentils, rice, tomatoes, bacon"


def main(folder: Path) -> None:
    model = ChatOpenAI(model=MODEL, max_completion_tokens=LENGTH)
    with PreferenceMemory.open(folder / "prefmem.db") as memory:
        # A program that runs once waits for the embedder to load; a server need not.
        ours = PreferenceMiddleware(
            memory, tools=True, seconds=30, told=lambda found: print(found.explain(), "\n")
        )
        agent = create_agent(
            model,
            [pantry],
            system_prompt="You help with cooking.",
            middleware=[ours],
            checkpointer=InMemorySaver(),
        )

        def say(text: str, thread: str) -> None:
            config: Any = {"configurable": {"user_id": "ada", "thread_id": thread}}
            result = agent.invoke({"messages": [{"role": "user", "content": text}]}, config)
            print(f"user: {text}\nassistant: {result['messages'][-1].text}\n")

        say("I'm vegetarian, please never suggest meat.", "monday")
        say("What should I cook for dinner tonight?", "tuesday")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as found:
        main(Path(found))
