"""The two faces of a memory, with and without `await`, promise the same and nothing more."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from prefmem import AsyncPreferenceMemory, AsyncUserMemory, PreferenceMemory, UserMemory

FACES = [(AsyncPreferenceMemory, PreferenceMemory), (AsyncUserMemory, UserMemory)]
CLOSING = {"close"}
"""What only a memory without `await` needs: the other is always left by `async with`."""


def public(face: type) -> set[str]:
    return {name for name in dir(face) if not name.startswith("_")}


def parameters(function: Any) -> list[tuple[str, Any, Any]]:
    found = inspect.signature(function).parameters.values()
    return [(one.name, one.kind, one.default) for one in found]


@pytest.mark.requirement("package:same-awaited")
@pytest.mark.parametrize(("awaited", "plain"), FACES)
def test_both_faces_have_the_same_methods(awaited: type, plain: type) -> None:
    assert public(awaited) - {"memory"} == public(plain) - CLOSING


@pytest.mark.requirement("package:same-awaited")
@pytest.mark.parametrize(("awaited", "plain"), FACES)
def test_a_method_takes_the_same_on_both_faces(awaited: type, plain: type) -> None:
    for name in public(awaited) - {"memory"}:
        if callable(getattr(awaited, name)):
            theirs, ours = getattr(awaited, name), getattr(plain, name)
            assert parameters(theirs) == parameters(ours), name
