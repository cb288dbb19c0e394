"""The command line: `prefmem …`."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command that the arguments name."""
    from prefmem.cli.app import app  # typer and rich are only needed here
    from prefmem.cli.plain import lenient

    lenient(sys.stdout, sys.stderr)
    app()
