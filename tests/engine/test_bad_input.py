"""What no caller should pass is refused by name, sync and async alike, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from prefmem import Context, PreferenceMemory, UnknownPreference, UsageError, UserMemory
from prefmem.stores.sql import SqlStore

EAST = timezone(timedelta(hours=14))
WEST = timezone(timedelta(hours=-12))
SAID = [{"role": "user", "content": "I love jazz concerts."}]
UNHELD = "there are no such words, and yet they are passed as an id " * 10


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (
            lambda u: u.observe(SAID, conversation="c", at=datetime(1, 1, 1, tzinfo=EAST)),
            "1 to",
        ),
        (lambda u: u.profile(at=datetime(9999, 12, 31, 23, tzinfo=WEST)), "years 1 to 9999"),
        (lambda u: u.observe(SAID, conversation="c", context=Context(task=5)), "task=5"),
        (lambda u: u.observe(SAID, conversation="c", context={"task": "\ud800"}), "surrogate"),
        (
            lambda u: u.observe(SAID, conversation="c", context={"task": "a\0b"}),
            "context task .*NUL",
        ),
        (lambda u: u.observe(SAID, conversation="c", context={"task": "x" * 513}), "at most 512"),
        (lambda u: u.personalize(SAID, context=Context(audience="all")), "audience"),
        (lambda u: u.personalize(SAID, context=Context(task=5)), "task=5"),
        (lambda u: u.personalize(SAID, context={"role": "\ud800"}), "context role"),
        (lambda u: u.personalize(SAID, context={"role": "mediatr"}), "'mediatr'.*'mediator'"),
        (lambda u: u.personalize(SAID, context={"role": "Mediator"}), "'Mediator'.*'mediator'"),
        (lambda u: u.personalize(SAID, context=Context(role="tutor ")), "'tutor '.*'tutor'"),
        (lambda u: u.personalize(SAID, budget=True), "budget True"),
        (lambda u: u.episodes(None), "query None"),
        (lambda u: u.episodes("jazz", limit=2.5), "limit 2.5"),
        (lambda u: u.episodes("jazz", limit=True), "limit True"),
        (lambda u: u.correct("p_1", None), "statement None"),
        (lambda u: u.forget(matching=" "), "matching is empty; pass some text"),
        (lambda u: u.observe(SAID, conversation=" "), "knows the conversation by"),
        (lambda u: u.consent("health", None), "consent None"),
        (lambda u: u.audit(5, u.personalize(SAID)), "answer 5"),
        (lambda u: u.audit("So be it.", None), "None is no Personalization"),
        (lambda u: u.consent("health", "no"), "consent 'no'"),
        (lambda u: u.consent([], True), r"sensitive content \[\]"),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(
    memory: PreferenceMemory, call: Callable[[Any], object], reason: str
) -> None:
    with pytest.raises(UsageError, match=reason):
        call(memory.user("ada"))
    assert memory.users() == ()


@pytest.mark.parametrize("call", ["history", "confirm", "reject", "pin", "forget"])
@pytest.mark.parametrize("named", [7, "", "\ud800", "a\0b", UNHELD])
def test_an_id_of_no_preference_is_unknown_and_the_message_stays_short(
    memory: PreferenceMemory, call: str, named: Any
) -> None:
    ada: UserMemory = memory.user("ada")
    with pytest.raises(UnknownPreference, match="has no preference") as caught:
        getattr(ada, call)(named)
    assert len(str(caught.value)) < 200


def test_no_id_is_not_every_id(memory: PreferenceMemory) -> None:
    ada: Any = memory.user("ada")
    ada.observe(SAID, conversation="c")
    with pytest.raises(UnknownPreference, match="None"):
        ada.history(None)


@pytest.mark.parametrize("seconds", [-1, "x", float("nan"), True])
def test_work_takes_a_length_of_time(memory: PreferenceMemory, seconds: Any) -> None:
    with pytest.raises(UsageError, match="no length of time"):
        memory.work(seconds=seconds)


def test_more_seconds_than_can_be_counted_are_named(memory: PreferenceMemory) -> None:
    with pytest.raises(UsageError, match="more than can be counted"):
        memory.work(seconds=10**400)
    assert memory.work(seconds=float("inf")) == 0


@pytest.mark.parametrize(
    ("tenant", "reason"), [("\ud800", "surrogate"), (3, "tenant 3"), ("a\0b", "NUL")]
)
def test_a_tenant_that_is_none_has_no_users(
    memory: PreferenceMemory, tenant: Any, reason: str
) -> None:
    with pytest.raises(UsageError, match=reason):
        memory.users(tenant)
    assert memory.users("nobody") == ()


@pytest.mark.parametrize(
    "part", ["policy", "distiller", "embedder", "episodes", "clock", "oversight"]
)
def test_a_part_that_is_none_is_named_when_a_memory_opens(part: str) -> None:
    chosen: Any = {part: 5}
    with pytest.raises(UsageError, match=f"{part} 5"):
        PreferenceMemory.open(":memory:", **chosen)


def test_a_distiller_is_not_named_by_text(tmp_path: Path) -> None:
    named: Any = "openai:a-model"
    with pytest.raises(UsageError, match="ModelDistiller"):
        PreferenceMemory.open(tmp_path / "p.db", distiller=named)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("location", [5, b"p.db", "p\0.db"])
def test_a_location_that_is_none_is_named(location: Any) -> None:
    with pytest.raises(UsageError, match="location"):
        PreferenceMemory.open(location)


def test_rebuilding_somebody_who_was_never_here_makes_nobody(memory: PreferenceMemory) -> None:
    assert memory.user("nobody").rebuild() == 0
    assert memory.users() == ()
    assert memory.status().users == 0


@pytest.mark.parametrize("location", [":memory:", Path(":memory:"), "sqlite:///:memory:"])
def test_a_memory_that_keeps_nothing_has_several_names(location: Any) -> None:
    with PreferenceMemory.open(location) as memory:
        memory.user("ada").observe(SAID, conversation="c")
        assert memory.user("ada").profile().preferences
        assert memory.status().store == "memory"


@pytest.mark.anyio
async def test_a_store_in_sql_is_never_in_memory() -> None:
    with pytest.raises(UsageError, match="no file"):
        await SqlStore.open("sqlite:///:memory:")
