"""Killed while a profile is derived again: afterwards it is as an undisturbed run leaves it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from prefmem import PreferenceMemory
from prefmem.testing import FixedClock

HERE = Path(__file__).parent
LEAST = 5
"""Points that each of these commands has at least."""
TOLD = [
    "I love coffee.",
    "I love hotels with pools.",
    "I'm training for a marathon, so I avoid alcohol.",
    "I'm vegan.",
    "I'm allergic to peanuts.",
    "I love jazz concerts.",
    "I enjoy opera.",
    "I love listening to vinyl records.",
    "I like bouldering.",
    "I love trail running.",
    "I enjoy cycling in the mountains.",
    "I'm vegan, but I eat fish on holidays.",
    "I hate coffee now.",
    "I'm done with the marathon.",
    "I really love jazz concerts.",
    "I prefer short answers at work.",
]


class Struck:
    """Runs commands on one store, and kills each at a point."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def at(self, point: int, *command: str) -> bool:
        """True if the command was killed; False if it ended before that point."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\t".join((str(point), *command)) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline().strip()
        assert answer in ("killed", "ended")
        return answer == "killed"


@contextmanager
def struck(path: Path) -> Iterator[Struck]:
    process = subprocess.Popen(
        [sys.executable, str(HERE / "struck.py"), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Struck(process)
    finally:
        process.stdin.close()
        process.wait(timeout=60)
        process.stdout.close()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A person with a past: reversals, a reason that ended, an exception, a word of their own."""
    path, clock = tmp_path_factory.mktemp("lived") / "p.db", FixedClock()
    with PreferenceMemory.open(path, clock=clock) as memory:
        ada = memory.user("ada")
        for n, text in enumerate(TOLD):
            ada.observe([{"role": "user", "content": text}], conversation=f"c{n}")
            clock.advance(timedelta(days=3))
        held = {p.statement: p.id for p in ada.profile().preferences}
        ada.correct(held["Enjoys opera"], "Enjoys chamber music")
        ada.pin(held["Allergic to peanuts"])
    return path


def aged(path: Path) -> None:
    """Preferences as an earlier release derived them: one otherwise, one not at all."""
    with closing(sqlite3.connect(path)) as raw, raw:
        ids = [row[0] for row in raw.execute("SELECT id FROM prefmem_preferences ORDER BY id")]
        raw.execute(
            "UPDATE prefmem_preferences SET body = json_set(body, '$.statement', ?) WHERE id = ?",
            ("Was told otherwise", ids[0]),
        )
        raw.execute("DELETE FROM prefmem_preferences WHERE id = ?", (ids[1],))


def whole(path: Path) -> dict[str, Any]:
    """All that is held, and what a reader sees of it."""
    with PreferenceMemory.open(path, clock=FixedClock()) as memory:
        assert memory.status().unfinished == 0
        ada = memory.user("ada")
        later = FixedClock().now() + timedelta(days=100)
        seen = ada.profile(at=later)
        held = {k: v for k, v in ada.export().items() if k not in ("decisions", "person")}
        told = (seen.preferences, seen.personas, seen.summary)
        return {**held, "seen": told, "applied": ada.personalize(ASKED, at=later).block}


ASKED = [{"role": "user", "content": "What could I do on Saturday?"}]
RUNS = {
    "rebuild": ("rebuild",),
    "forget": ("forget", "--matching", "coffee"),
    "profile": ("profile",),
}


@pytest.mark.requirement("life:rebuild")
@pytest.mark.slow
@pytest.mark.parametrize("what", RUNS)
def test_a_command_that_was_killed_anywhere_leaves_what_an_undisturbed_one_gives(
    lived: Path, tmp_path: Path, what: str
) -> None:
    """Killed while it forgets, whoever opens next finishes it; a rebuild is run once more."""
    before, path = tmp_path / "before.db", tmp_path / "p.db"
    shutil.copy(lived, before)
    if what == "rebuild":
        aged(before)
    untouched = shutil.copy(before, tmp_path / "untouched.db")
    begun = whole(untouched)
    with struck(path) as commands:
        shutil.copy(before, path)
        assert not commands.at(10**6, *RUNS[what])
        wanted = whole(path)
        assert (wanted != begun) == (what != "profile"), "it does something"
        for point in range(10**6):
            for file in tmp_path.glob("p.db*"):
                file.unlink()
            shutil.copy(before, path)
            if not commands.at(point, *RUNS[what]):
                break
            after = whole(path)
            assert after in (begun, wanted), "all of it or nothing"
            if what == "rebuild":
                assert not commands.at(10**6, *RUNS[what])
                after = whole(path)
            if what != "forget" or after != begun:
                assert after == wanted
        assert point > LEAST
