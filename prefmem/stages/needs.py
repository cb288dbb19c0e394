"""Where a need bears on a request by its words: where there is food, and where a body is unwell.

The vector of a short request says little ("trail mix for a hike" is near no dinner), and that of
one in another language nothing. Missing a need does harm, telling it once too often does not.
"""

# ruff: noqa: E501, SIM905  (a pattern is read whole, a list of words as a line)
from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from prefmem.policy.earlier import STAYS
from prefmem.policy.gravity import alarms
from prefmem.policy.question import LIMIT, ends
from prefmem.policy.seen import LENGTH
from prefmem.policy.shapes import NEEDED

OTHERS = NEEDED["choice_for_others"]
"""Words for other people."""
_FED = (
    "recommendation", "planning", "shared_choice", "choice_for_others", "unstated_situation",
    "evidence_decision", "safety_critical", "unread",
)  # fmt: skip
"""Kinds of request whose answer may be eaten ..."""
_DONE = ("how_to", "advice", "unclear")
"""... those where it may if something is made or eaten: no "chocolate out of a carpet" ..."""
_TRUE = ("factual_question", "explanation")
"""... unless they also ask for a fact: "which restaurant is the oldest"."""
_FOOD = frozenset(
    "food foods foodie foodies eat eats eating ate eaten cook cooks cooked cooking bake baked bakes baking bakery bakeries grill "
    "grilled grilling barbecue bbq recipe recipes ingredient ingredients cuisine dish meal meals dinner dinners lunch lunches "
    "breakfast breakfasts brunch supper snack snacks dessert desserts pudding appetizer appetizers canapes canapés starters "
    "restaurant restaurants bistro diner cafe cafes café cafés brasserie trattoria takeaway takeout menu menus buffet catering caterer "
    "potluck picnic feast groceries grocery supermarket diet nutrition hungry peckish tapas cake cakes cupcake cupcakes cookie "
    "cookies biscuit biscuits brownie brownies pastry pastries croissant croissants bread breads sandwich sandwiches toast bagel burger "
    "burgers pizza pasta noodle noodles ramen sushi curry curries soup soups salad salads stew casserole dumpling dumplings taco tacos "
    "burrito kebab falafel satay sauce dip hummus pesto pie pies pancake pancakes waffle waffles porridge oats oatmeal granola muesli "
    "cereal cereals chocolate candy sweets gelato cheese cheeses yoghurt yogurt milkshake smoothie smoothies shake shakes beer beers "
    "protein vegan vegetarian flour dough nuts seafood "
    "carbonara bolognese lasagna lasagne risotto paella gnocchi ravioli tiramisu goulash schnitzel stroganoff couscous bulgur seitan tofu "
    "tempeh lentils chickpeas beans rice potatoes potato fries eggs omelette frittata quiche chicken beef pork lamb steak bacon ham sausage "
    "sausages salmon tuna cod shrimp shrimps prawns prawn mushrooms mushroom spinach broccoli tomatoes aubergine zucchini "
    "leftovers chili chilli gumbo jambalaya biryani masala dal naan samosa tikka pho bibimbap kimchi tempura gyoza enchiladas quesadilla "
    "nachos guacamole ceviche moussaka tzatziki tagine shakshuka cheesecake muffin muffins scones doughnut doughnuts donuts crepes crêpes "
    "meringue fondue raclette gazpacho minestrone chowder cornbread stuffing gravy mayonnaise vinaigrette marinade crackers crisps popcorn".split()
)
_THINGS = frozenset(
    "book books novel novels cookbook podcast podcasts film films movie movies series show shows documentary documentaries song songs music "
    "playlist game games laptop camera lens phone app apps software knife knives pan pans pot oven stove fridge mixer blender grinder kettle "
    "machine table chair photo photos photography painting poster job jobs career careers degree story poem website logo name names slogan "
    "dress outfit shoes apron charity charities stock stocks museum museums truck business jar jars box boxes cooker maker board bin rack tin coop stain stains smell smells".split()
)
"""What a request with a word of food may be about instead: there the vectors alone decide."""
_MADE = frozenset(
    "eat eats eating ate eaten drink drinking cook cooks cooked cooking bake baked bakes baking fry frying fried grill grilling grilled "
    "roast roasting roasted boil boiling boiled steam steaming simmer poach braise marinate season seasoning thicken thickening whisk "
    "knead make makes making made prepare preparing prep serve serving order ordering recipe recipes ingredient ingredients "
    "substitute substitutes replace swap hungry peckish have having without".split()
)
"""What is done with food that somebody will eat."""
_PAIRS = re.compile(r"\b(?:trail mix|ice cream|street food|pad thai)\b")
_ON_THE_WAY = re.compile(
    r"\b(?:itinerary|(?:day|city|road|camping|ski|hiking|school|business|weekend) ?trip|trip|holiday|vacation|getaway|honeymoon|"
    r"city break|cruise|(?:\d+|two|three|four|five|six|seven|ten|a few|a couple of) (?:\w+ )?(?:days?|nights?|weeks?) in|(?:day|week|weekend|night) in (?!the\b|my\b|a\b))\b"
)
"""What a plan is for in which meals are eaten."""
_FOREIGN_FOOD = re.compile(
    # German, Dutch, Swedish, Danish and Norwegian
    r"\b(?:essen|esse|kochen?|koche|rezepte?|\w*essen|frühstück\w*|restaurants?|backen?|kuchen|snacks?|imbiss|hunger|hungrig|gerichte?|mahlzeit\w*|nachtisch|einkaufsliste|bäckerei\w*|pizz\w+|pasta|sushi|"
    r"eten|eet|koken|kook|recept\w*|ontbijt|toetje|honger|gerecht\w*|bakkerij\w*|taart|maaltijd\w*|äta|laga|mat(?:en)?|middag|lunch\w*|frukost|restaurang\w*|spise|mad|opskrift\w*|oppskrift\w*|aftensmad|frokost|morgenmad|sulten|"
    # French, Spanish, Italian, Portuguese, Romanian
    r"manger|mange|cuisine[rz]?|recettes?|dîner|déjeuner|repas|goûter|desserts?|plats?|faim|boulangerie|gâteaux?|comer|comida|cocin\w+|recetas?|cena\w*|almuerzo|almorzar|desayun\w+|restaurantes?|postres?|merienda|hambre|platos?|panadería|pastel|tarta|"
    r"mangiare|mangio|cucin\w+|ricett[ae]|pranzo|colazione|ristoranti?|dolci?|spuntino|fame|piatt[oi]|torta|cozinh\w+|receitas?|jantar|almoç\w+|sobremesa|lanche|fome|pratos?|padaria|bolo|mânca\w*|mănânc\w*|găti\w*|rețet\w+|cină|prânz|desert|"
    # Polish, Czech, Slovak, Hungarian, Finnish, Turkish, Indonesian, Vietnamese
    r"jeść|zjeść|jedzeni\w+|(?:u)?gotować|przepis\w*|obiad\w*|kolacj\w+|śniadani\w+|restaurac\w+|ciasto|jíst|(?:u)?vařit|večeř\w+|oběd\w*|snídan\w+|jídl\w+|jesť|variť|večer[ua]|raňajky|reštaurác\w+|jedl\w+|"
    r"enni|főz\w+|vacsor\w+|ebéd\w*|reggeli\w*|étter\w+|étel\w*|syö\w+|ruo[kan]\w*|kokata|resept\w+|illalli\w+|lounas\w*|aamiai\w+|ravintol\w+|nälkä|yemek\w*|yi?yebilir\w*|pişir\w*|tarif\w*|restoran\w*|lokanta\w*|kahvaltı\w*|"
    r"makan\w*|(?:me)?masak\w*|resep\w*|sarapan|lapar|ăn|nấu|món|bữa|nhà hàng|"
    # Russian, Ukrainian, Greek
    r"поесть|съесть|(?:при)?готов(?:ить|лю)|рецепт\w*|ужин\w*|обед\w*|завтрак\w*|ресторан\w*|кафе|ед[ау]|перекус\w*|десерт\w*|испечь|поїсти|з.їсти|приготувати|вечер[яю]|обід\w*|снідан\w+|їж[ау]|φά[ωμ]\w*|μαγειρ\w+|συνταγ\w+|εστιατόρι\w+|φαγητ\w+|πρωινό|βραδινό)\b|"
    # those that put no spaces between words, or join small words to them
    r"吃|餐|做菜|菜谱|菜譜|食谱|食譜|饭|飯|烘焙|食べ|料理|レシピ|夕食|ランチ|昼食|朝食|レストラン|おやつ|献立|먹|요리|레시피|식당|맛집|음식|점심|저녁 ?(?:식사|메뉴|뭐)|간식|กิน|อาหาร|สูตร|"
    r"آكل|نأكل|أطبخ|وصفة|عشاء|غداء|فطور|مطعم|مطاعم|طعام|بخورم|بپزم|غذا|ناهار|صبحانه|رستوران|לאכול|לבשל|מתכון|ארוח|מסעד|אוכל|खाना|खाऊ|पका|रेसिपी|नाश्ता|रेस्टोरेंट|रेस्तरां"
)
_BODY = frozenset(
    "throat tongue lip lips mouth face skin rash hives itch itches itching itchy swell swells swelling swollen vomit vomited vomiting throwing "
    "threw puke puking nausea nauseous sick dizzy faint fainted fainting breathe breathing breath wheeze wheezing chest stomach belly tummy "
    "diarrhea diarrhoea bloated cramp cramps fever cough coughing infection sinus pill pills tablet tablets dose dosage medicine medication "
    "meds antibiotic antibiotics painkiller painkillers ibuprofen paracetamol tylenol aspirin amoxicillin allergic allergy reaction symptom "
    "symptoms swallowed drank stung sting bitten bite headache migraine pain hurts ache aches heart pregnant pregnancy surgery doctor "
    "blocker blockers statin statins lithium insulin codeine naproxen diclofenac penicillin augmentin antidepressant antidepressants ssri "
    "ssris xanax valium benadryl antihistamine antihistamines steroid steroids melatonin supplement supplements vitamin vitamins "
    "inhaler inhaled asthma drug drugs anesthesia anaesthesia vaccine vaccinated injection blood wound burn infected".split()
)
_ALIKE = (frozenset({"coeliac", "celiac", "gluten"}), frozenset({"lactos", "dairy"}))
"""Stems by which people call one need."""
_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
_WHAT_TO_DO = re.compile(
    r"\b(?:what|how|where|who|when|which)(?: \w+)? (?:do|should|shall|can|could|must|would) (?:i|we)\b|"
    r"\b(?:should|can|could|shall|may|do|must) (?:i|we)\b"
)
"""The person who helps, not the one who is unwell."""
_ONESELF = frozenset("i i'm i've i'd im ive me myself we we're we've us".split())


