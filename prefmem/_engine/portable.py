"""Everything of a user as one JSON-ready mapping, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any, Literal, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    TypeAdapter,
    ValidationError,
)

from prefmem._engine.committing import Committer
from prefmem._engine.parts import Parts
from prefmem.errors import UsageError
from prefmem.policy import audit
from prefmem.records import PreferenceRecord
from prefmem.stages import changepoint, forgetting
from prefmem.stages.messages import checked_text, checked_time, shown
from prefmem.types import Polarity, Scope

SCHEMA = "prefmem.export"
VERSION = 1
PARTS = ("turns", "evidence", "preferences", "history")


async def export(parts: Parts, scope: Scope) -> dict[str, Any]:
    """All that is held: turns, evidence, preferences, history, consents, with the schema.

    Records of decisions are told and not restored: a chain of records takes none back.
    """
    rows = await parts.store.export_rows(scope)
    await parts.audit.flush()
    records = await parts.store.audit_of(forgetting.pseudonym(scope), limit=audit.EVERY)
    profile = await parts.store.preferences.profile(scope)
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "user_id": scope.user,
        "tenant": scope.tenant,
        "consents": dict(profile.person.consents),
        **rows,
        "decisions": [audit.unchained(one) for one in records],
    }


async def load(committer: Committer, scope: Scope, export: Mapping[str, Any]) -> None:
    """Restore an export into a user of whom nothing is held."""
    if not isinstance(export, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError(f"not an export but a {type(export).__name__}; pass what export() gave")
    if export.get("schema") != SCHEMA:
        raise UsageError(
            f"not an export: its schema is {shown(export.get('schema'))}, not {SCHEMA!r}; "
            "`prefmem ingest` reads chat exports of other products"
        )
    version = export.get("version")
    if type(version) is not int or version < 1:
        raise UsageError(f"export version {shown(version)} is no version; pass what export() gave")
    if version > VERSION:
        raise UsageError(f"export version {version} is newer than {VERSION}; update prefmem")
    missing = [name for name in PARTS if not isinstance(export.get(name), list)]
    if missing:
        raise UsageError(f"the export lacks {', '.join(missing)}; it may be cut off")
    store = committer.parts.store
    held = await committer.profiles.newest(scope)
    if held.revision or await store.turns.read(scope, limit=1):
        raise UsageError(
            f"user {scope.user!r} is not empty; erase() it first, or load into another user"
        )
    export = {**export, "person": _person(export)}
    _check_person(export["person"])
    _check_learned(export, committer.parts.clock.now())
    vectors = await committer.vectors_of(_records(export["preferences"]))
    await store.import_rows(scope, export, vectors=vectors)


AHEAD = timedelta(days=1)
"""How far the clock of another host may be ahead: what it has learned was learned by then."""
END = datetime(9998, 12, 31, tzinfo=UTC)
"""After it there is no time left to learn more."""
LAST = 253_402_300_799_999
"""The last millisecond that a time can name."""
Milliseconds = Annotated[int, Field(ge=0, le=LAST)]
Mark = tuple[str, Annotated[int, Field(ge=-LAST, le=LAST)]]
"""Evidence, and when it was said, in milliseconds: see `stages.doubts`."""


class _Drift(BaseModel):
    """What `stages.draft.drift_of` and those who change it leave in a record."""

    v: Literal[1]
    side: Literal[1, -1]
    log: str
    p: float
    change: float
    t: int
    talks: int
    outright: bool
    contrary: list[str] = []
    past: list[int] = []
    unsaid: list[tuple[str, str, Polarity]] = []
    spells: list[tuple[Annotated[int, Field(ge=-LAST, le=LAST)], str]] = []
    without: list[str] = []
    turned: Mark | None = None
    doubted: Mark | None = None
    postponed: tuple[NonNegativeInt, Milliseconds] | None = None


def _until(mark: str) -> str:
    """A mark of something forgotten, if it says until when."""
    _, _, until = mark.partition(":")
    checked_time(until, "the time behind the digest")
    return mark


Forgotten = Annotated[str, Field(pattern=r"^[0-9a-f]{32}:"), AfterValidator(_until)]


class _Person(BaseModel):
    """What `stages.timescales` and `stages.forgetting` leave in the state of a person."""

    timescales: dict[str, tuple[NonNegativeInt, Milliseconds]] = {}
    forgotten: list[Forgotten] = []


def _records(rows: Sequence[Any]) -> list[PreferenceRecord]:
    """The preferences of an export, with the state that the stages read.

    Raises:
        UsageError: One is not of that form; the message names its row.
    """
    records: list[PreferenceRecord] = []
    for number, row in enumerate(rows, 1):
        try:
            record = _adapter().validate_python([row])[0]
            changepoint.check(_Drift.model_validate(record.drift).log)
            for text in (record.statement, *record.applies_to):
                checked_text(text, "statement")
        except ValueError as error:
            raise UsageError(
                f"preferences, row {number}: {_reason(error)}; pass rows as an export gives them"
            ) from error
        records.append(record)
    return records


def _person(export: Mapping[str, Any]) -> object:
    """The state of the person, with the consents that an export also tells at its top.

    Raises:
        UsageError: The two tell different consents: a closed class must not come back open.
    """
    state: object = export.get("person", {})
    if "consents" not in export or not isinstance(state, Mapping):
        return state
    held = dict(cast("Mapping[str, Any]", state))
    if held.setdefault("consents", export["consents"]) != export["consents"]:
        raise UsageError(
            f"person, row 1: consents {shown(held['consents'])} are not those at the top of the "
            f"export, {shown(export['consents'])}; make them the same"
        )
    return held


def _check_learned(export: Mapping[str, Any], now: datetime) -> None:
    """Check that nothing was learned in the future: what is learned next has to come after it."""
    rows = [("person", 1, export["person"]), *_numbered(export, "evidence", "withdrawn")]
    learned = [(name, n, _time_of(name, n, row, "learned_at")) for name, n, row in rows]
    latest = max((at for _, _, at in learned if at is not None), default=now)
    if latest <= now + AHEAD:
        return
    # Where this clock is behind, the turns say so.
    said = [_time_of(name, n, row, "at") for name, n, row in _numbered(export, "turns")]
    limit = min(max([now, *(at for at in said if at is not None)]), END) + AHEAD
    for name, number, at in learned:
        if at is not None and at > limit:
            raise UsageError(
                f"{name}, row {number}: learned_at {at.isoformat()} lies in the future; set the "
                "clock, or pass rows as an export gives them"
            )


def _numbered(export: Mapping[str, Any], *names: str) -> list[tuple[str, int, Any]]:
    found: list[tuple[str, int, Any]] = []
    for name in names:
        rows: object = export.get(name, ())
        if isinstance(rows, list | tuple):
            found += [(name, n, row) for n, row in enumerate(cast("Sequence[Any]", rows), 1)]
    return found


def _time_of(name: str, number: int, row: object, field: str) -> datetime | None:
    at = cast("Mapping[str, Any]", row).get(field) if isinstance(row, Mapping) else None
    try:
        return None if at is None else checked_time(at, field)
    except UsageError as error:
        raise UsageError(f"{name}, row {number}: {error}") from error


def _check_person(state: object) -> None:
    try:
        _Person.model_validate(state)
    except ValidationError as error:
        raise UsageError(
            f"person, row 1: {_reason(error)}; pass rows as an export gives them"
        ) from error


@lru_cache
def _adapter() -> TypeAdapter[list[PreferenceRecord]]:
    return TypeAdapter(list[PreferenceRecord], config=ConfigDict(allow_inf_nan=False))


def _reason(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
