"""What a user puts right: "I never said I hate cats", "scratch that, make it Rob", "not me, my sister".

Such a turn is read as what it stands for: a sentence that was not meant, and one that is. Both are
read as if they had been said, so that what ends is what was kept of the same words, and no more.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from prefmem.distillers.changes._meant import meant, named, with_thing
from prefmem.distillers.words._elided import lowered_at_start
from prefmem.distillers.words._sentences import sentences
from prefmem.records import Segment, Turn
from prefmem.stages.keydata import CONTRASTS

MOST_WORDS = 24
"""Of a sentence that puts something right."""
MOST_TAKEN = 2
"""Sentences of the turn before that "scratch that" takes back; more of them are a story."""


@dataclass(frozen=True, slots=True)
class Retold:
    """A sentence that some words of the user stand for."""

    turn: Turn
    start: int
    """Of those words, in the turn."""
    end: int
    said: str
    """The sentence, as if the user had said it."""
    gone: bool
    """True where it is what was not meant."""

    @property
    def quote(self) -> str:
        """The words, verbatim."""
        return self.turn.content[self.start : self.end]

    @property
    def segment(self) -> Segment:
        """The sentence as a turn of its own, in the place of the user's."""
        turn = replace(self.turn, content=self.said)
        return Segment(turn=turn, start=0, end=len(self.said))


def retold_in(segments: Sequence[Segment], *, before: str, offered: str = "") -> list[Retold]:
    """What a user's turn puts right.

    Args:
        segments: The user's own words of the turn.
        before: The user's turn before it.
        offered: The assistant's turn between them.
    """
    found: list[Retold] = []
    asked = offered.rstrip().endswith("?")
    if segments and (said := _still(segments[0].text, offered)):
        one = segments[0]
        found.append(Retold(one.turn, one.start, one.end, said, gone=True))
        return found
    for segment in segments:
        for sentence in sentences(segment.text, offset=segment.start):
            if not sentence.question and len(sentence.text.split()) <= MOST_WORDS:
                place = sentence.start, sentence.end
                found += [
                    Retold(segment.turn, *place, said, gone)
                    for said, gone in _read(sentence.text, before, asked=asked)
                ]
            before = sentence.text
    return found


def _read(text: str, before: str, *, asked: bool) -> list[tuple[str, bool]]:
    """The sentences that one stands for, and whether they are what was not meant."""
    plain = text.replace("’", "'")
    for reading in (
        _unsaid,
        _of_another,
        meant,
        _taken_back,
        _amended,
        _no_longer,
        _now_so,
        _again,
    ):
        if reading is _amended and asked and not _PLAINLY.search(plain):
            continue  # "no, Berlin" answers what was asked
        if found := list(reading(plain, before)):
            return found
    limited = _with_exception(plain, before, asked=asked)
    if limited and (only := _OPENS.match(plain)) and only["not"].lower() == "only":
        return [(sentences(before)[-1].text, True), (limited, False)]
    return [(limited, False)] if limited else []


_LED = r"^\W*(?:(?:no|nope|wait|hang on|hold on|hey|hm+|um|er|oops|sorry|ah|oh|but|and|well|ok|okay|actually|you misunderstood|you got (?:that|it) wrong|that['’]?s wrong|that['’]?s not right|wrong|haha|lol)\b[\s,.:!;–—-]*)*"
_NEVER_SAID = re.compile(
    _LED
    + r"i (?:(?:never|didn['’]?t|did not|haven['’]?t|have not)(?: ever| actually| really)?) (?:say|said|mean|meant|tell you|told you|mention|mentioned|write|wrote|claim|claimed|say to you)(?: to say)?(?: that)? (?P<said>i\b[^;.!?]*?)(?:,? (?:but )?(?:i (?:said|meant|wrote)|it was) (?P<new>(?!(?:that|it|i|so|the opposite|nothing)\b)[\w'-]+(?: [\w'-]+){0,3}))?\W*$",
    re.IGNORECASE,
)
_BACK = (
    (r"\bhated\b", "hate"),
    (r"\bloved\b", "love"),
    (r"\bliked\b", "like"),
    (r"\bdisliked\b", "dislike"),
    (r"\bpreferred\b", "prefer"),
    (r"\benjoyed\b", "enjoy"),
    (r"\bavoided\b", "avoid"),
    (r"\bwanted\b", "want"),
    (r"\bneeded\b", "need"),
    (r"\bate\b", "eat"),
    (r"\bdrank\b", "drink"),
    (r"\bhad\b", "have"),
    (r"\bused\b(?! to)", "use"),
    (r"\bwas\b", "am"),
    (r"\bdidn't\b", "don't"),
    (r"\bcouldn't\b", "can't"),
    (r"\bwasn't\b", "am not"),
)
"""What is reported is told as it would have been said."""
_LIKING = re.compile(
    r"^(?P<led>i (?:\w+ ){0,2}?(?:love|like|hate|dislike|prefer|enjoy|avoid|want|use|eat|drink|can't stand|don't (?:like|eat|drink)|allergic to)) (?P<what>.+)$",
    re.IGNORECASE,
)


