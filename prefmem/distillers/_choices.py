"""What a user shows by choosing among the options that the assistant offered."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from dataclasses import dataclass

from prefmem.distillers._options import Option, options_in
from prefmem.distillers._statements import MAX_WORDS, finished, plain
from prefmem.distillers._technical import is_technical
from prefmem.records import Segment, Turn

FEW_WORDS = 7
"""A turn of so few words can be the name of an option and nothing else."""
MAX_REPLY = 700
"""Characters of a turn that is an answer to options; longer ones talk of something else."""

_PICK = re.compile(
    r"\b(?:i(?:['’]?ll| will| would|['’]?d)(?: definitely| probably| rather| most likely| like to)? (?:go|pick|choose|take|opt|try|prefer|have|do|say|stick|like|love|rather|enjoy|be happy|be interested|lean|start|visit|get|book|check|consider|sign|watch|read|play|use|join|attend|want)|"
    r"i(?:['’]?m| am) (?:more |most |really |particularly |definitely )?(?:going (?:with|for)|leaning|interested in|drawn to|inclined|keen|thinking of|into|intrigued|partial|choosing|picking|excited)|"
    r"let(?:['’]?s|s) (?:go|do|try|pick|take|choose)|(?:go|going) (?:with|for)|(?:option|number|choice|no\.?|#) ?(?:\d|one|two|three|four|five|a\b|b\b|c\b|d\b)|"
    r"the (?:first|second|third|fourth|fifth|sixth|last|former|latter|middle|1st|2nd|3rd|4th|5th) (?:one|option|choice|suggestion|idea|sounds|seems|is|please|and|for)|"
    r"(?:sounds?|seems?|looks?|would be|is|are|feels?)(?: like)?(?: a| the| an)?(?: (?:really|most|more|pretty|quite|absolutely|very|just|so|like|much|the|best|definitely|to be))* (?:perfect|great|good|nice|lovely|ideal|best|wonderful|interesting|fun|appealing|amazing|fantastic|better|right|excellent|awesome|delightful|my (?:thing|style|favou?rite|pick|choice)|intriguing|fascinating|enjoyable|suitable|fit|appropriate|most \w+|helpful|engaging|way to go|option|choice|attractive|preferable|cool|relaxing|tempting|promising|like fun|up my alley|more my)|"
    r"i (?:think |guess |would )?(?:i )?(?:prefer|choose|pick|like|love|want|opt|favou?r|fancy|enjoy|find|lean|vote)|(?:appeals?|speaks?|suits?|interests?|resonates?|fits?|works?) (?:to |with |for )?(?:me|my)|"
    r"my (?:pick|choice|vote|preference|favou?rite)|works? (?:best )?for me|count me in|(?:yes|yeah|ok|okay|sure)[,!. ]+(?:the )?|"
    r"more my (?:style|thing|speed)|for me|way to go|definitely|right up my alley|caught my (?:eye|attention)|catches my eye|stands? out|i['’]?d rather|rather)\b",
    re.IGNORECASE,
)
_BARE_PICK = re.compile(
    r"^\W*(?:(?:option|number|no\.?|choice|#)\s*)?(?:(?P<number>\d{1,2})|(?P<letter>[a-h]))\W*(?:please|thanks|pls|it is|sounds? \w+)?\W*$|"
    r"^\W*(?:the )?(?:first|second|third|fourth|fifth|last|former|latter|middle)(?: one| option| choice)?\W*(?:please|thanks|pls)?\W*$",
    re.IGNORECASE,
)
_INQUIRY = re.compile(
    r"\b(?:tell me (?:more|about)|more (?:about|on|details?|info\w*)|explain|expand|elaborate|what (?:is|are|does|do|about|if|would)|how (?:do|does|much|would|can|about)|"
    r"compare|difference between|give me|write|rewrite|describe|develop|detail(?:s)? (?:on|of|about)|summari[sz]e|translate|generate|continue|convert|pros and cons|which (?:one|of|is|would|do)|"
    r"fix|implement|code|refactor|debug|run|use option|change|replace|update|make (?:it|the|option)|improve)\b",
    re.IGNORECASE,
)
_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "sixth": 6, "former": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
}  # fmt: skip
_NUMBERED = re.compile(
    r"(?:\b(?:options?|numbers?|choices?|no\.?|nr\.?)\s*|#\s*)\(?(?P<number>\d{1,2}|one|two|three|four|five|[a-h]\b)|"
    r"\b(?:the |my )?(?P<ordinal>first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th|former|latter|last|middle)(?: \w+){0,2}? (?:one|option|choice|suggestion|idea|sounds|seems|is|please)\b|"
    r"^\W*(?P<bare>\d{1,2}|[a-h])\W*(?:please|thanks|it is|sounds \w+|,.*)?\W*$|"
    r"^\W*(?:the )?(?P<alone>first|second|third|fourth|fifth|last|former|latter|middle)(?: one| option| choice)?\W*(?:please|thanks|pls)?\W*$|"
    r"\b(?:go with|pick|choose|take|do|try|prefer|say)\s+(?:the )?(?P<plain>\d{1,2}|first|second|third|fourth|last|former|latter)\b(?! (?:days?|weeks?|hours?|months?|nights?|people|times?|minutes?|years?))",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|n['’]t|no|never|pass on|skip|avoid|dislike|hate|can['’]?t stand|neither|nor|don['’]?t|doesn['’]?t|isn['’]?t|aren['’]?t|wouldn['’]?t|"
    r"without|rather than|instead of|over|than|less|too|hardly|unlike|as opposed to|except|anything but|steer clear|stay away|rule out|others?|rest|remaining)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:others?|the rest|remaining)\b", re.IGNORECASE)
_DISMISSED = re.compile(
    r"(?:not|n['’]t) (?:really |quite |exactly |just |seem to )*(?:for me|appeal|my (?:thing|style|taste|cup)|into|interest|align|fit|suit|as)|\btoo \w+|\bpass on|\bskip|\brather not|\bdislike|\bhate\b|"
    r"can['’]?t stand|\bavoid|headache|\ballerg",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:none of (?:these|those|them|the above)|neither(?: of)?|not (?:any|either) of (?:these|those|them))\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"(?<=[.!?;])\s+|\n+|,?\s+(?:but|although|though|while|whereas|as opposed to|rather than|instead of|over|unlike|except|than|however|compared (?:to|with))\s+|"
    r",\s+(?=(?:not|the other|others?|I(?:['’](?:m|d|ll))? (?:don|not|can|would(?: not|n)|am not|never|dislike|hate|avoid|prefer not|pass))\b)|\s+[-–—]+\s+",
    re.IGNORECASE,
)
_TURNED_NEGATIVE = re.compile(
    r"^(?:,?\s*)(?:rather than|instead of|over|unlike|as opposed to|except|not|than|compared (?:to|with))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z][a-z'’-]{2,}")
_STOP = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "that",
        "this",
        "are",
        "was",
        "you",
        "your",
        "can",
        "could",
        "would",
        "will",
        "some",
        "any",
        "more",
        "most",
        "option",
        "options",
        "one",
        "two",
        "three",
        "first",
        "second",
        "third",
        "other",
        "others",
        "rest",
        "sounds",
        "sound",
        "seems",
        "like",
        "love",
        "prefer",
        "think",
        "want",
        "going",
        "choose",
        "pick",
        "take",
        "try",
        "great",
        "good",
        "perfect",
        "best",
        "really",
        "very",
        "just",
        "about",
        "from",
        "into",
        "them",
        "they",
        "don't",
        "doesn't",
        "didn't",
        "not",
        "but",
        "i'd",
        "i'll",
        "i'm",
        "it's",
        "let's",
        "what",
        "which",
        "have",
        "has",
        "had",
        "been",
        "too",
        "much",
        "lot",
        "also",
        "something",
        "anything",
        "appeal",
        "appealing",
        "interested",
        "suggestion",
        "suggestions",
        "choice",
        "choices",
        "idea",
        "ideas",
        "definitely",
        "probably",
        "rather",
        "than",
        "instead",
        "seem",
        "way",
        "sure",
        "yes",
        "please",
        "thanks",
        "thank",
        "visit",
        "visiting",
        "go",
        "get",
        "there",
        "here",
        "how",
        "when",
        "where",
        "enjoy",
        "nice",
        "local",
        "my",
        "me",
        "of",
        "or",
        "to",
        "in",
        "on",
        "at",
        "a",
        "an",
        "is",
        "it",
        "be",
        "do",
        "as",
        "so",
    ]
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: the user's turn, what was picked, what was turned down."""

    turn: Turn
    start: int
    end: int
    chosen: tuple[Option, ...]
    rejected: tuple[Option, ...]
    statement: str
    explicit: bool
    """True if the others were turned down in so many words."""

    @property
    def quote(self) -> str:
        """The words that say it."""
        return self.turn.content[self.start : self.end]


