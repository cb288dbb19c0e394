"""A command line that is killed at one point: `struck.py STORE` reads lines `POINT COMMAND …`.

Points are counted from 0: before each statement that writes, before and after each commit, at each
embedding, and where personas are found. Each line forks a victim (imports and the model are paid
once). It is answered by `killed`, or by `ended` where the command has fewer points than that.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
import tempfile
from typing import Any

import sqlalchemy as sa

from prefmem import PreferenceMemory
from prefmem.embedders.minilm import MiniLM
from prefmem.stages import personas


def strike(point: int) -> None:
    """Be killed at the point of this number."""
    numbers = itertools.count()

    def passes(*_: object, **__: object) -> None:
        if next(numbers) == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def passing(call: Any) -> Any:
        def passed(*given: Any, **named: Any) -> Any:
            passes()
            return call(*given, **named)

        return passed

    def writes(_: object, cursor: object, statement: str, *more: object) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA")):
            passes()

    sa.event.listen(sa.Engine, "before_cursor_execute", writes)
    sa.event.listen(sa.Engine, "commit", passes)
    sa.event.listen(sa.Engine, "checkin", passes)
    MiniLM.embed = passing(MiniLM.embed)
    personas._groups = passing(personas._groups)


def victim(location: str, point: int, command: list[str]) -> None:
    from prefmem.cli import main

    strike(point)
    sys.argv = ["prefmem", *command, "--db", location, "--user", "ada"]
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        main()
    except SystemExit as ended:
        os._exit(int(ended.code or 0))


def main() -> None:
    import prefmem.cli.app

    assert prefmem.cli.app
    with tempfile.TemporaryDirectory() as folder, PreferenceMemory.open(f"{folder}/p.db") as memory:
        memory.warm()
    for line in sys.stdin:
        point, *command = line.rstrip("\n").split("\t")
        pid = os.fork()
        if not pid:
            os.close(0)
            victim(sys.argv[1], int(point), command)
        _, status = os.waitpid(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        answer = {0: "ended", -signal.SIGKILL: "killed"}.get(code, f"failed {code}")
        os.write(1, f"{answer}\n".encode())


if __name__ == "__main__":
    main()
