"""What goes when something is forgotten."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from prefmem.records import PersonState, PreferenceRecord, Turn
from prefmem.stages import forgetting
from prefmem.types import Evidence, Revision, Role, Scope

T = datetime(2026, 1, 5, 9, tzinfo=UTC)
SCOPE = Scope(tenant="acme", user="ada")
LIKES = Evidence(
    id="e1",
    quote="I love black coffee in the morning",
    conversation_id="c",
    message_id="m0",
    kind="stated",
    polarity="for",
    strength=1.0,
    at=T,
    source="local/1",
    behaviour="taste.food",
    subject="coffee",
    statement="Loves black coffee",
)


def record(name: str, *, supersedes: tuple[str, ...] = ()) -> PreferenceRecord:
    return PreferenceRecord(
        id=name,
        subject="coffee",
        behaviour="taste.food",
        statement="Loves black coffee",
        polarity="for",
        status="active",
        valid_from=T,
        supersedes=supersedes,
        evidence=(LIKES,),
    )


def test_a_chain_reaches_back_to_everything_that_was_replaced() -> None:
    history = [
        Revision(
            preference_id="p0",
            at=T,
            change="replaced",
            statement="x",
            polarity="for",
            status="superseded",
            valid_from=T,
            superseded_by="p1",
        )
    ]
    records = [record("p2", supersedes=("p1",)), record("p9")]
    assert forgetting.chain("p2", records, history) == {"p0", "p1", "p2"}
    assert forgetting.chain("p9", records, history) == {"p9"}
    assert forgetting.chain("nobody", records, history) == set()


def test_evidence_quoted_from_the_same_words_goes_too() -> None:
    inside = replace(LIKES, id="e2", quote="black coffee")
    elsewhere = replace(inside, id="e3", message_id="m4")
    gone = forgetting.with_overlaps([LIKES, inside, elsewhere], {"e1"})
    assert {e.id for e in gone} == {"e1", "e2"}


def test_a_users_word_on_another_preference_stays_whatever_its_words() -> None:
    word = replace(LIKES, id="u1", conversation_id="", message_id="", source="user", target="p1")
    word = replace(word, quote="Loves tea", condition="user:confirm")
    again = replace(word, id="u2", condition="user:pin")
    other = replace(word, id="u3", quote="Loves teaching", condition="user:pin", target="p2")
    gone = forgetting.with_overlaps([word, again, other], {"u1"})
    assert {e.id for e in gone} == {"u1", "u2"}


def test_no_two_people_share_a_pseudonym_whatever_they_are_called() -> None:
    names = ["a", "b", "c", "a\x1fb", "b\x1fc", "\x1f", "a\x1f", "\x1fa", '["a", "b"]', 'a", "b']
    scopes = [Scope(tenant=tenant, user=user) for tenant in names for user in names]
    assert len({forgetting.pseudonym(scope) for scope in scopes}) == len(scopes)
    # Records of older releases are found under the name that they have.
    assert forgetting.pseudonym(SCOPE) == hashlib.sha256(b"acme\x1fada").hexdigest()[:32]


def test_a_digest_keeps_no_text_and_is_the_users_own() -> None:
    marks = forgetting.marked(PersonState(), [LIKES], SCOPE, until=None)
    assert "coffee" not in "".join(marks)
    other = Scope(tenant="acme", user="bob")
    assert forgetting.digest_of(LIKES.quote, SCOPE) != forgetting.digest_of(LIKES.quote, other)


def test_what_was_forgotten_stays_so_for_old_turns_only() -> None:
    person = PersonState(forgotten=forgetting.marked(PersonState(), [LIKES], SCOPE, until=None))
    until = forgetting.forgotten(person)[forgetting.digest_of(LIKES.quote.upper(), SCOPE)]
    assert until == T
    assert LIKES.at + timedelta(days=1) > until


def test_forgetting_again_keeps_what_was_forgotten_before() -> None:
    first = PersonState(forgotten=forgetting.marked(PersonState(), [LIKES], SCOPE, until=None))
    other = replace(LIKES, quote="I hate tea")
    assert len(forgetting.marked(first, [other], SCOPE, until=None)) == 2


def test_a_target_is_found_by_its_words_in_any_number() -> None:
    assert forgetting.mentions(LIKES, "coffees")
    assert forgetting.mentions(LIKES, "black coffee")
    assert not forgetting.mentions(LIKES, "green tea")
    assert not forgetting.mentions(LIKES, "it")


@pytest.mark.parametrize(
    ("target", "about"),
    [("tea", "steak in a team"), ("art", "apartments and parties"), ("ham", "hammocks")],
)
def test_a_word_within_a_word_is_not_mentioned(target: str, about: str) -> None:
    said = replace(LIKES, statement=f"Likes {about}", quote=f"I like {about}", subject=about)
    assert not forgetting.mentions(said, target)
    assert forgetting.mentions(said, about)


@pytest.mark.parametrize(
    ("target", "about"),
    [
        ("hike", "hiking"),
        ("peanut", "peanuts"),
        ("Ada's dog", "ada's dogs"),
        ("寿司", "寿司が好き"),
    ],
)
def test_a_word_in_another_form_is_mentioned(target: str, about: str) -> None:
    said = replace(LIKES, statement=f"Likes {about}", quote=f"I like {about}", subject=about)
    assert forgetting.mentions(said, target)


def turn(name: str, position: int) -> Turn:
    return Turn(conversation="c", id=name, role="user", content="x", at=T, position=position)


def test_an_erasure_reaches_what_was_said_before_it_whenever_that_is_read() -> None:
    turns = [turn("m0", 1), turn("m1", 2), turn("m2", 3)]
    person = PersonState(learned_at=T)
    reach = forgetting.Reach.of(turns[:2], person)
    assert forgetting.Reach.read(json.loads(json.dumps(reach.plain()))) == reach
    late = replace(LIKES, id="e2", message_id="m1", learned_at=T + timedelta(hours=1))
    new = replace(late, id="e3", message_id="m2")
    word = replace(late, id="u1", conversation_id="", message_id="", source="user")
    earlier = replace(word, id="u0", learned_at=T)
    assert reach.beyond([LIKES, late, new, word, earlier], turns) == {"e3", "u1"}
    assert forgetting.Reach.read({"kind": "erase"}) is None


def test_of_somebody_who_had_said_nothing_everything_came_since() -> None:
    reach = forgetting.Reach.of([], PersonState())
    assert forgetting.Reach.read(reach.plain()) == reach
    word = replace(LIKES, id="u1", conversation_id="", message_id="", learned_at=T)
    assert reach.beyond([word], ()) == {"u1"}


def told(text: str, role: Role = "user") -> Turn:
    return replace(turn("m1", 1), role=role, content=text)


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("peanuts", "I'm allergic to peanuts."),
        ("peanuts", "Hello! One peanut is enough to put me in hospital, sadly."),
        ("peanuts", "what do i do about my peanut allergy"),
        ("black coffee", "I had coffee this morning, black as ever. It rained."),
        ("tea", "Tea? Always."),
        ("Anna", "Anna left me in May.\nI'm fine now."),
        ("my divorce", "Since the divorce I cook for one."),
        ("running", "I run every morning."),
        ("marathons", "No more marathon for me, I think!"),
        ("dürüm", "Gestern gab es wieder Dürüm."),
        ("寿司", "昨日は寿司を食べました。"),
        ("Café Roma", "We met at Café Roma, near the station."),
    ],
)
def test_a_turn_that_names_it_in_the_users_own_words_is_found(target: str, text: str) -> None:
    assert forgetting.told_by_user([told(text)], target) == {("c", "m1")}
    assert not forgetting.told_by_user([told(text, "assistant")], target)


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("peanuts", "I'm allergic to walnuts."),
        ("peanuts", "Pea soup, and nuts for dessert."),
        ("black coffee", "I drink coffee. My cat is black."),
        ("black coffee", "A black cat, please."),
        ("tea", "We ate steak with the team."),
        ("art", "The party in my apartment started late."),
        ("Anna", "Annabel called about the banana bread."),
        ("ham", "I bought a hammock in Birmingham."),
        ("my divorce", "My dog is twelve."),
        ("it", "It is raining, isn't it?"),
        ("dürüm", "Dürre im Sommer."),
        ("peanuts", "Please sum this up:\n> Peanuts grow under the ground."),
        ("peanuts", "Fix this:\n```\npeanuts = 3\n```"),
    ],
)
def test_a_turn_that_does_not_name_it_or_only_quotes_it_is_left(target: str, text: str) -> None:
    assert not forgetting.told_by_user([told(text)], target)