def _unsaid(text: str, before: str) -> Iterator[tuple[str, bool]]:
    """What was not said: "I never said I hated cats, I said dogs"."""
    del before
    found = _NEVER_SAID.match(text)
    if found is None:
        return
    said = found["said"].strip(" ,")
    for past, now in _BACK:
        said = re.sub(past, now, said, flags=re.IGNORECASE)
    yield said, True
    liking = _LIKING.match(said)
    if found["new"] and liking:
        yield f"{liking['led']} {found['new']}", False


_NOT_ME = re.compile(
    _LED
    + r"(?:i (?:meant|was talking about|was speaking of|was asking for|said)(?: that)? |it['’]?s |that['’]?s |that was |it was )?(?P<who>my (?:[\w-]+ )?[\w-]+)(?: (?:who |that )?(?P<does>is|isn't|has|doesn't|can't|hates|loves|likes|prefers|eats|drinks|wants|dislikes|avoids|uses) (?P<what>[^,;.!?]+?))?,? (?:and )?not (?:me|i|mine)\W*$",
    re.IGNORECASE,
)
_I_AM_NOT = re.compile(
    _LED
    + r"(?:not me|i['’]?m not|that['’]?s not me),? (?:it['’]?s |that['’]?s |but )?(?:my (?:[\w-]+ )?[\w-]+)(?: is| does)?\W*$",
    re.IGNORECASE,
)
_FIRST = {
    "is": "I am",
    "isn't": "I am not",
    "has": "I have",
    "doesn't": "I don't",
    "can't": "I can't",
}


def _of_another(text: str, before: str) -> Iterator[tuple[str, bool]]:
    """What was taken for the speaker's own: "I meant my sister is vegan, not me"."""
    found = _NOT_ME.match(text)
    if found and found["does"]:
        does = found["does"].lower()
        yield f"{_FIRST.get(does) or 'I ' + does.removesuffix('s')} {found['what']}", True
    elif found or _I_AM_NOT.match(text):
        yield from _whole(before)


_TAKEN_BACK = re.compile(
    _LED
    + r"(?:not really[\s,]*)?(?:(?:scratch|strike|disregard|cancel) that|(?:i )?take (?:that|it) back|(?:just |only )?(?:kidding|joking)|jk|(?:i['’]?m|i am|i was) (?:just |only |being )*(?:kidding|joking|sarcastic|ironic)|that was a joke)(?: (?:please|lol|haha))*(?:[\s,]*(?:please|lol|haha|sorry|[:;]-?[)pd]))*(?:[\s,.:;!–—-]+(?P<new>i\b[^?]{3,80}?))?\W*$",
    re.IGNORECASE,
)


def _taken_back(text: str, before: str) -> Iterator[tuple[str, bool]]:
    """The turn before, where it was not meant, and what is: "just kidding, I hate it"."""
    if found := _TAKEN_BACK.match(text):
        yield from _whole(before)
        if found["new"]:
            yield named(found["new"], before), False


def _whole(before: str) -> Iterator[tuple[str, bool]]:
    spoken = [s.text for s in sentences(before) if not s.question]
    if len(spoken) <= MOST_TAKEN:
        yield from ((one, True) for one in spoken)


