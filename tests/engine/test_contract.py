"""The promises of the public contract, kept end to end with the embedded defaults."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from prefmem import (
    AsyncPreferenceMemory,
    PreferenceMemory,
    StoreUnavailable,
    UnknownPreference,
    UsageError,
)
from prefmem.records import Distillation, Turn
from prefmem.testing import FixedClock
from prefmem.types import Evidence, Scope

ALLERGY = "I'm severely allergic to peanuts, so please keep that in mind."
HOTELS = "I prefer small family-run guesthouses and avoid big hotel chains."
DINNER = [
    {"role": "user", "content": "Can you recommend a dinner I could cook for myself tonight?"}
]
TRIP = [{"role": "user", "content": "Can you recommend somewhere to stay for my week in Porto?"}]


def said(*texts: str) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []
    for text in texts:
        messages += [
            {"role": "user", "content": text},
            {"role": "assistant", "content": "Good to know, I leave them out."},
        ]
    return messages


def statements(user: Any) -> str:
    return "\n".join(p.statement.lower() for p in user.profile().preferences)


@pytest.mark.requirement("observe:at-once")
def test_what_was_said_outright_is_there_when_observe_returns(memory: PreferenceMemory) -> None:
    ada = memory.user("ada", tenant="acme")
    receipt = ada.observe(said(ALLERGY, HOTELS), conversation="c1")
    assert (receipt.accepted, receipt.duplicates) == (4, 0)
    assert "peanut" in statements(ada)
    assert "guesthouse" in statements(ada)


@pytest.mark.requirement("observe:verbatim")
def test_every_preference_rests_on_a_verbatim_quote(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY, HOTELS), conversation="c1")
    for preference in ada.profile().preferences:
        assert preference.evidence
        for evidence in preference.evidence:
            assert evidence.conversation_id == "c1"
            assert evidence.quote in ALLERGY + HOTELS


@pytest.mark.requirement("observe:idempotent")
def test_observing_twice_changes_nothing(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY), conversation="c1")
    before = ada.profile()
    receipt = ada.observe(said(ALLERGY), conversation="c1")
    assert (receipt.accepted, receipt.duplicates) == (0, 2)
    assert ada.profile() == before


@pytest.mark.requirement("personalize:accounted")
def test_a_preference_reaches_the_prompt_where_it_is_wanted_and_only_there(
    memory: PreferenceMemory,
) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY, HOTELS), conversation="c1")
    dinner, trip = ada.personalize(DINNER), ada.personalize(TRIP)
    code = ada.personalize([{"role": "user", "content": "Why does this SQL join return no rows?"}])
    assert "peanut" in dinner.block.text.lower()
    assert "guesthouse" in trip.block.text.lower()
    assert "guesthouse" not in code.block.text.lower()
    assert {a.force for a in dinner.applied if "eanut" in a.preference.statement} == {"binding"}
    assert len(dinner.applied) + len(dinner.withheld) == len(ada.profile().preferences)


@pytest.mark.requirement("personalize:input-untouched")
def test_personalize_leaves_the_callers_messages_and_the_profile_alone(
    memory: PreferenceMemory,
) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY), conversation="c1")
    before, profile = deepcopy(DINNER), ada.profile()
    done = ada.personalize(DINNER)
    assert before == DINNER
    assert done.messages != DINNER
    assert ada.profile() == profile


@pytest.mark.requirement("personalize:without-profile")
@pytest.mark.requirement("personalize:own-data")
def test_a_stranger_gets_the_messages_back_as_they_were(memory: PreferenceMemory) -> None:
    memory.user("ada").observe(said(ALLERGY), conversation="c1")
    stranger = memory.user("bob").personalize(DINNER)
    assert stranger.messages == DINNER
    assert stranger.block.tokens == 0
    assert stranger.decision.decision_id


@pytest.mark.requirement("personalize:own-data")
@pytest.mark.parametrize("tenant", ["other", "acme "])
def test_tenants_do_not_share_users(memory: PreferenceMemory, tenant: str) -> None:
    memory.user("ada", tenant="acme").observe(said(ALLERGY), conversation="c1")
    assert not memory.user("ada", tenant=tenant).profile().preferences


@pytest.mark.requirement("personalize:budget")
def test_the_budget_is_hard(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY, HOTELS), conversation="c1")
    for budget in (0, 1, 20, 60, 256):
        done = ada.personalize(DINNER, budget=budget)
        assert done.block.tokens <= budget
        if not done.applied:
            assert done.messages == DINNER


@pytest.mark.requirement("user:final")
def test_the_users_word_is_final(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(HOTELS), conversation="c1")
    first = ada.profile().preferences[0]
    corrected = ada.correct(first.id, "Prefers hostels with a kitchen")
    assert corrected.statement == "Prefers hostels with a kitchen"
    ada.observe(said(HOTELS), conversation="c2")
    assert "hostels with a kitchen" in statements(ada)
    assert [r.change for r in ada.history(corrected.id)]
    assert (first.polarity, corrected.polarity) == ("for", "for")
    assert ada.correct(corrected.id, "Can't stand hostels").polarity == "against"


@pytest.mark.requirement("user:final")
def test_reject_confirm_and_pin_are_kept(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY, HOTELS), conversation="c1")
    hotels = next(p for p in ada.profile().preferences if "guesthouse" in p.statement.lower())
    assert ada.confirm(hotels.id).status == "active"
    assert ada.pin(hotels.id).pinned
    assert ada.reject(hotels.id).status == "rejected"
    assert "guesthouse" not in ada.personalize(TRIP).block.text.lower()


def test_unknown_ids_are_named(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    for act in (ada.confirm, ada.reject, ada.pin, ada.forget, ada.history):
        with pytest.raises(UnknownPreference, match="nope"):
            act("nope")


@pytest.mark.requirement("forget:for-good")
def test_forgetting_takes_the_turns_with_it_and_is_not_undone_by_the_same_words(
    memory: PreferenceMemory,
) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY, HOTELS), conversation="c1")
    receipt = ada.forget(matching="guesthouses")
    assert receipt.removed["turns"] == 1
    assert "guesthouse" not in statements(ada)
    assert "peanut" in statements(ada)
    held = str(ada.export()).lower()
    assert "guesthouse" not in held
    ada.observe(said(ALLERGY, HOTELS), conversation="c1")
    assert "guesthouse" not in statements(ada)


@pytest.mark.requirement("forget:for-good")
def test_what_waits_to_be_read_is_forgotten_too(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe([*said(ALLERGY, HOTELS), *said(*["Go on."] * 260)], conversation="c1")
    assert memory.status().waiting
    assert ada.forget(matching="peanuts").removed["turns"] == 1
    memory.drain()
    assert "peanut" not in str(ada.export()).lower()
    assert not ada.episodes("peanuts")[0].content.count("peanut")
    assert "guesthouse" in statements(ada)


class Late:
    """Finds in a turn, some time after it was said, which fruit somebody enjoys."""

    source = "late/1"

    async def distil(self, scope: Scope, turns: Sequence[Turn], **_: Any) -> Distillation:
        return Distillation(evidence=tuple(self._enjoys(turn) for turn in turns if turn.content))

    def _enjoys(self, turn: Turn) -> Evidence:
        fruit = next((one for one in ("durian", "pomelo") if one in turn.content.lower()), "fruit")
        return Evidence(
            id=f"late-{turn.conversation}-{turn.id}",
            quote=turn.content,
            conversation_id=turn.conversation,
            message_id=turn.id,
            kind="stated",
            polarity="for",
            strength=1.0,
            at=turn.at,
            source=self.source,
            behaviour="taste.food",
            subject=fruit,
            statement=f"Enjoys {fruit}",
        )


@pytest.mark.requirement("forget:for-good")
def test_what_only_a_model_would_find_is_forgotten_before_it_reads(clock: FixedClock) -> None:
    with PreferenceMemory.open(":memory:", distiller=Late(), clock=clock) as memory:
        ada = memory.user("ada")
        ada.observe(said("Durian again at the market today, as ever."), conversation="c1")
        ada.observe(said("A pomelo at the market today, as ever."), conversation="c2")
        ada.forget(matching="durian")
        memory.drain()
        assert "durian" not in str(ada.export()).lower()
        assert statements(ada) == "enjoys pomelo"


@pytest.mark.requirement("forget:for-good")
def test_what_was_refused_is_forgotten_too(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.consent("health", granted=False)
    ada.observe(said(ALLERGY, HOTELS), conversation="c1")
    assert "peanut" in str(ada.export()).lower()
    ada.forget(matching="peanuts")
    assert "peanut" not in str(ada.export()).lower()
    assert "guesthouse" in statements(ada)


@pytest.mark.requirement("user:final")
@pytest.mark.parametrize(
    ("goes", "stays", "word"),
    [
        ("I love tea.", "I love teaching.", None),
        ("I love art.", "I love artichokes.", None),
        ("I love running.", "I love jazz.", "Loves running to jazz"),
        ("I love jazz and swing.", "I love hiking.", "Loves jazz"),
    ],
)
def test_to_forget_one_preference_leaves_the_users_word_on_one_whose_statement_contains_it(
    memory: PreferenceMemory, goes: str, stays: str, word: str | None
) -> None:
    ada = memory.user("ada")
    for n, text in enumerate((goes, stays)):
        ada.observe(said(text), conversation=f"c{n}")
    held = {p.evidence[0].quote.rstrip("."): p for p in ada.profile().preferences}
    one, other = (held[text.rstrip(".")] for text in (goes, stays))
    ada.confirm(one.id)
    ada.pin(other.id)
    if word is not None:
        ada.correct(other.id, word)
    ada.forget(one.id)
    left = ada.profile().preferences
    assert [(p.id, p.statement, p.pinned) for p in left] == [
        (other.id, word or other.statement, True)
    ]
    assert ada.rebuild() == 0


@pytest.mark.requirement("user:pause")
def test_pause_neither_reads_nor_writes(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY), conversation="c1")
    ada.pause()
    assert ada.observe(said(HOTELS), conversation="c2").accepted == 0
    assert ada.personalize(DINNER).messages == DINNER
    ada.resume()
    assert ada.personalize(DINNER).applied
    assert "guesthouse" not in statements(ada)


def test_the_newest_message_alone_may_ask_for_no_memory(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY), conversation="c1")
    without = {"role": "user", "content": [{"type": "text", "text": "No memory for this, please."}]}
    assert ada.personalize([*DINNER, without]).messages == [*DINNER, without]
    assert ada.personalize([without, *DINNER]).applied


@pytest.mark.requirement("user:pause")
def test_who_pauses_memory_by_words_resumes_it_by_words(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY), conversation="c1")
    ada.observe(said("Stop remembering things about me."), conversation="c2")
    assert ada.status().paused
    assert ada.observe(said(HOTELS), conversation="c3").accepted == 0
    ada.observe(said("You can remember things again.", "I love jazz."), conversation="c4")
    assert not ada.status().paused
    assert "guesthouse" not in statements(ada)
    assert "jazz" in statements(ada)


@pytest.mark.requirement("user:pause")
def test_what_is_observed_once_more_does_not_resume_a_memory(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    talk = said("Stop remembering things about me.", "You can remember things again.")
    ada.observe(talk[:1], conversation="c")
    ada.observe(talk, conversation="c")
    ada.pause()
    assert ada.observe(talk, conversation="c").accepted == 0
    assert ada.status().paused


@pytest.mark.requirement("user:pause")
def test_what_comes_along_with_a_pause_is_not_kept(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    words = ("Stop remembering things about me.", HOTELS, "You can remember things again.", ALLERGY)
    ada.observe(said(*words), conversation="c")
    assert "guesthouse" not in statements(ada)
    assert "peanut" in statements(ada)
    assert "guesthouse" not in str(ada.export())


@pytest.mark.requirement("forget:for-good")
def test_a_paused_memory_forgets_what_it_is_asked_to_and_only_once(
    memory: PreferenceMemory,
) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY, HOTELS), conversation="c1")
    ada.pause()
    wish = said("Forget everything you know about me.")
    ada.observe(wish, conversation="c2")
    assert statements(ada) == ""
    assert "Forget" not in str(ada.export()["turns"])
    ada.resume()
    ada.observe(said("I love jazz."), conversation="c3")
    ada.pause()
    ada.observe(wish, conversation="c2")
    ada.resume()
    assert "jazz" in statements(ada)


@pytest.mark.requirement("user:consent")
def test_closing_a_class_erases_what_is_held_of_it(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY, HOTELS), conversation="c1")
    ada.consent("health", granted=False)
    assert "peanut" not in statements(ada)
    assert "peanut" not in str(ada.export()).lower()
    ada.observe(said("I am allergic to shellfish."), conversation="c2")
    assert "shellfish" not in statements(ada)
    ada.consent("health", granted=True)
    ada.observe(said("I'm allergic to sesame seeds, please remember."), conversation="c3")
    assert "sesame" in statements(ada)


@pytest.mark.requirement("user:consent")
@pytest.mark.parametrize("closed", ["finances", "health"])
def test_what_touches_two_classes_goes_when_either_is_closed(
    memory: PreferenceMemory, closed: str
) -> None:
    ada = memory.user("ada")
    ada.observe(said("I love jazz."), conversation="c")
    ada.consent("finances", granted=True)
    ada.correct(ada.profile().preferences[0].id, "Loves free jazz nights: in debt and diabetic")
    assert "diabetic" in statements(ada)
    ada.consent(closed, granted=False)
    assert "diabetic" not in str(ada.export())


@pytest.mark.requirement("user:consent")
def test_closing_a_class_blanks_every_turn_that_tells_of_it(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(
        [
            {"role": "user", "content": "I'm HIV positive and I love jazz."},
            {"role": "assistant", "content": "Living with HIV, you may like a quiet concert."},
            {"role": "user", "content": "I'm gay."},
            {"role": "user", "content": "I prefer night trains to flights."},
        ],
        conversation="c",
    )
    assert ada.episodes("a concert")
    ada.consent("health", granted=False)
    assert "HIV" not in str(ada.export())
    assert not any("HIV" in hit.content for hit in ada.episodes("a concert", limit=9))
    assert {"loves jazz", "prefers night trains to flights"} == set(statements(ada).split("\n"))
    assert "gay" in str(ada.export()), "a turn is not evidence"
    ada.consent("orientation", granted=False)
    assert "gay" not in str(ada.export())


@pytest.mark.requirement("user:consent")
def test_what_the_user_corrects_belongs_to_the_class_it_tells(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said("I love jazz."), conversation="c")
    ada.consent("orientation", granted=True)
    told = ada.correct(ada.profile().preferences[0].id, "Loves jazz played by gay men")
    assert told.sensitivity == "orientation"
    ada.consent("orientation", granted=False)
    assert "gay" not in str(ada.export())


@pytest.mark.requirement("observe:sensitive")
def test_an_allergy_is_kept_without_what_needs_consent_beside_it(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said("I'm a gay man with a peanut allergy."), conversation="c")
    (held,) = ada.profile().preferences
    assert held.statement == "Has a peanut allergy"
    assert "gay" not in str(held)


@pytest.mark.requirement("user:export")
def test_an_export_tells_what_was_decided_and_a_load_does_not_repeat_it(
    memory: PreferenceMemory,
) -> None:
    ada, bob = memory.user("ada"), memory.user("bob")
    ada.observe(said(ALLERGY), conversation="c1")
    reply = ada.personalize(DINNER)
    bob.personalize(DINNER)
    (decision,) = ada.export()["decisions"]
    assert decision["decision_id"] == reply.decision.decision_id
    assert decision["preferences"] == [reply.applied[0].preference.id]
    assert not {"pseudonym", "link", "writer"} & decision.keys()
    copy = memory.user("ada", tenant="restored")
    copy.load(ada.export())
    assert copy.export()["decisions"] == []
    ada.erase()
    assert ada.export()["decisions"] == []


def test_an_unknown_class_of_sensitive_content_is_refused(memory: PreferenceMemory) -> None:
    with pytest.raises(UsageError, match="shoe size"):
        memory.user("ada").consent("shoe size", granted=True)


@pytest.mark.requirement("user:export")
def test_export_and_load_round_trip(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY, HOTELS), conversation="c1")
    ada.pin(ada.profile().preferences[0].id)
    held = ada.export()
    assert {"turns", "evidence", "preferences", "history", "consents"} <= held.keys()
    copy = memory.user("ada", tenant="restored")
    copy.load(held)
    assert {k: v for k, v in copy.export().items() if k != "tenant"} == {
        k: v for k, v in held.items() if k != "tenant"
    }
    asked = copy.personalize(DINNER), ada.personalize(DINNER)
    assert asked[0].block.stable == asked[1].block.stable
    assert [a.preference for a in asked[0].applied] == [a.preference for a in asked[1].applied]
    with pytest.raises(UsageError, match="not empty"):
        copy.load(held)


@pytest.mark.parametrize(
    ("export", "names"),
    [({}, "schema"), ({"schema": "prefmem.export", "version": 99}, "newer"),
     ({"schema": "prefmem.export", "version": 1}, "lacks turns")],
)  # fmt: skip
def test_what_is_no_export_is_refused(
    memory: PreferenceMemory, export: dict[str, Any], names: str
) -> None:
    with pytest.raises(UsageError, match=names):
        memory.user("ada").load(export)


@pytest.mark.requirement("erase:everything")
def test_erase_leaves_nothing(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY), conversation="c1")
    assert ada.episodes("peanuts")
    assert sum(ada.erase().removed.values()) > 0
    assert not ada.profile().preferences
    assert not ada.episodes("peanuts")
    assert not ada.export()["turns"]


def test_the_receipt_of_an_erasure_counts_the_episodes_too(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY), conversation="c1")
    assert len(ada.episodes("peanuts")) == 2
    removed = ada.erase().removed
    assert (removed["episodes"], removed["turns"]) == (2, 2)


def test_episodes_find_the_raw_turn(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said("My flight to Lisbon leaves on Friday", "Python is fun"), conversation="c1")
    hit = ada.episodes("when do I fly?", limit=1)[0]
    assert "Lisbon" in hit.content
    assert hit.conversation_id == "c1"
    with pytest.raises(UsageError, match="empty"):
        ada.episodes(" ")


def test_a_command_has_an_effect_and_is_no_memory(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(HOTELS, "Forget that."), conversation="c1")
    assert not ada.profile().preferences
    ada.observe(said(ALLERGY), conversation="c2")
    ada.observe(said("Forget what I said about peanuts."), conversation="c3")
    assert "peanut" not in statements(ada)


def test_a_choice_is_understood_when_turns_arrive_one_by_one(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    turns = [
        {"role": "user", "content": "Where could I eat on Saturday?"},
        {
            "role": "assistant",
            "content": "Some options:\n1. A loud sports bar downtown\n"
            "2. A quiet vegetarian bistro by the river\n3. A steakhouse with live music",
        },
        {"role": "user", "content": "Option 2 it is, the others are not my thing."},
    ]
    for turn in turns:
        ada.observe([turn], conversation="c1")
    assert "bistro" in statements(ada)


def test_who_says_to_forget_everything_is_heard(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY, HOTELS), conversation="c1")
    ada.observe(said("Forget everything, let's start the letter over."), conversation="c2")
    assert "peanut" in statements(ada)
    ada.observe(said("Please forget everything you know about me."), conversation="c3")
    assert not ada.profile().preferences
    assert "peanut" not in str(ada.export()).lower()
    ada.observe(said("I love night trains."), conversation="c4")
    assert "night trains" in statements(ada)


def test_who_asks_what_is_known_is_told(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY, HOTELS), conversation="c1")
    done = ada.personalize([{"role": "user", "content": "What do you know about me?"}])
    assert "peanut" in done.block.text.lower()
    assert "guesthouse" in done.block.text.lower()


def test_the_status_of_a_user_says_what_to_look_at(
    memory: PreferenceMemory, clock: FixedClock
) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY, HOTELS), conversation="c1")
    assert ada.status().narrowness == 0.0
    for _ in range(12):
        ada.personalize(DINNER)
    assert ada.status().narrowness > 0.9
    assert ada.status().reconfirm is None
    clock.advance(timedelta(days=800))
    again = ada.status().reconfirm
    assert again is not None
    assert "peanut" in again.statement.lower()


def test_an_answer_is_checked_against_the_safeguards(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY), conversation="c1")
    done = ada.personalize(DINNER)
    found = ada.audit("Try a satay.", done)
    assert [one.safeguard for one in found] == ["disclose"]
    assert not ada.audit("Since you avoid peanuts, try a lemon pasta.", done)


@pytest.mark.requirement("user:pause")
def test_no_memory_this_time_is_honoured(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe(said(ALLERGY), conversation="c1")
    asked = [
        {"role": "user", "content": DINNER[0]["content"] + " Don't use your memory this time."}
    ]
    assert ada.personalize(asked).messages == asked


@pytest.mark.requirement("life:past")
def test_the_profile_as_it_stood(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    start = datetime(2026, 1, 5, tzinfo=UTC)
    ada.observe(said(ALLERGY), conversation="c1", at=start)
    ada.observe(said(HOTELS), conversation="c2", at=start + timedelta(days=30))
    then = ada.profile(at=start + timedelta(days=1))
    assert len(then.preferences) == 1
    assert len(ada.profile(at=start + timedelta(days=31)).preferences) == 2


@pytest.mark.requirement("errors:before-writing")
@pytest.mark.parametrize(
    "call",
    [
        lambda u: u.observe([], conversation="c"),
        lambda u: u.observe([{"role": "elf", "content": "x"}], conversation="c"),
        lambda u: u.observe([{"role": "user", "content": "x"}], conversation=""),
        lambda u: u.observe(
            [{"role": "user", "content": "x"}],
            conversation="c",
            at=datetime(2026, 1, 1),  # noqa: DTZ001
        ),
        lambda u: u.personalize(DINNER, budget=-1),
        lambda u: u.personalize(DINNER, budget="256"),
        lambda u: u.personalize(DINNER, budget=True),
        lambda u: u.personalize(DINNER, budget=None),
        lambda u: u.personalize("hello"),
        lambda u: u.personalize(None),
        lambda u: u.personalize(DINNER[0]),
        lambda u: u.personalize(iter(DINNER)),
        lambda u: u.personalize(DINNER, context={"weather": "rain"}),
        lambda u: u.personalize(DINNER, context=3),
        lambda u: u.forget(),
        lambda u: u.forget("a", matching="b"),
        lambda u: u.episodes("x", limit=0),
    ],
)
def test_bad_input_is_refused_before_anything_is_written(
    memory: PreferenceMemory, call: Any
) -> None:
    ada = memory.user("ada")
    with pytest.raises(UsageError):
        call(ada)
    assert not ada.export()["turns"]


@pytest.mark.anyio
@pytest.mark.parametrize(
    "call",
    [
        lambda u: u.observe(DINNER, conversation="c"),
        lambda u: u.personalize(DINNER),
        lambda u: u.profile(),
        lambda u: u.episodes("x"),
        lambda u: u.forget(matching="x"),
        lambda u: u.erase(),
        lambda u: u.pause(),
        lambda u: u.memory.drain(),
    ],
)
async def test_a_memory_that_was_never_opened_says_so(tmp_path: Path, call: Any) -> None:
    ada = AsyncPreferenceMemory.open(tmp_path / "p.db").user("ada")
    with pytest.raises(UsageError, match="async with"):
        await call(ada)
    with pytest.raises(AttributeError):
        _ = ada.memory.nothing
    assert not list(tmp_path.iterdir())


@pytest.mark.anyio
@pytest.mark.parametrize(
    "call",
    [
        lambda u: u.pause(),
        lambda u: u.erase(),
        lambda u: u.rebuild(),
        lambda u: u.forget(matching="peanuts"),
        lambda u: u.memory.warm(),
        lambda u: u.memory.drain(),
    ],
)
async def test_no_call_opens_a_closed_memory_anew(tmp_path: Path, call: Any) -> None:
    async with AsyncPreferenceMemory.open(tmp_path / "p.db") as memory:
        ada = memory.user("ada")
        await ada.observe(said(ALLERGY), conversation="c")
    with pytest.raises(UsageError, match="not open"):
        await call(ada)
    assert [one.name for one in tmp_path.iterdir()] == ["p.db"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_a_process_that_is_forked_hears_that_the_memory_is_not_its_own(tmp_path: Path) -> None:
    code = (
        "import os, sys\n"
        "from prefmem import PreferenceMemory, UsageError\n"
        "memory = PreferenceMemory.open(sys.argv[1])\n"
        "memory.user('ada').pause()\n"
        "if child := os.fork():\n"
        "    assert os.waitpid(child, 0)[1] == 0\n"
        "    assert memory.user('ada').status().paused\n"
        "    memory.close()\n"
        "else:\n"
        "    try:\n"
        "        memory.user('ada').status()\n"
        "    except UsageError as error:\n"
        "        memory.close()\n"
        "        os._exit(0 if 'forked' in str(error) else 1)\n"
        "    os._exit(2)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "p.db")], check=True, timeout=60)


def test_a_closed_memory_says_so(tmp_path: Path) -> None:
    memory = PreferenceMemory.open(tmp_path / "p.db")
    ada = memory.user("ada")
    memory.close()
    memory.close()
    with pytest.raises(UsageError, match="closed"):
        ada.profile()


def test_who_calls_while_another_thread_closes_gets_an_answer_or_our_error(
    tmp_path: Path,
) -> None:
    memory = PreferenceMemory.open(tmp_path / "p.db")
    met: list[UsageError] = []

    def ask() -> None:
        try:
            while True:
                memory.user("ada").profile()
        except UsageError as error:
            met.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    memory.close()
    for thread in threads:
        thread.join(timeout=30)
    assert ["is closed" in str(error) for error in met] == [True] * 4
    memory.close()


@pytest.mark.anyio
async def test_what_an_application_raises_beside_a_memory_is_raised_as_it_is(
    tmp_path: Path,
) -> None:
    memory = AsyncPreferenceMemory.open(tmp_path / "p.db")
    with pytest.raises(KeyError, match="mine"):
        async with memory:
            raise KeyError("mine")
    with pytest.raises(UsageError, match="opened before"):
        async with memory:
            pass


def test_what_keeps_a_memory_from_opening_is_raised_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable):
        PreferenceMemory.open(tmp_path / "file" / "p.db")


def test_an_interpreter_that_forgot_to_close_exits_and_has_lost_nothing(tmp_path: Path) -> None:
    code = (
        "from prefmem import PreferenceMemory\n"
        f"memory = PreferenceMemory.open({str(tmp_path / 'p.db')!r})\n"
        "memory.user('ada').observe([{'role': 'user', 'content': 'Hello'}], conversation='c')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    with PreferenceMemory.open(tmp_path / "p.db") as memory:
        assert len(memory.user("ada").export()["turns"]) == 1


@pytest.mark.requirement("package:same-awaited")
@pytest.mark.anyio
async def test_the_async_face_does_the_same(tmp_path: Path, clock: FixedClock) -> None:
    async with AsyncPreferenceMemory.open(tmp_path / "p.db", clock=clock) as memory:
        ada = memory.user("ada")
        await ada.observe(said(ALLERGY), conversation="c1")
        done = await ada.personalize(DINNER)
        assert "peanut" in done.block.text.lower()
        status = await memory.drain()
        assert (status.waiting, status.failures) == (0, 0)


def test_a_memory_is_there_again_when_it_is_opened_again(tmp_path: Path) -> None:
    with PreferenceMemory.open(tmp_path / "p.db") as memory:
        memory.user("ada").observe(said(ALLERGY), conversation="c1")
    with PreferenceMemory.open(tmp_path / "p.db") as memory:
        assert "peanut" in memory.user("ada").personalize(DINNER).block.text.lower()
