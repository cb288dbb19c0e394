"""The contract of what goes with time, or with its person, and of what must not come back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import anyio
import pytest

from prefmem.conformance.contract import Contract
from prefmem.conformance.samples import ADA, DAY, OTHERS, delta, turn
from prefmem.errors import LeaseLost
from prefmem.ports import WAITED, Store
from prefmem.records import StageName
from prefmem.stages.forgetting import pseudonym


class RetentionContract(Contract):
    """What `prefmem.ports` promises of old turns and of decisions; part of `WorkContract`."""

    async def test_a_decision_is_not_written_back_after_its_person_was_erased(
        self, store: Store
    ) -> None:
        """Of those that wait in a buffer meanwhile none is kept, and who comes later is new."""
        records = [{"pseudonym": name, "n": n} for n, name in enumerate(("ada", "bob", "ada"))]
        assert list(await store.append_audit(records, waited=lambda: [0.0] * 3)) == []
        assert [row["n"] for row in await store.erase_audit("ada")] == [0, 2]
        refused = await store.append_audit(records, waited=lambda: [60.0, 60.0, 5.0])
        assert list(refused) == [0, 2]
        assert len(await store.audit_since()) == 1, "all or nothing"
        await anyio.sleep(0.01)
        assert list(await store.append_audit(records, waited=lambda: [0.0] * 3)) == []
        assert len(await store.audit_of("ada")) == 2
        old = await store.append_audit(records[:2], waited=lambda: [0.0, WAITED + 1])
        assert list(old) == [1], "what waited for longer than an erasure is remembered"

    async def test_what_was_being_said_when_its_person_was_erased_is_not_stored(
        self, store: Store
    ) -> None:
        """Nor is anybody made for it, in either way to append; what is said since is stored."""
        some: dict[StageName, float] = {"local": 0.0}
        claim: Any = {"stage": "local", "seconds": 60.0, "limit": 9, "before": 0}
        await store.turns.append(ADA, [turn("1")], due=some, age=lambda: 60.0)
        await store.erase_audit(pseudonym(ADA))
        await store.preferences.erase(ADA)
        late = await store.turns.append(ADA, [turn("2")], due=some, age=lambda: 60.0)
        later = await store.turns.append_and_claim(
            ADA, [turn("2")], due=some, age=lambda: 60.0, **claim
        )
        assert (late.accepted, late.duplicates) == (0, 0)
        assert (later.receipt.accepted, later.lease, later.turns) == (0, None, ())
        assert [scope async for scope in store.users()] == []
        await anyio.sleep(0.01)
        other = await store.turns.append(OTHERS[0], [turn("3")], due=some, age=lambda: 60.0)
        since = await store.turns.append_and_claim(
            ADA, [turn("4")], due=some, age=lambda: 0.0, **claim
        )
        assert (other.accepted, since.receipt.accepted) == (1, 1)
        assert [one.id for one in await store.turns.read(ADA)] == ["4"]

    async def test_old_turns_wait_for_those_who_learn_from_them_and_no_other(
        self, store: Store
    ) -> None:
        """Not for the index, and not for a stage that nobody asks about any more."""
        due: dict[StageName, float] = {"local": 0.0, "model": 0.0, "index": 0.0}
        await store.turns.append(ADA, [turn("1")], due=due)
        lease = await store.work.claim("local", scope=ADA, seconds=30)
        indexing = await store.work.claim("index", scope=ADA, seconds=30)
        assert lease is not None
        assert indexing is not None
        await store.preferences.commit(ADA, delta(lease=lease, cursor=1), expected_revision=0)
        before = DAY + timedelta(days=1)
        assert [one async for one in store.past_turns(before)] == []
        assert [one async for one in store.past_turns(before, stages=("local", "model"))] == []
        assert (await store.expire_turns(before))["turns"] == 0
        asked = store.past_turns(before, stages=("local",))
        assert [one async for one in asked] == [(ADA, [("c", "1")])]
        assert (await store.expire_turns(before, stages=("local",)))["turns"] == 1
        with pytest.raises(LeaseLost):
            await store.work.renew(indexing, seconds=30)
