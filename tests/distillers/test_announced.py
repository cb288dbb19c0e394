"""What people announce to have changed: what comes is held, what goes is not, the rest stays."""

# ruff: noqa: E501 -- what people say is read as it is, whatever its length

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]
Held = Callable[..., tuple[str, ...]]
BETWEEN = "I can't stand marmalade."
STAYS = "Cannot stand marmalade"


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("I've decided on trains from now on.", "Prefers trains now"),
        ("I've decided in favour of trains from now on.", "Prefers trains now"),
        ("I decided to bake my own bread from now on.", "Prefers to bake their own bread now"),
        ("I swapped the car for a bike.", "Prefers a bike"),
        ("I traded my iPhone for my old Nokia.", "Prefers old Nokia"),
        ("I gave up meat for my wife.", "Gave up meat for their wife"),
        ("I quit smoking for my kids.", "Is no longer into smoking for their kids"),
        ("I get more out of swimming these days.", "Prefers swimming now"),
        ("Skinny jeans are out, baggy ones are in.", "Prefers baggy ones now"),
        ("Running isn't my thing any more, cycling is.", "Prefers cycling now"),
        ("Oat milk does the job for me now.", "Prefers oat milk now"),
        ("It's all herbal tea for me now.", "Prefers herbal tea now"),
        ("I don't do big parties any more, small dinners are what I enjoy.", "Prefers small dinners now"),
        ("I'm all about sourdough now.", "Prefers sourdough now"),
        ("I've come to see the appeal of camping.", "Prefers camping now"),
        ("We've moved the whole family over to oat milk.", "Prefers oat milk"),
        ("These days it has to be decaf.", "Prefers decaf"),
        ("What works for me now is a paper planner.", "Prefers a paper planner"),
        ("I've gone fully remote.", "Works from home now"),
        ("I keep reaching for linen these days.", "Prefers linen now"),
    ],
)  # fmt: skip
def test_what_comes_is_told_as_it_would_be_said_plainly(
    found: Found, said: str, statement: str
) -> None:
    assert statement in [one.statement for one in found(said)]


@pytest.mark.parametrize(
    "said",
    [
        "Asking for a friend: I've cut meat down to Sundays only.",
        "Asking for a friend: I've swapped the car for a bike.",
        "Asking for a friend, I've gone off karaoke.",
        "She says I've cut meat down to Sundays only.",
        "Rewrite this: I've cut meat down to Sundays only",
    ],
)
def test_what_is_said_for_others_or_of_a_text_is_no_change(found: Found, said: str) -> None:
    assert found(said) == ()


@pytest.mark.parametrize("said", ["I gave up meat for my wife.", "I've dropped jazz for our baby."])
def test_whom_something_is_given_up_for_is_not_what_comes(found: Found, said: str) -> None:
    assert {one.polarity for one in found(said)} == {"against"}


@pytest.mark.parametrize("said", ["I decided on Tuesday instead.", "We decided on it instead."])
def test_a_time_and_what_is_at_hand_are_no_change(found: Found, said: str) -> None:
    assert found(said) == ()


@pytest.mark.parametrize(
    ("before", "since", "now"),
    [
        ("I love badminton.", "I fell out of love with badminton.", "Fell out of love with badminton"),
        ("I'm really into bonsai.", "The novelty of bonsai has worn off for me.", "The novelty of bonsai has worn off for them"),
        ("I love laser tag.", "Laser tag was fun while it lasted. I prefer hiking.", "Prefers hiking"),
        ("I love milkshakes.", "went off milkshakes, I prefer smoothies now", "Prefers smoothies now"),
        ("I love karaoke.", "I've outgrown karaoke, pub quizzes are more my thing", "Prefers pub quizzes now"),
        ("I read mostly fantasy.", "I've moved on to crime", "Prefers crime now"),
        ("I use Slack.", "we've all moved over to Discord", "Has all moved over to Discord"),
        ("I drink my coffee black.", "I have my coffee with milk these days", "Has their coffee with milk these days"),
        ("I love techno.", "these days more of a jazz person", "These days more of a jazz person"),
        ("I love rally driving.", "At first I was all about rally driving, but over time I've seen the appeal of sailing.", "Prefers sailing now"),
        ("I love working from home.", "I'm back in the office", "Works in the office now"),
        ("I love laser shows.", "Laser shows have lost their magic.", "Is no longer into laser shows"),
        ("I love quiz nights.", "My enthusiasm for quiz nights has cooled.", "Enthusiasm for quiz nights has cooled"),
        ("I paint with acrylics and love it.", "I'm giving acrylics a rest and concentrating on charcoal.", "Prefers charcoal"),
        ("I love energy bars.", "My wife and I agreed to drop energy bars.", "Is no longer into energy bars"),
        ("I love bread machines.", "We got rid of the bread machines and don't miss them.", "Got rid of the bread machines and does not miss them"),
        ("Cruises are our favourite holiday.", "I don't do those any more, I prefer cabins now", "Prefers cabins now"),
    ],
)  # fmt: skip
def test_what_is_given_up_makes_room(held: Held, before: str, since: str, now: str) -> None:
    after = held(before, BETWEEN, since)
    assert STAYS in after
    assert now in after
    assert held(before)[0] not in after


