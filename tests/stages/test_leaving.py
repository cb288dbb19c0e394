"""What words of change leave behind, and which held preference they are about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from prefmem.embedders.minilm import MiniLM
from prefmem.stages import keys, leaving
from prefmem.stages.partings import partings
from prefmem.types import Evidence


def said(quote: str, statement: str = "Likes tea", **more: Any) -> Evidence:
    given: dict[str, Any] = {"kind": "stated", "polarity": "for", "message_id": "m"} | more
    return Evidence(
        id=quote,
        quote=quote,
        conversation_id="c",
        strength=1.0,
        at=datetime(2026, 1, 5, tzinfo=UTC),
        source="test",
        behaviour="taste.food",
        subject="tea",
        statement=statement,
        **given,
    )


class TestPartings:
    @pytest.mark.parametrize(
        ("text", "gone"),
        [
            ("I've moved on from chain hotels to camping.", "chain hotels"),
            ("I’ve moved on from chain hotels.", "chain hotels"),
            ("I've given up running for good.", "running"),
            ("I'm tired of crowded bars, honestly.", "crowded bars"),
            ("Cooking shows don't do it for me any more.", "Cooking shows"),
            ("I no longer enjoy loud concerts.", "loud concerts"),
            ("I used to love Westerns, but now I watch comedies.", "Westerns"),
            ("I've swapped the car for a cargo bike.", "the car"),
            ("Long commutes have become a chore.", "Long commutes"),
            ("I've come to dread the cruises I used to enjoy.", "cruises"),
            ("Salsa and I have parted ways.", "Salsa"),
            ("I haven't touched the loom since the spring.", "the loom"),
        ],
    )
    def test_what_is_given_up_is_named(self, text: str, gone: str) -> None:
        found = partings(text)
        assert [p.gone for p in found] == [gone]
        assert found[0].held == "for"

    @pytest.mark.parametrize(
        "text",
        ["I no longer mind early flights.", "I used to hate jazz.", "I've come around to kale."],
    )
    def test_a_dislike_is_given_up_as_a_dislike(self, text: str) -> None:
        assert [p.held for p in partings(text)] == ["against"]

    def test_a_change_of_mind_leaves_open_what_it_was_before(self) -> None:
        found = partings("I've completely changed my mind about electric cars.")
        assert [(p.gone, p.held) for p in found] == [("electric cars", "either")]

    @pytest.mark.parametrize(
        "text",
        [
            "I love tea.",
            "I got used to the rain.",
            "I stopped for a moment.",
            "I moved to Lisbon.",
            "It has become my favourite.",
        ],
    )
    def test_plain_words_leave_nothing_behind(self, text: str) -> None:
        assert partings(text) == ()

    def test_what_something_does_to_somebody_is_not_left(self) -> None:
        assert partings("The finale left me yearning for more.") == ()

    def test_what_was_once_is_no_parting_without_a_now(self) -> None:
        assert not any(p.plain for p in partings("I used to play the violin as a child."))
        assert partings("I used to play the violin. These days I sing.")[0].plain

    def test_instead_of_is_a_parting_only_beside_a_change(self) -> None:
        assert partings("I drink tea instead of coffee.") == ()
        found = partings("Lately I drink tea instead of coffee.")
        assert [(p.gone, p.plain) for p in found] == [("coffee", False)]


class TestTold:
    @pytest.mark.parametrize(
        "quote",
        [
            "I no longer drink coffee.",
            "I used to love horror, now I can't watch it.",
            "I've grown tired of crowded bars.",
            "I gave up meat last spring.",
            "We moved away from weekly meetings.",
            "I don't listen to metal anymore.",
        ],
    )
    def test_words_that_end_something_are_heard(self, quote: str) -> None:
        assert leaving.told([said(quote)]).ended

    @pytest.mark.parametrize(
        "quote",
        [
            "Lately I've been leaning towards tea.",
            "These days I read at night.",
            "I've come to like it.",
        ],
    )
    def test_words_that_may_mean_one_thing_more_end_nothing(self, quote: str) -> None:
        found = leaving.told([said(quote)])
        assert found.changed
        assert not found.ended

    @pytest.mark.parametrize(
        "quote", ["I love tea.", "I always take the train.", "Never put salt in it."]
    )
    def test_plain_statements_announce_nothing(self, quote: str) -> None:
        one = said(quote)
        own = leaving.told([one])
        assert not leaving.announces_change(one)
        assert leaving.needed(one, own, own) is None

    def test_what_is_shown_by_choosing_announces_nothing(self) -> None:
        one = said("I no longer take the bus, so the second one.", kind="chosen")
        own = leaving.told([one])
        assert leaving.needed(one, own, own) is None

    def test_evidence_is_read_with_what_the_rest_of_its_message_leaves_behind(self) -> None:
        plain = said("A tent is all I need.")
        rest = said("I've moved on from hotels.", kind="retracted")
        whole = leaving.told_by_message([plain, rest])["c", "m"]
        assert whole.gone == (frozenset({"hotel"}),)
        assert leaving.needed(plain, leaving.told([plain]), whole) == leaving.BESIDE
        assert leaving.needed(rest, leaving.told([rest]), whole) == leaving.NAMED


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


def leaves(model: MiniLM, held: str, subject: str, one: Evidence) -> float:
    old, new, passage = model.encode([held, one.statement, one.quote])
    own = leaving.told([one])
    values = leaving.features(
        keys.trait(held, subject, one.behaviour),
        keys.content(held),
        keys.trait(one.statement, one.subject, one.behaviour),
        (float(old @ new), float(old @ passage)),
        own,
        own,
    )
    return leaving.probability(values)


OVER = said(
    "I no longer like spicy curries, they upset my stomach.",
    "Is no longer into spicy curries",
    kind="retracted",
    polarity="against",
)


@pytest.mark.requirement("life:keys")
@pytest.mark.parametrize("held", ["Loves spicy curries", "Orders very hot curries at the weekend"])
def test_what_is_taken_back_is_found_in_other_words(model: MiniLM, held: str) -> None:
    assert leaves(model, held, "curry", OVER) >= leaving.NAMED


@pytest.mark.requirement("life:unrelated")
@pytest.mark.parametrize(
    ("held", "subject"),
    [
        ("Likes fresh pasta", "pasta"),
        ("Enjoys grilled fish", "grilled fish"),
        ("Prefers rice to potatoes", "rice"),
        ("Loves hot chocolate", "hot chocolate"),
    ],
)
def test_what_is_beside_it_stays(model: MiniLM, held: str, subject: str) -> None:
    assert leaves(model, held, subject, OVER) < leaving.NAMED


@pytest.mark.parametrize(
    "said",
    [
        "Changing gears a bit, we need a new dishwasher at the clinic.",
        "After years on the road I've learned to appreciate the little comforts.",
    ],
)
def test_a_new_topic_and_a_liking_announce_no_change(said: str) -> None:
    assert not leaving.announces(said)


def test_who_changed_gears_did() -> None:
    assert leaving.announces("I've switched gears and do yoga.")
