"""Words that say how something was for somebody: "so calming", "more work than fun", "a chore"."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from prefmem.types import Polarity

_GOOD = (
    r"(?:rewarding|fulfilling|enriching|enriched|enlightening|transformative|fascinat\w+|captivat\w+|intrigu\w+|thrill\w+|exhilarat\w+|enjoy(?:able|ed|ing|ment)?|delight\w*|wonderful\w*|"
    r"amaz\w+|fantastic|incredible|inspir\w+|invigorating|refreshing|energi[sz]\w+|relaxing|relaxed|calming|calmer|soothing|therapeutic|meaningful|heart-?warming|heartening|exciting|a blast|great (?:time|fun|way|experience|opportunity|feeling)|"
    r"so much fun|really fun|(?:was|were|such|pure|great|lots of|good|more) fun|loved|joy\w*|piqued my|spark\w* (?:my|conversation\w*)|resonat\w+|proud|immersive|engaging|eye-opening|thought-provoking|gratifying|satisf\w+|uplift\w+|remarkable|magical|memorable|unforgettable|"
    r"felt (?:great|good|wonderful|amazing|alive|at home|free|connected|at peace|empowered)|drew me in|drawn in|opened my eyes|deepen\w+ my|broaden\w+ my|excites? me|excited|peaceful|cozy|cosy|liberating|empowering|stimulating|comforting|treasure|cherish\w*|"
    r"hooked|glued to (?:it|them)|(?:couldn|can)['’]?t (?:wait|stop|get enough|put it down)|look(?:ed|ing)? forward|f[ae]ll(?:en)? in love|in love with|grew on me|won me over|right up my (?:street|alley)|(?:the |my |of my )(?:highlights?|best part|favou?rite part)|happ(?:y|ier|iest)|at ease|grateful|"
    r"sense of (?:accomplishment|achievement|community|belonging|calm|purpose|pride|peace|connection|freedom|satisfaction|wonder)|(?:new ?found|renewed|deep(?:er)?|growing) (?:interest|passion|appreciation|love|respect|enthusiasm)|(?:interest|passion) for\b|worth (?:it|every)|appreciat\w+|lovely|brilliant|blissful|bliss|glorious|superb|a (?:real )?treat|addictive|addicted|"
    r"pleas(?:ed|ant|ure|urable|ing)|glad|gorgeous|beautiful|enchant\w+|entranc\w+|enthrall\w*|spellbound|mesmeri[sz]\w+|charming|charmed|revelation|(?:is|was) a blessing|passion|content(?:ed|ment)|good time|freeing|ador\w+|love|worthwhile|impressed|deeply moved|moved me|rejuvenat\w+|invigorat\w+|cheer\w*|"
    r"(?:far|much|a lot|so much|way|even) better|would (?:happily |gladly )?do it again|again without hesitation|(?:was|were|is|it['’]s|felt|feels|thought it was) (?:\w+ )?(?:great|good|excellent|perfect|nice|fabulous|terrific|heaven(?:ly)?)|something clicked|"
    r"best (?:thing|night|evening|day|week\w*|trip|decision|meal|part|time) (?:\w+ )?(?:i|we)|never looked back|(?:already )?(?:booked|signed up for|enquired about|joined up for) (?:the next|another|the intermediate|the advanced|a second|more)|every (?:week|evening|morning|day|sunday|saturday) (?:now|since)|(?:ever )?since then i['’]ve)"
)
_BAD = (
    r"(?:overwhelm\w+|drain(?:ed|ing)|exhaust(?:ed|ing|ion)|disappoint\w+|frustrat\w+|bor(?:ed|ing|edom)|tedious|stress(?:ful|ed)?|uncomfortable|discomfort|underwhelm\w+|monoton\w+|dull|tiring|tiresome|dread\w*|awful|terrible|horrible|unpleasant|unenjoyable|"
    r"regret\w*|out of place|pressured|anxious|anxiety|detached|disconnect\w+|lost (?:all |my )?interest|los(?:e|ing) interest|not for me|left me (?:cold|empty|tired|drained)|discourag\w+|dishearten\w+|a chore|hollow|pointless|superficial|isolat\w+|"
    r"intimidat\w+|chaotic|off-?putting|unfulfill\w+|uninspir\w+|unengaging|uninterest\w+|awkward|miserable|misery|hated|disliked|suffocating|claustrophobic|burn(?:t|ed)? out|fed up|unbearable|lack\w* (?:depth|joy|energy|meaning|excitement)|struggl\w+|"
    r"daunting|cumbersome|burden\w*|(?:quite|very|so|too|really|incredibly|overly|rather|extremely) (?:difficult|hard|challenging|complicated|loud|crowded|slow|rushed|dry|technical|repetitive|confusing|demanding|pushy|long)|a slog|a drag|a hassle|a waste|wast(?:e|ing) (?:of|my)|"
    r"put me off|turned me off|(?:went|go|going) over my head|(?:couldn|can|could)['’]?(?:t| not) (?:get into|connect|relate|warm to|focus|follow|see the point|stand|wait to (?:leave|get out|go home))|did(?:n['’]t| not) (?:click|hold|appeal|resonate|grab|work for me|excite)|(?:isn['’]t|wasn['’]t|not) (?:really |quite )?(?:my thing|for me|me|my cup of tea|my scene)|"
    r"(?:walked out|left early|counting the minutes|watching the clock|looking at my watch)|stale|soulless|irritat\w+|annoy\w+|nightmare|hell\b|torture|grating|joyless|aimless|stressed me|sapped|unsettl\w+|"
    r"trapped|numb(?:ing|ed|s)?\b|dreary|felt (?:ill|sick|lost|bad|guilty|lonely|empty|stupid|nothing|useless|like (?:a chore|homework|work|doing homework|a burden|an obligation))|nasty|pretentious|impatient|unmoved|(?:holds? |has |had )?(?:no|little) appeal|never again|won['’]t be (?:going|buying|doing|signing|coming)|not (?:going|coming) back|"
    r"(?:don['’]t|do not) (?:plan|intend|want) (?:on|to) (?:try|do|go|return|repeat)\w*|(?:gave|sent|brought|took) it (?:straight )?back|money back|guilt\w*|oppress\w*|wear(?:y|ying|isome)|mechanical|impersonal|overpriced|overrated|a mistake|hate|can['’]t stand|resent\w*|did(?:n['’]t| not) (?:really |much )?enjoy|"
    r"(?:is|was) (?:definitely |just |simply |really )?not for me|ineffective|wore me (?:out|down)|a headache|dreadful|ghastly|distasteful|clunky|fiddly|mind-numbing|soul-destroying|gave up (?:after|on it|at|halfway)|abandoned (?:it|the)|sold it|quit after)"
)
_ATTITUDE = re.compile(
    rf"(?P<turned>(?:\bnot|n['’]t|\bnever|\bhardly|\bless|\black(?:ed|s|ing)?|\bwithout|\bno|\bfar from|\banything but|\bneither)\s+(?:\w+\s+){{0,3}}?)?\b(?:(?P<good>{_GOOD})|(?P<bad>{_BAD}))\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:more|\w+er|rather)\b[^.,;]{1,40}?\bthan (?:\w+ ){0,2}$|\b(?:rather than|instead of) (?:\w+ ){0,3}$",
    re.IGNORECASE,
)
"""Before a word that something else is only set against: "more stressful than enjoyable"."""
_OF_OTHERS = re.compile(
    r"\b(?:those (?:who|that)|people (?:who|that)?|others|anyone (?:who|that)?|everyone(?: else)?|everybody(?: else)?|some|they|he|she|who) ?(?>(?:\w+ly|may|might|do|does|all|also|really) )*$|\b(?:their|his|her) \w+ (?:look|looks|is|are|was|were|seems?) (?:\w+ )?$",
    re.IGNORECASE,
)
"""Before a word of attitude that is somebody else's: "those who enjoy it"."""
_AT_FIRST = re.compile(
    r"\s(?:\w+ )?(?:at first|in the beginning|initially|to begin with|to start with)\b", re.I
)
"""Behind a word of how it was only until it changed: "was hard in the beginning"."""
_CONCEDED = re.compile(
    r"^\W*(?:(?:and|but|so|honestly)\W+)*(?:although|even though|though|while|whilst|despite|in spite of|as much as|at first|initially|i (?:thought|expected|hoped|assumed|had expected)|what (?:was|were) supposed)\b",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"[,;]?\s\b(?:but|yet|however|still|though|only to|until)\b|,(?=\s)", re.IGNORECASE
)
_CONCLUDES = re.compile(
    r"^\W*(?:however|but|yet|still|ultimately|in the end|overall|all in all|eventually|at the end of the day|now|since then|these days|unfortunately|sadly)\b",
    re.IGNORECASE,
)
_BUT = re.compile(r"\b(?:but|yet|however)\b", re.IGNORECASE)
AGREED = 0.6
"""Share of the words of attitude that must point one way."""
CONCLUDING = 2.0
"""Weight of a word in a sentence that concludes, or behind its "but"."""