_AMENDS = re.compile(
    r"^\W*(?:(?:ok|okay|ah|oh|um|er|hm+)\W+)*(?:(?:no wait|wait no|no hang on|hang on|hold on|wait|scratch that|strike that|sorry|oops|correction|actually no|actually|no|typo)[\s,.:!;–—-]+)+(?:(?:i (?:mean|meant)(?: to say)?|make (?:it|that)|let['’]?s (?:say|make it)|rather|it['’]?s|call me|i['’]d say)\b[\s,:]*)?(?P<new>(?!(?:i|i'm|we|you|he|she|it|it's|that|that's|this|they|can|could|would|what|which|how|why|when|where|my|but|no|yes|yeah|not|thanks|is|are|do|did|don't|didn't|was|let|give|show|tell|never|there|if|for|about)\b)[\w'’-]+(?: [\w'’-]+){0,4}?)(?:,? (?:and )?not (?P<old>[\w'’-]+(?: [\w'’-]+){0,3}))?(?: (?:please|instead|then|actually))*(?:, (?:i always (?:mix|confuse)|i (?:get|got|keep mixing|mixed)|my (?:mistake|bad))\b[^,.;?]{0,40})?\W*$|"
    r"^\W*(?:i (?:mean|meant)(?: to say)?|make that)\b[\s,:]*(?P<new2>(?!(?:i|i'm|we|you|he|she|it|it's|that|that's|this|they|can|could|would|what|which|how|why|when|where|my|but|no|yes|yeah|not|thanks|is|are|do|did|don't|didn't|was|let|give|show|tell|never|there|if|for|about)\b)[\w'’-]+(?: [\w'’-]+){0,4}?)(?:,? (?:and )?not (?P<old2>[\w'’-]+(?: [\w'’-]+){0,3}))?(?: (?:please|instead|then|actually))*\W*$",
    re.IGNORECASE,
)
_PLAINLY = re.compile(
    r"\b(?:scratch that|strike that|correction|oops|typo|sorry|wait|i mean|i meant|make (?:it|that)|call me)\b",
    re.IGNORECASE,
)
"""Words that put right what their speaker said, and answer nothing."""
_NUMBER = r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|hundred)\b"
_LANGUAGE = r"\b(?:english|spanish|french|german|dutch|italian|portuguese|japanese|chinese|korean|hindi|arabic|russian|polish|turkish|swedish|danish|norwegian|finnish|greek|british|american)\b"
_CALL = re.compile(r"\b(?P<led>call me|my name is|my name's|i go by) (?P<name>[A-Z][\w'-]+)", re.I)


def _amended(text: str, before: str) -> Iterator[tuple[str, bool]]:
    """The turn before with another word: "scratch that, make it Rob"."""
    found = _AMENDS.match(text)
    if found is None or not before:
        return
    new = (found["new"] or found["new2"]).strip()
    old = found["old"] or found["old2"]
    for sentence in sentences(before):
        if sentence.question:
            continue
        was = sentence.text.replace("’", "'")
        place = _place_of(was, old) if old else _kin(was, new)
        said = f"{was[: place[0]]}{new}{was[place[1] :]}" if place else with_thing(was, new, text)
        if said is not None:
            yield was, True
            yield said, False
            return


def _place_of(text: str, word: str) -> tuple[int, int] | None:
    found = re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
    return found.span() if found else None


def _kin(text: str, new: str) -> tuple[int, int] | None:
    """Where a text has a word of the same sort as a new one: a number, a name, its contrary."""
    if called := _CALL.search(text):
        return called.span("name") if new[:1].isupper() and len(new.split()) == 1 else None
    for sort in (_NUMBER, _LANGUAGE):
        if re.fullmatch(sort, new, re.IGNORECASE) and (found := re.search(sort, text, re.I)):
            return found.span()
    words = new.lower().split()
    for sides in CONTRASTS:
        for side, other in (sides, sides[::-1]):
            if not side.isdisjoint(words):
                spots = [_place_of(text, word) for word in sorted(other)]
                if spot := next((one for one in spots if one), None):
                    return _with_noun(text, spot, words, side)
    return None


def _with_noun(
    text: str, spot: tuple[int, int], words: list[str], side: frozenset[str]
) -> tuple[int, int]:
    """The place with the noun behind it, where the new words name that too: "aisle seats"."""
    behind = words[max(words.index(w) for w in words if w in side) + 1 :]
    rest = text[spot[1] :]
    same = re.match(rf"\s+{re.escape(' '.join(behind))}\b", rest, re.IGNORECASE) if behind else None
    return spot[0], spot[1] + (same.end() if same else 0)


