"""Promises and tests name each other: none without the other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROMISED = re.findall(
    r"^\| `([a-z]+:[a-z-]+)` \|", (ROOT / "docs" / "promises.md").read_text("utf-8"), re.MULTILINE
)


def marks(tests: Path) -> set[str]:
    """The promises that the tests of a file name: `@pytest.mark.requirement("life:order")`."""
    return {
        argument.value
        for node in ast.walk(ast.parse(tests.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "requirement"
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


KEPT = set[str]().union(*(marks(path) for path in (ROOT / "tests").rglob("test_*.py")))


def test_every_promise_has_a_test_that_keeps_it() -> None:
    assert set(PROMISED) - KEPT == set()


def test_every_promise_that_a_test_names_is_written_down_once() -> None:
    assert KEPT - set(PROMISED) == set()
    assert len(PROMISED) == len(set(PROMISED))
