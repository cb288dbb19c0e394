"""The public face as a type checker sees it: mypy reads this file strictly, nobody runs it.

A signature that changes for callers changes here first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, assert_type

from prefmem import (
    Applied,
    AsyncPreferenceMemory,
    AsyncUserMemory,
    Context,
    ContextBlock,
    DistillerError,
    EpisodeHit,
    ErasureReceipt,
    Evidence,
    MemoryStatus,
    Persona,
    Personalization,
    PolicyError,
    Preference,
    PreferenceMemory,
    PrefmemError,
    Profile,
    Receipt,
    RequestDecision,
    Revision,
    StoreError,
    StoreUnavailable,
    UnknownPreference,
    UsageError,
    UserMemory,
    UserStatus,
    Withheld,
    inject,
)
from prefmem.policy.answers import Finding
from prefmem.types import Clause, Scope
from prefmem.underway import Saying

MESSAGES = [{"role": "user", "content": "What shall I cook?"}]


def opening(path: Path) -> None:
    assert_type(PreferenceMemory.open(), PreferenceMemory)
    assert_type(AsyncPreferenceMemory.open(path), AsyncPreferenceMemory)
    with PreferenceMemory.open("postgresql://db/app", policy=path, strict=True) as memory:
        assert_type(memory, PreferenceMemory)
        assert_type(memory.user("ada"), UserMemory)
        assert_type(memory.user("ada", tenant="acme").scope, Scope)
        assert_type(memory.drain(), MemoryStatus)
        assert_type(memory.status(), MemoryStatus)
        assert_type(memory.work(seconds=1.5), int)
        assert_type(memory.users("acme"), tuple[Scope, ...])
        memory.close()


def one_user(ada: UserMemory, at: datetime) -> None:
    assert_type(ada.observe(MESSAGES, conversation="c1"), Receipt)
    assert_type(ada.observe(MESSAGES, conversation="c1", at=at, context={"task": "a"}), Receipt)
    assert_type(ada.saying(), Saying)
    assert_type(ada.observe(MESSAGES, conversation="c1", during=ada.saying()), Receipt)
    assert_type(ada.personalize(MESSAGES), Personalization)
    assert_type(ada.personalize(MESSAGES, budget=64, at=at, context=Context()), Personalization)
    assert_type(ada.profile(), Profile)
    assert_type(ada.profile(at=at), Profile)
    assert_type(ada.history("p1"), tuple[Revision, ...])
    assert_type(ada.episodes("dinner", limit=3), tuple[EpisodeHit, ...])
    assert_type(ada.correct("p1", "Likes tea"), Preference)
    assert_type(ada.confirm("p1"), Preference)
    assert_type(ada.reject("p1"), Preference)
    assert_type(ada.pin("p1"), Preference)
    assert_type(ada.postpone("p1"), Preference)
    assert_type(ada.forget("p1"), ErasureReceipt)
    assert_type(ada.forget(matching="tea"), ErasureReceipt)
    ada.consent("health", True)
    ada.pause()
    ada.resume()
    assert_type(ada.export(), dict[str, Any])
    ada.load(ada.export())
    assert_type(ada.erase(), ErasureReceipt)
    assert_type(ada.rebuild(), int)
    assert_type(ada.status(), UserStatus)
    assert_type(ada.audit("An answer.", ada.personalize(MESSAGES)), tuple[Finding, ...])


async def awaited(path: Path, at: datetime) -> None:
    async with AsyncPreferenceMemory.open(path) as memory:
        assert_type(await memory.drain(), MemoryStatus)
        assert_type(await memory.status(), MemoryStatus)
        assert_type(await memory.work(), int)
        assert_type(await memory.users(), tuple[Scope, ...])
        ada = memory.user("ada")
        assert_type(ada, AsyncUserMemory)
        assert_type(await ada.observe(MESSAGES, conversation="c1", at=at), Receipt)
        assert_type(await ada.personalize(MESSAGES, budget=64), Personalization)
        assert_type(await ada.profile(at=at), Profile)
        assert_type(await ada.history("p1"), tuple[Revision, ...])
        assert_type(await ada.episodes("dinner"), tuple[EpisodeHit, ...])
        assert_type(await ada.correct("p1", "Likes tea"), Preference)
        assert_type(await ada.forget(matching="tea"), ErasureReceipt)
        assert_type(await ada.export(), dict[str, Any])
        assert_type(await ada.erase(), ErasureReceipt)
        assert_type(await ada.status(), UserStatus)


def what_comes_back(reply: Personalization, profile: Profile) -> None:
    assert_type(reply.messages, list[dict[str, Any]])
    assert_type(reply.block, ContextBlock)
    assert_type(reply.block.text, str)
    assert_type(reply.block.tokens, int)
    assert_type(reply.decision, RequestDecision)
    assert_type(reply.decision.tier, Literal["personalizable", "safeguarded", "universal"])
    assert_type(reply.applied, tuple[Applied, ...])
    assert_type(reply.withheld, tuple[Withheld, ...])
    assert_type(reply.explain(), str)
    assert_type(reply.applied[0].force, Literal["binding", "soft"])
    assert_type(reply.applied[0].scores, Mapping[str, float])
    assert_type(profile.preferences, tuple[Preference, ...])
    assert_type(profile.personas, tuple[Persona, ...])
    assert_type(profile.clauses, tuple[Clause, ...])
    assert_type(profile.summary, str)


def a_preference(held: Preference) -> None:
    assert_type(held.id, str)
    assert_type(held.statement, str)
    assert_type(held.polarity, Literal["for", "against"])
    assert_type(
        held.status,
        Literal["candidate", "active", "contested", "superseded", "expired", "rejected"],
    )
    assert_type(held.stability, Literal["genuine", "constructed", "undecided"])
    assert_type(held.confidence, float)
    assert_type(held.weight, float)
    assert_type(held.valid_to, datetime | None)
    assert_type(held.context, Context)
    assert_type(held.evidence, tuple[Evidence, ...])
    assert_type(held.evidence[0].quote, str)
    assert_type(held.evidence[0].at, datetime)


def errors(call: Callable[[], object]) -> None:
    try:
        call()
    except UnknownPreference as error:
        as_usage: UsageError = error
        as_value: ValueError = as_usage
        assert as_value
    except StoreUnavailable as error:
        as_store: StoreError = error
        assert as_store
    except DistillerError as error:
        assert_type(error.retry_after, float | None)
    except PolicyError as error:
        ours: PrefmemError = error
        assert ours


def placing(block: ContextBlock, messages: Sequence[Mapping[str, Any]]) -> None:
    assert_type(inject(messages, block), list[dict[str, Any]])
    assert_type(inject(messages, block, placement="system"), list[dict[str, Any]])


def misuse_is_seen(ada: UserMemory, held: Preference) -> None:
    ada.observe(MESSAGES)  # type: ignore[call-arg]
    ada.personalize(MESSAGES, 64)  # type: ignore[call-arg]
    ada.forget(1)  # type: ignore[arg-type]
    held.statement = "Likes coffee"  # type: ignore[misc]
    Receipt(1, 0)  # type: ignore[call-arg]
