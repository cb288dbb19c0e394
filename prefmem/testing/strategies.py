"""Hypothesis strategies for what callers pass."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from prefmem.stages.messages import ROLES


def texts(*, min_size: int = 0, max_size: int = 200) -> st.SearchStrategy[str]:
    """Text that every store can keep: no surrogates, no NUL."""
    letters = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
    return st.text(letters, min_size=min_size, max_size=max_size)


def messages() -> st.SearchStrategy[dict[str, Any]]:
    """One chat message, with text or with parts."""
    parts = st.lists(
        st.one_of(
            st.fixed_dictionaries({"type": st.just("text"), "text": texts()}),
            st.just({"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}),
        ),
        max_size=3,
    )
    return st.fixed_dictionaries({"role": st.sampled_from(ROLES), "content": texts() | parts})


def conversations(*, max_size: int = 6) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Chat messages in any order of roles."""
    return st.lists(messages(), max_size=max_size)
