"""What is wanted today reaches this conversation's prompts and no other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from prefmem import PreferenceMemory
from prefmem.errors import UsageError
from prefmem.testing import FixedClock

MOOD = "Keep it short today, I'm tired."
QUESTION = {"role": "user", "content": "What does a KeyError mean?"}
SHORT = "Wants the assistant to keep it short"
LONG = "Wants the assistant to give them long answers"


def moody(memory: PreferenceMemory) -> None:
    """Ada, who likes long answers, and is tired in one conversation."""
    ada = memory.user("ada")
    lasting = "From now on, give me long answers."
    ada.observe([{"role": "user", "content": lasting}], conversation="before")
    ada.observe([{"role": "user", "content": MOOD}], conversation="tired")


@pytest.mark.requirement("life:mood")
def test_a_wish_for_now_reaches_its_own_conversation_and_no_other(memory: PreferenceMemory) -> None:
    moody(memory)
    ada = memory.user("ada")
    here = ada.personalize([QUESTION], conversation="tired")
    assert SHORT in here.block.volatile
    for elsewhere in ("other", None):
        reply = ada.personalize([QUESTION], conversation=elsewhere)
        assert SHORT not in reply.block.text
        assert [w.reason for w in reply.withheld if w.preference.statement == SHORT] == [
            "wanted in another conversation only"
        ]


@pytest.mark.requirement("life:mood")
def test_a_conversation_is_known_by_its_words_where_nobody_names_it(
    memory: PreferenceMemory,
) -> None:
    moody(memory)
    said = [{"role": "user", "content": MOOD}, {"role": "assistant", "content": "Sure."}, QUESTION]
    assert SHORT in memory.user("ada").personalize(said).block.volatile


@pytest.mark.requirement("life:mood")
@pytest.mark.parametrize(
    "said",
    [
        "For now, keep your answers short.",
        "I'm tired today so please keep your answers short.",
        "I can't think, I'm so tired today, keep it short. What is a monad?",
        "Can you keep it brief for now? What is a monad?",
        "Short answers please, I'm in a rush right now.",
        "just for today, no jokes please",
        "For this conversation, answer in German.",
        "Be blunt with me in this chat.",
        "no bullet points this time",
        "Hi!\nKeep answers short today, I can't read much on the bus.",
        "It's 3 a.m. and I'm stressed out, keep it short.",
        "What is a monad? Just this once, answer in bullet points!",
    ],
)
def test_whatever_way_a_wish_for_now_is_put_its_words_tell_its_conversation(said: str) -> None:
    with PreferenceMemory.open(":memory:") as memory:
        ada = memory.user("ada")
        turn = {"role": "user", "content": said}
        ada.observe([turn], conversation="c1")
        [held] = ada.profile().preferences
        assert held.conversation == "c1"
        later = [turn, {"role": "assistant", "content": "Sure."}, QUESTION]
        assert [one.preference.id for one in ada.personalize(later).applied] == [held.id]


@pytest.mark.requirement("life:mood")
@pytest.mark.parametrize("named", ["c2", None])
@pytest.mark.parametrize(
    "elsewhere",
    [
        "Please don't keep your answers short, I want every detail.",
        "Never keep your answers short.",
        "I never asked you to keep your answers short.",
        "There is no need to keep your answers short today.",
        "Do not keep your answers short any more.",
        "I told you to keep your answers short, but now I want every detail.",
        "Yesterday I said: keep your answers short.",
        "Keep your answers short? I want every detail.",
        "keep your answers short, no, wait, give me every detail",
        "Stop trying to keep your answers short!",
        "Why do you keep your answers short?",
        "Instead of trying to keep your answers short, tell me all of it.",
        "When I ask about code, keep your answers short.",
        'My teacher wrote "keep your answers short" on my exam. What did she mean?',
    ],
)
def test_words_that_turn_a_wish_for_now_around_call_it_nowhere_else(
    elsewhere: str, named: str | None
) -> None:
    with PreferenceMemory.open(":memory:") as memory:
        ada = memory.user("ada")
        said = [{"role": "user", "content": "For now, keep your answers short."}]
        ada.observe(said, conversation="c1")
        reply = ada.personalize([{"role": "user", "content": elsewhere}], conversation=named)
        assert reply.applied == ()
        assert [one.reason for one in reply.withheld] == ["wanted in another conversation only"]


@pytest.mark.requirement("life:mood")
def test_the_same_words_in_another_conversation_that_is_named_are_of_that_one(
    memory: PreferenceMemory,
) -> None:
    moody(memory)
    reply = memory.user("ada").personalize([{"role": "user", "content": MOOD}], conversation="new")
    assert SHORT not in reply.block.text


def test_what_always_holds_stays_in_the_stable_part_byte_for_byte(memory: PreferenceMemory) -> None:
    moody(memory)
    ada = memory.user("ada")
    here, there = (ada.personalize([QUESTION], conversation=c) for c in ("tired", "other"))
    assert LONG in here.block.stable
    assert here.block.stable == there.block.stable
    said = here.block.volatile
    assert said.index("In this conversation, before anything else") < said.index(SHORT)


def test_a_wish_for_now_is_told_in_no_summary_and_ends_with_the_day(
    memory: PreferenceMemory, clock: FixedClock
) -> None:
    moody(memory)
    ada = memory.user("ada")
    held = {p.statement: p.conversation for p in ada.profile().preferences}
    assert held == {SHORT: "tired", LONG: None}
    assert SHORT not in ada.profile().summary
    assert LONG in ada.profile().summary
    clock.advance(timedelta(hours=13))
    assert [p.statement for p in ada.profile().preferences] == [LONG]
    assert SHORT not in ada.personalize([QUESTION], conversation="tired").block.text


def test_a_taste_of_the_day_goes_before_what_lasts_in_its_conversation_only(
    memory: PreferenceMemory,
) -> None:
    ada = memory.user("ada")
    ada.observe([{"role": "user", "content": "I love spicy food."}], conversation="before")
    today = "I don't want spicy food tonight, my stomach is upset."
    ada.observe([{"role": "user", "content": today}], conversation="ill")
    asked = [{"role": "user", "content": "What should I cook for dinner?"}]
    there = ada.personalize(asked, conversation="other")
    assert "Loves spicy food" in there.block.text
    assert [a.preference.statement for a in there.applied] == ["Loves spicy food"]


def test_a_conversation_has_a_name_or_none(memory: PreferenceMemory) -> None:
    with pytest.raises(UsageError, match="conversation id is empty"):
        memory.user("ada").personalize([QUESTION], conversation=" ")
