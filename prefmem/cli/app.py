"""All commands, under one name."""

from __future__ import annotations

from typing import Annotated

import typer

from prefmem.cli import (
    chat,
    checkup,
    decide,
    demo,
    policies,
    serving,
    transfer,
    upkeep,
    view,
)
from prefmem.cli.session import add_options

app = typer.Typer(
    name="prefmem",
    help="Preference memory: what a person wants, on quoted evidence, where it may apply.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"prefmem {checkup.version_of('prefmem')}")
        raise typer.Exit


def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which it is.")
    ] = False,
) -> None:
    """Preference memory: what a person wants, on quoted evidence, where it may apply."""


add_options(app, options)
for part in (demo, chat, transfer, view, decide, upkeep, serving, checkup):
    part.register(app)
app.add_typer(policies.app, name="policy")