_NOT_ANY_MORE = re.compile(
    _LED
    + r"(?:(?:i['’]?m |i am )?(?:not|no longer)(?: really| so| that)?(?: an?)? (?:(?:big )?fan|into (?:it|them)|keen(?: on (?:it|them))?|interested|bothered)(?: (?:any ?more|any longer|these days|now))+(?: (?:tbh|actually|really))?|"
    r"no more of (?:it|that|those|them|these)(?: for me)?(?: please| from now on)?|i(?:['’]m| am) (?:so |totally |really )?(?:done|finished|through) with (?:it|that|those|them|these)(?: now)?|"
    r"i(?:['’]ve| have)? gone off (?:it|them)|i (?:don['’]?t|no longer) (?:(?:really|actually|even) )?(?:like|do|eat|drink|use|play|watch|wear|read|want|need|love|enjoy) (?:it|them|that|those)(?: (?:any ?more|any longer|these days|now))*)(?: (?:tbh|though|actually|lol))*\W*$",
    re.IGNORECASE,
)


def _no_longer(text: str, before: str) -> Iterator[tuple[str, bool]]:
    """What was said before, where it holds no more: "not a fan any more"."""
    if _NOT_ANY_MORE.match(text):
        yield from _whole(before)


_NOW_WITH = re.compile(
    _LED
    + r"(?P<how>(?:with|without) (?:[\w'-]+ ){0,2}[\w'-]+|black|white|decaf|unsweetened) (?:now|these days|nowadays)\W*$",
    re.IGNORECASE,
)
_TAKEN_SO = re.compile(
    r"^(?P<led>\W*(?:(?:and|so|btw|also)\W+)*i (?:\w+ ){0,2}?(?:take|have|drink|like|eat|want|prefer) my [\w'-]+(?: [\w'-]+)?) (?:with|without|black|white|decaf|plain|sweet|unsweetened)\b",
    re.IGNORECASE,
)


def _now_so(text: str, before: str) -> Iterator[tuple[str, bool]]:
    """What is taken otherwise by now: "I take my coffee black", then "with milk now"."""
    found = _NOW_WITH.match(text)
    taken = _TAKEN_SO.match(before)
    if found and taken:
        yield from _whole(before)
        yield f"{taken['led'].strip()} {found['how']}", False


_STARTED = re.compile(
    _LED
    + r"i(?:['’]ve| have|['’]m| am)? (?:(?:now|just|recently|actually|kind of|sort of|sadly|unfortunately|also) )*(?:started|begun|taken up|gone back to|went back to|back to|back on|resumed) (?P<doing>drinking|smoking|vaping|gambling|eating (?:meat|fish|dairy|sugar|bread|carbs|gluten|eggs|pork)|drinking (?:alcohol|coffee|wine|beer))(?: again)?\b",
    re.IGNORECASE,
)


def _again(text: str, before: str) -> Iterator[tuple[str, bool]]:
    """What somebody did without, and does again: "I have started drinking again"."""
    del before
    if found := _STARTED.match(text):
        verb, _, what = found["doing"].partition(" ")
        plain = {"smoking": "smoke", "vaping": "vape"}.get(verb.lower(), verb[:-3])
        yield f"I don't {plain} {what}".strip(), True
        for diet in _RULING_OUT.get(what.lower() or verb.lower(), ()):
            yield f"I'm {diet}", True


_RULING_OUT = {
    "meat": ("vegetarian", "vegan", "pescatarian"),
    "fish": ("vegetarian", "vegan"),
    "dairy": ("vegan", "dairy-free"),
    "eggs": ("vegan",),
    "gluten": ("gluten-free",),
    "bread": ("gluten-free",),
    "drinking": ("teetotal",),
    "alcohol": ("teetotal",),
    "pork": ("vegetarian", "vegan"),
}
"""Diets that nobody keeps who takes up what they rule out."""


