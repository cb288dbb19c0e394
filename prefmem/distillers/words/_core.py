"""What of a long sentence says it: "Instead of struggling, I found that I love rowing, which …".

Who writes in paragraphs leads up to what they like, and goes on behind it. A statement is told by
the clause that carries it: without the narration before it and the asides behind it, with what limits
it ("…, unless it rains"), and with its reason as far as there is room.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.words._elided import lowered_at_start
from prefmem.distillers.words._third_person import gerund

LONG = 15
"""Words of a sentence that says more than one thing."""
ROOM = 22
"""Words of a statement with what limits it, and its reason."""
LEAST = 2
"""Words that stand behind the one that says it, of what it is about."""

_I = r"(?:i|i['’](?:m|ve|d|ll))\b"
_NARRATES = re.compile(
    rf"^\W*(?:(?:and|but|so|yet|then|also|well|now)\b,? )*(?:(?:even so|all the same|that said|in the end|in the meantime|meanwhile|later on|since then|ever since(?: then)?|recently|eventually|gradually|over time|as it (?:happens|turns out)|(?:it )?turns out(?: that)?|it turned out(?: that)?|oddly enough|to my (?:own )?surprise|to be (?:quite |perfectly )?honest|at some point|in the process|along the way|through (?:him|her|them|it|this)|on the (?:third|second|first|last) (?:day|evening|night)|"
    r"(?:for|over|in|during|throughout) (?:the )?(?:last|past) [\w -]{3,30}?|(?:an?|two|three|four|five|six|some|many|several|a few) (?:\w+ )?(?:days?|weeks?|months?|years?|summers?|winters?) (?:ago|back|later)|(?:last|this|earlier this) (?:week|month|year|spring|summer|autumn|fall|winter|weekend)|"
    rf"(?:by|instead of|rather than|having|after having|apart from|besides|despite|in spite of) [^,;.]{{3,90}}|not only (?:does|did|is|was) [^,;.]{{3,60}})(?:,\s+|\s+(?={_I})))",
    re.IGNORECASE,
)
"""What only tells when and how something came about. What it depends on is kept: "when I'm tired, …"."""
_FOUND_OUT = re.compile(
    rf"^\W*(?:(?:and|but|so|yet|also|now|lately|recently|slowly|gradually)\b,? )*(?:what i (?:hadn['’]?t|had not|didn['’]?t|never|have|['’]?ve) [\w' ]{{3,40}} is (?:that|how much)|i(?:['’]ve| have|['’]m| am|['’]d| had)? (?>(?:also|since|now|just|only|soon|often|\w+ly) )*(?:(?:have to|must|should|will|can|would) )?(?:come to )?(?:find|found|discover(?:ed)?|reali[sz]ed?|notic(?:e|ed)|learn(?:ed|t)?|know|knew|understood|accept(?:ed)?|conclude[d]?|recogni[sz]ed?|say|admit|confess|sure|certain|surprised)(?: out)?(?: about myself)?)(?: that)?,? (?={_I})",
    re.IGNORECASE,
)
"""Words that say of a liking only that its speaker has noticed it."""
_FOUND_THAT = re.compile(
    r"^\W*(?:(?:and|but|so|yet|also|now|lately)\b,? )*i(?:['’]ve| have)? (?>(?:also|since|now|just|\w+ly) )*(?:come to (?:find|see|realize|realise) that|(?:found|find|discovered|reali[sz]ed|noticed|learned|learnt|concluded) that) (?=[^,.;]{3,90}?\b(?:me|my|mine)\b)",
    re.IGNORECASE,
)
"""The same of something that has an effect on them: "I found that working at home suits me"."""
_OWN_CLAUSE = re.compile(
    rf"(?:[,;:]\s+(?:and |but |so |yet |then )?|\s[-–—]+\s+|\s(?:and|but|so|yet|while|whereas|though|although)\s+)(?=(?:also |really |honestly,? |now |then )?(?:{_I}|we\b))",
    re.IGNORECASE,
)
_LIMITS = re.compile(
    r"^\W*(?:but )?(?:unless|except|apart from|other than|rather than|instead of|without)\b",
    re.IGNORECASE,
)
_DEPENDS = re.compile(
    r"^\W*(?:(?:but|and|or|even|only|just|especially|particularly|at least|preferably|mostly|mainly)\b,? )*(?:when|whenever|if|until|as long as|not|no|never|over|than|like|such as|including|in which|where (?:you|i|people|nobody|there|one)|that)\b",
    re.IGNORECASE,
)
"""Behind what is liked, what it is set against, and what it depends on."""
_REASON = re.compile(
    r"^\W*(?:because|since|as (?:i|it|they|there|we)\b|for (?:it|they|i)\b|so that\b)", re.I
)
_TAIL = re.compile(
    r"[,;:]\s+|\s+[-–—]+\s+|\s*[—(]\s*|\.{3}\s*|\s+(?=(?:which|because|although|even though|though|whereas|so that)\b)|\s+(?=(?:since|as|and|but|so|while) (?:i|we|it|the|my|there|he|she|they|that['’]s|nobody|no one)\b(?!['’]s (?:own|best)))",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^\W*(?:(?:and|but|so|or|even|especially)\b,? )*(?:when|whenever|if|unless|until|as long as|before|after|while|in|on|at|for|as|with|during|once|every|each|since|because)\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^(?:and |or )?(?:[\w'’-]++ ?){1,3}$")
_ASIDE = re.compile(
    r"^(?:\w+ly|frankly|honestly|oddly|of course|of all things|i (?:think|suppose|guess|must say|have to say|should say|admit)|if i['’]?m honest|to be honest|as it were|so to speak|at least|though|however|me first|\w+ing\b.*)$",
    re.IGNORECASE,
)


_BETWEEN = re.compile(
    r",\s+(?:(?:very )?much )?(?:to (?:my|our) (?:own |great )*(?:surprise|shame|delight|relief|horror)|of (?:all things|course)|i (?:think|suppose|guess|believe|confess|admit|must (?:say|admit)|have to (?:say|admit)|should (?:say|add))|if i['’]?m honest|to be (?:quite |perfectly )?(?:honest|fair)|as it were|so to speak|however|on the (?:other hand|downside|whole)|for (?:my part|one)|(?:oddly|strangely|funnily) enough|admittedly|frankly|honestly|personally|oddly|strangely|surprisingly|(?:though|although|while|if) (?!i\b)\w+(?: \w+){0,2}),\s+",
    re.IGNORECASE,
)
"""What somebody throws in between two commas."""
_TOGETHER = re.compile(
    r"^(?P<led>\W*)(?:(?:my|our) (?:[\w-]+ ){1,2}and (?:i|me)|(?:me|i) and (?:my|our) [\w-]+)\b(?= (?!and\b)\w)",
    re.IGNORECASE,
)
"""Several who do it, of whom one speaks: "my mother and I"."""
_IT_IS = re.compile(
    r"^\W*(?:(?:and|but|so)\b,? )*it(?:['’]s| is) (?>(?:\w+ly|so|very|quite|rather|always|most) )*(?P<how>\w+(?:ing|ful|ous|ive|able)|great|lovely|nice|fun|good|hard|difficult) (?:for me )?to (?P<does>(?!(?:say|know|think|note|tell|be)\b)[a-z]+)\b(?P<what> [^,;.!?]{3,90}?)(?= and\b|[,;.!?]|\s*$)",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r",\s+(?:frankly|honestly|to be (?:honest|fair|frank)|oddly enough|i (?:think|guess|suppose|must say|have to say)|as (?:it were|they say)|so to speak|of all things|whatever that means|me first|by the way|if i['’]?m honest|naturally|of course|apparently|really)\W*$",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"(?<=\bI )(?:honestly|actually|basically|genuinely|literally|now) (?=\w)|(?<=\bI['’]m )(?:honestly|actually|basically|genuinely|literally|now) (?=\w)|(?<=\bI['’]ve )(?:honestly|actually|basically|genuinely|literally|now) (?=\w)|,?\s+(?:and|but|so)(?: (?:i|we|it|they|then))?\W*$",
    re.IGNORECASE,
)
_FRONTED = re.compile(
    r"^\W*(?P<what>(?:the|all|any|most|such) [^,;.]{3,70}?),? (?P<who>i) (?P<does>(?:(?:usually|always|politely|gladly|simply|just|'d|would|could|can) )*(?:can['’]t (?:stand|bear)|skip|leave out|avoid|hate|love|adore|like|dislike|detest|do without|decline|sit out|pass on|leave to \w+(?: \w+)?))\W*$",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"^(?P<name>[^,;]{3,80}), (?:with|who|which|whose|where|next to|including|like|such as|being|having|rather than|instead of)\b[^;]{3,90}?, (?P<goes>(?!(?:and|but|or|so)\b).*)$",
    re.IGNORECASE,
)
"""What stands between a thing and what it does: "The prompts, with their questions, put me off"."""
_NAMED_FIRST = re.compile(r"^\W*it(?:['’]s| is) the [\w-]+,", re.IGNORECASE)
"""What all of a sentence is about, named once: "it's the kimchi, I put it on everything"."""
_EMPHATIC = re.compile(
    r"\b(?P<who>i|we) do (?=(?:love|like|enjoy|treasure|prefer|appreciate|miss|find|value|hate|adore|need|want|cherish|care|believe|tend|avoid|dislike)\b)",
    re.IGNORECASE,
)
_WHAT_I = re.compile(
    rf"^\W*(?:(?:and|but|so|yet|also|now)\b,? )*what (?P<who>{_I}|we) (?P<does>[^,;.]{{2,60}}?)(?: (?:the )?most| best| above all)? (?:is|are|was|were) (?P<what>(?!(?:that|how|why|because|to)\b)\w.*)$",
    re.IGNORECASE,
)
_WHAT_WORKS = re.compile(
    r"^\W*(?:(?:and|but|so|yet|also|now)\b,? )*what (?P<does>(?:\w+ly )?(?:works? (?:best |better )?for|suits?|calms?|helps?|captivates?|fascinates?|bothers?|annoys?|irritates?|interests?|attracts?|appeals? to|matters? to|keeps?|moves?) me(?: the)?(?: most| best)?) is (?P<what>(?!(?:that|how|why|when|because|to|much|something)\b)\w.*)$",
    re.IGNORECASE,
)
_IS_WHAT = re.compile(
    rf"^(?P<what>(?!(?:that|this|it|which)\b)[^,;.]{{3,80}}?) (?:is|are) what (?P<who>{_I}) (?P<does>(?:really |mostly |always |most )*(?:love|like|enjoy|prefer|look for|go for|respond to|need|want|value|appreciate|crave|avoid|hate|dislike|miss|live for|dread|can['’]?t stand)\b)\W*$",
    re.IGNORECASE,
)
"""The three ways of putting what is liked where its verb would stand."""


def core(text: str, start: int, end: int) -> str:
    """The words of a sentence that say what one word in it does, as a sentence of their own.

    Args:
        text: A sentence, or its last clauses.
        start: Where the word stands that says it: "prefer", "calms me".
        end: Where it ends.
    """
    if _NAMED_FIRST.match(text):
        return text
    word = text[start:end]
    text = _BETWEEN.sub(" ", text)
    start = max(text.find(word), 0)
    end = min(start + len(word), len(text))
    led = _led(text, start, end)
    text, start, end = text[led:], max(0, start - led), max(0, end - led)
    if len(text.split()) > LONG:
        begun = _begun(text, start)
        text, start, end = text[begun:], max(0, start - begun), end - begun
    if len(text.split()) > LONG and not _SELF_FIRST.match(text):
        text = _INSIDE.sub(r"\g<name> \g<goes>", text)
        start = end = min(end, len(text))
    if len(text.split()) > LONG:
        text = _ended(text, start, end)
    return _set_right(_plainly(text))


def _plainly(text: str) -> str:
    """Without what is only thrown in, and with one speaker."""
    text = _EMPHATIC.sub(r"\g<who> ", _SPOKEN.sub("", _LOOSE.sub("", text)))
    if led := _TOGETHER.match(text):
        return f"{led['led']}I{text[led.end() :].replace(' together', '', 1)}"
    return text


def _set_right(text: str) -> str:
    """In the order of a plain sentence: "What I love is the silence" is "I love the silence"."""
    if found := _WHAT_I.match(text) or _IS_WHAT.match(text) or _FRONTED.match(text):
        it = "it " if found["what"].lower().startswith("when ") else ""
        return f"{found['who']} {found['does']} {it}{lowered_at_start(found['what'])}"
    if found := _IT_IS.match(text):
        return f"I find {gerund(found['does'])}{found['what']} {found['how']}"
    if found := _WHAT_WORKS.match(text):
        return f"{found['what'].rstrip(' .!')} {found['does']}"
    return text


def _led(text: str, start: int, end: int) -> int:
    """How many characters only lead up to it."""
    led = 0
    for _ in range(3):
        for pattern in (_NARRATES, _FOUND_OUT, _FOUND_THAT):
            found = pattern.match(text[led:])
            if found is None:
                continue
            at = led + found.end()
            within = start < at < end and pattern is not _NARRATES
            if (
                at <= start + len("I love")
                or start < led
                or within
                or (pattern is _NARRATES and at >= end)
            ):
                led = at
                break
        else:
            break
    return led


def _begun(text: str, start: int) -> int:
    """Where the clause with the word begins; what it depends on stays before it."""
    begun = 0
    for found in _OWN_CLAUSE.finditer(text, 0, start):
        if not _CONDITION.match(text[begun : found.start()]):
            begun = found.end()
    return begun


def _ended(text: str, start: int, end: int) -> str:
    """The sentence up to where an aside begins, with what limits it and its reason."""
    kept, *behind = _pieces(text, start, end)
    within = True
    for piece in behind:
        bare = _TAIL.sub("", piece, count=1)
        item = _ITEM.match(bare) is not None and _ASIDE.match(bare) is None
        goes_on = within and (item or _DEPENDS.match(bare) or _REASON.match(bare))
        if (goes_on or _LIMITS.match(bare)) and len(f"{kept}{piece}".split()) <= ROOM:
            kept += piece
        else:
            within = False
    return kept


def _pieces(text: str, start: int, end: int) -> list[str]:
    """The sentence cut where something else may begin; the first piece has what it is about."""
    found: list[str] = []
    begin = 0
    for tail in _TAIL.finditer(text, end):
        if not found and not _is_whole(
            text[: tail.start()], text[start:end], text[end : tail.start()]
        ):
            continue
        found.append(text[begin : tail.start()])
        begin = tail.start()
    return [*found, text[begin:]]


_THAT = re.compile(
    r"\b(?:find|found|believe|think|feel|felt|know|say|mean)s? that (?P<what>.*)$", re.IGNORECASE
)
_SUBORDINATE = re.compile(
    r"^\W*(?:(?:and|but|so)\b,? )*(?:when|whenever|while|if|since|because|as|after|before|although|though|even though|in|on|at|during|for)\b[^,]*$",
    re.IGNORECASE,
)
_SELF_FIRST = re.compile(
    rf"^\W*(?:(?:and|but|so|also|now|then|these days|nowadays|still|yet)\b,? )*(?:[^,;]{{3,90}},\s+)?(?:{_I}|we)\b",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"(?<!\bi )(?<!\bwe )(?<!\bwho )(?<!\bthat )(?<!\bwhich )(?<!\bthey )\b(?:is|are|was|were|has|have|had|does|do|did|can|cannot|could|will|would|should|must|may|might|\w+n['’]t)\b|\b(?!(?:this|his|its|always|perhaps|as|us)\b)\w+(?:s|ed) (?:me|my|us|our|(?:\w+ ){0,2}(?:for|to) me)\b|\b(?:make|give|bring|leave|keep|put|turn|drive|tire|bore|exhaust|calm|suit|stress|irritate|annoy|help|lift|let)(?:s|ed)? (?:me|my)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:the|a|an|my|our|that|this|to|of|for|with|in|on|about|it)\b", re.IGNORECASE
)
_OPEN = re.compile(
    r"\b(?:is|are|was|were|been|be|a|an|the|of|to|with|for|and|or|but|in|on|at|by|from|into|than|as|very|so|too|my|our|after|before|which|who)$",
    re.IGNORECASE,
)


def _is_whole(head: str, word: str, behind: str) -> bool:
    """True if the words up to a place are a clause: what it is about stands there, with its verb."""
    if _OPEN.search(head) or _SUBORDINATE.match(head):
        return False
    if told := _THAT.search(head):
        return _FINITE.search(told["what"]) is not None
    if _SELF_FIRST.match(head) is None:
        return _FINITE.search(head) is not None
    return len(_NO_NAME.sub("", behind).split()) >= LEAST or len(word.split()) > LEAST


_SAYS_LIKING = re.compile(
    r"^(?>(?:much|far|would|always|still|also|\w+ly) )*"
    r"(?:(?:like|love|prefer|enjoy|adore|treasure|appreciate|value|crave|avoid|hate|dislike|dread|loathe|detest|despise|want|need|miss|favou?r|cherish)(?:s|es)?\b|finds? (?!that\b)|rather\b|has (?:no (?:time|patience|interest)|come to (?:love|like|enjoy|appreciate|prefer|value)|grown (?:to|fond|tired))|cannot (?:stand|bear|abide|live)|does not (?:want|like|enjoy|care|appreciate|need)|would (?:not|never)|not (?:interested|into|keen|fond|a fan)|happiest\b|fond of|drawn to|fascinated by|obsessed with)|"
    r"^(?!(?:it|this|that|they|these|those|he|she|there|who|which)\b)[^;]{3,120}? (?>(?:always|never|just|also|still|\w+ly) )*(?:does not |do not |did not )?(?:bore|exhaust|calm|suit|depress|irritate|annoy|drain|stress|overwhelm|fascinate|captivate|frighten|scare|bother|disgust|delight|interest|excite|attract|lift|soothe|relax|tire|move|put|lose|drag|unsettle|leave|make|give|bring|keep|clear|work)(?:s|es)? (?:best for |better for |off )?(?:them|their)\b",
    re.IGNORECASE,
)


def says_liking(statement: str) -> bool:
    """True if a statement says of something that it names what it is for its speaker."""
    return _SAYS_LIKING.match(statement) is not None
