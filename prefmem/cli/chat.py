"""`prefmem chat`: talk to a model with the profile at work, and see it work."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from prefmem.cli import model, prompts, tables
from prefmem.cli.model import ChatModel
from prefmem.cli.plain import lenient, lines, words
from prefmem.cli.session import Session, add, answer, complain
from prefmem.errors import PrefmemError
from prefmem.types import Personalization

if TYPE_CHECKING:
    from prefmem._sync import UserMemory

HELP = (
    "/profile shows what is held · /why explains the last answer · "
    "/forget WORDS forgets · /quit ends"
)


def register(app: typer.Typer) -> None:
    """Add this command to `app`."""
    add(app, chat)


def chat(
    session: Session,
    base_url: model.BaseUrl = None,
    model_name: model.Name = None,
    budget: Annotated[int, typer.Option(help="Tokens that the block may take.")] = 256,
    longest: Annotated[
        int, typer.Option(min=1, help="Pieces (about tokens) after which an answer is cut off.")
    ] = model.LONGEST,
) -> None:
    """Talk to a model with your profile at work, and see what it adds; Ctrl-C stops an answer."""
    with (
        model.opened(base_url, model_name, longest=longest) as chosen,
        session.memory() as memory,
    ):
        person = memory.user(session.user, tenant=session.tenant)
        name = f"chat-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
        talk = Talk(person=person, model=chosen, session=session, name=name, budget=budget)
        session.say(f"{chosen.name} · {HELP}", style="dim")
        if person.status().paused:
            session.say(tables.PAUSED, style="yellow")
        lenient(sys.stdin)  # what is no text is pasted, now and then
        while (text := _typed(session)) is not None and talk.turn(text):
            pass


def _typed(session: Session) -> str | None:
    """The next line; None when there is no more."""
    try:
        if sys.stdin.isatty() and not session.as_json:
            return session.console.input("[bold cyan]you[/] ").strip()
        return next(sys.stdin).strip()
    except (EOFError, StopIteration):
        return None


@dataclass(slots=True, kw_only=True)
class Talk:
    """A conversation under way."""

    person: UserMemory
    model: ChatModel
    session: Session
    name: str
    budget: int
    said: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    observed: int = 0
    """Turns that memory was given: those that a model failed to answer, too."""
    last: Personalization | None = None

    def turn(self, text: str) -> bool:
        """Do what was typed; False to end."""
        if not text:
            return True
        if not text.startswith("/"):
            self._say(text)
            return True
        name, _, rest = text[1:].partition(" ")
        commands: dict[str, Callable[[str], None]] = {
            "profile": self._profile,
            "why": self._why,
            "forget": self._forget,
        }
        if name in ("quit", "exit", "q"):
            return False
        try:
            commands.get(name, self._help)(rest.strip())
        except PrefmemError as error:
            complain(str(error))
        return True

    def _say(self, text: str) -> None:
        asked = [*self.said, {"role": "user", "content": text}]
        try:
            reply = self.last = self.person.personalize(
                asked, budget=self.budget, conversation=self.name
            )
            self._observe(asked[-1])
            spoken = self._streamed(reply)
            self.said = [*asked, {"role": "assistant", "content": spoken}]
            self._observe(self.said[-1])
        except PrefmemError as error:
            complain(str(error))
            return
        if self.session.as_json:
            answer({"answer": spoken, "applied": reply.applied, "tokens": reply.block.tokens})

    def _observe(self, message: dict[str, Any]) -> None:
        known = {**message, "id": f"{self.name}-{self.observed}"}
        self.observed += 1
        self.person.observe([known], conversation=self.name)

    def _streamed(self, reply: Personalization) -> str:
        """The answer, on the screen as it comes; what was applied, above it."""
        out, quiet = self.session.console, self.session.as_json
        if reply.applied:
            held = " · ".join(words(one.preference.statement, 60) for one in reply.applied)
            self.session.say(f"with {held} ({reply.block.tokens} tokens)", style="dim green")
        pieces: list[str] = []
        answering = self.model.stream(reply.messages)
        try:
            with suppress(KeyboardInterrupt), closing(answering) as answer:
                for piece in answer:
                    pieces.append(piece)
                    if not quiet:
                        _written(out, piece)
        finally:
            self.session.say("")
        return "".join(pieces)

    def _profile(self, _: str) -> None:
        found = self.person.profile()
        self.session.show(found, lambda: tables.profile_view(found))

    def _why(self, _: str) -> None:
        if self.last is None:
            self.session.say("Nothing was asked yet.", style="dim")
        else:
            reply = self.last
            self.session.show(reply, lambda: prompts.ask_view(reply))

    def _forget(self, about: str) -> None:
        receipt = self.person.forget(matching=about)
        self.session.show(receipt, lambda: tables.receipt_view(receipt))

    def _help(self, _: str) -> None:
        self.session.say(HELP, style="dim")


def _written(out: Console, piece: str) -> None:
    out.print(Text(lines(piece)), end="", soft_wrap=True)
