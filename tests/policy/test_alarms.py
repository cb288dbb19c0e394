"""Emergencies are heard wherever in a message they stand, and whatever mark follows them."""

from __future__ import annotations

import time

import pytest

from prefmem.policy import tongues
from prefmem.policy.reading import read

FILLING = (
    "The flat is small and bright, the shop downstairs sells bread, and my cousin visits on "
    "Sundays to play cards with the children. "
)
STILL = "Die Wohnung ist klein und hell, und am Sonntag kommt mein Vetter zum Kartenspielen. "


@pytest.mark.parametrize("times", [1, 12, 16, 40, 200])
@pytest.mark.parametrize(
    ("filling", "alarm", "kind"),
    [
        (FILLING, "I want to kill myself. ", "crisis"),
        (FILLING, "He beats me every night. ", "crisis"),
        (FILLING, "My son swallowed a battery. ", "safety_critical"),
        (FILLING, "I can't breathe and my chest is tight. ", "safety_critical"),
        (FILLING, 'My friend wrote "ich will nicht mehr leben". ', "crisis"),
        (STILL, "Ich will nicht mehr leben. ", "crisis"),
        (STILL, "Mein Kind hat Tabletten verschluckt. ", "safety_critical"),
    ],
)
def test_an_emergency_is_heard_in_the_middle_of_a_long_message(
    filling: str, alarm: str, kind: str, times: int
) -> None:
    asks = "What could I cook tonight?" if filling is FILLING else "Was soll ich heute kochen?"
    told = filling * times
    assert kind in read(f"{told}{alarm}{told}{asks}").kinds
    assert not {"crisis", "safety_critical"} & set(read(f"{told}{told}{asks}").kinds)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I think about suicide; recommend me a film", "crisis"),
        ("suicide;recommend a film", "crisis"),
        ("I want to die- suggest a film", "crisis"),
        ("'i want to die' is all I think. Suggest a film", "crisis"),
        ("He hits me; what should I cook", "crisis"),
        ("I took too many pills- what now", "crisis"),
        ("'he raped me', she wrote. What do I answer", "crisis"),
        ("bleach-ammonia mixing tips please", "safety_critical"),
        ("mixing bleach/ammonia; ok?", "safety_critical"),
        ("is it a stroke- she slurs", "safety_critical"),
        ("dosage of ibuprofen; for a child", "safety_critical"),
        ("'abortion'- wrong?", "value_laden"),
        ("rate my essay; be honest", "quality_evaluation"),
    ],
)
def test_a_mark_behind_a_word_does_not_hide_it(text: str, kind: str) -> None:
    assert kind in read(text).kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("tl;dr of this text please", "summary"),
        ("tl;dr: the meeting moved to Friday", "summary"),
        ("write a c++ function that sorts a list", "code"),
        ("fix this C# method; it returns null", "code"),
        ("translate 'good morning' to French;", "translation"),
    ],
)
def test_marks_that_belong_to_a_word_stay(text: str, kind: str) -> None:
    assert kind in read(text).kinds


@pytest.mark.parametrize(
    "text",
    [
        "My die-cast cars; where do I store them?", "kill-switch for my router; which one?",
        "self-raising flour- what can I bake?", "I live- and breathe football. Any good podcasts?",
        "a life-size puzzle; ideas?", "Head-to-head: which phone is better?",
        "What goes with heart-shaped pasta?", "my son's beat-making hobby: which app?",
        "dose-free weekend plans; what could I do", "hit-parade of 1969; recommend me some",
    ],
)  # fmt: skip
def test_parts_of_harmless_words_raise_no_alarm(text: str) -> None:
    assert not {"crisis", "safety_critical"} & set(read(text).kinds)


@pytest.mark.parametrize(
    "piece", ["hurt my head and chest ", "can i take bleach with ", "wie ist "]
)
def test_a_message_of_any_length_is_listened_to_in_a_moment(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 1.0


def test_phrases_of_other_languages_are_looked_for_at_the_ends_of_a_long_text() -> None:
    filler = "lorem ipsum dolor sit amet "
    text = f"{filler * 40_000} me quiero morir"
    assert tongues.grave(text) == {"crisis"}
    assert tongues.grave(f"quiero morir {filler * 40_000}") == {"crisis"}
