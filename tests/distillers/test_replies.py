"""Short replies to an offer: what lasts is stated, what is shown once is a candidate."""

from __future__ import annotations

import pytest

from prefmem.distillers.offers._reply_parts import is_why, parts_of, reason_behind, wish_of
from prefmem.distillers.offers._sought import is_for_a_person, sought_in
from prefmem.distillers.words._sentences import sentences
from tests.distillers.conftest import Replied


@pytest.mark.parametrize(
    ("asked", "offered", "said", "statement", "behaviour", "polarity"),
    [
        (
            "easy dinner?",
            "Prawn pasta or a mushroom risotto.",
            "lovely, no prawns tho my boyfriend hates them",
            "Wants meals without prawns (boyfriend hates them)",
            "taste.food",
            "against",
        ),
        (
            "haircut ideas",
            "A buzz cut, a bob, or layers.",
            "nothing too drastic, I panic every time",
            "Wants nothing too drastic (haircuts; panics every time)",
            "taste.general",
            "against",
        ),
        (
            "podcasts about science?",
            "Radiolab runs an hour, Short Wave ten minutes.",
            "I listen on my way to school so 15 mins max",
            "Wants podcasts of at most 15 minutes (listens on their way to school)",
            "constraint.practical",
            "for",
        ),
        (
            "what should I wear to a gala",
            "A gown or a tuxedo jacket.",
            "trousers not skirts",
            "Prefers trousers to skirts (clothes)",
            "taste.shopping",
            "for",
        ),
        (
            "recommend me something to read",
            "Gladly! What do you usually read?",
            "westerns and a bit of poetry",
            "Likes westerns and a bit of poetry (books)",
            "taste.media",
            "for",
        ),
        (
            "a film for tonight?",
            "Moonlight might suit you.",
            "seen it five times, love it",
            "Loves Moonlight",
            "taste.media",
            "for",
        ),
        (
            "language apps?",
            "Drops, Memrise and Pimsleur.",
            "tried memrise, hated it",
            "Dislikes Memrise",
            "learning.method",
            "against",
        ),
        (
            "a workout for my legs?",
            "Squats, lunges and box jumps.",
            "no squats, bad knees",
            "Wants workouts without squats (bad knees)",
            "constraint.health",
            "against",
        ),
        (
            "plan my meals for the week",
            "Happy to. Any allergies?",
            "no sesame",
            "Avoids sesame",
            "constraint.health",
            "against",
        ),
    ],
)
def test_a_reply_that_lasts_is_stated_and_names_what_it_is_about(
    replied: Replied,
    asked: str,
    offered: str,
    said: str,
    statement: str,
    behaviour: str,
    polarity: str,
) -> None:
    [one] = [e for e in replied(asked, offered, said) if e.statement == statement]
    assert (one.kind, one.behaviour, one.polarity) == ("stated", behaviour, polarity)
    assert one.quote in said


@pytest.mark.parametrize(
    ("asked", "offered", "said", "kind", "statement"),
    [
        (
            "what should we watch?",
            "Alien, Amelie or Chef.",
            "something gentle, like amelie",
            "chosen",
            "Asked for something gentle, like amelie (films)",
        ),
        (
            "lunch ideas?",
            "A tuna wrap, a lentil soup or a bagel.",
            "no tuna",
            "rejected",
            "Turned down tuna (meals)",
        ),
    ],
)
def test_a_bare_wish_is_told_as_what_happened(
    replied: Replied, asked: str, offered: str, said: str, kind: str, statement: str
) -> None:
    [one] = replied(asked, offered, said)
    assert (one.kind, one.statement) == (kind, statement)


@pytest.mark.parametrize(
    ("asked", "offered", "said"),
    [
        ("write a toast for my sister", "Dear Ann, today ...", "make it shorter"),
        ("sum a column in pandas", "df['a'].sum()", "without pandas"),
        ("a lamp for my desk?", "The Tertial or the Forsa.", "something cheaper"),
        ("a present for my uncle?", "A book, a mug or a plant.", "no books, he hates reading"),
        ("dinner ideas", "A curry or a stew.", "not tonight, too tired"),
        ("stretches?", "Cat-cow or child's pose.", "my neck hurts"),
        ("help with my cv", "Which role is it for?", "im switching from banking"),
        ("how long do eggs boil", "Eight minutes.", "no worries thanks"),
        ("brunch menu?", "Waffles, eggs or granola.", "no eggs left, the fridge is empty"),
        ("trip to bath?", "The baths or the abbey.", "we land at noon so skip the morning"),
        ("book ideas?", "Dune, Emma or Ulysses.", "my sister wants thrillers only"),
        ("a story about pirates", "Captain Flint ...", "no parrots, my hero hates them"),
    ],
)
def test_what_refines_the_request_at_hand_is_no_memory(
    replied: Replied, asked: str, offered: str, said: str
) -> None:
    assert replied(asked, offered, said) == ()


