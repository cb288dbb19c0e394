from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import Result

from prefmem.cli.model import ChatModel

Run = Callable[..., Result]


def streamed(*pieces: str) -> bytes:
    """An answer as an OpenAI-compatible endpoint streams it."""
    made = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}
    chunks = [made | {"choices": [{"index": 0, "delta": {"content": one}}]} for one in pieces]
    chunks.append(made | {"choices": []})
    return b"".join(b"data: " + json.dumps(one).encode() + b"\n\n" for one in chunks) + (
        b"data: [DONE]\n\n"
    )


@pytest.fixture
def talk(run: Run, scripted_server: Any) -> Run:
    def invoke(*typed: str, options: tuple[str, ...] = ()) -> Result:
        arguments = ("chat", "--base-url", scripted_server.base_url, "--model", "scripted")
        return run(*arguments, *options, stdin="\n".join(typed) + "\n")

    return invoke


def test_chat_streams_the_answer_and_shows_what_was_applied(
    talk: Run, scripted_server: Any
) -> None:
    scripted_server.then(
        streamed("Look ", "at the key."), headers={"Content-Type": "text/event-stream"}
    )
    wish = "From now on never use emojis in your answers."
    result = talk(wish, "What does a KeyError mean?", "/why", "/quit")
    assert result.exit_code == 0, result.output
    assert "Look at the key." in result.stdout
    (block,) = [m for m in scripted_server.requests[1]["messages"] if m["role"] == "system"]
    assert "emojis" in block["content"]
    assert "tokens" in result.stdout


def test_what_is_said_in_a_chat_is_learned(
    talk: Run, scripted_server: Any, asked: Callable[..., Any]
) -> None:
    scripted_server.then(streamed("Noted."), headers={"Content-Type": "text/event-stream"})
    talk("From now on never use emojis in your answers.", "/quit")
    held = [p for p in asked("profile")["preferences"] if "emoji" in p["statement"].lower()]
    assert held
    assert held[0]["evidence"][0]["conversation_id"].startswith("chat-")


def test_a_chat_sends_what_was_said_before_without_ids(talk: Run, scripted_server: Any) -> None:
    scripted_server.then(streamed("One."), headers={"Content-Type": "text/event-stream"})
    talk("first thing", "second thing")
    said = [m for m in scripted_server.requests[1]["messages"] if m["role"] != "system"]
    assert [set(m) for m in said] == [{"role", "content"}] * 3


def test_what_a_server_complains_of_cannot_steer_the_terminal(
    talk: Run, scripted_server: Any
) -> None:
    scripted_server.then({"error": {"message": "no \x1b[2Jsuch \x07model"}}, status=400)
    result = talk("hello", "/quit")
    assert "such" in result.stderr
    assert not {"\x1b", "\x07"} & set(result.stderr)


def test_a_model_that_fails_is_one_line_and_the_chat_goes_on(
    talk: Run, scripted_server: Any, run: Run
) -> None:
    scripted_server.then({"error": {"message": "no such model"}}, status=404)
    result = talk("hello", "/profile", "/quit")
    assert result.exit_code == 0
    assert "--model" in result.stderr
    assert "peanuts" in result.stdout


def test_a_chat_says_when_memory_is_paused(talk: Run, run: Run) -> None:
    run("pause")
    assert "prefmem resume" in talk("/quit").stdout


def test_what_is_said_after_a_model_failed_is_learned_as_well(
    talk: Run, scripted_server: Any, asked: Callable[..., Any]
) -> None:
    scripted_server.then({"error": {"message": "no such model"}}, status=404)
    talk("From now on never use emojis.", "I can't stand coriander.", "/quit")
    held = " ".join(p["statement"] for p in asked("profile")["preferences"]).lower()
    assert "emojis" in held
    assert "coriander" in held


def test_an_answer_that_breaks_off_is_one_line_and_the_chat_goes_on(
    talk: Run, scripted_server: Any, run: Run
) -> None:
    broken = streamed("Half of", " it").partition(b"data: [DONE]")[0] + b"data: {junk\n\n"
    scripted_server.then(broken, headers={"Content-Type": "text/event-stream"})
    result = talk("hello", "/profile", "/quit")
    assert result.exit_code == 0
    assert "Half of it" in result.stdout
    assert "did not answer" in result.stderr
    assert "peanuts" in result.stdout


def test_what_is_no_text_costs_its_own_line_only(talk: Run, scripted_server: Any, run: Run) -> None:
    scripted_server.then(streamed("Yes."), headers={"Content-Type": "text/event-stream"})
    result = talk("a NUL \0 in it", "hello", "/quit")
    assert result.exit_code == 0
    assert "NUL" in result.stderr
    assert "Yes." in result.stdout


def test_chat_in_json_answers_line_by_line(talk: Run, scripted_server: Any) -> None:
    scripted_server.then(streamed("Yes."), headers={"Content-Type": "text/event-stream"})
    result = talk("hello", options=("--json",))
    assert json.loads(result.stdout)["answer"] == "Yes."


def test_an_answer_that_never_ends_is_cut_off(talk: Run, scripted_server: Any) -> None:
    endless = streamed(*["on and "] * 5000)
    scripted_server.then(endless, headers={"Content-Type": "text/event-stream"})
    cut = talk("hello", options=("--json", "--longest", "3"))
    assert json.loads(cut.stdout)["answer"] == "on and on and on and  …"
    uncut = json.loads(talk("hello", options=("--json",)).stdout)["answer"]
    assert uncut.count("on and") == 1000


def test_ctrl_c_stops_an_answer_and_not_the_chat(
    talk: Run, scripted_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any) -> Any:
        yield "One moment"
        raise KeyboardInterrupt

    monkeypatch.setattr(ChatModel, "stream", interrupted)
    result = talk("hello", "/profile", "/quit")
    assert result.exit_code == 0
    assert "One moment" in result.stdout
    assert "peanuts" in result.stdout


def test_an_endpoint_that_cannot_be_reached_is_named(run: Run) -> None:
    result = run("chat", "--base-url", "http://127.0.0.1:9/v1", stdin="hello\n")
    assert result.exit_code == 1
    assert "127.0.0.1:9" in result.stderr


def test_the_demo_asks_a_model_both_ways(run: Run, scripted_server: Any) -> None:
    scripted_server.then(streamed("So be it."), headers={"Content-Type": "text/event-stream"})
    result = run("demo", "--base-url", scripted_server.base_url, "--model", "scripted")
    assert result.exit_code == 0, result.output
    assert len(scripted_server.requests) == 12
    assert result.stdout.count("So be it.") == 12
