"""Evidence in, a profile out: what meets, what is left alone, and that it can be derived again."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prefmem.errors import UnknownPreference
from prefmem.records import PersonState, PreferenceRecord, ProfileDelta, StoredProfile, Vector
from prefmem.stages.consolidation import Observed, act, consolidate, rebuild, reconsider
from prefmem.types import Context, Evidence, Polarity, Revision, Scope

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
SCOPE = Scope(tenant="acme", user="ada")
WIDTH = 96
TOPICS = ("jazz", "coriander", "yoga", "window seat", "thrift shops", "chess")
BEHAVIOURS = ("taste.media", "taste.food", "taste.activity", "taste.travel", "taste.shopping")


@functools.cache
def vector_of(statement: str) -> Vector:
    """Statements that share their last word are near; all others are not."""
    topic = statement.rstrip(".").split()[-1]
    rng = np.random.default_rng(sum(topic.encode()) * 7919 % 2**31)
    small = np.random.default_rng(sum(statement.encode()) % 2**31)
    row = rng.normal(size=WIDTH) + 1.2 * small.normal(size=WIDTH)
    return (row / np.linalg.norm(row)).astype(np.float32)


def said(
    n: int,
    statement: str,
    subject: str,
    *,
    hours: float = 0.0,
    polarity: Polarity = "for",
    behaviour: str = "taste.media",
    kind: Any = "stated",
    **more: Any,
) -> Evidence:
    at = BEGIN + timedelta(hours=hours)
    default: dict[str, Any] = {
        "quote": statement,
        "conversation_id": f"c{int(hours // 24)}",
        "message_id": f"m{hours}",
        "strength": 1.0,
        "source": "test/1",
        "learned_at": at,
    }
    return Evidence(
        id=f"e{n:03}",
        kind=kind,
        polarity=polarity,
        at=at,
        behaviour=behaviour,
        subject=subject,
        statement=statement,
        **{**default, **more},
    )


def seen(evidence: Evidence) -> Observed:
    return Observed(evidence=evidence, vector=vector_of(evidence.statement))


def committed(profile: StoredProfile, delta: ProfileDelta) -> StoredProfile:
    """What a store does with a delta."""
    records: dict[str, PreferenceRecord] = {r.id: r for r in profile.records}
    records.update({r.id: r for r in delta.records})
    for gone in delta.dropped:
        records.pop(gone, None)
    return replace(
        profile,
        revision=profile.revision + 1,
        records=tuple(records[i] for i in sorted(records)),
        vectors={i: vector_of(r.statement)[None, :] for i, r in sorted(records.items())},
        person=delta.person or profile.person,
    )


def lived(
    batches: Iterable[Sequence[Evidence]], profile: StoredProfile | None = None
) -> tuple[StoredProfile, list[Revision]]:
    """A profile that took its evidence in batch by batch."""
    profile = profile or StoredProfile(scope=SCOPE)
    history: list[Revision] = []
    for batch in batches:
        now = max((e.learned_at or e.at for e in batch), default=BEGIN)
        delta = consolidate(profile, [seen(e) for e in batch], now=now)
        history += delta.revisions
        profile = committed(profile, delta)
    return profile, history


def held(profile: StoredProfile) -> dict[str, str]:
    """Statement to status, of what is open."""
    over = ("superseded", "expired")
    return {r.statement: r.status for r in profile.records if r.status not in over}


def bytes_of(profile: StoredProfile) -> str:
    return repr((profile.records, profile.person))


@st.composite
def ledgers(draw: st.DrawFn) -> list[Evidence]:
    """Evidence of a few topics over some weeks, several items at one moment among them."""
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, 40),
                st.integers(0, len(TOPICS) - 1),
                st.sampled_from(("for", "against")),
                st.sampled_from(("instruction", "stated", "chosen", "observed", "retracted")),
                st.booleans(),
            ),
            min_size=1,
            max_size=14,
        )
    )
    return [
        said(
            n,
            f"{'Likes' if side == 'for' else 'Dislikes'} {TOPICS[topic]}",
            TOPICS[topic],
            hours=12.0 * at,
            polarity=side,  # type: ignore[arg-type]
            kind=kind,
            behaviour=BEHAVIOURS[topic % len(BEHAVIOURS)],
            lasting=lasting or kind == "retracted",
        )
        for n, (at, topic, side, kind, lasting) in enumerate(rows)
    ]


def moments(ledger: Iterable[Evidence]) -> list[list[Evidence]]:
    ordered = sorted(ledger, key=lambda e: e.at)
    return [list(group) for _, group in itertools.groupby(ordered, key=lambda e: e.at)]


@pytest.mark.requirement("life:rebuild")
@settings(deadline=None, max_examples=60)
@given(ledger=ledgers())
def test_rebuilding_from_the_ledger_gives_the_same_bytes(ledger: list[Evidence]) -> None:
    profile, history = lived(moments(ledger))
    again, revisions = rebuild(
        SCOPE, [seen(e) for e in reversed(ledger)], person=PersonState(), until=None
    )
    assert bytes_of(again) == bytes_of(profile)
    assert list(revisions) == history


@pytest.mark.requirement("life:order")
@settings(deadline=None, max_examples=60)
@given(ledger=ledgers(), rng=st.randoms(use_true_random=False))
def test_order_within_a_moment_duplicates_and_replays_change_nothing(
    ledger: list[Evidence], rng: Any
) -> None:
    profile, _ = lived(moments(ledger))
    shuffled: list[list[Evidence]] = []
    for batch in moments(ledger):
        twice = [*batch, *batch]
        rng.shuffle(twice)
        shuffled.append(twice)
    other, _ = lived(shuffled)
    assert bytes_of(other) == bytes_of(profile)
    replayed, history = lived(moments(ledger), other)
    assert bytes_of(replayed) == bytes_of(profile)
    assert history == []


@pytest.mark.requirement("life:order")
@settings(deadline=None, max_examples=60)
@given(ledger=ledgers())
def test_one_call_or_many_give_the_same_profile(ledger: list[Evidence]) -> None:
    one, _ = lived([ledger])
    many, _ = lived(moments(ledger))
    assert bytes_of(one) == bytes_of(many)


@pytest.mark.requirement("life:unrelated")
@settings(deadline=None, max_examples=60)
@given(ledger=ledgers())
def test_evidence_never_touches_a_preference_about_something_else(ledger: list[Evidence]) -> None:
    base, _ = lived([[said(900, "Likes opera", "opera", hours=-100, behaviour="taste.media")]])
    before = base.records[0]
    profile, _ = lived(moments(ledger), base)
    assert before in profile.records


@pytest.mark.requirement("life:history")
@settings(deadline=None, max_examples=60)
@given(ledger=ledgers())
def test_a_key_holds_one_value_and_history_tells_every_change(ledger: list[Evidence]) -> None:
    profile, history = lived(moments(ledger))
    opened = [
        (r.subject, r.behaviour)
        for r in profile.records
        if r.lasting and r.status not in ("superseded", "expired")
    ]
    assert len(opened) == len(set(opened))
    noted = {r.preference_id for r in history}
    assert noted >= {r.id for r in profile.records}
    closed = [r for r in profile.records if r.status == "superseded"]
    assert all(r.valid_to is not None and r.superseded_by in noted for r in closed)


class TestChange:
    def test_agreement_confirms_and_makes_active(self) -> None:
        chosen = [
            said(n, "Likes jazz", "jazz", hours=30 * n, kind="chosen", condition=f"way {n}")
            for n in range(3)
        ]
        first, _ = lived([chosen[:1]])
        assert held(first) == {"Likes jazz": "candidate"}
        later, history = lived([chosen[1:2], chosen[2:]], first)
        assert held(later) == {"Likes jazz": "active"}
        assert [r.change for r in history] == ["strengthened", "confirmed"]
        assert later.records[0].evidence_count == 3

    def test_an_outright_statement_is_active_at_once(self) -> None:
        assert held(lived([[said(1, "Likes jazz", "jazz")]])[0]) == {"Likes jazz": "active"}

    def test_the_opposite_said_outright_reverses_and_keeps_the_old_one_with_its_interval(
        self,
    ) -> None:
        old = said(1, "Likes jazz", "jazz")
        new = said(2, "Dislikes jazz", "jazz", hours=50, polarity="against")
        profile, history = lived([[old], [new]])
        assert held(profile) == {"Dislikes jazz": "active"}
        closed = next(r for r in profile.records if r.status == "superseded")
        current = next(r for r in profile.records if r.status == "active")
        assert (closed.valid_from, closed.valid_to) == (old.at, new.at)
        assert closed.superseded_by == current.id
        assert current.supersedes == (closed.id,)
        assert [e.id for e in current.evidence] == ["e002"]
        assert [e.id for e in closed.evidence] == ["e001"]
        assert [r.change for r in history] == ["created", "reversed", "created"]

    def test_a_choice_against_what_was_said_contests_nothing_by_itself(self) -> None:
        profile, _ = lived(
            [
                [said(1, "Likes jazz", "jazz")],
                [said(2, "Dislikes jazz", "jazz", hours=50, polarity="against", kind="observed")],
            ]
        )
        assert held(profile) == {"Likes jazz": "active"}

    def test_contrary_choices_in_several_conversations_contest_and_then_reverse(self) -> None:
        batches = [[said(1, "Likes jazz", "jazz")]]
        batches += [
            [said(n, "Dislikes jazz", "jazz", hours=100 * n, polarity="against", kind="chosen")]
            for n in range(2, 9)
        ]
        statuses: list[str] = []
        profile: StoredProfile | None = None
        for batch in batches:
            profile, _ = lived([batch], profile)
            statuses.append("/".join(f"{s}: {v}" for s, v in held(profile).items()))
        assert statuses[0] == "Likes jazz: active"
        assert "Likes jazz: contested" in statuses
        assert statuses[-1] == "Dislikes jazz: active"

    def test_a_change_of_mind_replaces_what_it_is_about_and_nothing_else(self) -> None:
        profile, history = lived(
            [
                [said(1, "Loves concerts of classical music", "concerts")],
                [said(2, "Loves chess", "chess", hours=1, behaviour="taste.activity")],
                [
                    said(
                        3,
                        "Prefers quiet recordings of classical music",
                        "recordings",
                        hours=60,
                        quote="I no longer go to concerts. I prefer recordings now.",
                    )
                ],
            ]
        )
        assert set(held(profile)) == {"Prefers quiet recordings of classical music", "Loves chess"}
        assert [r.change for r in history if r.status == "superseded"] == ["replaced"]

    def test_liking_one_more_thing_replaces_nothing(self) -> None:
        profile, _ = lived(
            [
                [said(1, "Loves concerts of classical music", "concerts")],
                [said(2, "Prefers quiet recordings of classical music", "recordings", hours=60)],
            ]
        )
        assert len(held(profile)) == 2

    def test_a_message_does_not_contradict_itself(self) -> None:
        quote = "I used to love concerts, now it is recordings."
        both = [
            said(1, "Loves concerts of classical music", "concerts", quote=quote),
            said(2, "Prefers recordings of classical music", "recordings", quote=quote),
        ]
        assert len(held(lived([both])[0])) == 2

    def test_an_exception_narrows_and_the_wider_statement_stays_in_history(self) -> None:
        wide = said(1, "Is vegan", "vegan diet", behaviour="taste.food")
        narrow = said(
            2,
            "Is vegan, but eats fish on holidays",
            "vegan diet",
            hours=30,
            behaviour="taste.food",
        )
        first, before = lived([[wide]])
        vectors = {i: vector_of("Is vegan, but eats fish on holidays") for i in first.vectors}
        first = replace(first, vectors={i: v[None, :] for i, v in vectors.items()})
        delta = consolidate(first, [seen(narrow)], now=narrow.at)
        assert [r.change for r in delta.revisions] == ["narrowed"]
        assert delta.records[0].id == first.records[0].id
        assert delta.records[0].statement == "Is vegan, but eats fish on holidays"
        assert before[0].statement == "Is vegan"

    def test_what_is_taken_back_ends_with_nothing_in_its_place(self) -> None:
        over = said(2, "Is done with jazz", "jazz", hours=40, kind="retracted", polarity="against")
        profile, history = lived([[said(1, "Likes jazz", "jazz")], [over]])
        assert held(profile) == {}
        assert history[-1].change == "ended"
        assert profile.records[0].valid_to == over.at

    def test_two_values_of_a_single_valued_behaviour_do_not_stand_together(self) -> None:
        profile, _ = lived(
            [
                [said(1, "Wants Spanish", "Spanish", behaviour="style.language")],
                [said(2, "Wants German", "German", hours=30, behaviour="style.language")],
            ]
        )
        assert held(profile) == {"Wants German": "active"}

    def test_contexts_keep_apart_what_holds_at_work_and_at_home(self) -> None:
        work, home = Context(task="work"), Context(task="home")
        profile, _ = lived(
            [
                [said(1, "Wants Spanish", "Spanish", behaviour="style.language", context=work)],
                [
                    said(
                        2,
                        "Wants no Spanish",
                        "Spanish",
                        hours=30,
                        polarity="against",
                        behaviour="style.language",
                        context=home,
                    )
                ],
            ]
        )
        assert len(held(profile)) == 2

    def test_a_taste_never_speaks_about_a_constraint_of_health(self) -> None:
        profile, _ = lived(
            [
                [
                    said(
                        1,
                        "Must avoid coriander",
                        "coriander",
                        polarity="against",
                        behaviour="constraint.health",
                    )
                ],
                [said(2, "Loves coriander", "coriander", hours=30, behaviour="taste.food")],
            ]
        )
        assert len(held(profile)) == 2

    def test_only_the_direct_predecessor_stays_in_the_profile(self) -> None:
        batches = [
            [
                said(
                    n,
                    f"{'Likes' if n % 2 else 'Dislikes'} jazz",
                    "jazz",
                    hours=48 * n,
                    polarity="for" if n % 2 else "against",
                    kind="instruction",
                )
            ]
            for n in range(1, 8)
        ]
        profile, history = lived(batches)
        assert sorted(r.status for r in profile.records) == ["active", "superseded"]
        assert sum(r.change == "reversed" for r in history) == 6
        assert profile.person.timescales["taste"][0] == 6


class TestMoods:
    def test_a_mood_stands_beside_the_taste_and_does_not_weigh_against_it(self) -> None:
        mood = said(2, "Dislikes jazz", "jazz", hours=40, polarity="against", lasting=False)
        profile, _ = lived([[said(1, "Likes jazz", "jazz")], [mood]])
        taste = next(r for r in profile.records if r.lasting)
        assert len(profile.records) == 2
        assert taste.status == "active"
        assert taste.evidence_count == 1

    def test_a_mood_belongs_to_its_conversation(self) -> None:
        moods = [
            said(n, "Wants silence", "silence", hours=40 * n, lasting=False) for n in range(1, 3)
        ]
        assert len(lived([moods[:1], moods[1:]])[0].records) == 2

    def test_an_old_mood_leaves_the_profile(self) -> None:
        moods = [
            said(n, "Wants silence", "silence", hours=900 * n, lasting=False) for n in range(1, 3)
        ]
        profile, history = lived([moods[:1], moods[1:]])
        assert len(profile.records) == 1
        assert [r.change for r in history] == ["created", "expired", "created"]


class TestDrivers:
    def test_what_hangs_on_a_reason_is_suspended_with_it_and_resumes_with_it(self) -> None:
        why = "I'm training for a marathon"
        diet = said(
            1, "Wants plenty of pasta", "pasta", behaviour="taste.food", reason=why, quote=why
        )
        done = said(
            2,
            "Is done with the marathon",
            "marathon",
            hours=900,
            kind="retracted",
            polarity="against",
            behaviour="taste.activity",
        )
        back = said(3, "Runs a marathon", "marathon", hours=999, behaviour="taste.activity")
        profile, history = lived([[diet], [done]])
        assert profile.records[0].suspended
        assert profile.records[0].status == "active"
        assert history[-1].change == "suspended"
        profile, history = lived([[back]], profile)
        pasta = next(r for r in profile.records if r.subject == "pasta")
        assert not pasta.suspended
        assert [r.change for r in history] == ["resumed", "created"]


def word(n: int, statement: str = "", *, polarity: Polarity = "for", hours: float = 60) -> Evidence:
    return said(
        n, statement, "jazz", hours=hours, polarity=polarity, kind="corrected", source="user"
    )


class TestTheUsersWord:
    def acted(
        self, profile: StoredProfile, action: Any, evidence: Evidence, statement: str | None = None
    ) -> tuple[StoredProfile, ProfileDelta]:
        delta = act(
            profile,
            preference_id=profile.records[0].id,
            action=action,
            statement=statement,
            evidence=evidence,
            now=evidence.at,
        )
        return committed(profile, delta), delta

    @pytest.mark.requirement("user:final")
    def test_a_correction_beats_inference_however_often_it_comes(self) -> None:
        profile, _ = lived([[said(1, "Likes jazz", "jazz", kind="chosen")]])
        profile, _ = self.acted(
            profile, "correct", word(2, "Dislikes jazz", polarity="against"), "Dislikes jazz"
        )
        for n in range(3, 20):
            profile, _ = lived(
                [[said(n, "Likes jazz", "jazz", hours=100 * n, kind="chosen")]], profile
            )
        assert held(profile) == {"Dislikes jazz": "active"}
        assert profile.records[0].decided == "corrected"

    def test_what_was_rejected_is_not_learned_again_from_what_somebody_chooses(self) -> None:
        profile, _ = lived([[said(1, "Likes jazz", "jazz", kind="chosen")]])
        profile, delta = self.acted(profile, "reject", word(2))
        assert delta.revisions[-1].change == "rejected"
        for n in range(3, 9):
            profile, _ = lived(
                [[said(n, "Likes jazz", "jazz", hours=100 * n, kind="chosen")]], profile
            )
        assert [r.status for r in profile.records] == ["rejected"]

    def test_what_is_said_again_after_it_was_rejected_is_held_once(self) -> None:
        profile, _ = lived([[said(1, "Likes jazz", "jazz")]])
        profile, _ = self.acted(profile, "reject", word(2))
        again = [
            said(n, statement, "jazz", hours=100 * n, kind="instruction")
            for n, statement in enumerate(("Loves jazz", "Likes jazz", "Loves jazz"), 3)
        ]
        profile, _ = lived([[one] for one in again], profile)
        opened = [r for r in profile.records if r.status == "active"]
        assert len(opened) == 1
        assert opened[0].evidence_count == 3

    def test_a_standing_instruction_later_may_change_what_was_decided(self) -> None:
        profile, _ = lived([[said(1, "Likes jazz", "jazz")]])
        profile, _ = self.acted(profile, "confirm", word(2))
        turned = said(3, "Dislikes jazz", "jazz", hours=200, polarity="against", kind="instruction")
        profile, _ = lived([[turned]], profile)
        assert held(profile) == {"Dislikes jazz": "active"}

    def test_pinning_is_kept_through_contrary_choices(self) -> None:
        profile, _ = lived([[said(1, "Likes jazz", "jazz")]])
        profile, _ = self.acted(profile, "pin", word(2))
        for n in range(3, 12):
            profile, _ = lived(
                [
                    [
                        said(
                            n,
                            "Dislikes jazz",
                            "jazz",
                            hours=100 * n,
                            polarity="against",
                            kind="chosen",
                        )
                    ]
                ],
                profile,
            )
        assert held(profile) == {"Likes jazz": "active"}

    @pytest.mark.parametrize("action", ["correct", "confirm", "reject", "pin"])
    def test_rebuilding_replays_the_users_word(self, action: Any) -> None:
        first = said(1, "Likes jazz", "jazz", kind="chosen")
        profile, _ = lived([[first]])
        statement = "Dislikes jazz" if action == "correct" else None
        polarity: Polarity = "against" if action == "correct" else "for"
        profile, delta = self.acted(
            profile, action, word(2, "Dislikes jazz", polarity=polarity), statement
        )
        later = said(3, "Likes jazz", "jazz", hours=99, kind="chosen")
        profile, _ = lived([[later]], profile)
        ledger = [first, *delta.evidence, later]
        again, _ = rebuild(SCOPE, [seen(e) for e in ledger], person=PersonState(), until=None)
        assert bytes_of(again) == bytes_of(profile)

    def test_an_unknown_preference_is_named_in_the_error(self) -> None:
        with pytest.raises(UnknownPreference, match="p_none"):
            act(
                StoredProfile(scope=SCOPE),
                preference_id="p_none",
                action="pin",
                statement=None,
                evidence=word(1),
                now=BEGIN,
            )


def withdrawn(profile: StoredProfile, ledger: Sequence[Evidence], *ids: str) -> ProfileDelta:
    """What becomes of a profile where some of its ledger no longer counts."""
    return reconsider(
        profile,
        [],
        ledger=[seen(e) for e in ledger],
        withdrawn=ids,
        told={r.id for r in profile.records},
        now=BEGIN + timedelta(days=9),
    )


class TestWithdrawal:
    def test_what_a_withdrawn_item_founded_goes_and_what_it_closed_opens_again(self) -> None:
        ledger = [
            said(1, "Likes jazz", "jazz"),
            said(2, "Dislikes jazz", "jazz", hours=50, polarity="against"),
        ]
        before, _ = lived([ledger[:1]])
        profile, _ = lived([[one] for one in ledger])
        delta = withdrawn(profile, ledger, "e002")
        after = committed(profile, delta)
        assert held(after) == held(before)
        assert delta.withdrawn == ("e002",)
        assert {(r.statement, r.change) for r in delta.revisions} == {
            ("Dislikes jazz", "ended"),
            ("Likes jazz", "resumed"),
        }

    def test_what_other_evidence_supports_stays(self) -> None:
        ledger = [said(1, "Likes jazz", "jazz"), said(2, "Likes jazz", "jazz", hours=50)]
        profile, _ = lived([[one] for one in ledger])
        after = committed(profile, withdrawn(profile, ledger, "e002"))
        assert held(after) == {"Likes jazz": "active"}
        assert [e.id for e in after.records[0].evidence] == ["e001"]

    @pytest.mark.requirement("life:rebuild")
    @settings(max_examples=60)
    @given(ledger=ledgers(), data=st.data())
    def test_nothing_is_left_of_what_is_withdrawn(
        self, ledger: list[Evidence], data: st.DataObject
    ) -> None:
        """New evidence that comes with it is taken into a profile that never knew the other."""
        ids = sorted(e.id for e in ledger)
        gone = set(data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True)))
        profile, _ = lived([one] for one in sorted(ledger, key=lambda e: (e.learned_at, e.id)))
        news = replace(said(900, "Likes chess", "chess", hours=2000), learned_at=None)
        delta = reconsider(
            profile,
            [seen(news)],
            ledger=[seen(e) for e in ledger],
            withdrawn=gone,
            told=(),
            now=BEGIN + timedelta(hours=3000),
        )
        after = committed(profile, delta)
        assert gone <= set(delta.withdrawn)  # and what the same words took back
        stays = [*(e for e in ledger if e.id not in delta.withdrawn), *delta.evidence]
        again, _ = rebuild(SCOPE, [seen(e) for e in stays], person=profile.person, until=None)
        assert after.records == again.records
        assert after.person.timescales == again.person.timescales

    @pytest.mark.requirement("user:final")
    @pytest.mark.parametrize("action", ["correct", "confirm", "reject", "pin"])
    def test_what_the_user_decided_on_is_not_withdrawn(self, action: Any) -> None:
        """A reading that was under way when the user decided comes too late."""
        ledger = [said(1, "Likes jazz", "jazz"), said(2, "Likes jazz", "jazz", hours=50)]
        profile, _ = lived([[one] for one in ledger])
        record = profile.records[0]
        delta = act(
            profile,
            preference_id=record.id,
            action=action,
            statement="Likes bebop" if action == "correct" else None,
            evidence=word(3, record.statement),
            now=BEGIN + timedelta(hours=60),
        )
        profile = committed(profile, delta)
        ledger += delta.evidence
        late = withdrawn(profile, ledger, "e001", "e002", *(e.id for e in delta.evidence))
        assert (late.withdrawn, late.records, late.dropped) == ((), (), ())

    @pytest.mark.requirement("user:final")
    @pytest.mark.parametrize("action", ["correct", "confirm", "reject", "pin"])
    def test_a_decision_stands_where_nothing_else_says_what_it_was_about(self, action: Any) -> None:
        """In a ledger of before, a model may have withdrawn what the user had decided on."""
        first = said(1, "Likes jazz", "jazz")
        profile, _ = lived([[first]])
        delta = act(
            profile,
            preference_id=profile.records[0].id,
            action=action,
            statement="Likes bebop" if action == "correct" else None,
            evidence=word(2, "Likes jazz"),
            now=BEGIN + timedelta(hours=60),
        )
        decided = committed(profile, delta).records[0]
        ledger = [seen(e) for e in delta.evidence]
        again, _ = rebuild(SCOPE, ledger, person=PersonState(), until=None)
        (left,) = again.records
        assert (left.id, left.statement) == (decided.id, decided.statement)
        assert (left.status, left.decided, left.pinned) == (
            decided.status,
            decided.decided,
            decided.pinned,
        )

    @pytest.mark.requirement("user:final")
    @pytest.mark.parametrize("action", ["confirm", "reject", "pin"])
    def test_a_decision_goes_to_what_is_still_held_in_the_same_words(self, action: Any) -> None:
        ledger = [said(1, "Likes jazz", "jazz"), said(2, "Likes jazz", "jazz", hours=50)]
        profile, _ = lived([[one] for one in ledger])
        delta = act(
            profile,
            preference_id=profile.records[0].id,
            action=action,
            statement=None,
            evidence=word(3, "Likes jazz"),
            now=BEGIN + timedelta(hours=60),
        )
        stays = [seen(e) for e in (ledger[1], *delta.evidence)]
        again, _ = rebuild(SCOPE, stays, person=PersonState(), until=None)
        (left,) = again.records
        decided = committed(profile, delta).records[0]
        assert left.id != decided.id
        assert (left.status, left.decided, left.pinned) == (
            decided.status,
            decided.decided,
            decided.pinned,
        )


def test_evidence_learned_late_of_what_was_replaced_since_does_not_come_back() -> None:
    new = said(
        2,
        "Prefers quiet recordings of classical music",
        "recordings",
        hours=60,
        quote="I no longer go to concerts. I prefer recordings now.",
    )
    old = said(1, "Loves concerts of classical music", "concerts", learned_at=new.at)
    profile, _ = lived([[new], [old]])
    assert set(held(profile)) == {"Prefers quiet recordings of classical music"}


def test_until_a_time_only_what_was_said_by_then_counts() -> None:
    ledger = [
        said(1, "Likes jazz", "jazz"),
        said(2, "Dislikes jazz", "jazz", hours=50, polarity="against"),
    ]
    then, _ = rebuild(SCOPE, [seen(e) for e in ledger], person=PersonState(), until=ledger[0].at)
    assert held(then) == {"Likes jazz": "active"}


def test_a_record_carries_a_bounded_part_of_its_evidence_with_the_newest() -> None:
    batches = [
        [said(n, "Likes jazz", "jazz", hours=30 * n, kind="stated" if n < 3 else "observed")]
        for n in range(40)
    ]
    profile, _ = lived(batches)
    kept = [e.id for e in profile.records[0].evidence]
    assert len(kept) == 12
    assert kept[0] == "e039"
    assert {"e000", "e001", "e002"} <= set(kept)
    assert profile.records[0].evidence_count == 40


@pytest.mark.parametrize(
    ("kind", "polarity", "left"),
    [
        ("retracted", "against", {"Loves chess": "active"}),
        ("stated", "for", {"Loves chess": "active", "Plays it every week": "active"}),
    ],
)
def test_what_a_distiller_names_by_its_id_is_meant_however_it_is_put(
    kind: Any, polarity: Polarity, left: dict[str, str]
) -> None:
    profile, _ = lived(
        [[said(1, "Loves jazz", "jazz")], [said(2, "Loves chess", "chess", hours=1)]]
    )
    jazz = next(r.id for r in profile.records if r.subject == "jazz")
    more = said(3, "Plays it every week", "it", hours=40, kind=kind, polarity=polarity)
    assert "Loves jazz" in held(lived([[more]], profile)[0])
    assert held(lived([[replace(more, target=jazz)]], profile)[0]) == left
