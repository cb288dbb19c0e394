"""All rows of a user as JSON-ready lists, and back; the same bytes again on the other side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from prefmem.errors import UsageError
from prefmem.records import PersonState, PreferenceRecord, StageName, Turn
from prefmem.stages.messages import shown
from prefmem.stores import codec
from prefmem.stores.checking import checked
from prefmem.types import Evidence, Revision

T = TypeVar("T")
INDEX: StageName = "index"
"""The stage whose work is not exported: an index is rebuilt where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Everything that is held of a user but vectors, in order."""

    turns: Sequence[Turn] = ()
    blanked: frozenset[int] = frozenset()
    """Positions of turns whose text was erased."""
    evidence: Sequence[Evidence] = ()
    withdrawn: Sequence[Evidence] = ()
    preferences: Sequence[PreferenceRecord] = ()
    history: Sequence[Revision] = ()
    person: PersonState = field(default_factory=PersonState)
    cursors: Mapping[StageName, int] = field(default_factory=dict[StageName, int])


def exported(rows: Rows) -> dict[str, Any]:
    """As JSON-ready lists."""
    return {
        "turns": [
            codec.plain(turn) | ({"blanked": True} if turn.position in rows.blanked else {})
            for turn in rows.turns
        ],
        "evidence": [codec.plain(one) for one in rows.evidence],
        "withdrawn": [codec.plain(one) for one in rows.withdrawn],
        "preferences": [codec.plain(one) for one in rows.preferences],
        "history": [codec.plain(one) for one in rows.history],
        "person": codec.plain(rows.person),
        "cursors": {stage: at for stage, at in sorted(rows.cursors.items()) if stage != INDEX},
    }


def imported(given: Mapping[str, Any]) -> Rows:
    """Read what `exported` gave; positions are counted anew from 1.

    Raises:
        UsageError: A row that is not of that form; the message names it.
    """
    turns: list[Turn] = []
    blanked: set[int] = set()
    for position, one in enumerate(_listed(given, "turns"), 1):
        row = _mapping("turns", position, one)
        if row.pop("blanked", False):
            blanked.add(position)
        turns.append(_read("turns", position, row | {"position": position}, Turn, codec.turn))
    _each_once(turns)
    return Rows(
        turns=turns,
        blanked=frozenset(blanked),
        evidence=_all(given, "evidence", Evidence, codec.evidence),
        withdrawn=_all(given, "withdrawn", Evidence, codec.evidence),
        preferences=_all(given, "preferences", PreferenceRecord, codec.record),
        history=_all(given, "history", Revision, codec.revision),
        person=_read(
            "person", 1, _mapping("person", 1, given.get("person", {})), PersonState, codec.person
        ),
        cursors=_cursors(given.get("cursors", {}), len(turns)),
    )


def _mapping(name: str, number: int, one: object) -> dict[str, Any]:
    if not isinstance(one, Mapping):
        raise UsageError(
            f"{name}, row {number}: {shown(one)} is no mapping; pass what export() gave"
        )
    return dict(cast("Mapping[str, Any]", one))


def _cursors(given: Any, end: int) -> dict[StageName, int]:
    """Where each stage stands: an index that is absent starts from the beginning."""
    found: dict[StageName, int] = {"local": end}
    for stage, at in _mapping("cursors", 1, given).items():
        if stage not in ("local", "model") or type(at) is not int or not 0 <= at <= end:
            raise UsageError(
                f"cursors: {stage}={shown(at)} is not a stage and a place in {end} turns"
            )
        found[stage] = at
    found[INDEX] = 0
    return found


def _listed(given: Mapping[str, Any], name: str) -> Sequence[Any]:
    rows: object = given.get(name, [])
    if not isinstance(rows, list | tuple):
        raise UsageError(f"{name} must be a list, not {type(rows).__name__}")
    return cast("Sequence[Any]", rows)


def _each_once(turns: Sequence[Turn]) -> None:
    seen: set[tuple[str, str]] = set()
    for number, turn in enumerate(turns, 1):
        if (turn.conversation, turn.id) in seen:
            raise UsageError(
                f"turns, row {number}: {turn.id!r} of conversation {turn.conversation!r} stands "
                "there twice; leave one out"
            )
        seen.add((turn.conversation, turn.id))


def _all(
    given: Mapping[str, Any], name: str, kind: type[T], read: Callable[[Mapping[str, Any]], T]
) -> list[T]:
    return [
        _read(name, n, _mapping(name, n, one), kind, read)
        for n, one in enumerate(_listed(given, name), 1)
    ]


def _read(
    name: str,
    number: int,
    one: dict[str, Any],
    kind: type[T],
    read: Callable[[Mapping[str, Any]], T],
) -> T:
    try:
        checked(kind, one)
        return read(one)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise UsageError(
            f"{name}, row {number}: {error}; pass rows as an export gives them"
        ) from error
