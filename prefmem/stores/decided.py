"""Records of decisions as a list: for a store that is gone with its process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from prefmem.records import AuditRecord


class MemoryAudit:
    """Implements `AuditKeeper`."""

    def __init__(self) -> None:
        self._audit: list[dict[str, Any]] = []
        self._audited = 0

    async def append_audit(self, records: Sequence[AuditRecord | Mapping[str, Any]]) -> None:
        """Keep audit records, in order."""
        for one in records:
            row = asdict(one) if isinstance(one, AuditRecord) else dict(one)
            plain = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()}
            self._audited += 1
            self._audit.append({**plain, "seq": self._audited})

    async def audit_since(self, seq: int = 0, *, limit: int = 1000) -> tuple[dict[str, Any], ...]:
        """Audit records after a number, in order."""
        return tuple([one for one in self._audit if one["seq"] > seq][:limit])

    async def audit_of(self, pseudonym: str, *, limit: int = 200) -> tuple[dict[str, Any], ...]:
        """The newest audit records of one pseudonym, oldest first."""
        return tuple([one for one in self._audit if one.get("pseudonym") == pseudonym][-limit:])

    async def erase_audit(self, pseudonym: str) -> int:
        """Remove the audit records of one pseudonym; how many."""
        before = len(self._audit)
        self._audit = [one for one in self._audit if one.get("pseudonym") != pseudonym]
        return before - len(self._audit)

    async def prune_audit(self, seq: int) -> int:
        """Remove the audit records up to a number; how many."""
        before = len(self._audit)
        self._audit = [one for one in self._audit if one["seq"] > seq]
        return before - len(self._audit)
