"""The command line: `prefmem …`."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command that the arguments name."""
    from prefmem.cli.app import app  # typer and rich are only needed here
    from prefmem.cli.plain import lenient, opened
    from prefmem.cli.session import undelivered

    opened()
    lenient(sys.stdout, sys.stderr)
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # help and version are written outside of any command
    except OSError as error:
        sys.exit(undelivered(error))