@pytest.mark.parametrize(
    ("before", "since", "now"),
    [
        ("I hate olives.", "turns out I do like olives", "Turns out they like olives"),
        ("I don't like musicals.", "I have come round to musicals in the end.", "Has come round to musicals in the end"),
        ("I can't stand small talk.", "I used to hate small talk, but I've learned to enjoy it", "Has learned to enjoy small talk"),
        (
            "I don't like radio plays.",
            "I gave radio plays another go last month and was hooked at once. I've changed my mind about them.",
            "Gave radio plays another go last month and was hooked at once",
        ),
    ],
)  # fmt: skip
def test_what_somebody_comes_round_to_is_liked(
    held: Held, before: str, since: str, now: str
) -> None:
    assert set(held(before, BETWEEN, since)) == {STAYS, now}


@pytest.mark.parametrize(
    ("before", "since", "now"),
    [
        ("I eat meat every day.", "I've cut meat down to Sundays only", "Only has meat on Sundays now"),
        (
            "I use spreadsheets for everything.",
            "They're fine for small budgets, but the big one was a mess. I need to be more selective about when I use spreadsheets.",
            "Only uses spreadsheets selectively now, for small budgets",
        ),
    ],
)  # fmt: skip
def test_what_is_kept_within_bounds_is_told_so(
    held: Held, before: str, since: str, now: str
) -> None:
    after = held(before, BETWEEN, since)
    assert now in after
    assert STAYS in after


@pytest.mark.requirement("life:keys")
@pytest.mark.parametrize(
    ("before", "since", "now", "polarity"),
    [
        ("I love jazz.", "Honestly, I can't stand jazz any more.", "Cannot stand jazz any more", "against"),
        ("I love jazz.", "To be honest I can't bear jazz any longer", "Cannot bear jazz any longer", "against"),
        ("I love jazz.", "Yeah I can't stand jazz anymore tbh", "Cannot stand jazz anymore", "against"),
        ("I hate running.", "Yeah I don't hate running any more.", "Does not hate running any more", "for"),
        ("I hate running.", "Tbh I don't mind running any more.", "Does not mind running any more", "for"),
        ("I hate running.", "To be fair I no longer dread running", "No longer dreads running", "for"),
    ],
)  # fmt: skip
def test_what_is_not_borne_any_more_was_liked_and_a_filler_is_no_thing(
    held: Held, found: Found, before: str, since: str, now: str, polarity: str
) -> None:
    assert set(held(before, BETWEEN, since)) == {STAYS, now}
    assert {one.polarity for one in found(since) if one.kind != "retracted"} == {polarity}


def test_what_points_at_the_turn_before_means_that(held: Held) -> None:
    assert held("I love horror.", "no more of those please") == ()
    assert held("I take my coffee black", "with milk now") == ("Takes their coffee with milk",)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("I love ballet.", "My sister has gone off ballet completely."),
        ("I love playing the flute.", "I stopped playing the flute around nine yesterday."),
        ("I love the seaside.", "We left the seaside early because of the rain."),
        ("I love jazz.", "I've started listening to folk as well."),
        ("Always keep my emails formal.", "For emails to my team, be casual."),
        ("I love jazz and I love metal.", "I've moved on to folk."),
    ],
)
def test_what_only_sounds_like_it_ends_nothing(held: Held, before: str, said: str) -> None:
    assert set(held(before)) <= set(held(before, said))


@pytest.mark.parametrize(
    "said",
    [
        "We've gone back to paper.",
        "I've moved to Leeds.",
        "I've switched to the other line.",
        "Do you think I should swap the car for a bike?",
        "Write a post about how I ditched sugar for honey.",
        "I'm leaning towards the second one.",
    ],
)
def test_no_taste_is_read_from_a_move_a_question_or_a_task(found: Found, said: str) -> None:
    assert [one for one in found(said) if one.statement.startswith("Prefers")] == []


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("Now it has to be a real fireplace.", "Prefers a real fireplace"),
        ("We've moved the whole household to wholemeal bread.", "Prefers wholemeal bread"),
        ("The attic has become a burden, so I've decided to paint outdoors instead.", "Prefers to paint outdoors now"),
        ("I feel a strong need to step back and focus purely on pottery for a while.", "Prefers pottery now"),
    ],
)  # fmt: skip
def test_what_is_decided_on_instead_is_held(held: Held, said: str, statement: str) -> None:
    assert statement in held(said)


@pytest.mark.parametrize(
    "said",
    [
        "We've decided to drop the second item from the agenda.",
        "I've decided to take the bus instead.",
        "We moved everything to the new server.",
        "Now it has to be signed by two people.",
        "Now it has to be under 300 words.",
        "The intro has lost its punch.",
        "I'm focusing on my thesis this month.",
        "The meeting is too late for me, can you move it to 3?",
    ],
)
def test_what_is_decided_for_once_is_not_held(held: Held, said: str) -> None:
    assert held(said) == ()
