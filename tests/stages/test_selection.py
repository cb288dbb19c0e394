"""The right few, ranked, with a reason for each one held."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest

from prefmem.embedders.minilm import MiniLM
from prefmem.records import Attention, Candidate, Request, Selection, Verdict
from prefmem.stages.expansions import situations
from prefmem.stages.relevance import Figures, Relevance, words_of
from prefmem.stages.selection import prepare, select
from prefmem.types import Applied, Context, Preference, RequestDecision

NOW = datetime(2026, 1, 5, tzinfo=UTC)
RECOMMEND = RequestDecision(kinds=("recommendation",))
ZERO = np.zeros(1, dtype=np.float32)
NOTHING = Figures(ZERO, ZERO)
SOFT = Verdict(force="soft", reason="")


@cache
def model() -> MiniLM:
    return MiniLM()


def preference(statement: str, behaviour: str = "taste.food", **more: Any) -> Preference:
    settings: dict[str, Any] = {
        "id": statement,
        "polarity": "for",
        "tier": "personalizable",
        "status": "active",
        "stability": "genuine",
        "confidence": 0.9,
        "weight": 0.9,
        "valid_from": NOW - timedelta(days=9),
    }
    return Preference(statement=statement, behaviour=behaviour, **settings | more)


def candidate(statement: str, behaviour: str = "taste.food", **more: Any) -> Candidate:
    texts = [statement, *situations(statement, "", behaviour)]
    held = preference(statement, behaviour, **more)
    return Candidate(preference=held, vectors=model().encode(texts))


def asked(text: str, *before: str) -> Request:
    vectors = model().encode([text, "\n".join(before)])
    return Request(
        text=text,
        dialogue=before,
        vector=vectors[0],
        dialogue_vector=vectors[1] if before else None,
    )


def chosen(text: str | Request, *held: Candidate, **more: Any) -> Selection:
    settings: dict[str, Any] = {"decision": RECOMMEND, "attention": Attention(), "at": NOW}
    verdicts = more.pop("verdicts", [SOFT] * len(held))
    request = text if isinstance(text, Request) else asked(text)
    return select(held, verdicts, request=request, **settings | more)


def told(selection: Selection) -> tuple[Applied, ...]:
    return selection.told(selection.applied)


def names(selection: Selection) -> list[str]:
    return [one.preference.statement for one in selection.applied]


ALLERGY = candidate("Severe peanut allergy", "constraint.health")
HOTELS = candidate("Prefers family-run hotels", "taste.travel")
FILMS = candidate("Dislikes horror films", "taste.media")
SHORT = candidate("Prefers short answers", "style.verbosity")
SOBER = candidate("Has stopped drinking alcohol", "taste.food")
PYTHON = candidate("Prefers Python over Java for programming", "work.method")


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [
        ("Plan a trip to Bangkok for me.", {"Severe peanut allergy", "Prefers family-run hotels"}),
        ("What should I cook tonight?", {"Severe peanut allergy"}),
        ("Can you recommend a movie for tonight?", {"Dislikes horror films"}),
        ("Where should I stay in Rome?", {"Prefers family-run hotels"}),
        ("What bottle should I bring to their dinner?", {"Has stopped drinking alcohol"}),
    ],
)
def test_a_preference_applies_where_its_subject_can_appear(
    request_text: str, expected: set[str]
) -> None:
    held = (ALLERGY, HOTELS, FILMS, SOBER)
    assert expected <= set(names(chosen(request_text, *held)))


@pytest.mark.parametrize(
    "request_text",
    [
        "What is the capital of Peru?",
        "Translate 'good morning' into Italian.",
        "Solve x^2 - 4 = 0.",
        "Who directed the film Alien?",
        "When was the first hotel built?",
        "hello",
        "Fix the bug in this function: def f(x): return x +",
    ],
)
def test_an_unrelated_request_gets_no_content(request_text: str) -> None:
    selection = chosen(request_text, ALLERGY, HOTELS, FILMS, decision=RequestDecision())
    assert names(selection) == []
    assert len(selection.withheld) == 3


@pytest.mark.parametrize(
    "request_text",
    [
        "The user wants to write something. Which option fits the user's preferences?",
        "I'm looking for a poem to learn by heart.",
    ],
)
def test_who_asks_for_something_that_suits_them_asks_about_their_choices(
    request_text: str,
) -> None:
    selection = chosen(request_text, HOTELS)
    assert "choices" not in selection.withheld[0].reason


def test_a_doubt_is_about_what_was_told_with_the_change_and_not_about_what_came_weeks_later() -> (
    None
):
    change = datetime(2026, 2, 1, tzinfo=UTC)
    old = candidate("Likes very spicy curries", doubted=change)
    later = candidate("Prefers mild curries", turned=change + timedelta(days=30))
    found = names(chosen("Which curry should I cook tonight?", old, later))
    assert "Likes very spicy curries" in found


def test_form_concerns_every_answer() -> None:
    (one,) = told(chosen("What is the capital of Peru?", SHORT, decision=RequestDecision()))
    assert one.standing
    assert one.reason == "concerns every answer"


def test_form_of_one_situation_does_not_stand() -> None:
    when = candidate("Wants terse answers", "style.verbosity", context=Context(task="debugging"))
    assert names(chosen("What is the capital of Peru?", when, decision=RequestDecision())) == []


@pytest.mark.parametrize(
    ("request_text", "bears"),
    [
        ("Where should we eat in Lyon?", True),
        ("Where can we get brunch?", True),
        ("Plan a trip to Bangkok for me.", True),
        ("Suggest a picnic menu.", True),
        ("Plan my birthday party.", True),
        ("Recommend a movie for tonight.", False),
        ("Which laptop should I buy?", False),
        ("What should my next career step be?", False),
        ("Which sofa should I get?", False),
        ("Suggest a gym workout.", False),
    ],
)
def test_an_allergy_applies_where_there_is_food_and_on_the_way_there(
    request_text: str, bears: bool
) -> None:
    assert bool(names(chosen(request_text, ALLERGY))) is bears


@pytest.mark.parametrize(
    ("request_text", "open_"),
    [
        ("hotel in porto pls", True),
        ("hotels near the louvre", True),
        ("good hotel in Bali?", True),
        ("a hotel in Rome under 150 a night", True),
        ("cheap hostel in Berlin", True),
        ("nice guesthouse near the station", True),
        ("a guesthouse in Cornwall", True),
        ("some quiet hotel by the sea", True),
        ("small boutique hotel with a garden", True),
        ("apartment in Ghent for a week", True),
        ("oldest hotel in Europe", False),
        ("hotel star ratings in Spain", False),
        ("the hotel where Nobel lived", False),
        ("hotel revenue in 2023", False),
        ("bar exam in New York", False),
        ("pub quiz question on rivers", False),
        ("market cap of Hilton", False),
        ("beach erosion in Kent", False),
        ("number of hotels in Paris", False),
        ("restaurant health code rules", False),
    ],
)
def test_who_names_a_place_to_stay_asks_for_themselves(request_text: str, open_: bool) -> None:
    assert words_of(request_text).wanted is open_
    assert not open_ or names(chosen(request_text, HOTELS))


PENICILLIN = candidate("Allergic to penicillin", "constraint.health")
ASTHMA = candidate("Has asthma", "constraint.health")


@pytest.mark.parametrize(
    ("request_text", "kinds", "expected"),
    [
        ("trail mix for a hike, what's good", ("recommendation",), [ALLERGY]),
        ("plan me 3 days in lisbon", ("planning",), [ALLERGY]),
        ("team lunch for 12, where in munich", ("shared_choice",), [ALLERGY]),
        ("was soll ich heute abend kochen", ("unclear", "unread"), [ALLERGY]),
        ("who sold the first pizza", ("factual_question",), []),
        ("wie alt ist der kölner dom", ("unclear", "unread"), []),
        ("hives all over after dinner", ("safety_critical",), [ALLERGY, PENICILLIN, ASTHMA]),
        ("my throat closes up after that cookie, what do I do", ("safety_critical", "how_to"),
         [ALLERGY, PENICILLIN, ASTHMA]),
        ("my son has a rash", ("safety_critical",), []),
    ],
)  # fmt: skip
def test_needs_apply_by_the_words_of_a_request_where_its_vector_is_near_nothing(
    request_text: str, kinds: tuple[str, ...], expected: list[Candidate]
) -> None:
    decision = RequestDecision(kinds=kinds)
    found = names(chosen(request_text, ALLERGY, PENICILLIN, ASTHMA, decision=decision))
    assert {one.preference.statement for one in expected} <= set(found)
    assert expected or "Severe peanut allergy" not in found


def test_a_reason_says_no_more_than_the_figures_do() -> None:
    decision = RequestDecision(kinds=("shared_choice",))
    (one,) = told(chosen("team lunch for 12, where in munich", ALLERGY, decision=decision))
    assert one.reason == "it bears on what is asked"
    selection = chosen("What should I cook tonight?", ALLERGY)
    (near,) = told(selection)
    assert near.reason == f"the request is about it ({near.scores['relevance']:.2f})"


def test_a_score_that_misses_narrowly_is_not_told_as_what_was_asked_for() -> None:
    scored = Relevance(1.0, np.zeros(1, dtype=bool), lambda: NOTHING, reach=lambda: ZERO)
    assert scored.why_not(0.0812, 0.0834).endswith("(0.0812 of at least 0.0834)")
    assert scored.why_not(0.02, 0.08).endswith("(0.02 of at least 0.08)")


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [("Suggest a quick dinner for tonight.", []), ("Where can I see the stars tonight?", [0])],
)
def test_what_is_of_no_domain_in_particular_must_be_nearer(
    request_text: str, expected: list[int]
) -> None:
    held = candidate("Interested in astronomy", "topic.interest")
    mood = candidate("Has no patience left", "taste.general")
    both = [held.preference.statement, mood.preference.statement]
    assert names(chosen(request_text, held, mood)) == [both[n] for n in expected]


DEBUGGING = candidate(
    "Wants short answers when debugging", "style.verbosity", context=Context(task="debugging")
)


@pytest.mark.parametrize(
    ("request_text", "kinds"),
    [
        ("Help me debug this KeyError in a pytest fixture.", ()),
        ("This still fails, what now?", ("code",)),
        ("Why is there a traceback here?", ()),
    ],
)
def test_form_of_one_situation_applies_in_it(request_text: str, kinds: tuple[str, ...]) -> None:
    (one,) = told(chosen(request_text, DEBUGGING, decision=RequestDecision(kinds=kinds)))
    assert one.reason == "the request is one of debugging"
    assert not one.standing


@pytest.mark.parametrize(
    "request_text", ["Suggest a quick dinner for tonight.", "How should we travel to Vienna?"]
)
def test_form_of_one_situation_applies_nowhere_else(request_text: str) -> None:
    (one,) = chosen(request_text, DEBUGGING).withheld
    assert one.reason == "only for debugging"


def test_the_turns_before_say_which_situation_it_is() -> None:
    later = asked("And the second one?", "I am debugging two services.")
    assert names(chosen(later, DEBUGGING)) == ["Wants short answers when debugging"]


def test_the_callers_word_on_the_context_outweighs_the_text() -> None:
    here, there = Context(task="debugging"), Context(task="cooking")
    vector = model().encode(["What next?"])[0]
    for context, expected in ((here, 1), (there, 0)):
        request = Request(text="What next?", vector=vector, context=context)
        assert len(chosen(request, DEBUGGING).applied) == expected


def test_a_taste_of_one_situation_stays_out_of_another_but_a_constraint_does_not() -> None:
    work = Context(situation="work")
    taste = candidate("Prefers family-run hotels", "taste.travel", context=work)
    need = candidate("Severe peanut allergy", "constraint.health", context=work)
    text = "Plan a trip to Bangkok for me."
    home = Request(text=text, vector=model().encode([text])[0], context=Context(situation="home"))
    assert names(chosen(home, taste, need)) == ["Severe peanut allergy"]
    assert set(names(chosen(text, taste, need))) == {
        "Prefers family-run hotels",
        "Severe peanut allergy",
    }


def test_form_that_is_not_settled_waits_for_its_situation_too() -> None:
    seen = candidate(
        "Chose the short fix", "style.verbosity", status="candidate", context=Context(task="coding")
    )
    assert names(chosen("Suggest a quick dinner.", seen)) == []
    assert names(chosen("Write the code again.", seen)) == ["Chose the short fix"]


def test_a_pinned_constraint_concerns_all_that_the_policy_lets_it_reach() -> None:
    pinned = candidate("Severe peanut allergy", "constraint.health", pinned=True)
    (one,) = told(chosen("hello", pinned))
    assert one.reason == "concerns every answer"
    assert not one.standing


def test_of_what_is_pinned_the_nearer_comes_first() -> None:
    held = [
        candidate(statement, "constraint.health", pinned=True)
        for statement in ("Allergic to dust mites", "Allergic to peanuts")
    ]
    for order in (held, held[::-1]):
        assert names(chosen("What should I cook tonight?", *order))[0] == "Allergic to peanuts"


def test_preferences_about_code_apply_to_code() -> None:
    decision = RequestDecision(kinds=("code",))
    selection = chosen("Write a script that sorts a file.", PYTHON, HOTELS, decision=decision)
    assert names(selection) == [PYTHON.preference.statement]


def test_the_policys_word_keeps_a_preference_out() -> None:
    refused = Verdict(force=None, reason="not for a question of fact")
    (one,) = chosen("Where should I stay in Rome?", HOTELS, verdicts=[refused]).withheld
    assert one.reason == "not for a question of fact"


def test_what_binds_comes_before_what_is_nearer() -> None:
    verdicts = [SOFT, Verdict(force="binding", reason="", safeguards=("disclose",))]
    first, second = chosen("Plan a trip to Rome.", HOTELS, ALLERGY, verdicts=verdicts).applied
    assert (first.force, second.force) == ("binding", "soft")
    assert first.safeguards == ("disclose",)


def test_what_was_seen_once_ranks_by_seven_tenths_of_its_relevance() -> None:
    axis = np.eye(3, dtype=np.float32)

    def held(statement: str, nearness: float, **more: Any) -> Candidate:
        vector = nearness * axis[:1] + (1 - nearness**2) ** 0.5 * axis[1:2]
        return Candidate(preference=preference(statement, **more), vectors=vector)

    once = held("Once chose the salad bar", 1.0, status="candidate")
    near, far, must = held("Likes salads", 0.9), held("Likes stews", 0.6), held("No nuts", 0.5)
    verdicts = [SOFT, SOFT, SOFT, Verdict(force="binding", reason="")]
    selection = chosen(
        Request(text="lunch?", vector=axis[0]), once, far, near, must, verdicts=verdicts
    )
    assert names(selection) == [
        "No nuts",
        "Likes salads",
        "Once chose the salad bar",
        "Likes stews",
    ]


def test_what_is_not_settled_ranks_less_and_never_binds() -> None:
    told = "Prefers the boutique hotel over the chain"
    seen = candidate(told, "taste.travel", status="candidate", id="seen")
    settled = candidate(told, "taste.travel", id="settled")
    verdicts = [Verdict(force="binding", reason=""), SOFT]
    selection = chosen("Recommend a hotel in Rome.", seen, settled, verdicts=verdicts)
    assert [one.preference.id for one in selection.applied] == ["settled", "seen"]
    assert [one.force for one in selection.applied] == ["soft", "soft"]


def test_of_two_that_contradict_the_newest_is_kept_and_the_other_explained() -> None:
    old = candidate("Likes spicy food", subject="spicy food", id="old", last_confirmed=NOW)
    new = candidate(
        "Avoids spicy food", subject="spicy food", polarity="against", id="new",
        last_confirmed=NOW + timedelta(days=1),
    )  # fmt: skip
    selection = chosen("What should I cook tonight?", old, new)
    assert names(selection) == ["Avoids spicy food"]
    assert selection.withheld[0].reason == "outweighed by 'Avoids spicy food'"


def test_wishes_about_one_subject_that_can_both_be_met_do_not_contradict() -> None:
    held = [
        candidate(text, "taste.travel", subject="hotel", polarity=way, id=way)
        for text, way in (
            ("Prefers hotels without breakfast included", "for"),
            ("Avoids hotels with thin walls", "against"),
        )
    ]
    assert len(chosen("Where should I stay in Rome?", *held).applied) == 2


def test_another_persona_does_not_speak_unless_the_request_is_clearly_about_it() -> None:
    films = candidate("Likes horror films", "taste.media")
    both = {HOTELS.preference.id: "leisure", films.preference.id: "leisure"}
    attention = Attention(speaking=("work",), personas=both)
    selection = chosen("Where should I stay in Rome?", HOTELS, films, attention=attention)
    assert names(selection) == ["Prefers family-run hotels"]
    reason = "it belongs with 'leisure', which this request is not about"
    assert selection.withheld[0].reason == reason
    speaking = Attention(speaking=("leisure",), personas=both)
    (one,) = told(chosen("Where should I stay in Rome?", HOTELS, attention=speaking))
    assert one.persona == "leisure"


@pytest.mark.parametrize("more", [{"status": "expired"}, {"valid_to": NOW}, {"suspended": True}])
def test_what_has_ended_stays_out(more: dict[str, Any]) -> None:
    ended = candidate("Prefers family-run hotels", "taste.travel", **more)
    assert names(chosen("Where should I stay in Rome?", ended)) == []


def test_a_short_follow_up_is_read_with_the_turns_before_it() -> None:
    follow_up = asked("And something cheaper?", "Recommend a hotel in Rome for three nights.")
    assert names(chosen(follow_up, HOTELS, FILMS)) == ["Prefers family-run hotels"]


@pytest.mark.requirement("personalize:accounted")
def test_everything_held_is_accounted_for_with_its_scores() -> None:
    held = (ALLERGY, HOTELS, FILMS, SHORT)
    selection = chosen("Where should I stay in Rome?", *held)
    said = [*told(selection), *selection.withheld]
    assert sorted(one.preference.id for one in said) == sorted(c.preference.id for c in held)
    assert all(one.reason and "relevance" in one.scores for one in said)


def test_preparing_beforehand_changes_nothing() -> None:
    held = (ALLERGY, HOTELS, FILMS, SHORT)
    request = asked("Where should I stay in Rome?")
    ready = chosen(request, *held, prepared=prepare([*held]))
    assert names(ready) == names(chosen(request, *held)) != []


def test_the_order_of_candidates_changes_nothing() -> None:
    request = asked("Plan a trip to Rome.")
    assert names(chosen(request, ALLERGY, HOTELS, FILMS)) == names(
        chosen(request, FILMS, HOTELS, ALLERGY)
    )


def test_nothing_held_is_nothing_chosen() -> None:
    selection = chosen("Where should I stay in Rome?")
    assert (selection.applied, selection.withheld) == ((), ())


def test_without_vectors_only_form_applies() -> None:
    bare = [
        Candidate(preference=c.preference, vectors=np.zeros((0, 0), dtype=np.float32))
        for c in (HOTELS, SHORT)
    ]
    assert names(chosen("Where should I stay in Rome?", *bare)) == ["Prefers short answers"]


def test_without_a_user_text_only_form_applies() -> None:
    silent = Request(text="", vector=np.zeros(1, dtype=np.float32))
    assert names(chosen(silent, HOTELS, SHORT)) == ["Prefers short answers"]


def test_vectors_of_another_embedder_are_compared_as_they_are() -> None:
    axis = np.eye(8, dtype=np.float32)
    near = Candidate(preference=preference("Likes tea"), vectors=axis[:2])
    far = Candidate(preference=preference("Likes rum"), vectors=axis[2:3])
    selection = chosen(Request(text="tea?", vector=axis[1]), near, far)
    assert names(selection) == ["Likes tea"]


def test_a_name_concerns_all_that_the_policy_lets_it_reach_but_is_not_in_the_stable_part() -> None:
    name = candidate("Is called Ada", "identity.address")
    (one,) = chosen("hello", name).applied
    assert not one.standing
    refused = Verdict(force=None, reason="not for a question of fact")
    assert names(chosen("hello", name, verdicts=[refused])) == []


def test_what_is_rather_not_so_is_kept_out_unless_it_was_said() -> None:
    shown = candidate("Prefers family-run hotels", "taste.travel", confidence=0.3, weight=0.0)
    said = candidate(
        "Prefers family-run hotels", "taste.travel", confidence=0.3, weight=0.0, outright=True
    )
    request = "Plan a trip to Bangkok for me."
    assert chosen(request, shown).withheld[0].reason.startswith("too unsure")
    assert names(chosen(request, said)) == ["Prefers family-run hotels"]


def test_what_was_told_before_a_change_of_mind_stays_out_beside_what_came_with_it() -> None:
    change = datetime(2026, 2, 1, tzinfo=UTC)
    old = candidate("Likes very spicy curries", doubted=change)
    new = candidate("Prefers mild curries", turned=change)
    found = chosen("Which curry should I cook tonight?", old, new)
    assert names(found) == ["Prefers mild curries"]
    [kept_out] = found.withheld
    assert kept_out.reason == "told before a change of mind: 'Prefers mild curries'"


@pytest.mark.parametrize(
    "more",
    [{"pinned": True}, {"turned": datetime(2026, 1, 20, tzinfo=UTC)}, {"doubted": None}],
)
def test_a_doubt_keeps_out_nothing_that_stands(more: dict[str, Any]) -> None:
    change = datetime(2026, 2, 1, tzinfo=UTC)
    old = candidate("Likes very spicy curries", **{"doubted": change, **more})
    new = candidate("Prefers mild curries", turned=change)
    found = chosen("Which curry should I cook tonight?", old, new)
    assert set(names(found)) == {"Likes very spicy curries", "Prefers mild curries"}


def test_a_doubt_alone_keeps_nothing_out() -> None:
    old = candidate("Likes very spicy curries", doubted=datetime(2026, 2, 1, tzinfo=UTC))
    assert names(chosen("Which curry should I cook tonight?", old)) == ["Likes very spicy curries"]
