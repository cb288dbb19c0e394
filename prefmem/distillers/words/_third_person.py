"""Rewrites what somebody says of themselves in the third person: "I love tea" is "loves tea"."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re


def word_set(*lines: str) -> frozenset[str]:
    """The words of some lines, as a set."""
    return frozenset(" ".join(lines).split())


_IRREGULAR = {"have": "has", "do": "does", "go": "goes", "am": "is", "be": "is", "are": "is", "were": "was"}  # fmt: skip
_UNCHANGED = word_set(
    "can could will would must should might may shall cannot had was did got went came took gave "
    "made meant felt found fell grew kept lost began became thought saw spent told said used swore stood "
    "stuck learnt built bought brought chose ate drank wore ran sold left met paid slept quit cut "
    "has is does not never spilt dreamt leapt leant burnt smelt spelt bent bled bred rang sprang sprained shrank stank swung wound spun strode trod wrote swam drew sang rode drove flew held put taught heard understood won sat hung lay woke broke "
    "spoke froze hid lent shook shot sank sent shut stole struck swept threw tore wept dealt dug fed fled fought forgot "
    "knew lit laid wove slung stung spat sped strung undid redid overheard overslept oversaw foresaw rethought rebuilt resold withstood upheld seen gone done taken given thrown known grown drawn blown flown driven ridden risen broken chosen frozen spoken stolen worn torn eaten fallen hidden shaken woken written "
    "forgave bit blew caught clung crept sought slid withdrew overcame undertook misunderstood outgrew rose"
)
_BASE_ED = word_set("need feed speed bleed heed exceed succeed proceed embed")
ADVERBS = word_set(
    "also always just never not only often quite rather really seldom so sometimes still too usually "
    "very ever almost even mostly kind sort of kinda sorta much do tend honestly lately now soon "
    "already definitely absolutely personally typically generally normally strictly strongly then again no-longer"
)
_COORDINATED = word_set(
    "avoid prefer like love hate dislike enjoy refuse tend stick opt choose need want find follow "
    "support believe value appreciate despise detest loathe adore favor favour steer rely insist "
    "seek gravitate lean skip embrace have do am"
)
_BEHIND_HOW_OFTEN = word_set(
    "sit take cook eat drink wear drive walk run listen watch read play buy travel work sleep use "
    "keep make bring order ask wake get start end stay leave pay book bake brew swim cycle"
)
"""Verbs that are things as well: "food and drink", but "jazz, and usually drink tea with it"."""
_COORDINATE = re.compile(
    r"(?:^|[,;:.\-–—(]|\b(?:and|but|or|so|yet|then|plus|therefore|thus|also|hence|because of (?:this|that)))$",
    re.IGNORECASE,
)
_ANOTHER_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|cannot|could|will|would|must|makes?|gives?|gets?|takes?|leaves?|puts?|keeps?|ruins?|kills?|bores?|if|when|whenever)\b",
    re.IGNORECASE,
)
"""In words before an "I" that have a subject of their own: "steak has to be well done or I …"."""
_OPENS_WITH_SELF = frozenset(["i", "we", "not", "no", "never", "always"])
_TOKEN = re.compile(r"\s+|[\w'/-]+|[^\w\s]")
SELF = {
    "me": "them", "my": "their", "mine": "theirs", "myself": "themselves",
    "us": "them", "our": "their", "ours": "theirs", "ourselves": "themselves",
}  # fmt: skip
_KEEP_COPULA = re.compile(
    r"^(?:(?:really|very|quite|also|strictly|actually|currently|still|now|a bit of) )*(?:on an?|on (?:mac|windows|linux|ps\d|playstation|xbox|switch|android|ios)|usually|well into|an?|the|one of|someone|(?:not )?(?!(?:morning|evening|nothing|something|anything|everything)\b)\w{2,}ing|vegan|vegetarian|veggie|pescatarian|sober|celiac|coeliac|diabetic|dyslexic|autistic|deaf|blind)\b",
    re.IGNORECASE,
)


def third(verb: str) -> str:
    """The third person of a verb in its base form; modal and past forms stay."""
    low = verb.lower()
    if low in _UNCHANGED or (low.endswith("ed") and low not in _BASE_ED):
        return low
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if re.search(r"(?:s|x|z|ch|sh|o)$", low):
        return low + "es"
    if re.search(r"[^aeiou]y$", low):
        return low[:-1] + "ies"
    return low + "s"


_E_STAYS = re.compile(r"(?:ee|oe|ye)$|^(?:be|singe|tinge)$")
_ONE_VOWEL = re.compile(r"[^aeiou]*(?:qu)?[aeiou][bdgklmnprtvz]")
"""One syllable that ends in one consonant behind one vowel: "sit", "quiz"; not "mix", "sew"."""
_STRESSED_LAST = word_set(
    "admit allot begin commit compel control defer deter equip excel expel forbid forget incur infer occur",
    "omit outrun overlap patrol permit prefer propel rebel recur refer regret rerun submit transfer transmit upset unplug",
)
"""Of several syllables, the last of which is said loudest: "beginning", but "visiting"."""


def gerund(verb: str) -> str:
    """The form of a verb that names the doing: "see" is "seeing", "sit" is "sitting"."""
    low = verb.lower()
    if low.endswith("ie"):
        return f"{low[:-2]}ying"
    if low.endswith("e") and not _E_STAYS.search(low):
        return f"{low[:-1]}ing"
    if low.endswith("ic"):
        return f"{low}king"
    doubled = _ONE_VOWEL.fullmatch(low) is not None or low in _STRESSED_LAST
    return f"{low}{low[-1] * doubled}ing"


def in_third_person(text: str) -> str:
    """A text with each "I" and its verb in the third person."""
    tokens = _TOKEN.findall(text)
    words = [k for k, token in enumerate(tokens) if not token.isspace()]
    out, said = list(tokens), [tokens[k] for k in words]
    subject_open, subject = False, 0
    for n, k in enumerate(words):
        low = tokens[k].lower()
        if tokens[k] == "I" or (low == "we" and n == 0):
            before = "".join(tokens[:k]).rstrip()
            opened = _convert_subject(out, tokens, words, n, before)
            subject_open, subject = opened or subject_open, n if opened else subject
        elif low in SELF or low == "we":
            out[k] = tokens[k] if _is_name(tokens, words, n) else SELF.get(low, "they")
        elif subject_open and (_is_joined(tokens, words, n) or _goes_on(said, subject, n)):
            out[k] = third(low)
    return "".join(out)


def _is_name(tokens: list[str], words: list[int], n: int) -> bool:
    """True for a word within a name: "US spelling", "My Neighbour Totoro", "The Fault in Our Stars"."""
    word = tokens[words[n]]
    if word == "US":
        return True
    if word[:1].islower() or word.isupper():
        return False
    if n:
        return tokens[words[n - 1]] not in {".", "!", "?", ":", "(", "-", "–", "—", "…"}
    return opens_with_name("".join(tokens))


def opens_with_name(text: str) -> bool:
    """True if the capitals at the start of a text go on: "My Chemical Romance"."""
    return _NAME.match(text) is not None


_NAME = re.compile(r"(?:My|Our|Me|Us|We|I)(?: [A-Z][a-z]+){2}")


def _convert_subject(
    out: list[str], tokens: list[str], words: list[int], n: int, before: str
) -> bool:
    """Rewrite one "I" and its verb in place; True if verbs joined by "and" belong to it."""
    k = words[n]
    following = n + 1
    while following < len(words) and _is_adverb(tokens[words[following]].lower()):
        following += 1
    if following >= len(words):
        out[k] = "they"
        return False
    at = words[following]
    verb = tokens[at].lower()
    main = (
        not before
        or before.lower() in _HOW_OFTEN
        or (
            _COORDINATE.search(before) is not None
            and not (before.lower().endswith(" so") and verb in {"can", "could"})
            and (
                tokens[words[0]].lower() in _OPENS_WITH_SELF or _ANOTHER_VERB.search(before) is None
            )
        )
    )
    if not main:
        out[k] = "they"
        out[at] = {"am": "are", "was": "were"}.get(verb, tokens[at])
        return False
    out[k] = ""
    if k + 1 < len(out) and out[k + 1].isspace():
        out[k + 1] = ""
    if verb == "am":
        rest = "".join(tokens[at + 1 :]).strip()
        out[at] = "is" if _KEEP_COPULA.match(rest) else ""
        if not out[at] and at + 1 < len(out) and out[at + 1].isspace():
            out[at + 1] = ""
        return True
    out[at] = third(verb)
    return verb not in {"do", "cannot", "can", "will", "would"} or not before


_EVER = word_set("always never rarely seldom")
_HOW_OFTEN = word_set("mostly mainly usually sometimes often normally generally typically")


def _is_adverb(word: str) -> bool:
    if word in {"do", "tend", "have", "am", "rely", "apply", "fly", "reply", "supply", "comply"}:
        return False
    return word in ADVERBS - {"not"} or (word.endswith("ly") and len(word) > 4)


def _is_joined(tokens: list[str], words: list[int], n: int) -> bool:
    """True for a verb of the same subject that is joined by "and", "but" or "so"."""
    low = tokens[words[n]].lower()
    verb = low in _COORDINATED or (
        low in _BEHIND_HOW_OFTEN and tokens[words[n - 1]].lower() in _HOW_OFTEN | _EVER
    )
    return verb and _follows_and(tokens, words, n)


def _goes_on(said: list[str], subject: int, n: int) -> bool:
    """True for what a subject does beside its first verb: "I run and swim", "… and work nights".

    Args:
        said: The words of a text.
        subject: Where its "I" stands.
        n: Where the word stands that may be a verb.
    """
    joint = n - 1
    if n - subject > MOST_BETWEEN:
        return False
    while joint > subject and _is_adverb(said[joint].lower()):
        joint -= 1
    first = subject + 1
    while first < joint and _is_adverb(said[first].lower()):
        first += 1
    between = [word.lower() for word in said[first:joint]]
    if said[joint].lower() != "and" or not between or not _HELD_OPEN.isdisjoint(between):
        return False
    if re.search(r"[,;:.!?]|\b(?:and|or)\b", " ".join(between)) or not said[n].islower():
        return False
    if joint == first + 1:
        return third(between[0]) != between[0] and _is_verb(said[n])
    return _DOES_SO.match(" ".join(said[n : n + 3])) is not None


MOST_BETWEEN = 20
"""Words between a subject and what it does beside its first verb."""


def _is_verb(word: str) -> bool:
    """True if a word behind "I run and" may be a verb of the same kind."""
    other = word.endswith("ing") or word in _NO_VERB or word in _HOW_OFTEN or _is_adverb(word)
    return word.isalpha() and not other


_HELD_OPEN = word_set(
    "to can could will would must should might may shall cannot do does did don't let make help see "
    "watch hear not never gonna wanna rather"
)
"""Words behind which a verb keeps its base form: "I like to run and swim"."""
_NO_VERB = word_set(
    "the a an my our your his her their its this that these those it i we you he she they them me us "
    "him not no yes in on at by with for from to of as if when while because since though although "
    "so too then there here what which who how why where all both some any more most less than one "
    "two three everything anything nothing everyone people can could will would must should may "
    "might has had was were is are been be"
)
_DOES_SO = re.compile(
    r"(?:work|live|travel|study|teach|commute|volunteer|drive|cycle|run|swim|walk|train|write|cook|bake|read|play|sing|draw|paint|garden|sleep|freelance) "
    r"(?:nights?|days|shifts|weekends|part-time|full-time|remotely|freelance|late|early|alone|abroad|daily|outdoors|from|in|at|as|for|with|on|near|every|most|a lot|all day|once|twice|long hours|often|mainly|mostly)\b"
)
"""A verb told by what stands behind it: "a nurse and work nights", "love tea and travel a lot"."""


def _follows_and(tokens: list[str], words: list[int], n: int) -> bool:
    """True if only adverbs stand between this word and an "and", "but" or "so"."""
    k = n - 1
    while k > 0 and _is_adverb(tokens[words[k]].lower()):
        k -= 1
    return k > 0 and tokens[words[k]].lower() in {"and", "but", "so", ";"}