@dataclass(frozen=True, slots=True)
class Attitude:
    """One word of attitude."""

    polarity: Polarity
    word: str
    """The word itself; "" where it is turned round: "not relaxing"."""
    weight: float = 1.0


def attitudes(text: str) -> Iterator[Attitude]:
    """The words of attitude of a sentence that are its point, in order."""
    conceded = _conceded(text)
    turns = [found.end() for found in _BUT.finditer(text)]
    concludes = _CONCLUDES.match(text) is not None
    for found in _ATTITUDE.finditer(text):
        start = found.start("good") if found.group("good") else found.start("bad")
        before = text[: found.start()]
        if _AT_FIRST.match(text, found.end()):
            continue
        if start < conceded or _COMPARED.search(before) or _OF_OTHERS.search(before):
            continue
        good = (found.group("good") is not None) != (found.group("turned") is not None)
        word = "" if found.group("turned") else (found.group("good") or found.group("bad"))
        last = concludes or any(turn < start for turn in turns)
        weight = CONCLUDING if last else 1.0
        yield Attitude("for" if good else "against", word, weight)


def agreed(found: list[Attitude]) -> Polarity | None:
    """The way in which most of the words point; None if they point both ways, or there are none."""
    total = sum(one.weight for one in found)
    liked = sum(one.weight for one in found if one.polarity == "for")
    if not total or max(liked, total - liked) < AGREED * total:
        return None
    return "for" if liked * 2 > total else "against"


def _conceded(text: str) -> int:
    """Where the point of a sentence begins that first grants something: "While it looks great, …"."""
    if _CONCEDED.match(text) is None:
        return 0
    turn = _TURN.search(text, 12)
    return turn.end() if turn else 0
