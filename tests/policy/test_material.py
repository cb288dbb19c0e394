"""What requests are learnt from and what they are measured on stay apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MATERIAL = ROOT / "training" / "requests" / "material.txt"
HELD_BACK = ROOT / "training" / "requests" / "held_back.txt"
EVERYDAY = Path(__file__).with_name("everyday.txt")


def requests(path: Path) -> Iterator[tuple[str, str]]:
    """Kind and request, without capitals and marks."""
    kind = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            kind = line[1:-1]
        elif line.strip() and not line.startswith("#"):
            yield kind, re.sub(r"[^a-z0-9{} ]", "", line.lower()).strip()


@pytest.mark.parametrize("path", [HELD_BACK, EVERYDAY], ids=lambda path: path.stem)
def test_nothing_is_measured_on_what_was_learnt(path: Path) -> None:
    learnt = {text for _, text in requests(MATERIAL)}
    assert [text for _, text in requests(path) if text in learnt] == []


def test_every_kind_is_measured_on_forty_requests_and_more() -> None:
    counts = Counter(kind for kind, _ in requests(HELD_BACK))
    assert counts.keys() == {kind for kind, _ in requests(MATERIAL)}
    assert min(counts.values()) >= 40
