"""A person is several: who they are, and which of them a request calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.records import Request, StoredProfile, Vector
from prefmem.stages import personas
from prefmem.types import ANYWHERE, Context, Preference, Scope

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
WIDTH = 64
CENTRES = np.linalg.qr(np.random.default_rng(5).normal(size=(WIDTH, 8)))[0].T


def near(centre: int, n: int, spread: float = 0.6) -> Vector:
    rng = np.random.default_rng(100 * centre + n)
    row = CENTRES[centre] + spread * rng.normal(size=WIDTH) / np.sqrt(WIDTH)
    return (row / np.linalg.norm(row)).astype(np.float32)


def person(
    sizes: list[int], contexts: list[Context] | None = None
) -> tuple[StoredProfile, list[Preference]]:
    rows: list[Preference] = []
    vectors: dict[str, Vector] = {}
    for centre, size in enumerate(sizes):
        for n in range(size):
            one = Preference(
                id=f"p{centre}{n:02}",
                statement=f"Likes topic{centre} thing{n}",
                behaviour="taste.activity",
                polarity="for",
                tier="personalizable",
                status="active",
                stability="undecided",
                confidence=0.9,
                weight=0.8,
                valid_from=BEGIN,
                subject=f"topic{centre} thing{n}",
                context=contexts[centre] if contexts else ANYWHERE,
            )
            rows.append(one)
            vectors[one.id] = near(centre, n)[None, :]
    return StoredProfile(scope=Scope(tenant="", user=""), vectors=vectors), rows


def asked(vector: Vector, context: Context = ANYWHERE) -> Request:
    return Request(text="?", vector=vector, context=context)


def test_what_belongs_together_becomes_a_persona() -> None:
    profile, rows = person([5, 4, 6])
    found = personas.cluster(profile, rows)
    assert sorted(len(p.preferences) for p in found) == [4, 5, 6]
    assert {frozenset(i[1] for i in p.preferences) for p in found} == {
        frozenset("0"),
        frozenset("1"),
        frozenset("2"),
    }


@given(order=st.permutations(list(range(12))))
def test_the_order_of_preferences_does_not_matter(order: list[int]) -> None:
    profile, rows = person([4, 4, 4])
    assert personas.cluster(profile, [rows[n] for n in order]) == personas.cluster(profile, rows)


def test_there_are_never_more_than_five() -> None:
    profile, rows = person([3] * 8)
    assert 2 <= len(personas.cluster(profile, rows)) <= personas.MOST


def test_a_context_that_all_share_tells_nobody_apart() -> None:
    profile, rows = person([9])
    placed = [replace(p, context=Context(task="work")) if n % 2 else p for n, p in enumerate(rows)]
    assert personas.cluster(profile, placed) == ()


def test_too_little_is_one_person() -> None:
    assert personas.cluster(*person([3, 2])) == ()
    assert personas.cluster(*person([9])) == ()


def test_they_are_named_by_their_context_or_by_what_is_in_them() -> None:
    work, home = Context(task="work"), Context(task="home")
    named = personas.cluster(*person([4, 4], [work, home]))
    assert {p.name for p in named} == {"work", "home"}
    assert {p.context for p in named} == {work, home}
    plain = personas.cluster(*person([4, 4]))
    assert all("topic" in p.name for p in plain)
    assert len({p.name for p in plain}) == 2


def test_attention_sums_to_one_and_goes_to_the_nearest() -> None:
    profile, rows = person([5, 5, 5])
    found = personas.cluster(profile, rows)
    heard = personas.attend(found, profile=profile, request=asked(near(1, 99)))
    assert sum(heard.weigh().values()) == pytest.approx(1.0, abs=1e-3)
    nearest = next(iter(heard.weigh()))
    assert all(i.startswith("p1") for p in found if p.name == nearest for i in p.preferences)


def test_personas_that_differ_in_topic_alone_all_speak() -> None:
    profile, rows = person([5, 5])
    found = personas.cluster(profile, rows)
    heard = personas.attend(found, profile=profile, request=asked(near(0, 99)))
    assert set(heard.speaking) == {p.name for p in found}


class TestContexts:
    profile, rows = person([4, 4], [Context(task="work"), Context(task="home")])
    found = personas.cluster(profile, rows)

    def test_only_the_nearest_of_two_situations_speaks(self) -> None:
        heard = personas.attend(self.found, profile=self.profile, request=asked(near(0, 99)))
        assert heard.speaking == ("work",)

    def test_neither_speaks_where_both_are_about_as_near(self) -> None:
        between = (CENTRES[0] + CENTRES[1]).astype(np.float32) / np.float32(np.sqrt(2))
        heard = personas.attend(self.found, profile=self.profile, request=asked(between))
        assert heard.speaking == ()

    def test_a_named_situation_decides(self) -> None:
        between = (CENTRES[0] + CENTRES[1]).astype(np.float32) / np.float32(np.sqrt(2))
        heard = personas.attend(
            self.found, profile=self.profile, request=asked(between, Context(task="home"))
        )
        assert heard.speaking == ("home",)

    def test_where_the_user_said_nothing_only_the_situation_can_decide(self) -> None:
        silent = np.zeros(1, dtype=np.float32)
        heard = [
            personas.attend(self.found, profile=self.profile, request=asked(silent, context))
            for context in (ANYWHERE, Context(task="home"))
        ]
        assert [one.speaking for one in heard] == [(), ("home",)]


def test_without_personas_there_is_nothing_to_attend_to() -> None:
    profile, _ = person([1])
    assert personas.attend((), profile=profile, request=asked(near(0, 1))).speaking == ()


def test_a_request_without_words_calls_personas_by_context_alone() -> None:
    work, home = Context(situation="work"), Context(situation="home")
    profile, rows = person([5, 5], [work, home])
    found = personas.cluster(profile, rows)
    silent = Request(text="", vector=np.zeros(1, dtype=np.float32), context=work)
    heard = personas.attend(found, profile=profile, request=silent)
    assert [name for name in heard.speaking if name == "work"] == ["work"]
    assert "home" not in heard.speaking


def test_what_is_not_liked_is_no_persona_of_its_own() -> None:
    """As in "cannot stand opera" and "cannot stand olives": near by their wording alone."""
    wording = 1.5 * np.random.default_rng(7).normal(size=WIDTH) / np.sqrt(WIDTH)
    profile, rows = person([9, 9, 9])
    disliked = [replace(p, polarity="against") if int(p.id[2:]) % 3 == 0 else p for p in rows]
    vectors = {
        p.id: profile.vectors[p.id] + (wording if p.polarity == "against" else 0) for p in disliked
    }
    found = personas.cluster(replace(profile, vectors=vectors), disliked)
    assert [{i[1] for i in one.preferences} for one in found] == [{"0"}, {"1"}, {"2"}]


def test_a_persona_whose_subjects_come_once_each_is_named_by_its_area() -> None:
    profile, rows = person([5, 5])
    areas = {"0": "taste.food", "1": "work.method"}
    own = [
        replace(p, subject=f"thing{p.id}", statement=f"Likes thing{p.id}", behaviour=areas[p.id[1]])
        for p in rows
    ]
    assert {one.name for one in personas.cluster(profile, own)} == {"food", "work"}
