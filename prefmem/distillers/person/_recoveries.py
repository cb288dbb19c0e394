"""Conditions that are had no more, or never were: "my asthma is gone", "I'm not allergic after all".

They found nothing and end what they name. No head is asked: a condition that is kept for good makes
every answer about it wrong, and the words say it themselves.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prefmem.distillers.words import _vetoes
from prefmem.distillers.words._said import evidence_of
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._sentences import Sentence, sentences
from prefmem.distillers.words._statements import finished, plain
from prefmem.distillers.words._subjects import subject_of
from prefmem.records import Segment, Turn
from prefmem.stages.keydata import HEALTH
from prefmem.types import Evidence

STRENGTH = 0.95
CONDITION = "said that a condition is over"
MOST_WORDS = 30
"""Of a sentence that is read."""

_LED = (
    r"^\W*(?:(?:(?:and|but|also|so|well|hi|hey|oh|ok|okay|btw|by the way|fyi|yay|actually|no|good news|great news|update|finally|luckily|thankfully|apparently|just so you know|for the record|it turns out|turned out|turns out|as it turns out)\b(?: that\b)?[\s,:!.–—-]*)|"
    r"(?:(?:my|the|our) )?(?:doctors?|dr|gp|allergist|consultant|specialist|midwife|hospital|(?:allergy |blood |skin )?tests?|(?:test )?results?|biopsy)(?: results?)? (?:says?|said|shows?|showed|confirm(?:s|ed)|tells me|told me|thinks?|reckons?|came back(?: and| clear| negative)?)(?: that)?[\s,:;–—-]+)*"
)
_I_AM = r"i(?:['’]?m| am)"
_HOW = r"(?:(?:actually|really|in fact|apparently|now|finally|officially|completely|totally|also|just|probably not|definitely) )*"
_WHAT = r"(?P<what>[\w'’-]+(?: [\w'’-]+){0,4}?)"
_END = r"(?P<rest>\s*(?:$|[.,;!)–—-]|\b(?:and|but|so|now|again|after all|any ?more|at all|today|these days|yesterday|last|on|in|this|a (?:few|couple)|two|three|early|late|safe\w*|since|as|because|thanks|if|when|while|unless|except|for)\b).*)$"
_AID = r"(?P<what>crutches|wheelchair|walker|rollator|(?:walking )?stick|cane|blood thinners|warfarin|insulin|statins|beta blockers|immunosuppressants|chemo\w*|dialysis|oxygen|inhaler|hearing aids?|cpap|medication)"
_BORN = (
    rf"(?:i(?:['’]ve)? (?:just |finally )*(?:had|have had|delivered|gave birth to|given birth to) (?:the|my|our) (?:baby|twins|son|daughter|little (?:one|boy|girl))|i(?:['’]ve| have)? (?:just |finally )*(?:gave|given) birth|"
    rf"(?:the|our|my) (?:baby|twins|son|daughter|little (?:one|boy|girl))(?: (?:is|are)|['’]s)? (?:finally |now |safely |just )*(?:here|born|arrived|was born|were born|came early|came last \w+)|baby['’]s here|"
    rf"i lost the baby|i(?:['’]ve| have)? (?:had a miscarriage|miscarried)|{_I_AM} {_HOW}(?:not|no longer) pregnant(?: any ?more| after all)?)"
)
_KINDS = r"(?:(?:food|other|old) )?(?P<what>allergies|intolerances)"
_ALL = "No longer has any {}"
"""Of conditions that are named by their kind alone."""
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (told, re.compile(f"{_LED}(?P<said>{pattern}){_END}", re.IGNORECASE))
    for told, pattern in (
        ("Is no longer pregnant", _BORN),
        (_ALL, rf"{_I_AM} {_HOW}(?:no longer allergic to anything|not allergic to anything(?= (?:any ?more|any longer)\b))"),
        ("Is no longer allergic to {}", rf"{_I_AM} {_HOW}(?:not|no longer) (?:actually |really )?allergic to (?:the )?{_WHAT}"),
        ("Is no longer {}", rf"{_I_AM} {_HOW}(?:not|no longer) (?:actually |really )?(?:an? )?(?P<what>[\w-]+ intolerant|diabetic|pre-?diabetic|epileptic|asthmatic|c(?:o)?eliac|an(?:a)?emic|hypermobile|breast-?feeding)"),
        (_ALL, rf"(?:all (?:of )?)?my {_KINDS} (?:(?:are|have)|['’]ve) {_HOW}(?:all )?(?:gone(?: away)?|cured|over|cleared(?: up)?|disappeared|vanished|history)"),
        (_ALL, rf"(?:all (?:of )?)?my {_KINDS} {_HOW}(?:all )?(?:went away|cleared up|disappeared|vanished)"),
        (_ALL, rf"i(?:['’]ve| have)? {_HOW}(?:outgr(?:ew|own)|grown out of|grew out of|got(?:ten)? rid of|been cured of) (?:all (?:of )?)?my {_KINDS}"),
        (_ALL, rf"i (?:no longer have|have no longer) (?:any )?{_KINDS}"),
        (_ALL, rf"i(?: do(?:n['’]?t| not) {_HOW}have| have|['’]ve| haven['’]?t {_HOW}got) (?:no|any) {_KINDS}(?= (?:any ?more|any longer|now(?! that))\b)"),
        ("No longer has {}", rf"my {_WHAT} (?:(?:is|are|has|have)|['’]s) {_HOW}(?:all )?(?:gone(?: away)?|cured|over|healed(?: up)?|cleared(?: up)?|disappeared|vanished|history)"),
        ("No longer has a bad {}", rf"my (?P<what>back|knees?|hips?|shoulders?|ankles?|wrists?|neck|stomach) (?:(?:is|are)|['’]s) {_HOW}(?:fine|all right|alright|as good as new|back to normal|healed)(?= (?:now|again)\b)"),
        ("No longer has {}", rf"my {_WHAT} (?:went away|cleared up|disappeared|vanished|healed)"),
        ("No longer has {}", rf"(?:{_I_AM}|i(?:['’]ve| have)?) {_HOW}(?:outgr(?:ew|own)|grown out of|grew out of|got(?:ten)? rid of|beaten|beat|been cured of|cured of|recovered from|rid of) (?:my |the )?{_WHAT}"),
        ("No longer has {}", rf"i (?:(?:no longer (?:have|suffer from|get))|don['’]?t {_HOW}(?:have|suffer from)|haven['’]?t {_HOW}got|never had) (?:an? |any |the )?{_WHAT}"),
        ("No longer has {}", rf"i don['’]?t {_HOW}get (?:any )?{_WHAT}(?= any ?more)"),
        ("Can have {} again", rf"(?:i|we)(?:['’]?m| am)? {_HOW}(?:can|may|(?:am |['’]m )?(?:allowed|free|cleared|able) to) {_HOW}(?:eat|have|drink|take|enjoy) {_WHAT}(?= (?:again|after all)\b)"),
        ("No longer uses {}", rf"(?:{_I_AM} )?{_HOW}(?:off|out of|done with|finished with) (?:the |my )?{_AID}"),
        ("No longer uses {}", rf"i(?:['’]ve| have)? {_HOW}(?:finished|completed|stopped (?:taking|using|needing)|c[oa]me off|no longer (?:take|need|use)|don['’]?t (?:take|need|use)) (?:my |the |a |an )?{_AID}"),
    )
)  # fmt: skip
_HINT = re.compile(
    r"\b(?:again|any ?more|any longer|after all|not|fine|all right|alright|as good|normal|no longer|gone|cured|over|heal\w*|clear\w*|disappeared|vanished|history|went away|outgr\w+|gr[eo]wn? out|rid|beat\w*|recovered|don['’]?t|haven['’]?t|never had|off|out of|done|finished|completed|stopped|came|birth|born|baby|babies|twins|son|daughter|little|miscarr\w+)\b",
    re.IGNORECASE,
)
"""One of these words is in each of the patterns: most sentences have none."""
_NOT_FOR_GOOD = re.compile(
    r"\b(?:because|since (?:i|my|the|taking)|thanks to|as long as|when(?:ever)?|if|while|unless|except|for now|for the moment|today|tonight|this (?:week|morning|evening)|only|but (?:it|they) (?:will|might|may|come)|at the moment|during|now that|this (?:year|season|spring|summer|autumn|fall|winter)|(?:with|since) the|in (?:summer|winter|spring|autumn|fall)|(?:not|never) diagnosed|as far as i know|i think|i hope|maybe|or am i|or do i|kidding|joking|i wish)\b|\bor (?:anything|something)\b",
    re.IGNORECASE,
)
"""What is gone for a time, or under a condition, or is not known, is had still."""
_OF_SOMEBODY = re.compile(r"['’]s?\b(?=.* )", re.IGNORECASE)
"""What somebody else has: "my son's asthma"."""
_ANY = re.compile(
    r"(?:(?:known|food|other|real|serious) )*(?:allergies|intolerances|conditions|medication)$",
    re.IGNORECASE,
)
_ALLERGIC = re.compile(
    r"\b(?P<to>[\w'-]+(?: [\w'-]+)?) (?:allerg(?:y|ies)|intolerances?|intolerant)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Recovery:
    """Words of the user that say that a condition is had no more."""

    turn: Turn
    start: int
    """In the turn."""
    end: int
    statement: str
    subject: str
    for_good: bool
    """False for what is gone for a time, or under a condition: it is had still."""

    def evidence(self, *, source: str) -> Evidence:
        """It as evidence: it founds nothing, and ends what it names."""
        return evidence_of(
            self.turn,
            self.turn.content[self.start : self.end],
            kind="retracted",
            polarity="against",
            strength=STRENGTH,
            source=source,
            behaviour=HEALTH,
            subject=self.subject,
            statement=self.statement,
            sensitivity="health",
            condition=CONDITION,
        )


def recoveries_in(segments: Sequence[Segment]) -> list[Recovery]:
    """What a user's turn says of conditions of theirs that are over, in its order."""
    return [
        one
        for segment in segments
        for sentence in sentences(segment.text, offset=segment.start)
        if (one := _read(segment.turn, sentence)) is not None
    ]


