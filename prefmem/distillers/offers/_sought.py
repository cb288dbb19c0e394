"""What a request asks for, and to which field of life that belongs: "haircut ideas" is haircuts.

A short reply leaves it out: "nothing too short" says something only of haircuts.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prefmem.distillers.words import _vetoes
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._singular import singular
from prefmem.distillers.words._technical import is_technical


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody asked for."""

    name: str
    """In the plural, as in "films"; "" if a statement must stand without it."""
    behaviour: str
    """What a taste in it is filed under."""


_FIELDS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (name, behaviour, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for name, behaviour, words in (
        ("podcasts", "taste.media", r"podcasts?"),
        ("ways to learn", "learning.method", r"(?:how|where) (?:do|can|could|should) i (?:learn|start learning|practi[cs]e)|(?:best|good) ways? to learn"),
        ("audiobooks", "taste.media", r"audio ?books?"),
        ("music", "taste.media", r"playlists?|songs?|albums?|soundtracks?"),
        ("board games", "taste.activity", r"board ?games?|card games?|party games?"),
        ("games", "taste.media", r"(?:video )?games?|xbox|ps[45]|steam|nintendo|switch game"),
        ("haircuts", "taste.general", r"hair ?cuts?|hair ?styles?|my hair|fringe|barber"),
        ("beauty products", "taste.shopping", r"skin ?care|moisturi[sz]ers?|shampoos?|make-?up|lipsticks?|perfumes?|fragrances?|sunscreens?|nail (?:polish|ideas|designs?)|nails"),
        ("tattoos", "taste.general", r"tattoos?"),
        ("names", "taste.general", r"(?:cat|dog|kitten|puppy|pet|baby|rabbit|boat|hamster|girl|boy)['’]?s? names?|names? for (?:my|our|a|the)(?: new)? (?:\w+ )?(?:cat|dog|kitten|puppy|pet|baby|rabbit|boat|hamster|horse|parrot|daughter|son|car)"),
        ("shoes", "taste.shopping", r"shoes?|boots?|sneakers|trainers|sandals|loafers"),
        ("clothes", "taste.shopping", r"(?:to|i|should i|do i) wear|wear (?:to|for)|outfits?|jackets?|coats?|dress(?:es)?|jeans|trousers|suits?|clothes|jumpers?|sweaters?|wardrobe|earrings|jewell?ery|necklaces?|glasses|swimsuits?|scarf|bags?|backpacks?|watch for (?:me|work)"),
        ("workouts", "taste.activity", r"work ?outs?|exercises?|stretch(?:es|ing)?|hiit|gym|get fit(?:ter)?|yoga|pilates|training (?:plan|schedule)|work out|my steps|lose weight|build muscle|cardio"),
        ("plants", "taste.general", r"plants?|(?:to|can i|should i) (?:grow|sow)|flowers?|shrubs?|hedges?|herbs to grow|garden(?:ing)?"),
        ("hotels", "taste.travel", r"hotels?|hostels?|airbnbs?|places? to stay|where to stay|cottages?|accommodation|campsites?|b&bs?"),
        ("restaurants", "taste.food", r"restaurants?|where to eat|places? (?:to eat|for (?:dinner|lunch|brunch))|eat out|brunch (?:spots?|places?)|cafes?|pubs?|bars?|where (?:can|could|should) (?:i|we) eat"),
        ("seats", "taste.travel", r"(?:which|what|best) seats?"),
        ("trips", "taste.travel", r"holidays?|vacations?|trips?|city ?breaks?|getaways?|honeymoon|itinerar(?:y|ies)|weekend (?:in|away)|days? in [a-z]+|where (?:could|can|should|to) (?:we |i )?(?:go|travel)|what (?:should|can|could|to) (?:i|we)? ?(?:see|do|visit) in|travel(?:ling|ing)? (?:to|ideas?)|see in|hikes?"),
        ("drinks", "taste.food", r"drinks?|cocktails?|mocktails?|wines?|beers?|coffees?|teas?|smoothies?|juices?"),
        ("meals", "taste.food", r"recipes?|cook|dinners?|suppers?|lunch(?:es)?|breakfasts?|meals?|meal prep|snacks?|desserts?|bake|cakes?|cookies|soups?|curr(?:y|ies)|pasta|pizzas?|salads?|traybake|stews?|make with|(?:to|i|we) eat|goes (?:well )?with|bbq|barbecue|stock|sandwich(?:es)?|picnic|oatmeal|brunch|toppings|takeaway|takeout|sauce"),
        ("music", "taste.media", r"songs?|music|playlists?|albums?|bands?|artists? (?:like|similar)|listen to|guitar|piano|singers?"),
        ("books", "taste.media", r"books?|to read|novels?|authors?|thrillers?|memoirs?|comics?|(?:short )?stories to read|get into [A-Z]\w+"),
        ("series", "taste.media", r"series|tv ?shows?|tv (?:for (?:me|us|the|two)|tonight|to watch|with my)|shows? (?:like|to)|sitcoms?|new show|anime|dramas?"),
        ("films", "taste.media", r"films?|movies?|(?:to|we|i|should we) watch|netflix|documentar(?:y|ies)|cinema|rom-?coms?"),
        ("furniture", "taste.shopping", r"sofas?|couch(?:es)?|desks?|shel(?:f|ves)|rugs?|lamps?|tables?|chairs?|mattress(?:es)?|wardrobes?|curtains|bookcases?|beds?"),
        ("decor", "taste.general", r"paint|colou?rs? for|decor(?:ate|ations?)?|wallpapers?|living room|bedroom"),
        ("outings", "taste.activity", r"things to do|what (?:can|could|should|to) (?:i |we )?do\b(?! (?:about|if|when|with))|day out|days out|dates?(?: night)? ideas?|date night|activit(?:y|ies)|hobb(?:y|ies)|birthday ideas|party ideas|volunteer(?:ing)?|keep a \d+ year old|weekend plans?|(?:fun|ways) (?:things )?to (?:do|relax|unwind|meet people)"),
        ("ways to learn", "learning.method", r"(?:how|where) (?:do|can|could|should) i (?:learn|study|start|practi[cs]e)|(?:to|for) learn(?:ing)?|learn|language (?:courses?|apps?)|courses?|tutorials?|study"),
        ("jobs", "work.method", r"jobs?|careers?|side hustles?"),
        ("ways to work", "work.method", r"keep track of|deep work|productiv\w+|organi[sz]e|to-?dos?|note-?taking|focus|planner"),
        ("pets", "taste.general", r"pets?|dog breeds?|breeds?"),
        ("gear", "taste.shopping", r"tents?|bikes?|headphones|earbuds|laptops?|phones?|tablets?|cameras?|vacuum(?: cleaner)?s?|coffee (?:machine|maker)s?|air fryers?|kettles?|scissors|knives|knife|pans?|cars?|tvs?|monitors?|keyboards?|mouse|watch(?:es)?|strollers?|prams?|toys?|suitcases?|luggage|toothbrush(?:es)?|speakers?|printers?|e-?readers?"),
    )
)  # fmt: skip
_ASKS_FOR = re.compile(
    r"\b(?P<noun>[a-z-]{3,}) (?:ideas?|rec(?:ommendation)?s?|suggestions?|inspo)\b|\b(?:recommend|suggest|looking for|need|want|any(?: good)?|good|best|find(?: me)?|pick|choose|buy)(?: me)?(?: an?| some| the)?(?: new| good| nice| cheap| easy| simple)* (?P<thing>[a-z-]{4,})\b",
    re.IGNORECASE,
)
_NO_THING = frozenset(
    [
        "help",
        "know",
        "way",
        "ways",
        "thing",
        "things",
        "something",
        "anything",
        "advice",
        "some",
        "more",
        "other",
        "this",
        "that",
        "your",
        "what",
        "with",
        "tips",
        "time",
        "times",
        "place",
        "places",
        "person",
        "people",
        "give",
        "make",
        "from",
        "for",
        "about",
        "good",
        "best",
        "idea",
        "ideas",
        "option",
        "options",
    ]
)
_FOR_ANOTHER = re.compile(
    r"\b(?:gifts?|presents?|stocking fillers?)\b|\bfor (?:my|a|our|his|her|their) (?:\w+ )?(?:friend|mate|colleague|co-?worker|boss|client|customer|student|neighbou?r|brother|sister|teacher|patient|guest|mother-in-law|mother in law|in-laws|character|team|class)s?\b|\bdo i get (?:a|my|him|her|them)\b|\bmy (?:friend|colleague|client|customer|student|neighbou?r)s? (?:wants?|needs?|is|are|likes?)\b",
    re.IGNORECASE,
)
_TEXT_OR_TASK = re.compile(
    r"\b(?:write|writing|draft|rewrite|rephrase|edit|proofread|translat\w+|summari[sz]e|summary|story|stories|plot|chapter|character|poem|essay|outline|slogan|tagline|captions?|title|headline|email|e-mail|letter|speech|toast|vows|cv|resume|cover letter|agenda|slides?|presentation|report|lyrics|logo|website|app|code|function|script|regex|formula|query|spreadsheet|css|html|python|javascript|sql|div|json|api|explain|define|prompt|post|tweet|blog|homework|generate|create|list (?:of )?(?:\d+|ten|five|twenty)|quiz|scene|verse|rap|chords|roleplay|role-?play|act as|pretend|imagine|image|draw|review|analy[sz]e|dialogue|paragraph|sentences?|words|scenario|simulate|design a|order|return|refund|deliver\w*|my order|account|in stock|name ideas|name my|names? for my (?:podcast|start-?up|business|company|band|shop|blog|channel|team|project|brand|book|novel)|size \d+|book a)\b",
    re.IGNORECASE,
)
_OF_FACTS = re.compile(
    r"^\W*(?:(?:hi|hey|hello|ok|so|and|but)\W+)*(?:how (?:long|much|many|far|old|tall|big|often|does|did|is)|why|when (?:is|was|does|did)|who|is (?:it|there|that)|are there|does|did|what(?: i|['’])s the (?:difference|capital|meaning|time)|what (?:does|is|are|was|time)|can (?:dogs|cats|you explain))\b",
    re.IGNORECASE,
)
MOST_BACK = 3
"""Requests that are looked at: a reply may answer the second offer."""
MOST_WORDS = 30
"""Of a request for suggestions; a longer one sets a task, and names many things."""
_FEW = 8
"""Words of a request that only names what is looked for: "stretches for my back?"."""
_SUGGESTS = re.compile(
    r"\b(?:ideas?|recs?|recommend\w*|suggest\w*|inspo|what (?:should|can|could|do|would|to|type|kind)|what['’]?s (?:a|an|the|some)? ?(?:good|best|nice|easy)|where|which|any|good|best|nice|easy|help me (?:choose|pick|find|plan|decide)|looking for|need|want|find me|plan|options?|worth|how (?:do|can|could|should) (?:i|we)|when should|when to|alternatives?|fun|cheap|quick|healthy)\b",
    re.IGNORECASE,
)