def test_the_health_of_others_stays_out_of_what_is_wanted_for_them(replied: Replied) -> None:
    said = "not too much climbing, my daughter has asthma"
    [one] = replied("holiday ideas?", "The Alps, Kent or Wales.", said)
    assert one.statement == "Wants trips without too much climbing"
    assert one.quote == "not too much climbing"


def test_a_reason_of_the_users_own_body_is_a_need_of_health(replied: Replied) -> None:
    said = "i have a heart condition so nothing intense"
    found = replied("workout ideas?", "HIIT, boxing or spin.", said)
    assert {one.behaviour for one in found} == {"constraint.health"}
    assert {one.sensitivity for one in found} == {"health"}


def test_a_second_reply_is_about_the_first_request(replied: Replied) -> None:
    [one] = replied(
        "podcast ideas?",
        "Serial or Radiolab.",
        "hmm, others?",
        "Criminal or Invisibilia.",
        "never true crime",
    )
    assert one.statement == "Wants podcasts without true crime"


@pytest.mark.parametrize(
    ("said", "statement", "behaviour"),
    [
        ("My balcony is in full shade", "Balcony is in full shade", "constraint.practical"),
        ("we don't have a freezer", "Does not have a freezer", "constraint.practical"),
        ("I train fasted at 6", "Trains fasted at 6", "taste.activity"),
        (
            "My cardiologist says to keep salt low",
            "Cardiologist says to keep salt low",
            "constraint.health",
        ),
    ],
)
def test_how_somebody_lives_is_read_in_any_turn(
    replied: Replied, said: str, statement: str, behaviour: str
) -> None:
    [one] = replied(said)
    assert (one.statement, one.behaviour) == (statement, behaviour)


def test_and_not_for_a_friend(replied: Replied) -> None:
    assert replied("Asking for a friend, we don't have a freezer") == ()


@pytest.mark.parametrize(
    ("request_", "name"),
    [
        ("what can i make with chickpeas", "meals"),
        ("stretches for my back?", "workouts"),
        ("any good podcasts?", "podcasts"),
        ("names for our new puppy", "names"),
        ("kayak recommendations?", "kayaks"),
        ("playlist for running?", "music"),
        ("audiobook for a long drive", "audiobooks"),
        ("board game for two", "board games"),
        ("video games like Zelda", "games"),
        ("does a fringe suit round faces", "haircuts"),
        ("good moisturiser?", "beauty products"),
        ("tattoo ideas", "tattoos"),
        ("which boots for snow", "shoes"),
        ("what could I wear to a wedding", "clothes"),
        ("what can i grow on a balcony", "plants"),
        ("places to stay in Lisbon", "hotels"),
        ("where should we eat tonight", "restaurants"),
        ("which seat is quietest on a train", "seats"),
        ("city break in May?", "trips"),
        ("mocktails for a hot day", "drinks"),
        ("something light to read", "books"),
        ("new sitcom?", "series"),
        ("what should we watch", "films"),
        ("a desk for a small room", "furniture"),
        ("wallpaper for the hall", "decor"),
        ("date night ideas", "outings"),
        ("how can I learn Welsh", "ways to learn"),
        ("side hustle that pays", "jobs"),
        ("how do I keep track of my tasks", "ways to work"),
        ("which dog breed", "pets"),
        ("good headphones?", "gear"),
    ],
)
def test_a_request_names_what_is_sought(request_: str, name: str) -> None:
    sought = sought_in([request_])
    assert sought is not None
    assert sought.name == name


@pytest.mark.parametrize(
    "request_", ["Should I read the terms before I sign?", "can I read this error wrong", "hello"]
)
def test_a_request_that_seeks_nothing_names_nothing(request_: str) -> None:
    assert sought_in([request_]) is None


@pytest.mark.parametrize(
    "request_",
    ["write a story about a bear", "a gift for my sister", "regex for dates", "name my startup"],
)
def test_texts_tasks_and_gifts_are_not_for_the_user(request_: str) -> None:
    assert not is_for_a_person([request_], "")


