"""Where something holds is kept with it, also where it is told first."""

from __future__ import annotations

import pytest

from tests.distillers.conftest import Found


@pytest.mark.parametrize(
    ("said", "statement", "factors"),
    [
        ("For code, I like long answers", "Likes long answers for code", {"task": "coding"}),
        ("When it comes to code, I like long answers", "Likes long answers", {"task": "coding"}),
        ("When coding, I prefer tabs", "Prefers tabs when coding", {"task": "coding"}),
        ("While cooking, I love podcasts", "Loves podcasts while cooking", {"task": "cooking"}),
        ("At work, I prefer tea", "Prefers tea at work", {"situation": "work"}),
        (
            "When I'm tired, I prefer short answers",
            "Prefers short answers when they are tired",
            {"situation": "tired"},
        ),
        (
            "On weekends, I like to sleep in",
            "Likes to sleep in on weekends",
            {"situation": "weekend"},
        ),
        ("On holiday, I never cook", "Never cooks on holiday", {"situation": "holiday"}),
        ("For lunch, I like soup", "Likes soup for lunch", {}),
        ("In summer, I love open water swimming", "Loves open water swimming in summer", {}),
        ("For my kids, I like simple recipes", "Likes simple recipes for their kids", {}),
        ("When we travel, we prefer trains", "Prefers trains when they travel", {}),
    ],
)
def test_where_it_holds_is_kept_though_it_is_told_first(
    found: Found, said: str, statement: str, factors: dict[str, str]
) -> None:
    (one,) = found(said)
    assert (one.statement, one.context.factors()) == (statement, factors)
    assert one.quote == said
    assert one.lasting


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("In fact, I love tea", "Loves tea"),
        ("In my opinion, I prefer trains", "Prefers trains"),
        ("For some reason, I hate coriander", "Hates coriander"),
        ("For years, I avoided dairy", "Avoided dairy"),
        ("After a while, I got to like olives", "Got to like olives"),
        ("On the other hand, I love cats", "Loves cats"),
        ("For example, I hate olives", "Hates olives"),
        ("If possible, I prefer window seats", "Prefers window seats"),
        ("With that in mind, I prefer trains", "Prefers trains"),
        ("After trying many, I prefer Vim", "Prefers Vim"),
        ("Since I moved, I prefer walking", "Prefers walking"),
    ],
)
def test_what_only_leads_over_is_left_out(found: Found, said: str, statement: str) -> None:
    assert statement in [one.statement for one in found(said)]
    assert all(not one.context.factors() for one in found(said))


def test_a_mood_that_is_a_condition_is_no_mood_of_today(found: Found) -> None:
    (now,) = found("I'm tired, so short answers please")
    assert not now.lasting


@pytest.mark.parametrize(
    ("said", "factors"),
    [
        ("keep your replies short from now on", {}),
        ("always keep your messages brief", {}),
        ("keep all replies short from now on", {}),
        ("always end your replies with a question", {}),
        ("could you keep your replies a bit shorter in general?", {}),
        ("keep my emails formal, always", {"task": "emails"}),
        ("always write my replies in a formal tone", {"task": "replies"}),
        ("for replies to customers, always be formal", {"task": "replies"}),
        ("keep the messages to my team informal, always", {"task": "messages"}),
        ("always keep your summaries short", {"task": "summaries"}),
    ],
)
def test_the_assistants_own_replies_are_no_texts_of_the_users(
    found: Found, said: str, factors: dict[str, str]
) -> None:
    (one,) = found(said)
    assert one.context.factors() == factors
