"""Where needs bear on a request by its words, and where its words only look so."""

from __future__ import annotations

import pytest

from prefmem.stages.keys import stems
from prefmem.stages.needs import named, of_body, of_food

SAFETY = ("safety_critical",)


@pytest.mark.parametrize(
    "text",
    [
        "trail mix for a hike, what's good",
        "best bakeries in Paris",
        "team lunch for 12, where in Munich",
        "brunch spots in Leeds",
        "what should I pack for a picnic",
        "any street food worth trying in Bangkok",
        "a good beer from Bavaria?",
        "thanksgiving menu for eight",
        "I'm hungry and have rice and spinach",
        "what can I bake with my kids",
        "which granola should I get",
        "how do I make carbonara",
        "what goes with salmon",
        "something with chickpeas and spinach",
        "a meal plan to lose weight",
    ],
)
def test_what_is_eaten_is_heard_by_its_words(text: str) -> None:
    assert of_food(text, ("recommendation",))
    assert of_food(text, ("shared_choice",))
    assert not of_food(text, ("factual_question", "evidence_decision"))
    assert not of_food(text, ("summary",))


@pytest.mark.parametrize("kind", ["how_to", "advice", "unclear"])
@pytest.mark.parametrize(
    ("text", "eaten"),
    [
        ("how do I make pancakes", True),
        ("how to bake a cake without eggs", True),
        ("how do I thicken a satay sauce", True),
        ("what can I swap for flour in a soup", True),
        ("how long do I roast nuts for granola", True),
        ("how do I get chocolate out of a carpet", False),
        ("how do I clean a burnt pizza stone", False),
        ("keep ants away from the cereal", False),
        ("how do I become a pastry chef", False),
        ("how do I get my toddler to sit still at dinner", False),
    ],
)
def test_how_to_do_something_with_food_counts_where_somebody_eats_it(
    text: str, kind: str, eaten: bool
) -> None:
    assert of_food(text, (kind,)) is eaten


@pytest.mark.parametrize(
    ("text", "subject", "called"),
    [
        ("does couscous contain gluten", "coeliac", True),
        ("is beer gluten free", "celiac", True),
        ("what do coeliacs eat", "gluten", True),
        ("does oat milk count as dairy", "lactose", True),
        ("how much lactose has butter", "dairy", True),
        ("where is most wheat grown", "coeliac", False),
        ("how do I loosen a rusted nut", "peanut", False),
        ("who sold the first pizza", "lactose", False),
    ],
)
def test_a_need_is_named_by_other_names_of_it(text: str, subject: str, called: bool) -> None:
    assert named(stems(text)).isdisjoint(stems(subject)) is not called


@pytest.mark.parametrize(
    "text",
    [
        "plan me 3 days in Lisbon",
        "two nights in Porto, plan them",
        "an itinerary for Rome",
        "a weekend trip to Ghent",
        "plan our honeymoon",
    ],
)
def test_who_plans_a_journey_eats_on_it(text: str) -> None:
    assert of_food(text, ("planning",))
    assert not of_food(text, ("recommendation",))


@pytest.mark.parametrize(
    "text",
    [
        "a podcast about food history",
        "which pan is good for pancakes",
        "a camera for food photography",
        "name ideas for my bakery",
        "should I take the restaurant job",
        "which fish is easy to keep",
        "how do I get curry stains out of a shirt",
        "a rice cooker for two",
        "which laptop should I buy",
        "what should I watch tonight",
        "plan my study schedule for the exam",
        "plan my week at work",
        "what to wear on a first date",
        "a sofa for a small room",
        "how do I stop procrastinating",
    ],
)
def test_what_is_not_eaten_is_not_heard_as_food(text: str) -> None:
    assert not of_food(text, ("recommendation", "planning", "advice"))


