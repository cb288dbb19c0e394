"""The summary: few tokens, every clause traceable, worded by a model only with the same facts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from prefmem.stages import summary
from prefmem.types import Persona, Preference

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


def test_it_tells_by_family_in_a_fixed_order() -> None:
    text = summary.summarize(ROWS, [], counter=COUNTER)
    assert text == (
        "Style: Wants short answers.\n"
        "Tastes: Loves dark chocolate.\n"
        "Constraints: Avoids gluten (severe intolerance).\n"
        "Work: Works best at dawn."
    )


def test_a_persona_has_a_line_of_its_own() -> None:
    personas = [Persona(name="early bird", preferences=("p4",))]
    assert "Early bird: Works best at dawn." in summary.summarize(ROWS, personas, counter=COUNTER)


@given(rows=st.permutations(ROWS), limit=st.integers(0, 40))
def test_it_keeps_to_its_limit_and_does_not_depend_on_the_order(
    rows: list[Preference], limit: int
) -> None:
    found = summary.traced(rows, [], limit_tokens=limit, counter=COUNTER)
    assert COUNTER.count(found.text) <= limit
    assert found == summary.traced(ROWS, [], limit_tokens=limit, counter=COUNTER)


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
    assert summary.summarize(rows, [], counter=COUNTER) == ""


class TestAModelsWording:
    found = summary.traced(ROWS, [], counter=COUNTER)

    def same(self, text: str) -> bool:
        return summary.same_facts(text, self.found, limit_tokens=150, counter=COUNTER)

    def test_the_same_facts_in_other_words_pass(self) -> None:
        assert self.same(
            "They want short answers, love dark chocolate, work best at dawn, "
            "and avoid gluten (severe intolerance)."
        )

    def test_something_left_out_does_not(self) -> None:
        assert not self.same("They want short answers and work best at dawn.")

    def test_something_added_does_not(self) -> None:
        assert not self.same(
            "They want short answers, love dark chocolate and red wine, work best at dawn, "
            "and avoid gluten (severe intolerance)."
        )

    def test_a_turned_meaning_does_not(self) -> None:
        assert not self.same(
            "They never want short answers, love dark chocolate, work best at dawn, "
            "and avoid gluten (severe intolerance)."
        )

    def test_neither_too_long_nor_empty(self) -> None:
        assert not self.same("short answers " * 200)
        assert not self.same(" ")
