"""A bar for work that is counted."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from prefmem.cli.plain import words


@contextmanager
def bar(screen: Console, total: int) -> Generator[Callable[[str], None]]:
    """A bar that moves with each call and says what is in hand."""
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