@pytest.mark.parametrize(
    ("reply", "polarity", "what"),
    [
        ("two seasons max", "for", "two seasons"),
        ("six ingredients or less", "for", "six ingredients"),
        ("my budget is 40 euros", "for", "40 euros"),
        ("nothing over 2 hours", "for", "2 hours"),
        ("always fly economy", "for", "always fly economy"),
        ("never watch dubbed", "against", "never watch dubbed"),
        ("not too sweet", "against", "too sweet"),
        ("too salty for me", "against", "salty"),
        ("nowhere crowded", "against", "crowded"),
        ("only vinyl", "for", "vinyl"),
        ("window seats only", "for", "window seats"),
        ("somewhere quiet", "for", "somewhere quiet"),
        ("has to be waterproof", "for", "waterproof"),
        ("i only want organic", "for", "organic"),
        ("always decaf", "for", "decaf"),
        ("aisle always", "for", "aisle"),
        ("rather savoury", "for", "savoury"),
        ("wireless ones", "for", "wireless ones"),
        ("fiction mostly", "for", "fiction"),
        ("mostly jazz", "for", "jazz"),
    ],
)
def test_a_part_tells_a_wish_in_many_ways(reply: str, polarity: str, what: str) -> None:
    [part] = parts_of(reply, 0)
    wish = wish_of(part, reply)
    assert wish is not None
    assert (wish.polarity, wish.what) == (polarity, what)


def test_a_reply_is_parted_into_wishes_and_reasons() -> None:
    parts = parts_of("ok cool, no stairs bc my mum can't do them", 0)
    wishes = [wish_of(one, one.text) for one in parts]
    assert [one.what for one in wishes if one] == ["stairs"]
    assert is_why(parts[-1].text)


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ("wood, not plastic. Plastic is ugly", ["Plastic is ugly"]),
        ("no stairs. My mum can't do them.", ["My mum can't do them"]),
        ("no plastic. My dog is old.", []),
        ("no stairs. We live in Spain.", []),
    ],
)
def test_the_next_sentence_is_a_reason_where_it_is_about_the_same(
    said: str, reasons: list[str]
) -> None:
    wish, behind = sentences(said)
    assert [part.text for part in reason_behind(wish, behind)] == reasons


def test_a_reply_of_marks_alone_says_nothing(replied: Replied) -> None:
    assert replied("dinner ideas?", "A curry or a stew.", "... !!!") == ()


def test_never_is_of_what_the_sentence_before_names(replied: Replied) -> None:
    found = replied(
        "Should I get an e-reader?",
        "It depends on how you read.",
        "I mostly read crime and some sci-fi. Never romance.",
    )
    assert "Wants books without romance" in {one.statement for one in found}


def test_what_only_points_back_is_nothing(replied: Replied) -> None:
    found = replied(
        "What can I plant in April?",
        "Radishes, lettuce or spinach.",
        "I do not care for radishes. My sister loves them but I never did.",
    )
    assert [one.statement for one in found] == ["Does not care for radishes"]


USUALLY = "Gladly! What do you usually like?"


@pytest.mark.parametrize("said", ["anything really", "neither", "whatever", "either is fine", "ew"])
def test_an_answer_that_leaves_it_open_likes_nothing(replied: Replied, said: str) -> None:
    assert replied("podcast ideas?", USUALLY, said) == ()


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("instrumental, lyrics distract me", "Likes instrumental (music)"),
        ("folk, techno is too loud", "Likes folk (music)"),
        ("jazz, classical and folk", "Likes jazz, classical and folk (music)"),
        ("anything with drums", "Likes anything with drums (music)"),
    ],
)
def test_an_answer_is_told_without_its_reason(replied: Replied, said: str, statement: str) -> None:
    found = replied("any music for working?", USUALLY, said)
    assert [one.statement for one in found] == [statement]


def test_who_takes_neither_is_told_by_the_reason(replied: Replied) -> None:
    found = replied("what should I cook?", "Do you prefer meat or fish?", "neither, I'm veggie")
    assert [one.statement for one in found] == ["Is vegetarian"]


def test_who_leaves_it_open_may_still_rule_something_out(replied: Replied) -> None:
    found = replied("what should I read?", USUALLY, "anything really, but no poetry")
    assert [one.statement for one in found] == ["Wants no poetry"]


@pytest.mark.parametrize(
    ("asked", "offered", "said"),
    [
        ("what film tonight?", "Do you like horror films?", "no, hate them"),
        ("what film tonight?", "Are you into musicals?", "can't stand them"),
        ("how do magnets work", "Would you like a short or a long answer?", "short, always"),
        ("how far is it", "Should I use metric units?", "yes please, from now on"),
        ("any music?", "What do you usually listen to?", "always"),
    ],
)
def test_an_answer_that_names_nothing_is_no_liking(
    replied: Replied, asked: str, offered: str, said: str
) -> None:
    told = [one for one in replied(asked, offered, said) if one.kind != "chosen"]
    assert [one.statement for one in told if one.polarity == "for"] == []
