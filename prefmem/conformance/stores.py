"""The contract of a store: the log of turns, the semantic memory, erasure.

```python
class TestMine(StoreContract):
    @pytest.fixture
    async def store(self, tmp_path):
        store = await MyStore.open(tmp_path / "memory")
        yield store
        await store.close()
```

The contract of the work stream is in `prefmem.conformance.work`.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import anyio
import numpy as np
import pytest

from prefmem.conformance.ledger import LedgerContract
from prefmem.conformance.samples import (
    ADA,
    DAY,
    OTHERS,
    PERSON,
    delta,
    evidence,
    record,
    revision,
    turn,
    vectors,
)
from prefmem.errors import EmbedderMismatch, RevisionConflict, UsageError
from prefmem.ports import Store
from prefmem.records import PersonState, ProfileDelta
from prefmem.types import Context, Scope


async def write_everything(store: Store, scope: Scope = ADA, *, about: str = "") -> None:
    """Two turns, two preferences, history and state of a user."""
    said = [turn("1", content=f"said {about}"), turn("2", role="assistant")]
    await store.turns.append(scope, said, due={"local": 0.0})
    first = delta("1", records=(record("p1", statement=f"Wants {about}"),), person=PERSON)
    await store.preferences.commit(scope, first, expected_revision=0)
    now = (await store.preferences.profile(scope)).revision
    await store.preferences.commit(scope, delta("2"), expected_revision=now)


async def everything(store: Store, scope: Scope = ADA) -> dict[str, Any]:
    """All that a user sees of the own memory, comparable."""
    profile = await store.preferences.profile(scope)
    return {
        "turns": await store.turns.read(scope),
        "records": profile.records,
        "vectors": {name: matrix.tobytes() for name, matrix in profile.vectors.items()},
        "person": profile.person,
        "evidence": await store.preferences.evidence(scope),
        "history": await store.preferences.history(scope),
    }


class StoreContract(LedgerContract):
    """What `prefmem.ports.Store` promises; subclasses give the fixture `store`, empty."""

    @pytest.fixture
    async def store(self) -> Store:
        """The store under test."""
        raise NotImplementedError("give a fixture `store`")

    async def test_turns_come_back_as_they_were_counted_from_one(self, store: Store) -> None:
        """Content, context and microseconds included."""
        context = Context(situation="late, «tired»", expertise="novice")
        odd = 'tabs\t"quotes" \\ line\u2028sep 🙂🏽 e\u0301 \u202ertl'
        given = [turn("1", content=odd, context=context), turn("2", role="tool", content="")]
        receipt = await store.turns.append(ADA, given, due={})
        assert (receipt.accepted, receipt.duplicates) == (2, 0)
        kept = await store.turns.read(ADA)
        assert kept == (replace(given[0], position=1), replace(given[1], position=2))

    async def test_a_turn_that_is_there_is_not_stored_again(self, store: Store) -> None:
        """Neither from another call nor from the same; what is there stays as it is."""
        await store.turns.append(ADA, [turn("1")], due={})
        receipt = await store.turns.append(
            ADA, [turn("1", content="other"), turn("2"), turn("2")], due={}
        )
        assert (receipt.accepted, receipt.duplicates) == (1, 2)
        assert [t.content for t in await store.turns.read(ADA)] == ["turn 1", "turn 2"]

    async def test_ids_are_counted_by_conversation(self, store: Store) -> None:
        """The same id in another conversation is another turn."""
        given = [turn("1"), turn("1", conversation="d")]
        assert (await store.turns.append(ADA, given, due={})).accepted == 2

    async def test_reading_goes_on_after_a_position(self, store: Store) -> None:
        """In order, as many as asked for."""
        await store.turns.append(ADA, [turn(str(n)) for n in range(1, 6)], due={})
        assert [t.id for t in await store.turns.read(ADA, after=2, limit=2)] == ["3", "4"]
        assert [t.id for t in await store.turns.read(ADA, after=4)] == ["5"]
        assert await store.turns.read(ADA, after=5) == ()

    async def test_concurrent_turns_get_places_of_their_own(self, store: Store) -> None:
        """Twenty writers at once lose nothing and leave no gap."""
        async with anyio.create_task_group() as group:
            for n in range(20):
                group.start_soon(_append_one, store, str(n))
        kept = await store.turns.read(ADA)
        assert [t.position for t in kept] == list(range(1, 21))
        assert {t.id for t in kept} == {str(n) for n in range(20)}

    async def test_a_user_never_seen_has_an_empty_profile(self, store: Store) -> None:
        """At revision 0, without a record."""
        profile = await store.preferences.profile(ADA)
        assert (profile.scope, profile.revision, profile.records) == (ADA, 0, ())
        assert await store.preferences.evidence(ADA) == ()
        assert await store.preferences.history(ADA) == ()

    async def test_what_is_committed_comes_back_exactly(self, store: Store) -> None:
        """Records, evidence, vectors, history and state, to the last bit."""
        bare = record("p2", decided=None, context=Context(), evidence=(), drift={}, applies_to=())
        change = delta("1", records=(bare, record("p1")), person=PERSON)
        assert await store.preferences.commit(ADA, change, expected_revision=0) > 0
        profile = await store.preferences.profile(ADA)
        assert profile.records == (record("p1"), bare)
        assert profile.person == PERSON
        assert list(profile.vectors) == ["p1"]
        assert np.array_equal(profile.vectors["p1"], vectors())
        assert profile.vectors["p1"].dtype == np.float32
        assert await store.preferences.evidence(ADA) == change.evidence
        assert await store.preferences.history(ADA) == change.revisions

    async def test_a_profile_that_is_still_the_newest_comes_back_itself(self, store: Store) -> None:
        """And another one as soon as it is not."""
        await store.preferences.commit(ADA, delta("1"), expected_revision=0)
        known = await store.preferences.profile(ADA)
        assert await store.preferences.profile(ADA, known=known) is known
        await store.preferences.commit(ADA, delta("2"), expected_revision=known.revision)
        newer = await store.preferences.profile(ADA, known=known)
        assert newer.revision > known.revision
        assert [r.id for r in newer.records] == ["p1", "p2"]

    async def test_a_profile_read_beside_an_older_one_is_as_one_read_alone(
        self, store: Store
    ) -> None:
        """Records and vectors that were changed, dropped or added, and those that were not."""
        some = tuple(record(f"p{n}") for n in range(4))
        made = {one.id: vectors(n) for n, one in enumerate(some)}
        first = delta("1", records=some, vectors=made)
        await store.preferences.commit(ADA, first, expected_revision=0)
        known = await store.preferences.profile(ADA)
        told = (record("p1", statement="Likes tea"), record("p4"))
        made = {"p2": vectors(7), "p4": vectors(4)}
        changed = delta("2", records=told, vectors=made, dropped=("p3",))
        await store.preferences.commit(ADA, changed, expected_revision=known.revision)
        beside = await store.preferences.profile(ADA, known=known)
        alone = await store.preferences.profile(ADA)
        assert beside.records == alone.records
        assert beside.vectors.keys() == alone.vectors.keys() == {"p0", "p1", "p2", "p4"}
        assert all(np.array_equal(beside.vectors[i], alone.vectors[i]) for i in alone.vectors)

    async def test_a_commit_on_an_old_revision_writes_nothing(self, store: Store) -> None:
        """It is refused by name, so that it can be made again."""
        await store.preferences.commit(ADA, delta("1"), expected_revision=0)
        before = await everything(store)
        with pytest.raises(RevisionConflict, match="revision"):
            await store.preferences.commit(ADA, delta("2", person=PERSON), expected_revision=0)
        assert await everything(store) == before

    async def test_of_racing_commits_none_is_lost(self, store: Store) -> None:
        """Each is redone on the new revision until it holds."""
        async with anyio.create_task_group() as group:
            for n in range(8):
                group.start_soon(_commit_racing, store, str(n))
        assert [r.id for r in (await store.preferences.profile(ADA)).records] == [
            f"p{n}" for n in range(8)
        ]

    async def test_a_change_of_nothing_keeps_the_revision(self, store: Store) -> None:
        """So that readers keep what they have cached."""
        revision = await store.preferences.commit(ADA, delta(), expected_revision=0)
        counted = ProfileDelta(counters={"unread": 2})
        same = await store.preferences.commit(ADA, counted, expected_revision=revision)
        assert same == revision
        assert (await store.status(stages=("local",))).counters["unread"] == 2

    async def test_records_are_replaced_and_dropped_by_id(self, store: Store) -> None:
        """A replaced one keeps its vectors, a dropped one only its history."""
        revision = await store.preferences.commit(ADA, delta("1"), expected_revision=0)
        revision = await store.preferences.commit(ADA, delta("2"), expected_revision=revision)
        change = ProfileDelta(records=(record("p1", statement="New"),), dropped=("p2",))
        await store.preferences.commit(ADA, change, expected_revision=revision)
        profile = await store.preferences.profile(ADA)
        assert [(r.id, r.statement) for r in profile.records] == [("p1", "New")]
        assert list(profile.vectors) == ["p1"]
        assert [r.preference_id for r in await store.preferences.history(ADA)] == ["p1", "p2"]

    async def test_history_is_told_oldest_first_and_by_preference(self, store: Store) -> None:
        """In the order of the commits."""
        told = tuple(revision(name, reason=str(n)) for n, name in enumerate("aba"))
        await store.preferences.commit(ADA, ProfileDelta(revisions=told), expected_revision=0)
        assert await store.preferences.history(ADA) == told
        assert await store.preferences.history(ADA, "a") == (told[0], told[2])

    async def test_purging_removes_what_is_named_and_keeps_the_rest(self, store: Store) -> None:
        """The turn's id stays, so that it is not taken in again."""
        await write_everything(store)
        before = (await store.preferences.profile(ADA)).revision
        removed = await store.preferences.purge(
            ADA, turns=[("c", "1")], evidence=["e1"], preferences=["p1"], person=PersonState()
        )
        assert {k: removed[k] for k in ("turns", "evidence", "preferences", "history")} == {
            "turns": 1, "evidence": 1, "preferences": 1, "history": 1,
        }  # fmt: skip
        profile = await store.preferences.profile(ADA)
        assert profile.revision > before
        assert ([r.id for r in profile.records], list(profile.vectors)) == (["p2"], ["p2"])
        assert profile.person == PersonState()
        assert [t.content for t in await store.turns.read(ADA)] == ["", "turn 2"]
        assert [e.id for e in await store.preferences.evidence(ADA)] == ["e2"]
        assert (await store.turns.append(ADA, [turn("1")], due={})).duplicates == 1

    async def test_purging_what_is_not_there_changes_nothing(self, store: Store) -> None:
        """Not even the revision: an erasure that is repeated ends."""
        await write_everything(store)
        before = await store.preferences.profile(ADA)
        removed = await store.preferences.purge(
            ADA, turns=[("c", "9")], evidence=["x"], preferences=["x"], person=before.person
        )
        assert not any(removed.values())
        assert await store.preferences.profile(ADA, known=before) is before

    async def test_erasing_leaves_nothing_of_a_user(self, store: Store) -> None:
        """And a memory that begins anew is never taken for the old one."""
        await write_everything(store)
        before = await store.preferences.profile(ADA)
        removed = await store.preferences.erase(ADA)
        assert (removed["turns"], removed["evidence"], removed["preferences"]) == (2, 2, 2)
        assert (await store.preferences.profile(ADA, known=before)).records == ()
        left = await everything(store)
        assert not any(left[name] for name in ("turns", "evidence", "history", "vectors"))
        assert [scope async for scope in store.users()] == []
        assert await store.preferences.commit(ADA, delta(), expected_revision=0) > before.revision

    async def test_an_intent_stands_until_what_it_meant_is_done(self, store: Store) -> None:
        """Then it is gone, in the same commit; and done a second time it does nothing."""
        await write_everything(store)
        await write_everything(store, OTHERS[0])
        named: dict[str, Any] = {"kind": "erase", "turns": [["c", "1"]]}
        mine = await store.intents.begin(ADA, named)
        other = await store.intents.begin(OTHERS[0], named)
        begun = {one.id: one for one in await store.intents.unfinished()}
        assert set(begun) == {mine, other}
        assert (begun[mine].scope, begun[mine].body) == (ADA, named)
        assert (await store.status(stages=("local",))).unfinished == 2
        removed = await store.preferences.purge(
            OTHERS[0], turns=[("c", "1")], evidence=[], preferences=[], person=PERSON, intent=other
        )
        assert removed["turns"] == 1
        assert (await store.preferences.erase(ADA, intent=mine))["turns"] == 2
        assert await store.intents.unfinished() == ()
        await write_everything(store)
        again = await everything(store)
        assert not any((await store.preferences.erase(ADA, intent=mine)).values())
        late = await store.preferences.purge(
            ADA, turns=[("c", "1")], evidence=[], preferences=["p1"], person=PERSON, intent=mine
        )
        assert not any(late.values())
        assert await everything(store) == again

    async def test_a_task_is_taken_by_one(self, store: Store) -> None:
        """And taken again only when it is due."""
        assert await store.take("a", seconds=3600)
        assert not await store.take("a", seconds=3600)
        assert await store.take("b", seconds=0)
        assert await store.take("b", seconds=3600)
        await store.put_off("a", seconds=-1)
        assert await store.take("a", seconds=3600)

    async def test_old_turns_lose_their_text_once_they_are_read(self, store: Store) -> None:
        """Their ids stay; those that a stage still has to read keep it."""
        for scope in (ADA, OTHERS[0]):
            said = [turn("1"), turn("2"), turn("3", at=DAY + timedelta(days=9))]
            await store.turns.append(scope, said, due={"local": 0.0})
        lease = await store.work.claim("local", scope=ADA, seconds=30)
        assert lease is not None
        await store.preferences.commit(ADA, delta(lease=lease, cursor=3), expected_revision=0)
        before = DAY + timedelta(days=1)
        past = [one async for one in store.past_turns(before)]
        assert past == [(ADA, [("c", "1"), ("c", "2")])]
        assert (await store.expire_turns(before))["turns"] == 2
        assert [t.content for t in await store.turns.read(ADA)] == ["", "", "turn 3"]
        assert all([t.content for t in await store.turns.read(OTHERS[0])])
        assert [one async for one in store.past_turns(before)] == []
        assert (await store.turns.append(ADA, [turn("1")], due={})).duplicates == 1

    async def test_nothing_of_one_user_shows_in_another(self, store: Store) -> None:
        """Not in reading, and not in erasing."""
        await write_everything(store, ADA, about="ada")
        for n, other in enumerate(OTHERS):
            await write_everything(store, other, about=f"other {n}")
        before = [await everything(store, other) for other in OTHERS]
        assert "other" not in str(await everything(store, ADA))
        await store.preferences.purge(
            ADA, turns=[("c", "1")], evidence=["e1"], preferences=["p1"], person=PersonState()
        )
        await store.preferences.erase(ADA)
        assert [await everything(store, other) for other in OTHERS] == before
        assert {scope async for scope in store.users()} == set(OTHERS)

    async def test_an_export_comes_back_identical(self, store: Store) -> None:
        """As JSON, into another user, erased turns and withdrawn evidence included."""
        await write_everything(store)
        now = (await store.preferences.profile(ADA)).revision
        change = ProfileDelta(evidence=(evidence("e3"),), withdrawn=("e3",))
        await store.preferences.commit(ADA, change, expected_revision=now)
        await store.preferences.purge(
            ADA, turns=[("c", "2")], evidence=[], preferences=[], person=PERSON
        )
        exported = await store.export_rows(ADA)
        given = {"p2": vectors(5)}
        await store.import_rows(OTHERS[0], json.loads(json.dumps(exported)), vectors=given)
        assert await store.export_rows(OTHERS[0]) == exported
        there = await store.preferences.profile(OTHERS[0])
        assert there.records == (await store.preferences.profile(ADA)).records
        assert {name: m.tobytes() for name, m in there.vectors.items()} == {
            "p2": vectors(5).tobytes()
        }
        assert (await store.turns.append(OTHERS[0], [turn("2")], due={})).duplicates == 1

    async def test_a_broken_export_is_refused_whole(self, store: Store) -> None:
        """The message names the row; nothing is written."""
        await write_everything(store)
        exported = await store.export_rows(ADA)
        for name, row in (("turns", {"id": 1}), ("evidence", 7), ("preferences", {})):
            broken = exported | {name: [*exported[name], row]}
            with pytest.raises(UsageError, match=rf"{name}, row 3"):
                await store.import_rows(OTHERS[0], broken)
        with pytest.raises(UsageError, match="empty"):
            await store.import_rows(ADA, exported)
        assert [scope async for scope in store.users()] == [ADA]

    async def test_vectors_are_replaced_as_a_whole(self, store: Store) -> None:
        """Those of preferences that are not there are left out."""
        await write_everything(store)
        await store.replace_vectors(ADA, {"p2": vectors(5), "absent": vectors()})
        held = (await store.preferences.profile(ADA)).vectors
        assert {name: m.tobytes() for name, m in held.items()} == {"p2": vectors(5).tobytes()}

    async def test_the_first_embedder_is_remembered(self, store: Store) -> None:
        """Another is refused, with the remedy."""
        await store.check_embedder("one/384")
        await store.check_embedder("one/384")
        with pytest.raises(EmbedderMismatch, match=r"one/384.*reindex"):
            await store.check_embedder("two/768")

    async def test_users_are_listed_once_each(self, store: Store) -> None:
        """Whoever has a turn or a profile."""
        for scope in (*OTHERS, ADA):
            await store.turns.append(scope, [turn()], due={"local": 0.0})
        listed = [scope async for scope in store.users()]
        assert len(listed) == len(OTHERS) + 1
        assert set(listed) == {*OTHERS, ADA}
        assert [scope async for scope in store.users("other")] == [OTHERS[3]]
        status = await store.status(stages=("local",))
        assert (status.users, status.turns, status.waiting) == (7, 7, 7)


async def _append_one(store: Store, name: str) -> None:
    await store.turns.append(ADA, [turn(name)], due={"local": 0.0})


async def _commit_racing(store: Store, name: str) -> None:
    await _until_it_holds(
        lambda at: store.preferences.commit(ADA, delta(name), expected_revision=at), store
    )


async def _until_it_holds(commit: Callable[[int], Awaitable[int]], store: Store) -> None:
    while True:
        try:
            await commit((await store.preferences.profile(ADA)).revision)
        except RevisionConflict:
            continue
        return