def _read(turn: Turn, sentence: Sentence) -> Recovery | None:
    text = sentence.text
    if "?" in text or sentence.question or not _HINT.search(text) or len(text.split()) > MOST_WORDS:
        return None
    if _vetoes.is_writing_task(text) or _vetoes.is_for_a_friend(text):
        return None
    for told, pattern in _PATTERNS:
        found = pattern.match(text)
        if found is None:
            continue
        what = plain(found.groupdict().get("what") or "")
        if told == _ALL and not what.endswith("s"):
            what = "allergies"
        if what and not _is_condition(what, told):
            continue
        for_good = _NOT_FOR_GOOD.search(found["rest"]) is None
        start = sentence.start + found.start("said")
        end = sentence.start + found.end("said" if for_good else 0)
        return Recovery(turn, start, end, *_told(told, what), for_good=for_good)
    return None


def _is_condition(what: str, told: str) -> bool:
    """True if it names a condition of one's own: by its words, or since only one is put so."""
    if told == _ALL:
        return True
    if _OF_SOMEBODY.search(what) or _ANY.match(what):
        return False
    return told != "No longer has {}" or sensitivity_of(what) == "health"


def _told(told: str, what: str) -> tuple[str, str]:
    """The statement, and what it is about: of an allergy, what it is to."""
    if not what:
        return told, "pregnant"
    if named := _ALLERGIC.search(what):
        told, what = "Is no longer allergic to {}", named["to"]
    subject = subject_of(what, 0, 0)
    return finished(told.format(what)), what.lower() if subject == "general" else subject
