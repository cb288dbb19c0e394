"""The contract of the ledger: what counts, what no longer does, and that both can be removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from prefmem.conformance.contract import Contract
from prefmem.conformance.samples import ADA, DAY, evidence
from prefmem.ports import Store
from prefmem.records import PersonState, ProfileDelta


class LedgerContract(Contract):
    """What `prefmem.ports.PreferenceStore` promises of evidence; part of `StoreContract`."""

    async def test_evidence_is_appended_once_and_read_by_time(self, store: Store) -> None:
        """An id that is there is a no-op, withdrawn evidence no longer counts."""
        late, early = evidence("a", at=DAY + timedelta(days=1)), evidence("b")
        first = ProfileDelta(evidence=(late, early, evidence("0")))
        revision = await store.preferences.commit(ADA, first, expected_revision=0)
        again = ProfileDelta(evidence=(replace(late, quote="other"),), withdrawn=("0", "absent"))
        await store.preferences.commit(ADA, again, expected_revision=revision)
        assert await store.preferences.evidence(ADA) == (early, late)
        whole = await store.preferences.evidence(ADA, withdrawn=True)
        assert whole == (evidence("0"), early, late)

    async def test_withdrawn_evidence_is_purged_as_any_other(self, store: Store) -> None:
        """Whoever forgets something forgets what was noted of it before, too."""
        first = ProfileDelta(evidence=(evidence("a"), evidence("b")), withdrawn=("a",))
        await store.preferences.commit(ADA, first, expected_revision=0)
        removed = await store.preferences.purge(
            ADA, turns=[], evidence=["a"], preferences=[], person=PersonState()
        )
        assert removed["evidence"] == 1
        assert await store.preferences.evidence(ADA, withdrawn=True) == (evidence("b"),)
        assert (await store.export_rows(ADA))["withdrawn"] == []