_OPENING = re.compile(
    r"^\W*(?:(?:ok|okay|yes|yeah|great|nice|hmm|oh|then)\W+)*(?P<name>(?:the )?[\w'’-]+(?: [\w'’-]+){0,3}?)(?: (?:it is|please|then|for me))?\s*(?:[!.;–—]|,\s)",
    re.IGNORECASE,
)


def may_choose(text: str) -> bool:
    """True if a turn could be an answer to options: cheap, before the options are read."""
    if len(text) > MAX_REPLY or not text.strip():
        return False
    if _BARE_PICK.match(text):
        return True
    first = re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0]
    if _INQUIRY.search(first) and not re.search(r"\b(?:other|rest|not)\b", text, re.IGNORECASE):
        return False
    if len(text.split()) <= FEW_WORDS:
        return not text.rstrip().endswith("?")
    return any(p.search(text) for p in (_PICK, _NONE, _OTHERS)) or _OPENING.match(text) is not None


def choice_in(segments: list[Segment], offered: str, *, asked: str = "") -> Choice | None:
    """The choice that a user's turn makes among the options in the assistant's turn before it.

    `asked` is what the user had asked for; it says what the options are options of.
    """
    if not segments:
        return None
    turn, start, end = segments[0].turn, segments[0].start, segments[-1].end
    text = turn.content[start:end]
    if not may_choose(text):
        return None
    options = () if is_technical(f"{asked}\n{offered}") else options_in(offered)
    if not options:
        return None
    chosen, rejected, explicit = _sorted_out(text, options)
    if not _is_choice(text, chosen, rejected, explicit=explicit):
        return None
    statement = _statement(chosen, rejected, text, asked)
    if not statement:
        return None
    lead = len(text) - len(text.lstrip())
    tail = len(text.rstrip())
    return Choice(turn, start + lead, start + tail, chosen, rejected, statement, explicit)


