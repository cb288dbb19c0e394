"""Episodic memory in a dictionary: the model that every other backend is compared with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prefmem.episodes.ranking import best
from prefmem.records import Matrix, Turn
from prefmem.types import EpisodeHit, Scope

Named = dict[tuple[str, str], tuple[Turn, Matrix]]


class MemoryEpisodes:
    """Implements `EpisodicStore`; keeps nothing after it is gone."""

    def __init__(self) -> None:
        self._turns: dict[Scope, Named] = {}

    async def append(self, scope: Scope, turns: Sequence[Turn], vectors: Matrix) -> None:
        """Index `turns` with their `vectors` (n, d); an id that is there is replaced."""
        mine = self._turns.setdefault(scope, {})
        for turn, vector in zip(turns, vectors, strict=True):
            mine[turn.conversation, turn.id] = (turn, np.array(vector, dtype=np.float32))

    async def search(self, scope: Scope, vector: Matrix, *, limit: int) -> tuple[EpisodeHit, ...]:
        """The nearest turns of this user, best first, newest first among near ties."""
        mine = sorted(self._turns.get(scope, {}).items())
        if not mine or limit < 1:
            return ()
        scores = np.stack([one[1] for _, one in mine]) @ np.asarray(vector, dtype=np.float32)
        chosen = best(scores, [one[0].at.timestamp() for _, one in mine], limit)
        return tuple(_hit(mine[i][1][0], float(scores[i])) for i in chosen)

    async def erase(self, scope: Scope, ids: Sequence[tuple[str, str]] | None = None) -> int:
        """Remove the turns named by (conversation, id), or all of this user; how many."""
        mine = self._turns.get(scope, {})
        if ids is None:
            self._turns.pop(scope, None)
            return len(mine)
        return sum(mine.pop(name, None) is not None for name in ids)

    async def empty(self) -> bool:
        """True if nothing of anybody is indexed."""
        return not any(self._turns.values())

    async def close(self) -> None:
        """Nothing to let go of."""


def _hit(turn: Turn, score: float) -> EpisodeHit:
    return EpisodeHit(
        conversation_id=turn.conversation,
        message_id=turn.id,
        role=turn.role,
        content=turn.content,
        at=turn.at,
        score=score,
    )
