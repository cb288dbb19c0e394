"""Stored forms as JSON and back: exact, sorted, so that equal values are equal bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from prefmem.records import PersonState, PreferenceRecord, Turn
from prefmem.types import ANYWHERE, Context, Evidence, Revision

Json = dict[str, Any]
T = TypeVar("T")
_MICRO = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIMES = ("at", "learned_at", "valid_from", "valid_to", "last_confirmed")
_decode = json.JSONDecoder().raw_decode


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
    """What `dumps` wrote: nothing before it, nothing after it."""
    value, end = _decode(text)
    if end != len(text):
        raise ValueError(f"no JSON of ours: {text[end : end + 40]!r} follows it")
    return value


class Unreadable(ValueError):
    """A row of the store is not what was written: its bytes were changed."""


def stored(read: Callable[[Any], T], bodies: Iterable[str]) -> list[T]:
    """What rows hold.

    Raises:
        Unreadable: One of them cannot be read.
    """
    try:
        return [read(loads(body)) for body in bodies]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unreadable(type(error).__name__) from error


def one_stored(read: Callable[[Any], T], body: str) -> T:
    """What a row holds.

    Raises:
        Unreadable: It cannot be read.
    """
    return stored(read, (body,))[0]


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


Read = Callable[[Any], Any]


def _maker(kind: type[T], **reads: Read) -> Callable[[Mapping[str, Any]], T]:
    """How to make a frozen value from a mapping of its fields, straight into its slots.

    A profile is a hundred records with their evidence, read while somebody waits: the `__init__`
    that dataclasses have takes twice as long, as it sets the fields of frozen values one by one in
    Python.

    Args:
        kind: The class; its fields are `__slots__`.
        reads: By field, what makes its value from the JSON.
    """
    known: tuple[Field[Any], ...] = fields(cast("Any", kind))
    slots = tuple((one.name, getattr(kind, one.name).__set__) for one in known)
    defaults = {one.name: one.default for one in known if one.default is not MISSING}
    fresh = tuple(
        (one.name, one.default_factory) for one in known if one.default_factory is not MISSING
    )
    times = dict.fromkeys((n for n in _TIMES if n in kind.__annotations__), _time)
    changed = tuple({**times, **reads}.items())

    def make(given: Mapping[str, Any]) -> T:
        value: Json = {**defaults, **given}
        for name, new in fresh:
            if name not in value:
                value[name] = new()
        if len(value) > len(slots):
            unknown = sorted(value.keys() - {name for name, _ in slots})
            raise TypeError(f"{kind.__name__} has no field {', '.join(unknown)}")
        for name, read in changed:
            if name in given:
                value[name] = read(given[name])
        made = object.__new__(kind)
        for name, put in slots:
            put(made, value[name])
        return made

    return make


_time: Read = datetime.fromisoformat
_context = _maker(Context)


def context(value: Mapping[str, Any] | None) -> Context:
    """Read a context; none is anywhere."""
    return _context(value) if value else ANYWHERE


evidence = _maker(Evidence, context=context)
"""Read what `plain` made of evidence."""
record = _maker(
    PreferenceRecord,
    context=context,
    evidence=lambda some: tuple([evidence(one) for one in some]),
    supersedes=tuple,
    applies_to=tuple,
)
"""Read what `plain` made of a preference record."""
revision = _maker(Revision, evidence=tuple)
"""Read what `plain` made of a revision."""
person = _maker(PersonState, forgotten=tuple)
"""Read what `plain` made of a person's state."""
turn = _maker(Turn, context=context)
"""Read what `plain` made of a turn."""
