"""Errors and warnings say what is wrong and what to do."""

from __future__ import annotations

import ast
import inspect
import warnings

import pytest

import prefmem
from prefmem import PrefmemDeprecationWarning, PrefmemError, errors


def test_every_error_is_drawn_in_the_tree_and_can_be_imported_from_the_package() -> None:
    told = ast.get_docstring(ast.parse(inspect.getsource(errors))) or ""
    ours = [
        name
        for name, one in vars(errors).items()
        if isinstance(one, type) and issubclass(one, PrefmemError)
    ]
    assert len(ours) > 10
    assert [name for name in ours if name not in told] == []
    assert [name for name in ours if name not in prefmem.__all__] == []


def test_what_is_retired_is_seen_without_a_switch_and_names_both_releases() -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("default", UserWarning)
        gone = PrefmemDeprecationWarning("use 'new'", since="0.2", removal="0.4")
        warnings.warn(gone, stacklevel=1)
    assert str(seen[0].message) == "use 'new' (retired in 0.2, gone in 0.4)"
    assert (gone.since, gone.removal) == ("0.2", "0.4")


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        getattr(prefmem, "Nothing")  # noqa: B009
