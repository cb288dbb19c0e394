"""Everything of a user as one JSON-ready mapping, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prefmem._engine.committing import Committer
from prefmem._engine.parts import Parts
from prefmem.errors import UsageError
from prefmem.types import Scope

SCHEMA = "prefmem.export"
VERSION = 1
PARTS = ("turns", "evidence", "preferences", "history")


async def export(parts: Parts, scope: Scope) -> dict[str, Any]:
    """All that is held: turns, evidence, preferences, history, consents, with the schema."""
    rows = await parts.store.export_rows(scope)
    profile = await parts.store.preferences.profile(scope)
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "user_id": scope.user,
        "tenant": scope.tenant,
        "consents": dict(profile.person.consents),
        **rows,
    }


async def load(committer: Committer, scope: Scope, export: Mapping[str, Any]) -> None:
    """Restore an export into a user of whom nothing is held."""
    if export.get("schema") != SCHEMA:
        raise UsageError(
            f"not an export: its schema is {export.get('schema')!r}, not {SCHEMA!r}; "
            "`prefmem ingest` reads chat exports of other products"
        )
    version = export.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise UsageError(f"export version {version!r} is newer than {VERSION}; update prefmem")
    missing = [name for name in PARTS if not isinstance(export.get(name), list)]
    if missing:
        raise UsageError(f"the export lacks {', '.join(missing)}; it may be cut off")
    store = committer.parts.store
    held = await committer.profiles.newest(scope)
    if held.revision or await store.turns.read(scope, limit=1):
        raise UsageError(
            f"user {scope.user!r} is not empty; erase() it first, or load into another user"
        )
    await store.import_rows(scope, export)
    profile = await committer.profiles.newest(scope)
    vectors = await committer.vectors_of(profile.records)
    await store.replace_vectors(scope, vectors)