_STRONG_PICK = re.compile(
    r"\b(?:go(?:ing)? (?:with|for)|i(?:['’]?ll| will|['’]?d| would) (?:\w+ )?(?:pick|choose|take|opt|prefer|rather|have)|i (?:prefer|choose|pick|opt)|(?:option|number|choice|#) ?\(?(?:\d|one|two|three|four|five|[a-e]\b)|"
    r"the (?:first|second|third|fourth|fifth|last|former|latter) (?:one|option|choice|suggestion)|my (?:pick|choice|vote)|(?:sounds?|seems?|looks?|would be|is|are) (?:like )?(?:\w+ ){0,2}?(?:perfect|best|ideal|better|great|good|nice|lovely|appealing|way to go|interesting|fun)|way to go|leaning|drawn to|more my)\b",
    re.IGNORECASE,
)
MAX_UNASKED = 45
"""Words of a turn that picks without turning anything down."""


def _is_choice(
    text: str, chosen: tuple[Option, ...], rejected: tuple[Option, ...], *, explicit: bool
) -> bool:
    """True if a turn decides among what was offered, and does not merely take up an advice."""
    if _BARE_PICK.match(text):
        return bool(chosen)
    asks_on = "?" in text
    opening = _OPENING.match(text)
    if opening and len(chosen) == 1 and not asks_on:
        said = words_of(opening.group("name"))
        if said and said <= words_of(chosen[0].text):
            return True
    if not chosen:
        return bool(rejected) and not asks_on and len(text.split()) <= MAX_UNASKED
    if len(text.split()) <= FEW_WORDS:
        return not asks_on and len(chosen) == 1 and _named_outright(text, chosen[0])
    if explicit and len(text.split()) <= 2 * MAX_UNASKED:
        return not asks_on or _OTHERS.search(text) is not None
    return (
        not asks_on
        and bool(rejected)
        and len(chosen) <= 2
        and len(text.split()) <= MAX_UNASKED
        and _STRONG_PICK.search(text) is not None
    )


def _named_outright(text: str, option: Option) -> bool:
    """True if nearly all that is said is the name of one option, or its number, or a pick of it."""
    if _STRONG_PICK.search(text) or _NUMBERED.search(text):
        return True
    said = words_of(text)
    return bool(said) and said <= words_of(option.text)


def _sorted_out(
    text: str, options: tuple[Option, ...]
) -> tuple[tuple[Option, ...], tuple[Option, ...], bool]:
    wanted: dict[int, float] = {}
    unwanted: dict[int, float] = {}
    for piece, negative in _pieces(text):
        scores = _named(piece, options)
        target = unwanted if negative else wanted
        for number, score in scores.items():
            target[number] = max(score, target.get(number, 0.0))
    if _NONE.search(text) and not wanted:
        return (), options, True
    chosen = [n for n, s in wanted.items() if s > unwanted.get(n, 0.0)]
    if wanted and chosen:
        top = max(wanted[n] for n in chosen)
        chosen = [n for n in chosen if wanted[n] >= 0.6 * top]
    rest = _OTHERS.search(text) is not None
    if not chosen and not unwanted:
        return (), (), False
    if not chosen and rest:
        return (), (), False
    by_number = {o.number: o for o in options}
    picked = tuple(by_number[n] for n in sorted(chosen))
    if picked:
        left = tuple(o for o in options if o.number not in chosen)
        return picked, left, rest or bool(unwanted) or _DISMISSED.search(text) is not None
    return (), tuple(by_number[n] for n in sorted(unwanted)), True


