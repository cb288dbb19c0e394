"""Records of decisions as a list: for a store that is gone with its process."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from time import monotonic
from typing import Any

from prefmem.ports import WAITED, Waited
from prefmem.records import AuditRecord


class MemoryAudit:
    """Implements `AuditKeeper`."""

    def __init__(self) -> None:
        self._audit: list[dict[str, Any]] = []
        self._audited = 0
        self._erased: dict[str, float] = {}

    async def append_audit(
        self,
        records: Sequence[AuditRecord | Mapping[str, Any]],
        *,
        waited: Waited | None = None,
    ) -> tuple[int, ...]:
        """Keep audit records, in order; none, and the places of those of erased people."""
        rows = [asdict(one) if isinstance(one, AuditRecord) else dict(one) for one in records]
        refused = () if waited is None else self._refused(rows, waited())
        if refused:
            return refused
        for row in rows:
            plain = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()}
            self._audited += 1
            self._audit.append({**plain, "seq": self._audited})
        return ()

    def _refused(
        self, rows: Sequence[Mapping[str, Any]], waited: Sequence[float]
    ) -> tuple[int, ...]:
        return tuple(
            place
            for place, (row, seconds) in enumerate(zip(rows, waited, strict=True))
            if seconds > WAITED or self._erased_since(row.get("pseudonym", ""), seconds)
        )

    def _erased_since(self, pseudonym: str, seconds: float) -> bool:
        """True if the records of a pseudonym were erased in the last seconds."""
        return monotonic() - seconds <= self._erased.get(pseudonym, -math.inf)

    async def audit_since(self, seq: int = 0, *, limit: int = 1000) -> tuple[dict[str, Any], ...]:
        """Audit records after a number, in order."""
        return tuple([one for one in self._audit if one["seq"] > seq][:limit])

    async def audit_of(self, pseudonym: str, *, limit: int = 200) -> tuple[dict[str, Any], ...]:
        """The newest audit records of one pseudonym, oldest first."""
        return tuple([one for one in self._audit if one.get("pseudonym") == pseudonym][-limit:])

    async def erase_audit(self, pseudonym: str) -> tuple[dict[str, Any], ...]:
        """Remove the audit records of one pseudonym, and remember when; those that are gone."""
        time = monotonic()
        self._erased = {name: at for name, at in self._erased.items() if at > time - WAITED}
        self._erased[pseudonym] = time
        gone = tuple([one for one in self._audit if one.get("pseudonym") == pseudonym])
        self._audit = [one for one in self._audit if one.get("pseudonym") != pseudonym]
        return gone

    async def prune_audit(self, seq: int) -> int:
        """Remove the audit records up to a number; how many."""
        before = len(self._audit)
        self._audit = [one for one in self._audit if one["seq"] > seq]
        return before - len(self._audit)
