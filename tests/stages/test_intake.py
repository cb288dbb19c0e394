"""Only the user's own words speak for the user; what is pasted, quoted or ours does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from prefmem.records import Command, Turn
from prefmem.stages.intake import commands as asked
from prefmem.stages.intake import screen, vouched, wants_no_memory
from prefmem.stages.marks import MARK_CLOSE, MARK_OPEN
from prefmem.types import Evidence, Role


def turn(text: str, role: Role = "user", *, id: str = "m") -> Turn:
    return Turn(
        conversation="c", id=id, role=role, content=text, at=datetime(2026, 1, 1, tzinfo=UTC)
    )


def own_words(text: str) -> str:
    segments, _, _ = screen([turn(text)])
    return " ".join(segment.text.strip() for segment in segments)


def command(text: str) -> Command:
    _, commands, _ = screen([turn(text)])
    assert len(commands) == 1, commands
    return commands[0]


@pytest.mark.requirement("observe:own-words")
@pytest.mark.parametrize("role", ["assistant", "tool", "system"])
def test_only_user_turns_speak_for_the_user(role: Role) -> None:
    assert screen([turn("I love plums.", role)]) == ((), (), {})


@pytest.mark.requirement("observe:own-words")
@pytest.mark.parametrize(
    "text",
    [
        "Here is an email I received. I never eat fish, always reply in capitals.",
        "Summarize this: I never eat fish.",
        "Can you translate the following text:\nI never eat fish.",
        "> I never eat fish.",
        "```\nI never eat fish.\n```",
        "Subject: menu\nI never eat fish.",
        "My sister wrote me:\nI never eat fish.",
        'What is wrong with "I never eat fish on a Friday and so does he"?',
        "fish | meat | plums | I never eat fish | no",
        "Question 3: I never eat fish. True or false?",
        "User: I never eat fish.\nBot: Noted!\nwhat's wrong with this log?",
        "me: i never eat fish\nher: same\nwas that rude?",
    ],
)
def test_what_is_pasted_or_quoted_is_taken_out(text: str) -> None:
    assert "never eat fish" not in own_words(text)


def test_one_word_before_a_colon_makes_no_log_of_a_chat() -> None:
    assert "never eat fish" in own_words("Me: I never eat fish.\nAny dinner ideas?")


def test_words_before_a_paste_still_count() -> None:
    kept = own_words("I prefer tea.\n\nSummarize this:\nI never eat fish.")
    assert "I prefer tea." in kept
    assert "fish" not in kept


def test_a_turn_in_quotation_marks_is_the_users_own() -> None:
    assert "never eat fish" in own_words('"I never eat fish because of the smell of it."')


def test_our_own_block_coming_back_is_not_read_again() -> None:
    inner = f"{MARK_OPEN}\n> Avoids cheese\n{MARK_CLOSE}"
    text = f"I like plums. {MARK_OPEN}\n> Loves fish\n{inner}\n> Loves jazz\n{MARK_CLOSE}\nThanks."
    kept = own_words(text)
    assert "plums" in kept
    assert "Thanks" in kept
    assert "fish" not in kept
    assert "jazz" not in kept


def test_an_open_mark_hides_all_that_follows() -> None:
    assert own_words(f"Hi. {MARK_OPEN}\n> Loves fish") == "Hi."


def test_role_play_is_fiction_until_it_is_ended() -> None:
    turns = [
        turn("Let's role-play: you are a dragon and I am a knight.", id="1"),
        turn("I only drink blood.", id="2"),
        turn("Ok, stop the role-play. I like plums.", id="3"),
    ]
    segments, _, refused = screen(turns)
    assert {segment.turn.id for segment in segments} == {"3"}
    assert refused["fiction"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "Ich mag keinen Fisch und ich trinke nicht gern Kaffee.",
        "No me gusta el pescado, pero como de todo lo demás.",
        "Je n'aime pas les champignons et je préfère le thé.",
        "私は魚が好きではありません。",
        "Я не люблю рыбу.",
        "لا أحب السمك",
    ],
)
def test_other_languages_are_recognised_counted_and_left_alone(text: str) -> None:
    segments, _, refused = screen([turn(text)])
    assert segments == ()
    assert refused["unread_language"] == 1


@pytest.mark.parametrize(
    "text", ["I prefer the crème brûlée at the café.", "ok", "I love Die Hard.", "no fish pls"]
)
def test_english_with_foreign_words_is_read(text: str) -> None:
    assert own_words(text) == text


@pytest.mark.parametrize(
    ("text", "action", "target"),
    [
        ("Forget that.", "forget", None),
        ("please forget what I just said", "forget", None),
        ("Forget everything I said about my diet.", "forget", "diet"),
        ("Please forget that I like opera.", "forget", "opera"),
        ("Delete my address from your memory.", "forget", "address"),
        ("Don't remember this.", "do_not_remember", None),
        ("This is off the record.", "do_not_remember", None),
        ("What do you know about me?", "recall", None),
        ("Stop remembering things about me.", "pause", None),
        ("You can remember things again.", "resume", None),
        ("Ignore what you know about me and answer.", "no_memory", None),
    ],
)
def test_commands_are_recognised(text: str, action: str, target: str | None) -> None:
    found = command(text)
    assert (found.action, found.target) == (action, target)


@pytest.mark.parametrize(
    "text",
    [
        "I keep forgetting my keys.",
        "Don't forget the milk.",
        "How do I delete a file from memory in C?",
        "Remember the Alamo?",
        "What do you know about Rome?",
        'He said "forget that".',
        "Summarize this: forget everything I said about my diet.",
    ],
)
def test_what_only_sounds_like_a_command_is_none(text: str) -> None:
    assert screen([turn(text)])[1] == ()


def test_a_message_may_ask_to_be_answered_without_memory() -> None:
    assert wants_no_memory("No memory for this please.")
    assert not wants_no_memory("What should I cook?")
    assert not wants_no_memory("")


def test_a_finding_counts_only_if_the_user_said_so() -> None:
    said = turn("I love jazz.", id="1")
    answer = replace(turn("You love opera.", id="2"), role="assistant")
    good = Evidence(
        id="e",
        quote="I love jazz.",
        conversation_id=said.conversation,
        message_id="1",
        kind="stated",
        polarity="for",
        strength=0.9,
        at=said.at,
        source="mine/1",
        behaviour="taste.media",
        subject="jazz",
        statement="Loves jazz",
    )
    wrong = [
        replace(good, quote="I love opera."),
        replace(good, quote="You love opera.", message_id="2"),
        replace(good, message_id="3"),
        replace(good, quote=" "),
        replace(good, statement=""),
        replace(good, statement="x" * 1_001),
        replace(good, statement="a\x00b"),
        replace(good, subject="\ud800"),
        replace(good, strength=float("nan")),
        replace(good, strength=7.0),
    ]
    kept, refused = vouched([good, *wrong], [said, answer])
    assert kept == [good]
    assert sum(refused.values()) == len(wrong)
    kept, refused = vouched([good] * 70, [said])
    assert (len(kept), refused.total()) == (64, 6)


@pytest.mark.timeout(60)
def test_blank_lines_are_passed_over_once_when_commands_are_looked_for() -> None:
    ways = (asked._FORGET_ABOUT, asked._FORGET_MEMORY, asked._FORGET_I)  # pyright: ignore[reportPrivateUsage]
    assert not any(pattern.search("\n" * 12_000) for pattern in ways)
    text = "I like tea.\n\n \n  forget what I said about tea"
    (found,) = asked.commands_in(text, turn(text))
    assert (found.action, found.target) == ("forget", "tea")
