"""What ordinary chats say in half a sentence: how people live, work and play."""

from __future__ import annotations

import pytest

from prefmem.stages.artefacts import is_about_code, is_about_texts
from tests.distillers.conftest import Found, Replied


@pytest.mark.parametrize(
    ("said", "behaviour", "polarity", "statement"),
    [
        (
            "my supervisor keeps giving me nights and I can't stand nights",
            "work.method",
            "against",
            "Cannot stand night shifts",
        ),
        (
            "the shop floor is loud and I love silence",
            "taste.general",
            "for",
            "Loves silence",
        ),
        (
            "I commute an hour each way",
            "constraint.practical",
            "for",
            "Commutes an hour each way",
        ),
        (
            "we've got one tiny balcony",
            "constraint.practical",
            "for",
            "Has got one tiny balcony",
        ),
        (
            "remote, two days at the office",
            "constraint.practical",
            "for",
            "Works remote, two days at the office",
        ),
        (
            "both boys are vegan so no honey",
            "constraint.practical",
            "for",
            "Both boys are vegan",
        ),
        ("I'm on Xbox btw", "taste.media", "for", "Is on Xbox"),
        ("I work in Blender and Photoshop, no Maya", "work.method", "for", None),
        ("I prefer names like on_click for handlers", "work.method", "for", None),
        ("our house style is dry, no exclamation marks", "work.method", "against", None),
        (
            "from now on just show me the diff, not the whole file",
            "work.method",
            "for",
            "Wants the assistant to just show them the diff, not the whole file",
        ),
        ("no 'good question' please", "style.tone", "against", "Wants no 'good question'"),
        ('never "as an AI"', "style.tone", "against", 'Wants no "as an AI"'),
        ("we loved Happy Valley", "taste.media", "for", "Loved Happy Valley"),
        ("I have an hour a day at most", "constraint.practical", "for", "Has an hour a day"),
        ("we don't have an oven, hob please", "constraint.practical", "against", None),
        ("I never use the word 'lazy' in reports", "style.tone", "against", None),
        ("I've gone vegetarian!", "taste.food", "for", "Has gone vegetarian"),
        ("we take the kids everywhere", None, "for", "Takes the kids everywhere"),
        ("I don't use any poison in the garden", None, "against", None),
        ("no aubergine, and fridays we get pizza", "taste.food", "for", "Gets pizza on fridays"),
        ("I write american english my editor insists", "style.language", "for", None),
        (
            "usually I go for the small plates",
            None,
            "for",
            "Usually goes for the small plates",
        ),
        ("my hips are bad now, what can I do?", "constraint.health", "for", "Hips are bad"),
        ("I can't bear liver never could", "taste.food", "against", "Cannot bear liver"),
        ("always explain things like I'm 9", "expertise.level", "for", None),
        (
            "how do I print this and uh tell me one step at a time I get muddled",
            "interaction.pace",
            "for",
            "Wants the assistant to tell them one step at a time",
        ),
    ],
)
def test_what_is_said_in_half_a_sentence_is_whole(
    found: Found, said: str, behaviour: str | None, polarity: str, statement: str | None
) -> None:
    (one,) = [e for e in found(said) if e.kind != "retracted"]
    assert one.polarity == polarity
    assert behaviour in (None, one.behaviour)
    assert statement in (None, one.statement)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("I have nine years of experience with Django", "django"),
        ("I've got twenty years of nursing experience", "nursing"),
    ],
)
def test_years_of_experience_are_a_level_in_their_field(
    found: Found, said: str, field: str
) -> None:
    (one,) = found(said)
    assert (one.behaviour, one.subject, one.polarity) == ("expertise.level", field, "for")


@pytest.mark.parametrize(
    "said", ["my brother's vegan", "we already have a drill and a saw", "remote control, please"]
)
def test_what_says_nothing_of_its_speaker_leaves_nothing(found: Found, said: str) -> None:
    assert found(said) == ()