@pytest.mark.requirement("policy:other-languages-stricter")
@pytest.mark.parametrize(
    "text",
    [
        "Was soll ich heute Abend kochen?", "Wo kann ich in Köln gut essen?",
        "¿Qué puedo cenar hoy?", "Une recette rapide pour ce soir ?",
        "Dove mangiare a Bologna stasera", "Onde jantar em Lisboa?", "Welk recept past bij kip?",
        "Co ugotować na obiad?", "Vad ska jag laga till middag?", "Mitä ruokaa tekisin tänään?",
        "Co mám uvařit?", "Mit főzzek vacsorára?", "Ce mănânc diseară?", "Bu akşam ne pişireyim?",
        "Apa resep sarapan yang cepat?", "Tối nay ăn gì?", "Посоветуй рецепт на ужин",
        "Що приготувати на вечерю?", "Τι να μαγειρέψω σήμερα;", "今晚吃什么好",
        "晩ご飯の献立を教えて", "저녁 메뉴 추천해줘", "กินอะไรดี", "ماذا آكل اليوم؟",
        "چه غذایی بپزم؟", "מה לבשל היום?", "आज क्या पकाऊँ?",
    ],
)  # fmt: skip
def test_what_is_eaten_is_heard_in_other_languages(text: str) -> None:
    assert of_food(text, ("unclear", "unread"))


@pytest.mark.parametrize(
    "text",
    [
        "Wie alt ist der Kölner Dom?", "Welches Buch soll ich lesen?", "Quel film regarder ?",
        "¿Cuál es la capital de Perú?", "Qual a melhor praia?", "Che libro mi consigli?",
        "Jaki film polecasz?", "Какой фильм посмотреть вечером?", "Когда была победа?",
        "推荐一部电影", "おすすめの映画は？", "영화 추천해줘", "أفضل فيلم؟", "איזה סרט לראות?",
    ],
)  # fmt: skip
def test_other_matters_in_other_languages_are_no_food(text: str) -> None:
    assert not of_food(text, ("unclear", "unread"))


@pytest.mark.parametrize(
    "text",
    [
        "my throat is closing up after eating a cookie what do I do",
        "hives all over after dinner, getting worse",
        "ate a satay skewer by mistake and my lips are tingling",
        "can I take ibuprofen on an empty stomach",
        "is it ok to use beta blockers for stage fright",
        "the dentist wants to give me an antibiotic, ok?",
        "I feel bloated all the time, what could it be",
        "can I eat oats",
        "my wife and I both threw up after the oysters",
        "bleach fumes make me cough",
        "mi sento male e ho la febbre",
    ],
)
def test_all_that_health_asks_for_bears_on_the_safety_of_ones_own_body(text: str) -> None:
    kinds = (*SAFETY, "unread") if text.startswith("mi ") else SAFETY
    assert of_body(text, kinds)
    assert not of_body(text, ("recommendation",))


@pytest.mark.parametrize(
    ("before", "stays"),
    [
        (("my throat is swelling after pad thai",), True),
        (("I can't breathe and my inhaler is empty", "ok"), True),
        (("hives all over after dinner", "it itches", "and now?"), True),
        (("my throat is swelling after pad thai", "ok", "thanks", "and now?"), False),
        (("my son swallowed a battery",), False),
        (("which pizza should I order",), False),
        ((), False),
    ],
)
def test_ones_own_emergency_stays_ones_own_for_some_messages(
    before: tuple[str, ...], stays: bool
) -> None:
    assert of_body("my friend has a pen for that, use it?", SAFETY, before) is stays


@pytest.mark.parametrize(
    "text",
    [
        "my son has a rash and a fever",
        "grandpa took his heart pills twice, what should I do?",
        "she is not breathing",
        "my dad has chest pain, where can I take him",
        "the baby swallowed a coin, who do I call",
        "can I give my kid a tablet",
        "there's a gas smell in the cellar",
        "how do I rewire a live socket",
        "smoke is coming out of my phone",
        "is it safe to drive on summer tyres in snow",
        "bleach and vinegar, is it dangerous",
    ],
)
def test_anothers_body_and_a_wire_are_not_ones_own_body(text: str) -> None:
    assert not of_body(text, SAFETY)
