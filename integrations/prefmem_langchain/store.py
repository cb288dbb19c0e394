"""A LangGraph `BaseStore` whose `("preferences", …)` namespaces are users' profiles."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, cast
from urllib.parse import quote, unquote

from langgraph.store.base import (
    BaseStore,
    GetOp,
    Item,
    ListNamespacesOp,
    Op,
    PutOp,
    Result,
    SearchItem,
    SearchOp,
    TTLConfig,
)
from typing_extensions import override

from prefmem import UsageError
from prefmem.types import Personalization, Preference, Profile
from prefmem_langchain import steps
from prefmem_langchain.steps import Steps
from prefmem_langchain.whose import Memory, Who, any_user, sync_user

ROOT = "preferences"
UPDATE = ("statement", "text", "content", "data")
"""Keys of a put value that hold the user's words, in the order they are looked for."""


COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "$eq": operator.eq,
    "$ne": operator.ne,
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
}


class PreferenceStoreView(BaseStore):
    """What LangGraph code that expects a store finds: profiles to read, correct and forget.

    The namespace is `view.namespace(user, tenant)`, the key a preference's id, and the value has
    `statement`, `behaviour`, `status`, `weight` and more. `get` and `search` read; `put` of a
    held key corrects it in the user's name; `delete` forgets it, for good. A key that is not held
    cannot be put: preferences come from what users say. Of a memory that is paused nothing is
    found. All other namespaces are those of `rest`.
    """

    __slots__ = ("_memory", "_rest")

    def __init__(self, memory: Memory, *, rest: BaseStore | None = None) -> None:
        """Keep what to look through."""
        self._memory = memory
        self._rest = rest

    # What `BaseStore` asks of itself before it makes an operation: the rest knows.

    @property
    def supports_ttl(self) -> bool:  # pyright: ignore[reportIncompatibleVariableOverride]
        """Whether what is put beside preferences may be let go of after a time."""
        return self._rest is not None and self._rest.supports_ttl

    @property
    def ttl_config(self) -> TTLConfig | None:  # pyright: ignore[reportIncompatibleVariableOverride]
        """After which time, where a call does not say."""
        return None if self._rest is None else self._rest.ttl_config

    @staticmethod
    def namespace(user: str, tenant: str = "default") -> tuple[str, ...]:
        """The namespace of a user; ids are percent-encoded, because labels may not hold dots."""
        return (ROOT, _label(tenant), _label(user))

    @override
    def batch(self, ops: Iterable[Op]) -> list[Result]:
        asked = list(ops)
        theirs = [op for op in asked if not _ours(op)]
        rest = iter(_beyond(self._rest, theirs).batch(theirs) if theirs else ())
        return [
            steps.run(_steps(op, sync_user(self._memory, _who(op)))) if _ours(op) else next(rest)
            for op in asked
        ]

    @override
    async def abatch(self, ops: Iterable[Op]) -> list[Result]:
        asked = list(ops)
        theirs = [op for op in asked if not _ours(op)]
        rest = iter(await _beyond(self._rest, theirs).abatch(theirs) if theirs else ())
        return [await self._aone(op) if _ours(op) else next(rest) for op in asked]

    async def _aone(self, op: Op) -> Result:
        return await steps.arun(self._memory, _steps(op, any_user(self._memory, _who(op))))


def _steps(op: Op, user: Any) -> Steps[Result]:
    """The calls that an operation takes, one after the other, for either kind of memory."""
    profile = cast("Profile", (yield user.profile))
    if profile.paused and isinstance(op, SearchOp | GetOp):
        return [] if isinstance(op, SearchOp) else None
    if isinstance(op, SearchOp):
        ranked: Mapping[str, float] = {}
        if op.query:
            asked = [{"role": "user", "content": op.query}]
            found = cast("Personalization", (yield partial(user.personalize, asked)))
            ranked = {a.preference.id: 1 - i / 1000 for i, a in enumerate(found.applied)}
        return _search(op, profile, ranked)
    asked_for = cast("GetOp | PutOp", op)
    held = next((p for p in profile.preferences if p.id == asked_for.key), None)
    if isinstance(op, GetOp):
        return None if held is None else Item(**_item(op.namespace, held))
    value = cast("PutOp", op).value
    if held is not None:
        erased = partial(user.forget, held.id)
        yield erased if value is None else partial(user.correct, held.id, _words(value))
    elif value is not None:
        raise UsageError(
            f"no preference {asked_for.key!r} to correct; new ones come from what users say: "
            "call observe(), or use PreferenceMiddleware"
        )
    return None


def _search(op: SearchOp, profile: Profile, ranked: Mapping[str, float]) -> list[SearchItem]:
    wanted = op.filter or {}
    held = [p for p in profile.preferences if not op.query or p.id in ranked]
    held.sort(key=lambda p: -ranked.get(p.id, p.weight))
    items = [SearchItem(**_item(op.namespace_prefix, p), score=ranked.get(p.id)) for p in held]
    matching = [i for i in items if all(_fits(i.value.get(k), v) for k, v in wanted.items())]
    return matching[op.offset : op.offset + op.limit]


def _fits(held: Any, wanted: Any) -> bool:
    """As LangGraph's own stores filter: a value, or comparisons such as `{"$gte": 0.5}`."""
    if not isinstance(wanted, Mapping):
        return held == wanted
    asked = cast("Mapping[str, Any]", wanted)
    if unknown := set(asked) - set(COMPARISONS):
        raise UsageError(f"filter by {sorted(unknown)}; use {', '.join(COMPARISONS)}")
    return all(COMPARISONS[name](held, value) for name, value in asked.items())


def _item(namespace: tuple[str, ...], held: Preference) -> dict[str, Any]:
    names = ("statement", "behaviour", "polarity", "tier", "status", "weight", "confidence")
    return {
        "namespace": namespace,
        "key": held.id,
        "value": {name: getattr(held, name) for name in names},
        "created_at": held.valid_from,
        "updated_at": held.last_confirmed or held.valid_from,
    }


def _ours(op: Op) -> bool:
    if isinstance(op, ListNamespacesOp):
        return False
    namespace = op.namespace_prefix if isinstance(op, SearchOp) else op.namespace
    return bool(namespace) and namespace[0] == ROOT


def _who(op: Op) -> Who:
    namespace = cast(
        "Any", op.namespace_prefix if isinstance(op, SearchOp) else cast("Any", op).namespace
    )
    if len(namespace) != 3:
        raise UsageError(
            f"namespace {namespace!r} names no user; make one with "
            "PreferenceStoreView.namespace(user, tenant)"
        )
    return Who(tenant=unquote(namespace[1]), user=unquote(namespace[2]))


def _beyond(rest: BaseStore | None, ops: Sequence[Op]) -> BaseStore:
    if rest is None:
        raise UsageError(
            f"{type(ops[0]).__name__} outside of {ROOT!r}; pass "
            "PreferenceStoreView(memory, rest=…) with the store that keeps the rest"
        )
    return rest


def _words(value: Mapping[str, Any]) -> str:
    for key in UPDATE:
        if isinstance(found := value.get(key), str):
            return found
    raise UsageError(f"a value with {sorted(value)} holds no words; use 'statement'")


def _label(text: str) -> str:
    return quote(text, safe="").replace(".", "%2E")
