"""The contract of a work stream: one worker a user, in order, taken over from the dead."""

from __future__ import annotations

from dataclasses import replace

import anyio
import pytest

from prefmem.conformance.retention import RetentionContract
from prefmem.conformance.samples import ADA, OTHERS, PERSON, delta, turn
from prefmem.errors import LeaseLost, RevisionConflict
from prefmem.ports import Store
from prefmem.records import Claimed, Lease, PersonState, ProfileDelta, StageName
from prefmem.types import Scope

BOB = OTHERS[3]
BRIEF = 0.15
LONG = 30.0


class WorkContract(RetentionContract):
    """What `prefmem.ports.WorkStream` promises; subclasses give the fixture `store`, empty."""

    @pytest.fixture
    async def store(self) -> Store:
        """The store under test."""
        raise NotImplementedError("give a fixture `store`")

    async def test_there_is_no_work_where_nothing_waits(self, store: Store) -> None:
        """Neither in an empty store, nor for a stage that nobody asked for."""
        assert await store.work.claim("local", seconds=LONG) is None
        await observe(store)
        assert await store.work.claim("model", seconds=LONG) is None

    async def test_a_user_is_leased_to_one_worker_at_a_time(self, store: Store) -> None:
        """Stages do not hinder each other."""
        await observe(store, local=0.0, model=0.0)
        lease = await claimed(store)
        assert (lease.scope, lease.cursor, lease.attempts) == (ADA, 0, 0)
        assert await store.work.claim("local", seconds=LONG) is None
        assert await store.work.claim("local", scope=ADA, seconds=LONG, hurry=True) is None
        assert await store.work.claim("model", seconds=LONG) is not None

    async def test_of_many_workers_one_gets_the_lease(self, store: Store) -> None:
        """However many ask at once."""
        await observe(store)
        leases: list[Lease] = []

        async def ask() -> None:
            lease = await store.work.claim("local", seconds=LONG)
            leases.extend([lease] if lease else [])

        async with anyio.create_task_group() as group:
            for _ in range(8):
                group.start_soon(ask)
        assert len(leases) == 1

    async def test_the_commit_moves_the_cursor_and_frees_the_lease(self, store: Store) -> None:
        """In one transaction with what was learned."""
        await observe(store, turns=3)
        lease = await claimed(store)
        change = delta(lease=lease, cursor=2)
        await store.preferences.commit(ADA, change, expected_revision=0)
        rest = await claimed(store)
        assert rest.cursor == 2
        done = ProfileDelta(lease=rest, cursor=3)
        at = (await store.preferences.profile(ADA)).revision
        await store.preferences.commit(ADA, done, expected_revision=at)
        assert await store.work.claim("local", scope=ADA, seconds=LONG) is None
        assert (await store.work.backlog())["waiting"] == 0

    async def test_who_brings_turns_may_claim_them_with_what_was_said_before(
        self, store: Store
    ) -> None:
        """Due or not: the lease, a few turns before the cursor, and those that wait."""
        await observe(store, turns=3)
        done = ProfileDelta(lease=await claimed(store), cursor=3)
        await store.preferences.commit(ADA, done, expected_revision=0)
        found = await brought(store, "3", "4", "5", "6", limit=2, before=2)
        assert (found.receipt.accepted, found.receipt.duplicates) == (3, 1)
        assert found.lease is not None
        assert (found.lease.scope, found.lease.stage, found.lease.cursor) == (ADA, "local", 3)
        assert [(t.id, t.position) for t in found.turns] == [
            ("2", 2), ("3", 3), ("4", 4), ("5", 5)
        ]  # fmt: skip
        assert await store.work.claim("local", scope=ADA, seconds=LONG) is None
        await store.preferences.commit(
            ADA, ProfileDelta(lease=found.lease, cursor=5), expected_revision=0
        )
        assert (await store.work.backlog())["waiting"] == 1

    async def test_turns_are_stored_whoever_holds_the_user(self, store: Store) -> None:
        """Another worker reads them later; what is nothing new claims nothing."""
        await observe(store)
        lease = await claimed(store)
        found = await brought(store, "2")
        assert (found.receipt.accepted, found.lease, found.turns) == (1, None, ())
        await store.preferences.commit(
            ADA, ProfileDelta(lease=lease, cursor=2), expected_revision=0
        )
        again = await brought(store, "1", "2")
        assert (again.receipt.accepted, again.receipt.duplicates, again.lease) == (0, 2, None)

    async def test_turns_that_are_brought_after_a_failure_wait_for_its_end(
        self, store: Store
    ) -> None:
        """And are read one by one where a batch failed."""
        await observe(store, turns=2)
        await store.work.release(await claimed(store), failed="boom", retry_in=BRIEF, careful=2)
        assert (await brought(store, "3")).lease is None
        await anyio.sleep(BRIEF + 0.05)
        found = await brought(store, "4")
        assert [t.id for t in found.turns] == ["1"]

    async def test_who_waits_longest_comes_first(self, store: Store) -> None:
        """The earliest due, whoever came first."""
        await observe(store, BOB, local=0.4)
        await observe(store, ADA, local=0.0)
        await anyio.sleep(0.45)
        assert (await claimed(store)).scope == ADA
        assert (await claimed(store)).scope == BOB

    async def test_a_debounced_user_waits_for_quiet(self, store: Store) -> None:
        """Unless named, or in a hurry."""
        await observe(store, local=LONG)
        assert await store.work.claim("local", seconds=LONG) is None
        named = await store.work.claim("local", scope=ADA, seconds=LONG)
        assert named is not None
        await store.work.release(named)
        assert await store.work.claim("local", seconds=LONG) is None
        assert await store.work.claim("local", seconds=LONG, hurry=True) is not None

    async def test_the_work_of_the_dead_is_taken_over(self, store: Store) -> None:
        """And counted as an attempt: what killed one worker may kill the next."""
        await observe(store)
        old = await claimed(store, seconds=BRIEF)
        await anyio.sleep(BRIEF + 0.05)
        new = await claimed(store)
        assert (new.attempts, new.cursor) == (1, 0)
        assert new.token != old.token
        await refused(store, old)

    async def test_a_lease_that_ran_out_holds_no_more(self, store: Store) -> None:
        """Even if nobody has taken over yet."""
        await observe(store)
        old = await claimed(store, seconds=BRIEF)
        await anyio.sleep(BRIEF + 0.05)
        await refused(store, old)
        assert (await store.preferences.profile(ADA)).records == ()

    async def test_a_renewed_lease_lasts_longer(self, store: Store) -> None:
        """Counted from the renewal."""
        await observe(store)
        lease = await claimed(store, seconds=BRIEF * 2)
        renewed = await store.work.renew(lease, seconds=LONG)
        assert renewed.until > lease.until
        await anyio.sleep(BRIEF * 2 + 0.05)
        assert await store.work.claim("local", seconds=LONG) is None
        await store.preferences.commit(ADA, delta(lease=lease, cursor=1), expected_revision=0)

    async def test_a_failure_is_counted_and_waits(self, store: Store) -> None:
        """Hurry or not; then it is tried again from where it was."""
        await observe(store)
        lease = await claimed(store)
        await store.work.release(lease, failed="boom", retry_in=BRIEF)
        assert await store.work.claim("local", seconds=LONG, hurry=True) is None
        assert await store.work.claim("local", scope=ADA, seconds=LONG) is None
        await anyio.sleep(BRIEF + 0.05)
        again = await claimed(store)
        assert (again.attempts, again.cursor) == (1, 0)
        assert (await store.work.backlog())["failures"] == 1

    async def test_a_success_forgets_the_failures_before_it(self, store: Store) -> None:
        """The next turns start at no attempts."""
        await observe(store, turns=2)
        await store.work.release(await claimed(store), failed="boom")
        lease = await claimed(store)
        change = ProfileDelta(lease=lease, cursor=1)
        await store.preferences.commit(ADA, change, expected_revision=0)
        assert (await claimed(store)).attempts == 0

    async def test_a_parked_turn_is_passed_over_and_shown(self, store: Store) -> None:
        """What follows it is not held up."""
        await observe(store, turns=2)
        await store.work.release(await claimed(store), cursor=1, failed="always")
        assert (await claimed(store)).cursor == 1
        backlog = await store.work.backlog()
        assert (backlog["parked"], backlog["waiting"]) == (1, 1)
        assert (await store.status(stages=("local",))).parked == 1

    async def test_a_careful_place_is_remembered(self, store: Store) -> None:
        """For whoever claims next."""
        await observe(store, turns=3)
        await store.work.release(await claimed(store), failed="batch", careful=3)
        assert (await claimed(store)).careful == 3

    async def test_the_backlog_counts_turns_and_leases(self, store: Store) -> None:
        """And knows since when the oldest waits."""
        empty = await store.work.backlog()
        assert (empty["waiting"], empty["oldest_waiting"], empty["leased"]) == (0, None, 0)
        await observe(store, turns=3, local=0.0, index=0.0)
        await observe(store, BOB, turns=1)
        await claimed(store)
        backlog = await store.work.backlog()
        assert (backlog["waiting"], backlog["leased"]) == (4, 1)
        assert backlog["oldest_waiting"].tzinfo is not None
        assert (await store.status(stages=("model",))).waiting == 0

    async def test_what_a_model_may_not_read_yet_is_not_late(self, store: Store) -> None:
        """It waits until memory is resumed, and is due by the commit that resumes it."""
        await observe(store, model=0.0)
        at = 0
        for paused in (True, False):
            due: tuple[StageName, ...] = () if paused else ("model",)
            change = ProfileDelta(person=PersonState(paused=paused), due=due)
            at = await store.preferences.commit(ADA, change, expected_revision=at)
            if paused:
                lease = await store.work.claim("model", seconds=LONG)
                assert lease is not None
                await store.work.release(lease, retry_in=900.0)
                assert await store.work.claim("model", seconds=LONG, hurry=True) is None
            backlog = await store.work.backlog()
            assert (backlog["waiting"], backlog["failures"]) == (1, 0)
            assert (backlog["oldest_waiting"] is None) is paused
        again = await store.work.claim("model", seconds=LONG)
        assert again is not None
        assert (again.cursor, again.attempts) == (0, 0)

    async def test_erasing_ends_the_work_on_a_user(self, store: Store) -> None:
        """A worker with the old turns in hand cannot bring them back, not even later."""
        await observe(store)
        old = await claimed(store)
        await store.preferences.erase(ADA)
        await refused(store, old)
        await observe(store)
        await claimed(store)
        await refused(store, old)
        assert (await store.preferences.profile(ADA)).records == ()

    async def test_purging_makes_workers_read_again(self, store: Store) -> None:
        """Whoever distils at that moment has read what is gone now."""
        await observe(store)
        old = await claimed(store)
        await store.preferences.purge(
            ADA, turns=[("c", "1")], evidence=[], preferences=[], person=PERSON
        )
        await refused(store, old)
        again = await claimed(store)
        assert (again.cursor, again.attempts) == (0, 0)

    async def test_a_purge_that_was_outrun_removes_nothing(self, store: Store) -> None:
        """What is to go, and what is kept of the person, may have changed since it was read."""
        before = await store.preferences.commit(ADA, delta("1"), expected_revision=0)
        paused = ProfileDelta(person=PersonState(paused=True))
        at = await store.preferences.commit(ADA, paused, expected_revision=before)
        intent = await store.intents.begin(ADA, {"kind": "forget"})

        async def purge(revision: int) -> None:
            await store.preferences.purge(
                ADA,
                turns=(),
                evidence=(),
                preferences=("p1",),
                person=PersonState(paused=True),
                intent=intent,
                expected_revision=revision,
            )

        with pytest.raises(RevisionConflict):
            await purge(before)
        held = await store.preferences.profile(ADA)
        assert (held.revision, held.person.paused) == (at, True)
        assert [one.id for one in held.records] == ["p1"]
        assert [one.id for one in await store.intents.unfinished()] == [intent]
        await purge(at)
        assert (await store.preferences.profile(ADA)).records == ()
        assert await store.intents.unfinished() == ()

    async def test_a_purge_takes_in_what_is_derived_from_what_stays(self, store: Store) -> None:
        """Nobody reads a profile from which something is missing that other evidence supports."""
        before = await store.preferences.commit(ADA, delta("1"), expected_revision=0)
        fresh = delta("2")
        await store.preferences.purge(
            ADA,
            turns=(),
            evidence=(),
            preferences=("p1",),
            person=PERSON,
            derived=replace(fresh, evidence=(), person=None),
            expected_revision=before,
        )
        held = await store.preferences.profile(ADA)
        assert held.revision == before + 1
        assert [one.id for one in held.records] == ["p2"]
        assert list(held.vectors) == ["p2"]
        told = await store.preferences.history(ADA)
        assert told == fresh.revisions

    async def test_a_stage_can_be_started_again(self, store: Store) -> None:
        """From the first turn, for all who have said anything; others stay where they are."""
        await observe(store, turns=3, index=0.0, local=0.0)
        lease = await store.work.claim("index", seconds=LONG)
        assert lease is not None
        done = ProfileDelta(lease=lease, cursor=3)
        await store.preferences.commit(ADA, done, expected_revision=0)
        assert await store.work.claim("index", seconds=LONG) is None
        assert await store.work.restart("index") == 1
        assert await store.work.restart("index") == 0
        again = await store.work.claim("index", seconds=LONG)
        assert again is not None
        assert again.cursor == 0
        assert await store.work.sweep() == 0

    async def test_who_has_not_spoken_is_not_read_again(self, store: Store) -> None:
        """What an index leaves out is not missed in it."""
        silent = [turn("1", role="system"), turn("2", content=" \n\t")]
        await store.turns.append(ADA, silent, due={"index": 0.0})
        lease = await store.work.claim("index", seconds=LONG)
        assert lease is not None
        done = ProfileDelta(lease=lease, cursor=2)
        await store.preferences.commit(ADA, done, expected_revision=0)
        assert await store.work.restart("index") == 0

    async def test_a_sweep_of_a_sound_stream_changes_nothing(self, store: Store) -> None:
        """What is leased stays leased, what is done stays done."""
        await observe(store)
        await claimed(store)
        assert await store.work.sweep() == 0
        assert await store.work.claim("local", seconds=LONG) is None


