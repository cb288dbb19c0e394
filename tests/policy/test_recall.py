"""Which messages ask what is remembered, and nothing else."""

from __future__ import annotations

import pytest

from prefmem.policy.reading import read
from prefmem.policy.recall import asks_what_is_known


@pytest.mark.parametrize(
    "text",
    [
        "What do you know about me?", "what do you remember about me",
        "Hi! What have you saved about me so far?", "What's in my profile?", "show my profile",
        "Please list everything you know about me.", "Do you remember what I told you?",
        "do you remember anything about me?", "Can you tell me what you know about me?",
        "Could you show me what you’ve stored about me, please?", "Tell me all you have on me",
        "What have you learned about me by now? Just curious.", "Do you remember what I like?",
        "Hey, what are my saved preferences?", "What have I told you about myself?",
        "Out of curiosity: what do you actually know about me?", "Do you know anything about me?",
        "Do you still remember what I told you last time?", "What do you have stored on me?",
    ],
)  # fmt: skip
def test_who_asks_what_is_remembered_is_heard(text: str) -> None:
    assert asks_what_is_known(text)
    assert read(text).kinds == ("recall",)


@pytest.mark.parametrize(
    "text",
    [
        "Do you remember what I told you? I want to kill myself tonight.",
        "Do you remember what I told you, because my chest hurts",
        "Do you remember anything about me hitting my head yesterday?",
        "Write an ad for our gym. Do you remember what I like?",
        "What should I cook? Do you remember what I like?",
        "What do you know about me? Use it to plan my week.",
        "What do you know about me and my brother's feud?",
        "Given what you know about me, what should I read?",
        "Do you remember what I said about the invoice?", "What do you know about melatonin?",
        "Tell me what you know about Medici", "Show me my profile picture options",
        "What is my profile missing to get hired?", "Plan my week with my preferences",
        "My memory is bad lately", "what did I say", "hello", "", "?!",
        "What do you know about me? " + "Thanks! " * 40,
    ],
)  # fmt: skip
def test_who_asks_for_something_beside_it_is_not_taken_for_that(text: str) -> None:
    assert not asks_what_is_known(text)
    assert "recall" not in read(text).kinds
