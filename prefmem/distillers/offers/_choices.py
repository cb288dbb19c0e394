"""What a user shows by choosing among the options that the assistant offered."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prefmem.distillers.answers import _at_hand
from prefmem.distillers.offers._naming import NUMBERED, named, statement, words_of
from prefmem.distillers.offers._options import Option, options_in, told_apart
from prefmem.distillers.words import _vetoes, _whole
from prefmem.distillers.words._sentences import sentences
from prefmem.distillers.words._technical import is_technical
from prefmem.records import Segment, Turn

FEW_WORDS = 7
"""A turn of so few words can be the name of an option and nothing else."""
SHORT_REPLY = 30
"""A turn of so few words, right after options, is likely to be an answer to them."""
MAX_REPLY = 700
"""Characters of a turn that is an answer to options; longer ones talk of something else."""

_PICK = re.compile(
    r"\b(?:i(?:['’]?ll| will| would|['’]?d)(?: definitely| probably| rather| most likely| like to)? (?:go|pick|choose|take|opt|try|prefer|have|do|say|stick|like|love|rather|enjoy|be happy|be interested|lean|start|visit|get|book|check|consider|sign|watch|read|play|use|join|attend|want)|"
    r"i(?:['’]?m| am) (?:more |most |really |particularly |definitely )?(?:going (?:with|for)|leaning|interested in|drawn to|inclined|keen|thinking of|into|intrigued|partial|choosing|picking|excited)|"
    r"let(?:['’]?s|s) (?:go|do|try|pick|take|choose)|(?:go|going) (?:with|for)|(?:option|number|choice|no\.?|#) ?(?:\d|one|two|three|four|five|a\b|b\b|c\b|d\b)|"
    r"the (?:first|second|third|fourth|fifth|sixth|last|former|latter|middle|1st|2nd|3rd|4th|5th) (?:one|option|choice|suggestion|idea|sounds|seems|is|please|and|for)|"
    r"(?:sounds?|seems?|looks?|would be|is|are|feels?)(?: like)?(?: a| the| an)?(?: (?:really|most|more|pretty|quite|absolutely|very|just|so|like|much|the|best|definitely|to be))* (?:perfect|great|good|nice|lovely|ideal|best|wonderful|interesting|fun|appealing|amazing|fantastic|better|right|excellent|awesome|delightful|my (?:thing|style|favou?rite|pick|choice)|intriguing|fascinating|enjoyable|suitable|fit|appropriate|most \w+|helpful|engaging|way to go|option|choice|attractive|preferable|cool|relaxing|tempting|promising|like fun|up my alley|more my)|"
    r"the (?:cheap(?:est|er)|most expensive|dearest|priciest)|"
    r"i (?:think |guess |would )?(?:i )?(?:prefer|choose|pick|like|love|want|opt|favou?r|fancy|enjoy|find|lean|vote)|(?:appeals?|speaks?|suits?|interests?|resonates?|fits?|works?) (?:to |with |for )?(?:me|my)|"
    r"my (?:pick|choice|vote|preference|favou?rite)|works? (?:best )?for me|count me in|(?:yes|yeah|ok|okay|sure)[,!. ]+(?:the )?|"
    r"more my (?:style|thing|speed)|for me|way to go|definitely|right up my alley|caught my (?:eye|attention)|catches my eye|stands? out|i['’]?d rather|rather)\b",
    re.IGNORECASE,
)
_BARE_PICK = re.compile(
    r"^\W*(?:(?:option|number|no\.?|choice|#)\s*)?(?:\d{1,2}|[a-h])\W*(?:please|thanks|pls|it is|sounds? \w+)?\W*$|"
    r"^\W*(?:the )?(?:first|second|third|fourth|fifth|last|former|latter|middle)(?: one| option| choice)?\W*(?:please|thanks|pls)?\W*$",
    re.IGNORECASE,
)
_INQUIRY = re.compile(
    r"\b(?:tell me (?:more|about)|more (?:about|on|details?|info\w*)|explain|expand|elaborate|what (?:is|are|does|do|about|if|would)|how (?:do|does|much|would|can|about)|"
    r"compare|difference between|give me|write|rewrite|describe|develop|detail(?:s)? (?:on|of|about)|summari[sz]e|translate|generate|continue|convert|pros and cons|which (?:one|of|is|would|do)|"
    r"fix|implement|code|refactor|debug|run|use option|change|replace|update|make (?:it|the|option)|improve)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|n['’]t|no|never|pass on|skip|avoid|dislike|hate|can['’]?t stand|neither|nor|don['’]?t|doesn['’]?t|isn['’]?t|aren['’]?t|wouldn['’]?t|"
    r"nope|nah|ugh|yu+c?k+|e+w+|ick|bleh|blech|bleurgh|yikes|gross|vile|bores?|boring|nerves|dead body|nothing (?:in|on|with|too)|rather die|terrible|horrible|awful|puts? me off|hell no|"
    r"without|rather than|instead of|over|than|less|too|hardly|unlike|as opposed to|except|anything but|steer clear|stay away|rule out|others?|rest|remaining)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:the (?:\w+ )?others?|others|(?:all|both|these|those|your) other|other (?:ones|options?|choices?|suggestions?|ideas?) (?:don|do|did|does|are|is|were|was|seem|sound|feel|look|just|might|may|would)|the rest|(?:the|two|three) remaining)\b",
    re.IGNORECASE,
)
_DISMISSED = re.compile(
    r"(?:not|n['’]t) (?:really |quite |exactly |just |seem to )*(?:for me|appeal|my (?:thing|style|taste|cup)|into|interest|align|fit|suit|as)|\btoo \w+|\bpass on|\bskip|\brather not|\bdislike|\bhate\b|"
    r"can['’]?t stand|\bavoid|headache|\ballerg",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:(?:none|not one) of (?:these|those|them|that|the above|it)|neither(?: of)?|not (?:any|either) of (?:these|those|them))\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"(?<=[.!?;])\s+|\n+|,?\s+(?:but|although|though|while|whereas|as opposed to|rather than|instead of|over(?! my dead\b)|unlike|except|than|however|compared (?:to|with))\s+|"
    r",?\s+so(?=\s)(?!\s+(?:much|many|good|bad|nice|far|long|that|so|no|not|what|how|why|which|can|could|would|should|do|does|is|are|am|he|she|it (?!has to be\b|is\b|had better\b)|we (?!can|could)|you|they|i (?!['’]?ll|will|would|pick|choose|take|vote|say|go)\w)\b)\s+|"
    r",\s+(?=(?:the |just |maybe |i['’]ll (?:have|take|go with) )?[\w'’-]+(?: [\w'’-]+){0,3} (?:please|pls|it is|then|instead)\W*$)|"
    r",\s+(?=(?:not|nothing|the (?:other|rest)|others?|I(?:['’](?:m|d|ll))? (?:don|not|can|would(?: not|n)|am not|never|dislike|hate|avoid|prefer not|pass))\b)|\s+[-–—]+\s+",
    re.IGNORECASE,
)
_TURNED_NEGATIVE = re.compile(
    r"^(?:,?\s*)(?:rather than|instead of|over|unlike|as opposed to|except|not|than|compared (?:to|with))\b",
    re.IGNORECASE,
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
    if len(text.split()) <= SHORT_REPLY:
        return not text.rstrip().endswith("?")
    return any(p.search(text) for p in (_PICK, _NONE, _OTHERS)) or _OPENING.match(text) is not None


def choice_in(segments: Sequence[Segment], offered: str, *, asked: str = "") -> Choice | None:
    """The choice that a user's turn makes among the options in the assistant's turn before it.

    `asked` is what the user had asked for; it says what the options are options of.
    """
    if not segments:
        return None
    turn, start, end = segments[0].turn, segments[0].start, segments[-1].end
    text = turn.content[start:end]
    if not may_choose(text) or _at_hand.has_already(text):
        return None
    if is_technical(f"{asked}\n{offered}") or _vetoes.is_writing_task(asked):
        return None
    options = options_in(offered)
    loose = not options and len(text.split()) <= SHORT_REPLY
    options = told_apart(offered) if loose else options
    if not options:
        return None
    chosen, rejected, explicit = _sorted_out(text, options)
    if not _is_choice(text, chosen, rejected, explicit=explicit):
        return None
    if loose and not _opens_with(text, chosen):
        return None
    if _whole.is_wordy(text) and not _weighed(text, chosen, rejected):
        return None
    made = statement(chosen, rejected)
    if not made:
        return None
    lead = len(text) - len(text.lstrip())
    tail = len(text.rstrip())
    return Choice(turn, start + lead, start + tail, chosen, rejected, made, explicit)


_STRONG_PICK = re.compile(
    r"\b(?:go(?:ing)? (?:with|for)|i(?:['’]?ll| will|['’]?d| would) (?:\w+ )?(?:pick|choose|take|opt|prefer|rather|have)|i (?:prefer|choose|pick|opt)|(?:option|number|choice|#) ?\(?(?:\d|one|two|three|four|five|[a-e]\b)|"
    r"the (?:first|second|third|fourth|fifth|last|former|latter) (?:one|option|choice|suggestion)|my (?:pick|choice|vote)|(?:sounds?|seems?|looks?|would be|is|are) (?:like )?(?:\w+ ){0,2}?(?:perfect|best|ideal|better|great|good|nice|lovely|appealing|way to go|interesting|fun)|way to go|leaning|drawn to|more my)\b",
    re.IGNORECASE,
)


def _weighed(text: str, chosen: tuple[Option, ...], rejected: tuple[Option, ...]) -> bool:
    """True if a long reply picks one in a sentence that names it, and all are things or deeds.

    Who tells at length uses words of an answer without weighing what it offered.
    """
    if not all(_THING.match(one.name) for one in (*chosen, *rejected)):
        return False
    picked = (s.text for s in sentences(text) if _STRONG_PICK.search(s.text))
    return not chosen or any(named(sentence, chosen) for sentence in picked)


_THING = re.compile(
    r"^(?!(?:whether|where|when|which|who|that|if|even|often|over|in|at|on|by|with|for|from|and|or|but|as|so|such|while|because|there|it|they|you|we|i|he|she|allowing|providing|including|making|helping|giving|others?|some people|find|is|are|was|were|can|could|also)\b)"
    r"(?!.*\b(?:that|which|who|where) (?:\w+ )?(?:is|are|was|were|can|could|will|would)$)\w",
    re.IGNORECASE,
)
"""What may be chosen: no part of a clause that was cut out of a sentence."""
MAX_UNASKED = 45
"""Words of a turn that picks without turning anything down."""


def _is_choice(
    text: str, chosen: tuple[Option, ...], rejected: tuple[Option, ...], *, explicit: bool
) -> bool:
    """True if a turn decides among what was offered, and does not merely take up an advice."""
    if _BARE_PICK.match(text):
        return bool(chosen)
    asks_on = _asks(text)
    opening = _OPENING.match(text)
    if opening and len(chosen) == 1 and not asks_on:
        said = words_of(opening.group("name"))
        if said and said <= words_of(chosen[0].text):
            return True
    if not chosen:
        return bool(rejected) and not asks_on and len(text.split()) <= MAX_UNASKED
    if len(text.split()) <= FEW_WORDS:
        named_it = _named_outright(text, chosen[0]) or _opens_with(text, chosen)
        return not asks_on and len(chosen) == 1 and named_it
    if explicit and len(text.split()) <= 2 * MAX_UNASKED:
        return not asks_on or _OTHERS.search(text) is not None
    if asks_on or not rejected or len(chosen) > 2 or len(text.split()) > MAX_UNASKED:
        return False
    return _STRONG_PICK.search(text) is not None or _opens_with(text, chosen)


_FIRST_WORDS = re.compile(r"^\W*[^.,!;:–—]+")


def _opens_with(text: str, chosen: tuple[Option, ...]) -> bool:
    """True if the first words of a reply name what was chosen, by number or by its own words."""
    opening = _FIRST_WORDS.match(text)
    if opening is None:
        return False
    if chosen and (NUMBERED.match(text.lstrip(" \"'(*")) or NUMBERED.search(opening.group())):
        return True
    if named(opening.group(), chosen):
        return True
    said = words_of(opening.group())
    return any(not said.isdisjoint(words_of(option.name)) for option in chosen)


def _named_outright(text: str, option: Option) -> bool:
    """True if nearly all that is said is the name of one option, or its number, or a pick of it."""
    if _STRONG_PICK.search(text) or NUMBERED.search(text):
        return True
    said = words_of(text)
    return bool(said) and said <= words_of(option.text)


def _sorted_out(
    text: str, options: tuple[Option, ...]
) -> tuple[tuple[Option, ...], tuple[Option, ...], bool]:
    wanted: dict[int, float] = {}
    unwanted: dict[int, float] = {}
    for piece, negative in _pieces(text):
        scores = named(piece, options)
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


_RHETORICAL = re.compile(
    r"\?(?=\s+(?:over my dead|no\b|not\b|never|nope|nah|ugh|hell no|god,? no|please,? no|yuck|ew+\b|spare me|boring|too\b|same))",
    re.IGNORECASE,
)
"""The mark of "karaoke? over my dead body", which asks nothing."""


def _asks(text: str) -> bool:
    """True if a reply asks something, too; not by a mark that its own next words answer."""
    return "?" in _RHETORICAL.sub(":", text)


def _pieces(text: str) -> list[tuple[str, bool]]:
    """The parts of a reply, and whether each turns something down."""
    text = _RHETORICAL.sub(":", text)
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


_GENERAL = re.compile(
    r"^\W*(?:(?:and|but|so|also|well|since|because|as) )*i (?:usually|generally|typically|normally|always|never|mostly|rarely|tend to|(?:only|strongly|really|usually) (?:prefer|avoid|dislike)|can['’]?t stand|hate|despise|refuse)\b",
    re.IGNORECASE,
)
_THE_OPTIONS = re.compile(
    r"\b(?:options? \(?\w\b|the (?:\w+ )?(?:options?|others?|rest|suggestions?)|others|go(?:ing)? with|last one)\b",
    re.IGNORECASE,
)
_OF_OPTIONS = re.compile(
    r"\b(?:options?|others?|the rest|suggestions?|choices?|sounds?|seems?|go(?:ing)? with|first|"
    r"second|third|last one)\b",
    re.IGNORECASE,
)


def covers(choice: Choice, text: str, *, firm: bool) -> bool:
    """True if a text only says what the choice says: it names options, or is the pick itself.

    What is said in general ("I usually avoid …") stands beside the choice; so does a constraint
    (`firm`) that happens to use the words of an option.
    """
    if _GENERAL.match(text) and not _THE_OPTIONS.search(text):
        return False
    if _OF_OPTIONS.search(text):
        return True
    options = (*choice.chosen, *choice.rejected)
    named = {word for option in options for word in words_of(option.text)}
    return not firm and not named.isdisjoint(words_of(text))
