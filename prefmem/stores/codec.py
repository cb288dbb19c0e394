"""Stored forms as JSON and back: exact, sorted, so that equal values are equal bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from typing import Any, cast

import numpy as np

from prefmem.records import Matrix, PersonState, PreferenceRecord, Turn
from prefmem.types import ANYWHERE, Context, Evidence, Revision

Json = dict[str, Any]
_MICRO = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIMES = frozenset(("at", "learned_at", "valid_from", "valid_to", "last_confirmed"))


def micros(at: datetime) -> int:
    """Microseconds since 1970, exactly."""
    passed = at - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * _MICRO + passed.microseconds


def moment(value: int) -> datetime:
    """The time that `micros` gave, in UTC."""
    seconds, rest = divmod(value, _MICRO)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


def dumps(value: object) -> str:
    """JSON with sorted keys and no spaces."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Any:
    """What `dumps` wrote."""
    return json.loads(text)


def plain(value: object) -> Json:
    """A stored form as a JSON-ready mapping; fields at their default are left out."""
    result: Json = {}
    for name, default in _defaults(type(value)):
        one = getattr(value, name)
        if one is None or one == default:
            continue
        result[name] = _plain_value(name, one)
    return result


def _plain_value(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Context):
        return plain(value)
    if name == "evidence":
        return [one if isinstance(one, str) else plain(one) for one in value]
    if isinstance(value, tuple):
        return list(cast("tuple[Any, ...]", value))
    return dict(cast("Mapping[str, Any]", value)) if isinstance(value, Mapping) else value


_DEFAULTS: dict[type, tuple[tuple[str, Any], ...]] = {}


def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    found = _DEFAULTS.get(kind)
    if found is None:
        made: list[tuple[str, Any]] = []
        for one in fields(kind):
            factory = one.default_factory
            made.append((one.name, one.default if factory is MISSING else factory()))
        found = _DEFAULTS[kind] = tuple(made)
    return found


def context(value: Mapping[str, Any] | None) -> Context:
    """Read a context; none is anywhere."""
    return Context(**value) if value else ANYWHERE


def evidence(value: Mapping[str, Any]) -> Evidence:
    """Read what `plain` made of evidence."""
    return Evidence(**_read(value))


def record(value: Mapping[str, Any]) -> PreferenceRecord:
    """Read what `plain` made of a preference record."""
    given = _read(value)
    given["evidence"] = tuple(evidence(one) for one in given.get("evidence", ()))
    for name in ("supersedes", "applies_to"):
        if name in given:
            given[name] = tuple(given[name])
    return PreferenceRecord(**given)


def revision(value: Mapping[str, Any]) -> Revision:
    """Read what `plain` made of a revision."""
    given = _read(value)
    given["evidence"] = tuple(given.get("evidence", ()))
    return Revision(**given)


def person(value: Mapping[str, Any]) -> PersonState:
    """Read what `plain` made of a person's state."""
    given = dict(value)
    if "forgotten" in given:
        given["forgotten"] = tuple(given["forgotten"])
    return PersonState(**given)


def turn(value: Mapping[str, Any]) -> Turn:
    """Read what `plain` made of a turn."""
    return Turn(**_read(value))


def _read(value: Mapping[str, Any]) -> Json:
    given = dict(value)
    for name in _TIMES.intersection(given):
        given[name] = datetime.fromisoformat(given[name])
    if "context" in given:
        given["context"] = context(given["context"])
    return given


def packed(vectors: Matrix) -> bytes:
    """Vectors as the bytes of little-endian float32."""
    return np.ascontiguousarray(vectors, dtype="<f4").tobytes()


def unpacked(blob: bytes, rows: int) -> Matrix:
    """What `packed` wrote; a read-only view of the bytes."""
    return np.frombuffer(blob, dtype="<f4").reshape(rows, -1)