def is_for_a_person(requests: Sequence[str], offered: str) -> bool:
    """True if an exchange is about a life: neither a text, a task nor a gift is being made."""
    last = requests[:MOST_BACK]
    if any(_vetoes.is_writing_task(text) or _TEXT_OR_TASK.search(text) for text in last):
        return False
    if any(_FOR_ANOTHER.search(text) or _vetoes.is_for_a_friend(text) for text in last):
        return False
    return not is_technical("\n".join([*last, offered]))


def sought_in(requests: Sequence[str]) -> Sought | None:
    """What the latest of some requests asks for that asks for anything; None if none does.

    Args:
        requests: The user's turns before, the latest first.
    """
    for text in requests[:MOST_BACK]:
        if len(text.split()) > MOST_WORDS:
            return None
        found = _field(text) or _thing(text)
        if found is not None:
            return found
    return None


def offers(requests: Sequence[str]) -> bool:
    """True if what was asked for is a suggestion, neither a fact nor a task."""
    if any(_OF_FACTS.match(text) for text in requests[:1]):
        return False
    return any(len(text.split()) <= _FEW or _SUGGESTS.search(text) for text in requests[:MOST_BACK])


def _field(text: str) -> Sought | None:
    return next((Sought(name, b) for name, b, words in _FIELDS if words.search(text)), None)


def _thing(text: str) -> Sought | None:
    """By the noun that is asked for, where that is of no field that is known."""
    found = _ASKS_FOR.search(text)
    if found is None or sensitivity_of(text) is not None:
        return None
    noun = (found["noun"] or found["thing"]).lower()
    if noun in _NO_THING:
        return None
    name = noun if singular(noun) != noun or noun.endswith(("s", "ing")) else f"{noun}s"
    return Sought(name, "taste.general")


def told_of(text: str) -> Sought | None:
    """The field that a sentence names by its verb: "I mostly read crime. Never romance"."""
    found = _OF_A_FIELD.search(text)
    return Sought(*_FIELDS_OF[found["verb"].lower()]) if found else None


_FIELDS_OF = {
    "read": ("books", "taste.media"),
    "watch": ("films", "taste.media"),
    "play": ("games", "taste.activity"),
    "eat": ("food", "taste.food"),
    "cook": ("meals", "taste.food"),
}
_OF_A_FIELD = re.compile(
    rf"\b(?:i|we) (?:\w+ly )?(?P<verb>{'|'.join(_FIELDS_OF)})\b", re.IGNORECASE
)
