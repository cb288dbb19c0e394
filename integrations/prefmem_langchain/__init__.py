"""Preferences in LangChain and LangGraph: middleware, a model wrapper, tools, a store view."""

from prefmem_langchain.completer import LangChainCompleter
from prefmem_langchain.middleware import PreferenceMiddleware
from prefmem_langchain.model import PreferringModel, with_preferences
from prefmem_langchain.store import PreferenceStoreView
from prefmem_langchain.tools import preference_tools
from prefmem_langchain.whose import Who, whose

__all__ = [
    "LangChainCompleter",
    "PreferenceMiddleware",
    "PreferenceStoreView",
    "PreferringModel",
    "Who",
    "preference_tools",
    "whose",
    "with_preferences",
]
