"""What a memory that is gone with its process keeps of one user."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from prefmem.records import Matrix, PersonState, PreferenceRecord, StageName, Turn
from prefmem.types import Evidence, Revision


@dataclass(slots=True)
class Person:
    """Everything of one user."""

    revision: int = 0
    turns: list[Turn] = field(default_factory=list[Turn])
    blanked: set[int] = field(default_factory=set[int])
    evidence: dict[str, Evidence] = field(default_factory=dict[str, Evidence])
    withdrawn: set[str] = field(default_factory=set[str])
    records: dict[str, PreferenceRecord] = field(default_factory=dict[str, PreferenceRecord])
    vectors: dict[str, Matrix] = field(default_factory=dict[str, Matrix])
    history: list[Revision] = field(default_factory=list[Revision])
    state: PersonState = field(default_factory=PersonState)
    cursors: dict[StageName, int] = field(default_factory=dict[StageName, int])


def through_json(value: Mapping[str, Any]) -> dict[str, Any]:
    """State as SQL would give it back: tuples become lists, and what is no JSON is refused."""
    return json.loads(json.dumps(dict(value)))
