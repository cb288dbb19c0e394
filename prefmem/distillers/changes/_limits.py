"""What is kept within bounds: "cut meat down to Sundays", "I need to be choosier about when I use it".

Such words are read as what they stand for: "I only have meat on Sundays now". So they narrow what
is held, and give nothing up.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence

from prefmem.distillers.changes._retold import Retold
from prefmem.distillers.words import _vetoes
from prefmem.distillers.words._antecedents import named_before
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._sentences import Sentence, sentences
from prefmem.records import Segment
from prefmem.stages.lowered import low, lowered

_WHAT = r"(?P<what>(?!(?:it|them|that|this|those|these|there|here)\b)[\w'’-]+(?: [\w'’-]+){0,4}?)"
_DAYS = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?: (?:nights?|mornings?|evenings?))?|(?:the )?weekends?|special occasions|birthdays|holidays|parties|(?:once|twice|(?:two|three|four) times|a couple of times) (?:a|per) (?:day|week|month|year)|(?:one|two|three|four) (?:\w+ ){0,2}(?:a|per) (?:day|week|month)|(?:the )?(?:mornings?|evenings?|summer|winter))"
_WHEN = rf"(?P<when>(?:(?:on|at|for|in) )?{_DAYS}(?: (?:and|or) {_DAYS})?)"
_CUT = re.compile(
    rf"\b(?:i|we)(?:['’]ve| have|['’]m| am|['’]re| are)? (?>\w+ly |now |just |finally )*(?:cut(?:ting)?|reduc(?:ed|ing)|limit(?:ed|ing)?|restrict(?:ed|ing)?|keep(?:ing)?|kept|trimm(?:ed|ing)|dialled|dialed|scaled)(?: (?:back|down))?(?: on)? (?:my |our |the )?{_WHAT}(?: (?:back|down))?(?:,? (?:(?:just |only )?(?:to|for)(?: just| only)?|only|just)) {_WHEN}(?: only)?(?: (?:now|these days))?(?=\W*$|[,.;:!])",
    re.IGNORECASE,
)
_CHOOSY = re.compile(
    r"\b(?:i|we)(?:['’]ll| will|['’]m| am|['’]ve| have|['’]re| are)? (?:(?:need|want|ought|have|going|trying|try|learn\w*|start\w*|decided|prefer) to (?:be|become|get)|(?:been |being |becom\w+ |getting |be |now )?)\s*(?:(?:a (?:lot|bit|little)|much|far|way) )?(?:more (?:selective|careful|choosy|picky|sparing|deliberate|intentional|discerning|thoughtful|cautious|particular)|choosier|pickier) "
    r"(?:(?:about|with|in) (?:when|how|where|what|which|how often|what kind of) (?:and (?:when|how|where) )?(?:i|we) (?P<do>[a-z]+) (?P<what>[\w'’ -]{2,40}?)(?: for)?|(?:about|with|in (?:how i use|using)) (?:the |my )?(?P<with>[\w'’ -]{2,40}?)(?: (?:than (?:i|before)\b[\w ]*|now|these days|from now on))*)(?=\W*$|[,.;:!])",
    re.IGNORECASE,
)
_FINE_FOR = re.compile(
    r"\b(?:fine|great|good|perfect|ok|okay|brilliant|handy|useful|ideal|lovely|work well|works well) (?:enough )?(?P<for>(?:for|with|in|when|on|at) [^.,;:!?()–—]{3,50}?)(?=\W*$|[,.;:!?]|\b(?:but|and|though)\b)",
    re.IGNORECASE,
)
_HINT = lowered(
    r"\b(?:cut|reduc|limit|restrict|trimm|dial|scaled|choos(?:y|ier)|pick(?:y|ier)|selective|careful|sparing|deliberate|intentional|discerning|thoughtful|cautious|particular)|\bke(?:ep|pt)\b[^.!?]*\b(?:to|for)\b"
)
"""One of these words is in each of the patterns: most sentences have none."""
_PLACED = re.compile(r"^(?:on|at|for|in|once|twice|one|two|three|four|a)\b", re.IGNORECASE)


def limits_in(segments: Sequence[Segment]) -> list[tuple[Retold, tuple[int, int]]]:
    """What a user's turn keeps within bounds, once a segment.

    Returns:
        The sentence that says so plainly, with the place of the very words that do.
    """
    return [one for segment in segments if (one := _limit(segment)) is not None]


def _limit(segment: Segment) -> tuple[Retold, tuple[int, int]] | None:
    spoken = sentences(segment.text, offset=segment.start)
    for n, sentence in enumerate(spoken):
        if _HINT.search(low(sentence.text)) is None:
            continue
        found = _CUT.search(sentence.text) or _CHOOSY.search(sentence.text)
        if found is None or _refused(sentence):
            continue
        said = _cut_to(found) if found.re is _CUT else _chosen_for(found, spoken[: n + 1])
        if said:
            quoted = segment.start if segment.end - segment.start <= 420 else sentence.start
            told = Retold(segment.turn, quoted, sentence.end, said, gone=False)
            return told, (sentence.start + found.start(), sentence.start + found.end())
    return None


def _cut_to(found: re.Match[str]) -> str:
    when = found["when"]
    if not _PLACED.match(when):
        led = "on" if re.match(r"(?:\w+day|special|birthday)", when, re.IGNORECASE) else "at"
        when = f"{led} {when}" if not when.lower().startswith(("the m", "the e")) else f"in {when}"
    return f"I only have {found['what']} {when} now"


def _chosen_for(found: re.Match[str], before: Sequence[Sentence]) -> str:
    """The sentence that being choosy stands for; "" where it does not come out about what."""
    what = (found["what"] or found["with"] or "").strip()
    if re.fullmatch(r"(?:it|them|that|this|those|these)", what, re.IGNORECASE) or not what:
        what = named_before([one.text for one in before])
    if not what:
        return ""
    fine = next((f["for"] for one in before if (f := _FINE_FOR.search(one.text))), "")
    do = found["do"] or "use"
    return f"I only {do} {what} selectively now{', ' + fine if fine else ''}"


def _refused(sentence: Sentence) -> bool:
    text = sentence.text
    return sentence.question or _vetoes.is_no_statement(text) or sensitivity_of(text) is not None