_STILL = re.compile(r"\b(?P<aux>are|do) you still (?P<what>[^?.!\n]{3,60})\?", re.IGNORECASE)
_NO_MORE = re.compile(
    r"^\W*(?:(?:no|nope|nah|hm+|oh|actually|well)\b[\s,.!–—-]*)*(?:not (?:any ?more|any longer|really any ?more|these days|since \w+(?: \w+){0,2})|no longer|i (?:stopped|quit|gave (?:it|that|them) up|don['’]?t any ?more)|i['’]?m not any ?more|i['’]ve stopped)(?: (?:tbh|really|actually))*\W*$",
    re.IGNORECASE,
)


def _still(text: str, offered: str) -> str:
    """What the assistant asked about, where it is so no more; "" if it is not that."""
    asked = list(_STILL.finditer(offered[-300:]))
    if not asked or _NO_MORE.match(text) is None:
        return ""
    last = asked[-1]
    return f"{'I am' if last['aux'].lower() == 'are' else 'I'} {last['what'].strip()}"


_EXCEPTION = re.compile(
    r"^\W*(?:(?:well|oh|ah|ok|okay|but|though|although|and|actually|sorry|hm+|mind you|that said)\b[\s,.:!;–—-]*)*"
    r"(?P<exc>(?:except|unless|apart from|aside from|other than|with the exception of|(?:just |but )?not (?=(?:for|in|with|when|on|at|if|during|after|before)\b)(?!(?:for (?:long|me|now|sure|the moment)|at all|in the least|on purpose)\b)|(?:but )?only (?=(?:for|in|with|when|on|at|if|during|after|before)\b))[^;?,]{3,80}?)(?:, [^;?]{3,60})?"
    r"(?:,? (?:though|tho|please|pls|lol|haha|obviously|of course))*\W*$",
    re.IGNORECASE,
)
_FINE = re.compile(
    r"^\W*(?:(?:well|oh|ah|ok|okay|but|though|although|and|actually|hm+|mind you|that said)\b[\s,.:!;–—-]*)*"
    r"(?P<what>(?!(?:it|that|this|everything|i|we|you|he|she|they)\b)[\w'-]+(?: [\w'-]+){0,3}?)(?:'s| is| are) (?P<fine>ok|okay|fine|all right|alright|allowed|an exception|the exception)(?: (?:with|by|for) me)?"
    r"(?P<when>(?:,? (?:at|on|in|for|during) (?:the )?(?:weddings?|birthdays?|christmas|easter|thanksgiving|holidays?|weekends?|parties|special occasions|restaurants|sundays?|saturdays?|fridays?|summer|winter|social events)| sometimes| now and then| occasionally| once in a while| from time to time)*)"
    r"(?P<though>(?:,? (?:though|tho))?)\W*$",
    re.IGNORECASE,
)
_GOES_WITHOUT = re.compile(
    r"\b(?:don't|do not|never|no|not|avoid|hate|can't|vegan|vegetarian|pescatarian|keto|kosher|halal|teetotal|quit|stopped|gave up)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"^\W*(?:but )?(?P<not>not|only)\b", re.IGNORECASE)


def _with_exception(text: str, before: str, *, asked: bool) -> str:
    """The last sentence of the turn before with an exception that this makes; "" if it makes none.

    Where the assistant has asked something in between, "… is fine" answers that.
    """
    spoken = [s.text for s in sentences(before) if not s.question]
    if not spoken:
        return ""
    last = spoken[-1].replace("’", "'").rstrip(" .!,;")
    if found := _EXCEPTION.match(text):
        exception = lowered_at_start(found["exc"].strip(" ,"))
        if (led := _OPENS.match(exception)) and led["not"] == "only":
            without = _GOES_WITHOUT.search(last)
            exception = f"except {exception[led.end() :].strip()}" if without else exception
        joined = ", but " if (led := _OPENS.match(exception)) and led["not"] else " "
        return f"{last}{joined}{exception.removeprefix('but ').removeprefix('just ')}"
    found = _FINE.match(text)
    if found is None or not _GOES_WITHOUT.search(last) or asked:
        return ""
    if not (found["when"] or found["though"] or "exception" in found["fine"].lower()):
        return ""
    when = found["when"].strip(" ,")
    return f"{last}, but {lowered_at_start(found['what'])} is fine{' ' + when if when else ''}"
