"""A graph of your own: a personalized model in a node, the profile as the graph's store.

Run with OPENAI_API_KEY set; OPENAI_BASE_URL and MODEL choose another service, MAX_TOKENS
how long answers may be.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableConfig
from langchain_openai import ChatOpenAI
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.store.base import BaseStore
from langgraph.store.memory import InMemoryStore
from prefmem_langchain import PreferenceStoreView, with_preferences

from prefmem import PreferenceMemory

MODEL = os.environ.get("MODEL", "gpt-5-mini")
LENGTH = int(os.environ.get("MAX_TOKENS", "1000"))


def main(folder: Path) -> None:
    with PreferenceMemory.open(folder / "prefmem.db") as memory:
        chat = ChatOpenAI(model=MODEL, max_completion_tokens=LENGTH)
        # A program that runs once waits for the embedder to load; a server need not.
        model = with_preferences(chat, memory, seconds=30)

        def answer(state: MessagesState, config: RunnableConfig) -> dict[str, Any]:
            return {"messages": [model.invoke(state["messages"], config)]}

        def show(state: MessagesState, store: BaseStore) -> None:
            for item in store.search(PreferenceStoreView.namespace("ada")):
                print(f"known: {item.value['statement']}")

        graph = StateGraph(MessagesState)
        graph.add_node("answer", answer)
        graph.add_node("show", show)
        graph.add_edge(START, "answer")
        graph.add_edge("answer", "show")
        graph.add_edge("show", END)
        app = graph.compile(store=PreferenceStoreView(memory, rest=InMemoryStore()))

        for text in ("I'm vegetarian, please never suggest meat.", "What should I cook tonight?"):
            config: RunnableConfig = {"configurable": {"user_id": "ada"}}
            result = app.invoke({"messages": [{"role": "user", "content": text}]}, config)
            print(f"user: {text}\nassistant: {result['messages'][-1].text}\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as found:
        main(Path(found))
