"""Small rooms: what is shipped or taught from is read in one sitting."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULE = 400
FUNCTION = 40
"""Lines from `def` to the end, without the docstring."""
ROOMS = ("prefmem", "integrations", "examples", "training")
MODULES = sorted(
    path.relative_to(ROOT)
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
    if "migrations/versions" not in path.as_posix()  # a migration is a list, written once
)


def length_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    end = function.end_lineno or 0
    documented = ast.get_docstring(function, clean=False) is not None
    told = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return end - function.lineno + 1 - told


def too_long(module: Path) -> list[str]:
    text = (ROOT / module).read_text(encoding="utf-8")
    lines = len(text.splitlines())
    found = [f"{module} has {lines} lines"] if lines > MODULE else []
    return found + [
        f"{module}: {node.name} has {length_of(node)} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length_of(node) > FUNCTION
    ]


def test_no_module_and_no_function_is_too_long() -> None:
    assert len(MODULES) > 100
    assert [one for module in MODULES for one in too_long(module)] == []