def test_what_somebody_has_already_is_no_pick(replied: Replied) -> None:
    assert replied("how do I keep warm?", "A blanket or a heater.", "I already have a heater") == ()


def test_a_name_in_quotes_that_was_offered_is_picked_for_now(replied: Replied) -> None:
    assert replied("names for a boat?", "Gull, Tern, Petrel", "love 'Tern'") == ()


@pytest.mark.parametrize(
    ("asked", "offered", "said", "statement"),
    [
        ("series tips", "Bodyguard, Shetland, Luther", "loved shetland tho", "Loves Shetland"),
        ("series tips", "Bodyguard, Shetland, Luther", "hated Luther", "Dislikes Luther"),
        ("supper?", "Rice or corn?", "corn. always corn", "Wants only corn (meals)"),
        (
            "music for cooking",
            "Jazz, soul, or pop",
            "bossa nova only, nothing else works",
            "Wants only bossa nova (music; nothing else works)",
        ),
    ],
)
def test_a_reply_of_a_few_words_says_what_lasts(
    replied: Replied, asked: str, offered: str, said: str, statement: str
) -> None:
    assert statement in {one.statement for one in replied(asked, offered, said)}


@pytest.mark.parametrize(
    "said", ["I've got roses, the greenfly eat them", "take out the fancy words I mean"]
)
def test_what_only_sounds_like_a_liking_is_none(found: Found, said: str) -> None:
    assert found(said) == ()


def test_what_a_dictated_order_runs_on_to_is_told_alone(found: Found) -> None:
    (one,) = found("so take out the big words I talk plain")
    assert one.statement == "Talks plain"


def test_a_limit_that_says_how_often_goes_on(replied: Replied) -> None:
    (one,) = replied(
        "how can I learn the ukulele?", "How much time do you have?", "20 min a day max"
    )
    assert (one.kind, one.behaviour) == ("stated", "constraint.practical")


@pytest.mark.parametrize(
    "text", ["uses get_user for reads", "prefers verbs like load_", "calls it main()"]
)
def test_names_of_programs_are_code(text: str) -> None:
    assert is_about_code(text)


@pytest.mark.parametrize(
    "text", ["see a_b@c.org", "the file is at /tmp/a_b", "snake or python_"[:8]]
)
def test_addresses_and_paths_are_no_names_of_programs(text: str) -> None:
    assert not is_about_code(text)


def test_a_brand_voice_is_about_texts() -> None:
    assert is_about_texts("Brand voice is calm")


@pytest.mark.parametrize(
    ("offered", "said", "statement"),
    [
        (
            "Oak or plastic?",
            "oak, not plastic. plastic feels cheap",
            "Wants furniture without plastic (plastic feels cheap)",
        ),
        (
            "A recliner or a rocking chair?",
            "rocking chair no! I find them silly",
            "Wants furniture without rocking chair (finds them silly)",
        ),
    ],
)
def test_a_reason_may_stand_in_the_next_sentence(
    replied: Replied, offered: str, said: str, statement: str
) -> None:
    told = {one.statement: one.kind for one in replied("a chair for the porch?", offered, said)}
    assert told.get(statement) == "stated"


def test_a_wish_and_a_habit_of_one_line_are_two(replied: Replied) -> None:
    found = replied(
        "suppers for the week", "Kale soup, tacos, stew", "no kale ever, and mondays we get pizza"
    )
    assert {one.statement for one in found} == {"Wants meals without kale", "Gets pizza on mondays"}


def test_a_diet_is_of_food_whatever_was_asked_for(replied: Replied) -> None:
    (one,) = replied("what kettle?", "A steel one", "I'm veggie btw")
    assert (one.behaviour, one.statement) == ("taste.food", "Is vegetarian")


def test_how_others_liked_an_offer_is_not_the_users(replied: Replied) -> None:
    assert replied("a film with my nieces?", "Up, Piper, Coco", "they loved Piper") == ()