async def observe(store: Store, scope: Scope = ADA, *, turns: int = 1, **due: float) -> None:
    """Put turns into the log."""
    given = [turn(str(n)) for n in range(1, turns + 1)]
    await store.turns.append(scope, given, due=due or {"local": 0.0})  # pyright: ignore[reportArgumentType]


async def brought(store: Store, *names: str, limit: int = 9, before: int = 0) -> Claimed:
    """Put turns into the log, and claim them."""
    return await store.turns.append_and_claim(
        ADA,
        [turn(name) for name in names],
        due={"local": LONG},
        stage="local",
        seconds=LONG,
        limit=limit,
        before=before,
    )


async def claimed(store: Store, *, seconds: float = LONG) -> Lease:
    """The lease that must be there."""
    lease = await store.work.claim("local", seconds=seconds)
    assert lease is not None
    return lease


async def refused(store: Store, lease: Lease) -> None:
    """A lease that was lost is good for nothing."""
    with pytest.raises(LeaseLost):
        await store.work.renew(lease, seconds=LONG)
    with pytest.raises(LeaseLost):
        await store.work.release(lease)
    at = (await store.preferences.profile(lease.scope)).revision
    with pytest.raises(LeaseLost):
        await store.preferences.commit(
            lease.scope, delta(lease=lease, cursor=1), expected_revision=at
        )
