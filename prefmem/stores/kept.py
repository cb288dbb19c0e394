"""What a memory that is gone with its process keeps of one user."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from prefmem.ports import TurnName
from prefmem.records import Matrix, PersonState, PreferenceRecord, StageName, Turn
from prefmem.types import ANYWHERE, Evidence, Revision


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

    def ledger(self, *, withdrawn: bool | None) -> tuple[Evidence, ...]:
        """The evidence by (at, id): what was withdrawn, what was not, or, with None, all."""
        chosen = [e for i, e in self.evidence.items() if withdrawn in (None, i in self.withdrawn)]
        return tuple(sorted(chosen, key=lambda e: (e.at, e.id)))

    def blank(self, names: set[TurnName]) -> int:
        """Take the text out of turns; how many had one."""
        blanked = 0
        for place, turn in enumerate(self.turns):
            if (turn.conversation, turn.id) in names and turn.position not in self.blanked:
                self.turns[place] = replace(turn, content="", context=ANYWHERE)
                self.blanked.add(turn.position)
                blanked += 1
        return blanked

    def read_by(self, stages: Sequence[StageName] | None) -> int:
        """How far these stages have read, or all that learn: an index learns nothing."""
        asked = self.cursors.keys() - {"index"} if stages is None else stages
        return min((self.cursors[one] for one in asked if one in self.cursors), default=0)


def through_json(value: Mapping[str, Any]) -> dict[str, Any]:
    """State as SQL would give it back: tuples become lists, and what is no JSON is refused."""
    return json.loads(json.dumps(dict(value)))
