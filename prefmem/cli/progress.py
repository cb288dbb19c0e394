"""A bar for work that is counted."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeAlias

from prefmem.cli.plain import words
from prefmem.cli.session import console

Advance: TypeAlias = Callable[[str], None]
"""Called with what is in hand now: what was before it is done."""


@contextmanager
def bar(total: int, *, quiet: bool) -> Generator[Advance]:
    """A bar on standard error, where people watch it; none if `quiet`."""
    screen = console(stderr=True)
    if quiet or not screen.is_terminal:
        yield lambda _: None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(bar_width=32),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}", style="dim", markup=False),
    )
    with Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task("", total=total)
        begun = False

        def advance(title: str) -> None:
            nonlocal begun
            progress.update(task, advance=int(begun), description=words(title, 40))
            begun = True

        yield advance
