"""`prefmem demo`: real conversations in, profiles and better prompts out."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, nullcontext
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from prefmem.cli import model, scenes
from prefmem.cli.model import ChatModel
from prefmem.cli.progress import bar
from prefmem.cli.samples import NOW, PEOPLE, SAMPLES, Person, Sample, folder
from prefmem.cli.scenes import Shown
from prefmem.cli.session import Session, add, answer, console
from prefmem.errors import UsageError
from prefmem.types import Profile

if TYPE_CHECKING:
    from prefmem.factory import PreferenceMemory
    from prefmem.readers import Conversation

PICTURE_WIDTH = 112


def register(app: typer.Typer) -> None:
    """Add this command to `app`."""
    add(app, demo, person=False, store=False)


def demo(
    session: Session,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask a model each request, without and with the profile.")
    ] = False,
    base_url: model.BaseUrl = None,
    model_name: model.Name = None,
    keep: Annotated[
        Path | None, typer.Option("--keep", help="Keep the memory in this file, to look around.")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="Draw a short version into this SVG file.")
    ] = None,
) -> None:
    """Distil conversations that ship with prefmem, and show what that changes in a prompt."""
    out = _recording() if picture else console()
    people, samples = _cast(short=picture is not None)
    lent = model.opened(base_url, model_name) if ask or base_url else nullcontext()
    with lent as chosen, _place(keep) as place:
        from prefmem.factory import PreferenceMemory

        begun = time.perf_counter()
        with PreferenceMemory.open(place) as memory:
            profiles, counted = _learn(memory, people, quiet=session.as_json)
            seconds = time.perf_counter() - begun
            requests = (_ask(memory, sample, chosen) for sample in samples)
            if session.as_json:
                found = {"profiles": profiles, "requests": list(requests)}
                answer({**found, "seconds": round(seconds, 2)})
                return
            out.print(_opening(counted, len(people), None if picture else seconds))
            for person, profile in zip(people, profiles, strict=True):
                out.print(scenes.portrait(person, profile))
            for number, shown in enumerate(requests, 1):
                out.print(scenes.scene(number, shown, whole=number == 1))
    if picture is None:
        out.print(_ending(keep, asked=ask or base_url is not None))
    else:
        _draw(out, picture)
        session.say(f"Drawn into {picture}.")


def _recording() -> Console:
    return Console(
        file=StringIO(), record=True, width=PICTURE_WIDTH, force_terminal=True, highlight=False
    )


def _draw(out: Console, picture: Path) -> None:
    try:
        picture.write_text(out.export_svg(title="prefmem demo"), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{picture} cannot be written: {error.strerror or error}") from error


def _cast(*, short: bool) -> tuple[Sequence[Person], Sequence[Sample]]:
    """Everybody and everything; for a picture one person with two requests."""
    if not short:
        return PEOPLE, SAMPLES
    first = PEOPLE[0]
    return (first,), [s for s in SAMPLES if s.person == first.id][:2]


@contextmanager
def _place(keep: Path | None) -> Generator[Path]:
    """A file for the memory; gone afterwards unless it is to be kept."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="prefmem-demo-") as made:
            yield Path(made) / "demo.db"
        return
    if os.path.exists(keep):
        raise UsageError(f"{keep} exists; name a file that does not")
    yield keep


def _learn(
    memory: PreferenceMemory, people: Sequence[Person], *, quiet: bool
) -> tuple[list[Profile], tuple[int, int]]:
    """Observe everybody's conversations as they were said; profiles, and what was read."""
    from prefmem.readers import Conversation, read

    given = [
        (person, one)
        for person in people
        for one in read(folder() / f"{person.id}.jsonl")
        if isinstance(one, Conversation)
    ]
    with bar(len(given), quiet=quiet) as advance:
        for person, one in given:
            advance(f"{person.id}: {one.id}")
            memory.user(person.id).observe(one.messages, conversation=one.id)
    memory.drain()
    return [memory.user(p.id).profile(at=NOW) for p in people], _counted([c for _, c in given])


def _counted(conversations: Sequence[Conversation]) -> tuple[int, int]:
    return len(conversations), sum(len(one.messages) for one in conversations)


def _ask(memory: PreferenceMemory, sample: Sample, chosen: ChatModel | None) -> Shown:
    messages = [{"role": "user", "content": sample.text}]
    reply = memory.user(sample.person).personalize(messages, at=NOW)
    if chosen is None:
        return Shown(sample=sample, reply=reply)
    return Shown(
        sample=sample,
        reply=reply,
        without=chosen.answer(messages),
        with_profile=chosen.answer(reply.messages),
    )


def _opening(counted: tuple[int, int], people: int, seconds: float | None) -> RenderableType:
    """What was read; how long it took is of this machine, and no matter for a picture."""
    conversations, messages = counted
    whose = f"{people} people" if people > 1 else "one person"
    took = "" if seconds is None else f" in {seconds:.1f} s"
    read = f"{messages} messages in {conversations} conversations of {whose}"
    return Text.assemble(
        ("prefmem", "bold"),
        f" read {read}{took}, with no model and no network.\n",
        ("Left: what it holds. Right: the words it stands on. ", "dim"),
        ("Then: what reaches a prompt.\n", "dim"),
    )


def _ending(keep: Path | None, *, asked: bool) -> RenderableType:
    """What to try next."""
    steps = [
        ("prefmem ingest conversations.json", "read your own export from ChatGPT or Claude"),
        ("prefmem profile", "see all that is held of you, and the words it stands on"),
        ('prefmem ask "plan my weekend"', "see what would be sent, and why"),
    ]
    if keep is not None:
        steps.insert(0, (f"prefmem profile --db {keep} --user maya", "look around in this demo"))
    if not asked:
        steps.append(("prefmem demo --ask --base-url URL", "hear a model answer both ways"))
    grid = Table.grid(padding=(0, 3))
    for line, meaning in steps:
        grid.add_row(Text(line, style="cyan"), Text(meaning, style="dim"))
    return Group(scenes.heading(Text("try next", style="bold")), Padding(grid, scenes.INSET))
