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

from prefmem.cli.plain import lines, plain, words
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


class _Screen(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to `boundary`; rich would exit as if the command had failed."""
        raise


def console(*, stderr: bool = False) -> Console:
    """A console as wide as the terminal, or of a fixed width where there is none."""
    made = _Screen(stderr=stderr, highlight=False)
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
_POLICY: Shared = {"policy": (PolicyFile, None)}
_STORE: Shared = {
    "db": (Db, None),
    **_POLICY,
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
    policy: bool = False,
) -> None:
    """Add a function as a command: its session is made from the options that all commands share.

    Args:
        app: Where to add it.
        function: Takes a session first, then options and arguments of its own.
        name: Of the command; the default is the function's.
        person: Whether it is about one user.
        store: Whether it needs a memory at all.
        policy: Whether it needs a policy, even without a memory.
    """
    shared: Shared = {
        **(_PERSON if person else {}),
        **(_STORE if store else _POLICY if policy else {}),
        **_ANSWER,
    }

    def run(called: typer.Context, **given: Any) -> None:
        options = {key: given.pop(key) for key in shared}
        with boundary():
            function(Session(**{**options, **_before(called, shared)}), **given)

    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    _describe(run, function, own, {"called": (typer.Context, _NO_DEFAULT), **shared})
    app.command(name=name or function.__name__.replace("_", "-"))(run)


def add_options(app: typer.Typer, function: Callable[..., None]) -> None:
    """Let options stand before the command: the function's own, and those that commands share."""

    def run(**given: Any) -> None:
        function(**{one.name: given[one.name] for one in own})

    own = list(inspect.signature(function, eval_str=True).parameters.values())
    _describe(run, function, own, {**_PERSON, **_STORE, **_ANSWER})
    app.callback()(run)


_NO_DEFAULT = inspect.Parameter.empty


def _describe(
    run: Callable[..., None],
    function: Callable[..., None],
    own: list[inspect.Parameter],
    options: Shared,
) -> None:
    """Let typer see in `run` the help of `function`, its own options, and those named."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [one.replace(kind=keyword) for one in own]
    parameters += [
        inspect.Parameter(key, keyword, default=default, annotation=hint)
        for key, (hint, default) in options.items()
    ]
    # typer reads the options from the signature and from the annotations
    setattr(run, "__signature__", inspect.Signature(parameters))  # noqa: B010
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    run.__doc__ = inspect.cleandoc(function.__doc__ or "")


def _before(called: typer.Context, shared: Shared) -> Mapping[str, Any]:
    """What options before the command say, those aside that stand behind it again.

    Raises:
        UsageError: The command has no such option.
    """
    root = called.find_root()
    given = {key: value for key, value in root.params.items() if _is_typed(root, key)}
    for key in sorted(given.keys() - shared.keys()):
        raise UsageError(f"{called.info_name} takes no --{key.removeprefix('as_')}")
    return {key: value for key, value in given.items() if not _is_typed(called, key)}


def _is_typed(context: Any, name: str) -> bool:
    """True for an option of the command line; typer's contexts have no public type."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


@contextmanager
def boundary() -> Generator[None]:
    """Turn what goes wrong into one red line and an exit code; a closed pipe and Ctrl-C are quiet.

    Raises:
        typer.Exit: Something went wrong: 2 for bad input, 1 for all else, 130 for Ctrl-C.
    """
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        raise typer.Exit(undelivered(error)) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(INTERRUPTED) from error
    except PrefmemError as error:
        complain(str(error))
        raise typer.Exit(MISUSED if isinstance(error, UsageError) else FAILED) from error


def undelivered(error: OSError) -> int:
    """The exit code where the output cannot be written; says why, unless nobody reads it.

    Raises:
        OSError: It is about a file, and those are told where they are used.
    """
    if error.filename is not None:
        raise error
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is in its buffer
    if isinstance(error, BrokenPipeError):
        return NOBODY_READS
    complain(f"the output cannot be written: {error.strerror or error}")
    return FAILED


def complain(text: str) -> None:
    """One red line on standard error, without what could steer a terminal: servers write some."""
    console(stderr=True).print(Text(words(text), style="red"), soft_wrap=True)
