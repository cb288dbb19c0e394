"""The contract of an episodic store: search in one user's turns, and in nobody else's.

```python
class TestMine(EpisodesContract):
    @pytest.fixture
    async def episodes(self, tmp_path):
        store = await MyEpisodes.open(tmp_path / "index")
        yield store
        await store.close()
```
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from prefmem.conformance.contract import Contract
from prefmem.conformance.samples import ADA, DAY, OTHERS, turn
from prefmem.ports import EpisodicStore
from prefmem.records import Matrix, Turn
from prefmem.types import Scope

WIDTH = 16


class EpisodesContract(Contract):
    """What `prefmem.ports.EpisodicStore` promises; subclasses give the fixture `episodes`."""

    @pytest.fixture
    async def episodes(self) -> EpisodicStore:
        """The store under test, empty."""
        raise NotImplementedError("give a fixture `episodes`")

    async def test_a_user_never_seen_has_no_episodes(self, episodes: EpisodicStore) -> None:
        """An empty answer, not an error."""
        assert await episodes.search(ADA, axis(0), limit=5) == ()
        assert await episodes.erase(ADA) == 0
        assert await episodes.erase(ADA, [("c", "1")]) == 0

    async def test_an_index_says_that_it_is_empty(self, episodes: EpisodicStore) -> None:
        """So that a lost one is made again."""
        assert await episodes.empty()
        await add(episodes, {0: turn("1")})
        assert not await episodes.empty()
        await episodes.erase(ADA)
        assert await episodes.empty()

    async def test_a_turn_comes_back_as_it_was(self, episodes: EpisodicStore) -> None:
        """With its names, text, time and cosine."""
        told = turn("1", role="assistant", content="«Grüße» 🙂\n\ttab", conversation="c/1 ü")
        await add(episodes, {0: told})
        (hit,) = await episodes.search(ADA, axis(0), limit=5)
        assert (hit.conversation_id, hit.message_id, hit.role) == ("c/1 ü", "1", "assistant")
        assert (hit.content, hit.at) == (told.content, told.at)
        assert hit.score == pytest.approx(1.0, abs=1e-3)

    async def test_the_nearest_come_first(self, episodes: EpisodicStore) -> None:
        """Opposites last, no more than asked for."""
        turns = [turn(str(n)) for n in range(4)]
        between = (0.8 * axis(0) + 0.6 * axis(1)).astype(np.float32)
        rows = np.stack([axis(1), -axis(0), axis(0), between])
        await episodes.append(ADA, turns, rows)
        hits = await episodes.search(ADA, axis(0), limit=4)
        assert [h.message_id for h in hits] == ["2", "3", "0", "1"]
        assert [h.score for h in hits] == pytest.approx([1.0, 0.8, 0.0, -1.0], abs=1e-3)
        assert len(await episodes.search(ADA, axis(0), limit=2)) == 2
        assert await episodes.search(ADA, axis(0), limit=0) == ()

    async def test_of_near_ties_the_newest_comes_first(self, episodes: EpisodicStore) -> None:
        """Recency decides where similarity does not."""
        turns = [turn(str(n), at=DAY + timedelta(days=n)) for n in (2, 5, 1)]
        await episodes.append(ADA, turns, np.stack([axis(0)] * 3))
        hits = await episodes.search(ADA, axis(0), limit=2)
        assert [h.message_id for h in hits] == ["5", "2"]

    async def test_a_turn_that_is_there_is_replaced(self, episodes: EpisodicStore) -> None:
        """Indexing twice is indexing once."""
        await add(episodes, {0: turn("1")})
        await add(episodes, {0: turn("1"), 1: turn("2")})
        await add(episodes, {2: turn("2", content="newer")})
        hits = await episodes.search(ADA, axis(2), limit=9)
        assert [(h.message_id, h.content) for h in hits] == [("2", "newer"), ("1", "turn 1")]

    async def test_nothing_of_one_user_shows_in_another(self, episodes: EpisodicStore) -> None:
        """Not in searching, and not in erasing."""
        for n, scope in enumerate((ADA, *OTHERS)):
            await add(episodes, {0: turn("1", content=f"user {n}")}, scope)
        (hit,) = await episodes.search(ADA, axis(0), limit=99)
        assert hit.content == "user 0"
        assert await episodes.erase(ADA) == 1
        for n, other in enumerate(OTHERS, 1):
            (hit,) = await episodes.search(other, axis(0), limit=99)
            assert hit.content == f"user {n}"

    async def test_erasing_by_name_keeps_the_others(self, episodes: EpisodicStore) -> None:
        """Conversation and id together are the name."""
        there = {0: turn("1"), 1: turn("2"), 2: turn("1", conversation="d")}
        await add(episodes, there)
        assert await episodes.erase(ADA, [("c", "1"), ("c", "absent")]) == 1
        left = await episodes.search(ADA, axis(0), limit=9)
        assert {(h.conversation_id, h.message_id) for h in left} == {("c", "2"), ("d", "1")}
        assert await episodes.erase(ADA) == 2
        assert await episodes.search(ADA, axis(0), limit=9) == ()

    async def test_no_turns_are_no_work(self, episodes: EpisodicStore) -> None:
        """Appending nothing is allowed."""
        await episodes.append(ADA, [], np.zeros((0, WIDTH), dtype=np.float32))
        assert await episodes.erase(ADA, []) == 0


def axis(number: int) -> Matrix:
    """A unit vector along one axis."""
    vector = np.zeros(WIDTH, dtype=np.float32)
    vector[number] = 1.0
    return vector


async def add(episodes: EpisodicStore, turns: dict[int, Turn], scope: Scope = ADA) -> None:
    """Index turns, each along the axis of its number."""
    await episodes.append(scope, list(turns.values()), np.stack([axis(n) for n in turns]))
