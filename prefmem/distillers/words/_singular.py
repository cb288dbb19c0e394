"""The singular of a noun: by rules of spelling, and by lists of the words that go their own way."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.words._third_person import word_set

_ENDS_IN_S = re.compile(r"(?:ss|us|is|ous|news|series|species|sports?|ics|jeans|shorts)$")
"""Endings of words that have their "s" in the singular, too, or no singular."""
_AS_IT_IS = word_set(
    "always clothes christmas lens gas atlas canvas alias bias chaos cosmos ethos kudos means thanks vegas texas kansas dallas athens",
    "brussels wales naples honduras bahamas maldives netherlands philippines alps andes pyrenees himalayas orleans angeles james charles thomas lucas",
    "nicholas trousers pants tights leggings glasses sunglasses scissors pyjamas pajamas headphones goods groceries tapas molasses pampas",
    "darts billiards draughts checkers dominoes skittles biceps triceps barracks headquarters crossroads outskirts premises surroundings earnings savings",
    "belongings diabetes rabies measles mumps shingles herpes binoculars overalls dungarees chopsticks",
)
_IRREGULAR = {
    **{f"{stem}ves": f"{stem}f" for stem in word_set("lea loa hal shel thie cal scar hoo wol el sel bookshel dwar wer yoursel cloverlea")},
    **{f"{stem}ves": f"{stem}fe" for stem in word_set("kni wi li housewi midwi penkni afterli")},
    **{f"{stem}es": f"{stem}is" for stem in word_set("analys cris oas thes diagnos hypothes parenthes synops ellips synthes neuros psychos")},
    **{f"{word}s": word for word in word_set("menu guru emu taxi bikini martini panini kiwi yeti ski jet-ski safari tsunami jacuzzi salami zucchini ravioli khaki rabbi alibi wiki bonsai kimchi sari spaghetti broccoli cannoli mini")},
    **{f"{word}s": word for word in word_set("movie cookie selfie hoodie smoothie zombie indie brownie calorie rookie genie veggie birdie foodie newbie budgie collie prairie magpie necktie hippie groupie freebie onesie beanie goalie auntie junkie pixie cutie sweetie walkie-talkie boogie menagerie reverie eyrie lingerie patisserie boulangerie rotisserie brasserie camaraderie potpie cowrie")},
    **{f"{word}s": word for word in word_set("ache headache toothache backache cache niche moustache mustache avalanche quiche creche psyche brioche cliche pastiche ceviche axe pickaxe")},
    **{f"{word}s": word for word in word_set("shoe snowshoe horseshoe toe tiptoe canoe oboe foe hoe floe aloe sloe roe woe")},
    "quizzes": "quiz", "gases": "gas", "lenses": "lens", "canvases": "canvas", "atlases": "atlas", "aliases": "alias", "irises": "iris", "trellises": "trellis", "biases": "bias",
}  # fmt: skip
_WITH_E = re.compile(r"(?:[ao]uses|(?<![a-z])(?:uses|muses|fuses|ruses|excuses|abuses))$")
"""What ends in "uses" and has an "e" in the singular."""


def singular(word: str) -> str:
    """The singular of a noun in lower case; a word that is none stays as it is."""
    if len(word) <= 3 or not word.endswith("s"):
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _AS_IT_IS or _ENDS_IN_S.search(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:sh|ch|x|ss|zz|tz)es$|[^aeiou]oes$", word):
        return word[:-2]
    if word.endswith("uses") and not _WITH_E.search(word):
        return word[:-2]
    return word[:-1]
