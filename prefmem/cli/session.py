"""What all commands share: whose memory it is and where, how to answer, how to fail."""

from __future__ import annotations

import inspect
import json
import os
import signal
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console, RenderableType
from rich.text import Text

from prefmem.cli.plain import lines, plain
from prefmem.errors import PrefmemError, UsageError

if TYPE_CHECKING:
    from prefmem._sync import UserMemory
    from prefmem.factory import PreferenceMemory
    from prefmem.ports import Distiller

WIDTH = 110
"""Columns where the output is no terminal that says how wide it is."""
PANEL = "Whose memory, and where"
FAILED, MISUSED, INTERRUPTED = 1, 2, 128 + signal.SIGINT
NOBODY_READS = 128 + 13
"""As a shell says it of SIGPIPE, which not every system has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The options that every command takes, and what is done with them."""

    db: str | None = None
    user: str = "me"
    tenant: str = "default"
    policy: str | None = None
    embedder: str | None = None
    episodes: str | None = None
    as_json: bool = False

    @property
    def console(self) -> Console:
        """Where answers go."""
        return console()

    @contextmanager
    def memory(self, *, distiller: Distiller | None = None) -> Generator[PreferenceMemory]:
        """The memory that the options name, open."""
        from prefmem.factory import PreferenceMemory

        with PreferenceMemory.open(
            self.db,
            policy=self.policy,
            embedder=self.embedder,
            episodes=self.episodes,
            distiller=distiller,
        ) as memory:
            yield memory

    @contextmanager
    def person(self) -> Generator[UserMemory]:
        """The memory of the user that the options name."""
        with self.memory() as memory:
            yield memory.user(self.user, tenant=self.tenant)

    def show(self, value: object, picture: RenderableType | Callable[[], RenderableType]) -> None:
        """Answer with `value` as JSON where that is asked for, else with `picture`."""
        if self.as_json:
            answer(value)
        else:
            self.console.print(picture() if callable(picture) else picture)

    def say(self, text: str, *, style: str = "") -> None:
        """A line for people; nothing where JSON is asked for."""
        if not self.as_json:
            self.console.print(Text(lines(text), style=style))


def console(*, stderr: bool = False) -> Console:
    """A console as wide as the terminal, or of a fixed width where there is none."""
    made = Console(stderr=stderr, highlight=False)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = WIDTH
    return made


def answer(value: object) -> None:
    """Write `value` as JSON to standard output, in ASCII where that is not UTF-8: JSON can."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf8")
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=not utf8, indent=2) + "\n")


Db = Annotated[
    str | None,
    typer.Option(
        "--db",
        envvar="PREFMEM_DB",
        help="A file or a postgresql:// URL; the default is in your data folder.",
        rich_help_panel=PANEL,
    ),
]
User = Annotated[
    str, typer.Option("--user", "-u", envvar="PREFMEM_USER", rich_help_panel=PANEL, help="Whose.")
]
Tenant = Annotated[
    str,
    typer.Option(
        "--tenant", envvar="PREFMEM_TENANT", rich_help_panel=PANEL, help="Of which application."
    ),
]
PolicyFile = Annotated[
    str | None,
    typer.Option(
        "--policy",
        envvar="PREFMEM_POLICY",
        rich_help_panel=PANEL,
        help="A tier policy of your own.",
    ),
]
EmbedderName = Annotated[
    str | None,
    typer.Option(
        "--embedder",
        envvar="PREFMEM_EMBEDDER",
        rich_help_panel=PANEL,
        help="openai:MODEL or sentence-transformers:MODEL; the default is MiniLM.",
    ),
]
Episodes = Annotated[
    str | None,
    typer.Option(
        "--episodes",
        envvar="PREFMEM_EPISODES",
        rich_help_panel=PANEL,
        help="chroma:PATH or chroma+http://host:port; the default is the same database.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Shared = Mapping[str, tuple[object, object]]
"""Options by name, each with its type and its default."""
_PERSON: Shared = {"user": (User, "me"), "tenant": (Tenant, "default")}
_STORE: Shared = {
    "db": (Db, None),
    "policy": (PolicyFile, None),
    "embedder": (EmbedderName, None),
    "episodes": (Episodes, None),
}
_ANSWER: Shared = {"as_json": (AsJson, False)}


def add(
    app: typer.Typer,
    function: Callable[..., None],
    *,
    name: str | None = None,
    person: bool = True,
    store: bool = True,
) -> None:
    """Add a function as a command: its session is made from the options that all commands share.

    Args:
        app: Where to add it.
        function: Takes a session first, then options and arguments of its own.
        name: Of the command; the default is the function's.
        person: Whether it is about one user.
        store: Whether it needs a memory at all.
    """
    shared = {**(_PERSON if person else {}), **(_STORE if store else {}), **_ANSWER}

    def run(**given: Any) -> None:
        session = Session(**{key: given.pop(key) for key in shared})
        with boundary():
            function(session, **given)

    signature = inspect.signature(function, eval_str=True)
    own = [p.replace(kind=p.KEYWORD_ONLY) for p in list(signature.parameters.values())[1:]]
    options = [
        inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
        for key, (hint, default) in shared.items()
    ]
    parameters = [*own, *options]
    # typer reads the options from the signature and from the annotations
    setattr(run, "__signature__", signature.replace(parameters=parameters))  # noqa: B010
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    doc = inspect.cleandoc(function.__doc__ or "")
    app.command(name=name or function.__name__.replace("_", "-"), help=doc)(run)


@contextmanager
def boundary() -> Generator[None]:
    """Turn what goes wrong into one red line and an exit code; a closed pipe and Ctrl-C are quiet.

    Raises:
        typer.Exit: Something went wrong: 2 for bad input, 1 for all else, 130 for Ctrl-C.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(NOBODY_READS) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(INTERRUPTED) from error
    except PrefmemError as error:
        complain(str(error))
        raise typer.Exit(MISUSED if isinstance(error, UsageError) else FAILED) from error


def complain(text: str) -> None:
    """One red line on standard error, without what could steer a terminal: servers write some."""
    console(stderr=True).print(Text(lines(text), style="red"), soft_wrap=True)