def _pieces(text: str) -> list[tuple[str, bool]]:
    """The parts of a reply, and whether each turns something down."""
    found: list[tuple[str, bool]] = []
    at = 0
    joint = ""
    for match in [*_CUT.finditer(text), None]:
        end = match.start() if match else len(text)
        piece = text[at:end].strip()
        if piece:
            found.append((piece, _turns_down(piece, joint)))
        if match:
            joint, at = match.group().strip(" ,").lower(), match.end()
    return found


def _turns_down(piece: str, joint: str) -> bool:
    if joint and _TURNED_NEGATIVE.match(joint):
        return True
    positive = _PICK.search(piece)
    negative = _NEGATIVE.search(piece)
    if negative is None:
        return False
    return positive is None or negative.start() <= positive.start() + 3 or "appeal" in piece


def _named(piece: str, options: tuple[Option, ...]) -> dict[int, float]:
    """Which options a part of a reply names, by number or by words, and how surely."""
    found: dict[int, float] = {}
    numbers = {o.number for o in options}
    for match in _NUMBERED.finditer(piece):
        number = _number(match, len(options))
        if number in numbers:
            found[number] = 3.0
    if found:
        return found
    said = words_of(piece)
    counts: dict[str, int] = {}
    texts = {o.number: (words_of(o.name), words_of(o.text)) for o in options}
    for _, whole in texts.values():
        for word in whole:
            counts[word] = counts.get(word, 0) + 1
    for number, (name, whole) in texts.items():
        score = sum(1.0 / counts[w] for w in said & whole if counts[w] < len(options))
        score += 0.5 * sum(1.0 / counts[w] for w in said & name if counts[w] < len(options))
        if score >= 0.5:
            found[number] = score
    top = max(found.values(), default=0.0)
    return {n: s for n, s in found.items() if s >= 0.5 * top}


def _number(match: re.Match[str], count: int) -> int:
    word = next(g for g in match.groupdict().values() if g is not None).lower()
    if word.isdigit():
        return int(word)
    if word in {"last", "latter"}:
        return count
    if word == "middle":
        return (count + 1) // 2
    if word in _ORDINALS:
        return _ORDINALS[word]
    return ord(word) - 96 if len(word) == 1 else 0


def words_of(text: str) -> set[str]:
    """Content words, cut to a stem."""
    return {
        stem
        for word in _WORD.findall(text.lower().replace("’", "'"))
        if word not in _STOP and (stem := _stem(word)) not in _STOP
    }


def _stem(word: str) -> str:
    for ending in ("'s", "ing", "ies", "es", "ed", "s", "ly", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _statement(
    chosen: tuple[Option, ...], rejected: tuple[Option, ...], text: str, asked: str
) -> str:
    """As in "Chose lesser-known bands over mainstream hits", as far as `MAX_WORDS` reach."""
    names = [_lowered(o.name) for o in rejected]
    if chosen:
        lead = "Chose " + " and ".join(_lowered(o.name) for o in chosen[:3])
        joint = " over "
    else:
        lead, joint = "Turned down ", ""
        if not names:
            return ""
    room = MAX_WORDS - len(lead.split()) - 1
    taken: list[str] = []
    each = max(3, room // max(1, len(names[:5])))
    for name in names[:5]:
        words = name.split()[:each]
        if len(words) > room:
            break
        taken.append(" ".join(words).rstrip(" ,;:"))
        room -= len(words)
    return finished(plain(lead + (joint + ", ".join(taken) if taken else "")))


def _lowered(name: str) -> str:
    """Lower case at its start, unless that is a name."""
    name = re.sub(r"\s+", " ", name)
    words = name.split(" ")
    if (
        len(words) > 1
        and words[0][:1].isupper()
        and words[0][1:].islower()
        and not words[1][:1].isupper()
    ):
        return words[0].lower() + name[len(words[0]) :]
    if words[0].lower() in {"a", "an", "the"} or words[0].lower().endswith("ing"):
        return words[0].lower() + name[len(words[0]) :]
    return name