def named(words: frozenset[str]) -> frozenset[str]:
    """Stems of a request, with other names of what they name."""
    return words.union(*(names for names in _ALIKE if not names.isdisjoint(words)))


def of_food(text: str, kinds: Container[str]) -> bool:
    """True if what answers a request may be eaten: all that limits what somebody eats bears on it."""
    if _any_of(_TRUE, kinds) and "safety_critical" not in kinds:
        return False
    said = _lowered(text, LENGTH)
    words = frozenset(_WORD.findall(said))
    done = _any_of(_DONE, kinds) and not words.isdisjoint(_MADE)
    if not (done or _any_of(_FED, kinds)):
        return False
    if "unread" in kinds and _FOREIGN_FOOD.search(said):
        return True
    if not words.isdisjoint(_FOOD) or _PAIRS.search(said):
        return words.isdisjoint(_THINGS)
    return "planning" in kinds and _ON_THE_WAY.search(said) is not None


def of_body(text: str, kinds: Container[str], before: Sequence[str] = ()) -> bool:
    """True if it is about the safety of the person's own body: all that health asks for bears on it.

    `before` are their turns before it, oldest first: an emergency stays for some messages.
    """
    if "safety_critical" not in kinds:
        return False
    if "unread" in kinds:
        return True
    told = [_lowered(one, LIMIT) for one in before[-STAYS:]]
    alarming = [one for one in told if "safety_critical" in alarms(one)]
    return any(map(_of_oneself, (_lowered(text, LIMIT), *alarming)))


def _of_oneself(said: str) -> bool:
    """True if a text tells of the body, and not of another's."""
    words = frozenset(_WORD.findall(said))
    if words.isdisjoint(_BODY) and words.isdisjoint(_FOOD):
        return False
    if words.isdisjoint(OTHERS):
        return True
    return not _ONESELF.isdisjoint(_WORD.findall(_WHAT_TO_DO.sub(" ", said)))


def _lowered(text: str, limit: int) -> str:
    return ends(text, limit).lower().replace("’", "'")


def _any_of(names: Iterable[str], kinds: Container[str]) -> bool:
    return any(name in kinds for name in names)
