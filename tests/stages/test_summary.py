"""The summary: few tokens, every clause traceable, worded by a model only with the same facts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.records import Sentence
from prefmem.stages import summary
from prefmem.stages.summary import Summary
from prefmem.types import Clause, Persona, Preference

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Words:
    """One token a word, one a line."""

    def count(self, text: str) -> int:
        return len(text.split()) + text.count("\n")


COUNTER = Words()


def held(n: int, statement: str, behaviour: str = "taste.food", **more: Any) -> Preference:
    base: dict[str, Any] = {
        "polarity": "for",
        "tier": "personalizable",
        "status": "active",
        "stability": "undecided",
        "confidence": 0.9,
        "weight": 0.8,
        "valid_from": BEGIN,
        "outright": True,
    }
    return Preference(id=f"p{n}", statement=statement, behaviour=behaviour, **{**base, **more})


ROWS = [
    held(1, "Loves dark chocolate"),
    held(2, "Wants short answers", "style.verbosity"),
    held(3, "Avoids gluten (severe intolerance)", "constraint.health", tier="safeguarded"),
    held(4, "Works best at dawn", "work.method"),
    held(5, "Once chose salad", status="candidate", outright=False),
]


def test_the_title_of_each_line_reads_well_before_a_statement() -> None:
    new = [held(1, "Is new to Rust", "expertise.level")]
    assert summary.traced(new, [], counter=COUNTER).text == "Knowledge: Is new to Rust."


def test_it_tells_by_family_in_a_fixed_order() -> None:
    text = summary.traced(ROWS, [], counter=COUNTER).text
    assert text == (
        "Style: Wants short answers.\n"
        "Tastes: Loves dark chocolate.\n"
        "Constraints: Avoids gluten (severe intolerance).\n"
        "Work: Works best at dawn."
    )


def test_preferences_of_one_behaviour_are_told_in_the_same_order_whatever_their_ids() -> None:
    one, other = "Cannot stand liver", "Loves plums"
    there = [held(1, one), held(2, other)]
    here = [held(1, other), held(2, one)]
    told = [summary.traced(rows, [], counter=COUNTER).text for rows in (there, here)]
    assert told == [f"Tastes: {one}; {other}."] * 2


def test_a_persona_has_a_line_of_its_own() -> None:
    personas = [Persona(name="early bird", preferences=("p4",))]
    told = summary.traced(ROWS, personas, counter=COUNTER).text
    assert "Early bird: Works best at dawn." in told


@given(rows=st.permutations(ROWS), limit=st.integers(0, 40))
def test_it_keeps_to_its_limit_and_does_not_depend_on_the_order(
    rows: list[Preference], limit: int
) -> None:
    found = summary.traced(rows, [], limit_tokens=limit, counter=COUNTER)
    assert COUNTER.count(found.text) <= limit
    assert found == summary.traced(ROWS, [], limit_tokens=limit, counter=COUNTER)


def test_where_there_is_little_room_what_is_safeguarded_goes_before_what_weighs_more() -> None:
    rows = [held(n, f"Loves dish {n}", weight=1.0) for n in range(9)]
    need = held(10, "Allergic to nuts", "constraint.health", tier="safeguarded", weight=0.6)
    found = summary.traced([*rows, need], [], limit_tokens=9, counter=COUNTER)
    assert found.text.splitlines()[-1] == "Constraints: Allergic to nuts."
    assert len(found.clauses) == 2


def test_every_clause_names_the_preferences_it_tells() -> None:
    found = summary.traced(ROWS, [], counter=COUNTER)
    by_id = {p.id: p for p in ROWS}
    assert found.clauses
    for clause in found.clauses:
        assert clause.text in found.text
        assert all(clause.text == by_id[i].statement for i in clause.preferences)


def test_candidates_suspended_and_universal_ones_are_not_told() -> None:
    rows = [
        held(1, "Maybe likes tea", status="candidate"),
        held(2, "Wants pasta", suspended=True),
        held(3, "Believes in ghosts", "fact.claims", tier="universal"),
    ]
    assert summary.traced(rows, [], counter=COUNTER).text == ""


def clauses(*texts: str) -> list[Clause]:
    return [Clause(text=text, preferences=(f"p{n}",)) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("They want short answers.", ["Wants short answers"]),
        ("Loves dark chocolate and green tea.", ["Loves dark chocolate", "Loves green tea"]),
        ("They do not eat meat", ["Does not eat meat"]),
        ("They don’t eat meat", ["Doesn't eat meat"]),
        ("Prefers tea over coffee.", ["Prefers tea over coffee"]),
    ],
)
def test_the_same_facts_in_other_words_pass(said: str, told: list[str]) -> None:
    assert summary.same_facts(said, clauses(*told))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", ["Wants short answers"]),
        (" \n", ["Wants short answers"]),
        ("Wants answers.", ["Wants short answers"]),
        ("Wants short answers and red wine.", ["Wants short answers"]),
        ("Never wants short answers.", ["Wants short answers"]),
        ("Eats meat.", ["Does not eat meat"]),
        ("Prefers coffee over tea.", ["Prefers tea over coffee"]),
        ("Takes coffee after noon.", ["Takes coffee before noon"]),
        ("Reads news.", ["Reads news only"]),
        ("Wants 2 examples.", ["Wants 3 examples"]),
        ("Dislikes jazz.", ["Likes jazz"]),
    ],
)
def test_facts_that_are_left_out_added_or_turned_do_not(said: str, told: list[str]) -> None:
    assert not summary.same_facts(said, clauses(*told))


class TestAModelsWording:
    found = summary.traced([*ROWS, held(6, "Loves green tea")], [], counter=COUNTER)
    """Style: 1. Tastes: 2 and 3. Constraints: 4. Work: 5."""

    GOOD = (
        ("They want short answers.", (1,)),
        ("They love dark chocolate and green tea", (2, 3)),
        ("Avoids gluten, a severe intolerance.", (4,)),
        ("They work best at dawn.", (5,)),
    )

    def reworded(self, *told: tuple[str, tuple[int, ...]], most: int = 150) -> Summary | None:
        sentences = [Sentence(text=text, of=of) for text, of in told]
        return summary.reworded(sentences, self.found, limit_tokens=most, counter=COUNTER)

    def test_a_wording_that_says_the_same_is_taken_and_traced(self) -> None:
        made = self.reworded(*self.GOOD)
        assert made is not None
        assert made.text == (
            "Style: They want short answers.\n"
            "Tastes: They love dark chocolate and green tea.\n"
            "Constraints: Avoids gluten, a severe intolerance.\n"
            "Work: They work best at dawn."
        )
        assert [one.preferences for one in made.clauses] == [
            ("p2",),
            ("p1", "p6"),
            ("p3",),
            ("p4",),
        ]

    def test_its_sentences_come_in_our_order(self) -> None:
        assert self.reworded(*reversed(self.GOOD)) == self.reworded(*self.GOOD)

    @pytest.mark.parametrize(
        "wrong",
        [
            ("They want short answers.", ()),
            ("They want short answers.", (9,)),
            ("They want short answers.", (0,)),
            ("They want short answers.", (2,)),
            ("They want short answers and work best at dawn.", (1, 5)),
            ("They want long answers.", (1,)),
        ],
    )
    def test_a_sentence_of_no_clause_of_a_wrong_one_or_of_two_titles_is_refused(
        self, wrong: tuple[str, tuple[int, ...]]
    ) -> None:
        assert self.reworded(wrong, *self.GOOD[1:]) is None

    def test_a_clause_that_is_left_out_or_told_twice_is_refused(self) -> None:
        assert self.reworded(*self.GOOD[1:]) is None
        assert self.reworded(*self.GOOD, self.GOOD[0]) is None

    def test_what_is_wanted_is_not_told_together_with_what_is_not(self) -> None:
        rows = [held(1, "Likes tea"), held(2, "Avoids coffee")]
        found = summary.traced(rows, [], counter=COUNTER)
        swapped = [Sentence(text="Avoids tea and likes coffee.", of=(1, 2))]
        assert summary.reworded(swapped, found, counter=COUNTER) is None

    def test_a_wording_over_the_limit_is_refused(self) -> None:
        assert self.reworded(*self.GOOD, most=10) is None
